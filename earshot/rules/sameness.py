"""Sameness: when two items say the same words, however these are set. Pure.

Case, accents, blanks and punctuation do not count. A short text is only the same where it is the
same whole: "Thanks!" stands in many that have nothing to do with each other.
"""

from dataclasses import dataclass

from earshot.words.folding import squeezed

ENOUGH = 40  # letters and digits: from so many on, one text that holds the other says the same


@dataclass(frozen=True, slots=True)
class Words:
    """An item's letters and digits, folded, in one run."""

    body: str  # the text, or the title of what has none
    whole: str  # the title and the text


def words_of(title: str | None, text: str) -> Words:
    above, body = squeezed(title or ""), squeezed(text)
    return Words(body or above, above + body)


def say_the_same(one: Words, other: Words) -> bool:
    """Whether the same is said, in whole, or one holds all of the other's text."""
    if not one.body or not other.body:
        return False
    if one.body == other.body or one.whole == other.whole:
        return True
    return _holds(one.whole, other.body) or _holds(other.whole, one.body)


def _holds(whole: str, body: str) -> bool:
    return len(body) >= ENOUGH and body in whole
