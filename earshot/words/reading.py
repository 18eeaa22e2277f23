"""Readings: a text as phrases are looked for in it, its words found once for all of them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_WORDS = re.compile(r"\w+")
_QUOTES = str.maketrans("’‘ʼ´`", "'''''")
# Behind the start of a sentence quotation marks and the names of those spoken to may stand.
_BEGINS = r"(?:(?<![^.!?,\n:;…])|(?<=[.!?,\n:;…][\s\"'“)]))"
_NAMED = r"(?:@[\w.]{1,40}+[\s,:]{0,3}){0,6}"
START = rf"{_BEGINS}[\s\"'“(]{{0,3}}{_NAMED}"
# The same, with the word behind it. None of its parts can give back what another would take.
_STARTED = re.compile(rf"{_BEGINS}(?=[\s\"'“(]{{0,3}}{_NAMED}(?<!\w)(\w+))")


@dataclass(frozen=True, slots=True, eq=False)  # one for all phrases that begin alike
class Openings:
    """The words with one of which a phrase begins. A text is searched only where one stands."""

    words: frozenset[str] = frozenset()
    heads: tuple[str, ...] = ()  # beginnings of words
    tails: tuple[str, ...] = ()  # ends of words
    numbers: bool = False  # in digits
    starts: bool = False  # only at the start of a sentence

    @property
    def are_words(self) -> bool:
        return not (self.heads or self.tails or self.numbers)

    def hold(self, word: str) -> bool:
        return (
            word in self.words
            or word.startswith(self.heads)
            or word.endswith(self.tails)
            or (self.numbers and word[0].isdecimal())
        )


def comparable(text: str) -> str:
    """A text in lower case with straight apostrophes, every character where it was."""
    lowered = text.lower()
    if len(lowered) != len(text):  # İ becomes two characters
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_QUOTES)


class Reading:
    """Prepared once, whatever number of phrases there is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lowered = comparable(text)
        self._by_openings: dict[Openings, list[int]] = {}

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word begins."""
        return _by_word((found[0], found.start()) for found in _WORDS.finditer(self.lowered))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.places)

    @cached_property
    def starts(self) -> dict[str, list[int]]:
        """By the word that follows, where the start of a sentence matches that leads to it."""
        return _by_word((found[1], found.start()) for found in _STARTED.finditer(self.lowered))

    def openings(self, openings: Openings) -> list[int]:
        """Every place at which a phrase with these openings may begin, in order."""
        if openings not in self._by_openings:
            self._by_openings[openings] = self._sought(openings)
        return self._by_openings[openings]

    def _sought(self, openings: Openings) -> list[int]:
        places = self.starts if openings.starts else self.places
        if openings.are_words:
            words: Iterable[str] = openings.words.intersection(self.words)
        else:
            words = filter(openings.hold, places)
        return sorted(place for word in words for place in places.get(word, ()))


def _by_word(found: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for word, place in found:
        places[word].append(place)
    return dict(places)
