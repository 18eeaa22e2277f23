"""Ratings as people and tools write them: numbers, fractions, words, stars."""

import re

_NUMBER = r"(?P<stars>[1-4](?:[.,]\d+)?|5(?:[.,]0+)?)"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        _NUMBER,
        rf"(?:[^\W\d]+[:\s]+)?{_NUMBER}\s*(?:/|out of|of|von|sur|de|av|af)\s*5(?:[.,]0+)?\s*\D*",
        rf"{_NUMBER}\s*-?\s*(?:stars?|★|⭐|sterne?n?|etoiles?|étoiles?|estrellas?|stjern\w*"
        r"|stjärn\w*)",
    )
)
_WORDS = {word: place for place, word in enumerate("one two three four five".split(), start=1)}
_STARS = re.compile("[★⭐]{1,5}[☆✩]*")


def read_rating(said: str) -> float | None:
    """1 to 5; None where there is none. Raises ValueError for what is no such number."""
    said = " ".join(said.replace("\ufe0f", "").split())
    if not said:
        return None
    if _STARS.fullmatch(said):
        return float(len(re.sub("[☆✩]", "", said)))
    word = said.casefold().removesuffix("s").removesuffix(" star").removesuffix("_star")
    if word in _WORDS:
        return float(_WORDS[word])
    match = next(filter(None, (form.fullmatch(said) for form in _FORMS)), None)
    if match is None:
        raise ValueError(f"“{said[:40]}” is no number from 1 to 5")
    return float(match["stars"].replace(",", "."))
