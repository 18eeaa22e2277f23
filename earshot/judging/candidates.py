"""Candidates: which of many rules may fit a text, by the words that it holds. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from earshot.words.phrases import Compiled
from earshot.words.reading import Reading


class Candidates:
    """Most rules have no word in common with a text. Safe to share between threads."""

    def __init__(self, phrases: Sequence[Compiled]) -> None:
        by_word: dict[str, set[int]] = defaultdict(set)
        for number, each in enumerate(phrases):
            for word in each.words:
                by_word[word].add(number)
        self._by_word = dict(by_word)
        self._words = frozenset(by_word)
        self._always = {number for number, each in enumerate(phrases) if each.others}

    def of(self, reading: Reading) -> Iterator[int]:
        """The numbers of the rules that may fit, in their order."""
        there = self._words & reading.words
        yield from sorted(self._always.union(*(self._by_word[word] for word in there)))
