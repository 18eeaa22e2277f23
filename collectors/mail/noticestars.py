"""Stars in notices: how many a review has, in figures or drawn. Only the full ones count."""

import re

_FULL, _EMPTY, _SPACE = "★⭐🌟", "☆✩✰", r"[\s\ufe0f]*"
_LABEL = (
    r"(?:(?:an?|new|you|your|got|gave|rat(?:ed?|ings?)|reviews?|stars?|score|overall)\b[\s:–—-]*)*"
)
_DRAWN = re.compile(
    rf"{_LABEL}(?P<full>(?:[{_FULL}]{_SPACE}){{1,5}})(?![{_FULL}])(?:[{_EMPTY}]{_SPACE}){{0,4}}",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\b(?P<stars>[1-5])(?:\.0)?(?:[ -]stars?\b| ?/ ?5\b| out of (?:5|five)\b)", re.IGNORECASE
)
_ALONE = re.compile(rf"\W*{_LABEL}{_FIGURE.pattern}(?: stars?\b)?\W*", re.IGNORECASE)


def stars_within(sentence: str) -> float | None:
    """How many a sentence of the service's own names: "left a 2-star review"."""
    found = _FIGURE.search(sentence)
    return float(found["stars"]) if found else None


def stars_at_top(line: str) -> tuple[float | None, str]:
    """How many a line begins with, or is nothing but; and what follows them."""
    if drawn := _DRAWN.match(line):
        return float(sum(sign in _FULL for sign in drawn["full"])), line[drawn.end() :].strip()
    alone = _ALONE.fullmatch(line)
    return (float(alone["stars"]), "") if alone else (None, line)
