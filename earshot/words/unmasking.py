"""Unmasking: a text with its disguises taken off (1337, stars, look-alike letters), in place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unmasked:
    """`places[i]` is the place, in the text as it was said, of the i-th code point of `text`."""

    text: str
    places: tuple[int, ...]


# Nobody sees them: zero-width spaces and joiners, the soft hyphen.
INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def unmasked(text: str) -> Unmasked | None:
    """The text as it is meant; None where it wears no disguise."""
    if INVISIBLE.isdisjoint(text):
        return None
    kept = [(char, place) for place, char in enumerate(text) if char not in INVISIBLE]
    return Unmasked("".join(char for char, _ in kept), tuple(place for _, place in kept))
