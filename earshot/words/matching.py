"""Matching: what the parts of a query find in a text, and where.

Each part knows two things: whether a text could hold it at all (asked of its letters in one run,
which is quick), and the spans at which it stands. A part without a span is not found.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from earshot.words.folding import Edge, edges


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """Where a term stands in the text, in code points of the text as it was given."""

    start: int
    end: int
    term: str  # as the query has it, without quotes


@dataclass(frozen=True, slots=True)
class Span:
    first: int  # word numbers, both included
    last: int
    hits: tuple[Hit, ...]


class Words:
    """The readings of one text, by word: folded, and with case kept."""

    def __init__(self, text: str) -> None:
        self.by_folded: dict[str, list[Edge]] = defaultdict(list)
        for edge in edges(text):
            self.by_folded[edge.folded].append(edge)

    def read_as(self, word: Edge, *, case: bool) -> list[Edge]:
        found = self.by_folded.get(word.folded, [])
        return [edge for edge in found if edge.cased == word.cased] if case else found


@dataclass(frozen=True, slots=True)
class Term:
    shown: str
    words: tuple[Edge, ...]
    case: bool
    position: int

    def possible(self, letters: str) -> bool:
        return all(word.folded in letters for word in self.words)

    def spans(self, words: Words) -> list[Span]:
        chains = [(edge, edge) for edge in words.read_as(self.words[0], case=self.case)]
        for word in self.words[1:]:
            following: dict[int, list[Edge]] = defaultdict(list)
            for edge in words.read_as(word, case=self.case):
                following[edge.first].append(edge)
            chains = [(a, c) for a, b in chains for c in following[b.last + 1]]
        return [Span(a.first, b.last, (Hit(a.start, b.end, self.shown),)) for a, b in chains]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: "tuple[Node, ...]"

    def possible(self, letters: str) -> bool:
        return any(part.possible(letters) for part in self.parts)

    def spans(self, words: Words) -> list[Span]:
        return [span for part in self.parts for span in part.spans(words)]


@dataclass(frozen=True, slots=True)
class Near:
    left: "Node"
    right: "Node"
    distance: int

    def possible(self, letters: str) -> bool:
        return self.left.possible(letters) and self.right.possible(letters)

    def spans(self, words: Words) -> list[Span]:
        left, right = self.left.spans(words), self.right.spans(words)
        pairs = [*_neighbours(left, right, self.distance), *_neighbours(right, left, self.distance)]
        return [_joined(one, other) for one, other in pairs]


@dataclass(frozen=True, slots=True)
class AllOf:
    """True of the whole text: every part is found. As a place it is all of its parts' places."""

    parts: "tuple[Node, ...]"

    def possible(self, letters: str) -> bool:
        return all(part.possible(letters) for part in self.parts)

    def spans(self, words: Words) -> list[Span]:
        found = [part.spans(words) for part in self.parts]
        return [span for spans in found for span in spans] if all(found) else []


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"

    def possible(self, letters: str) -> bool:
        return True

    def spans(self, words: Words) -> list[Span]:
        return [] if self.part.spans(words) else [Span(-1, -1, ())]


Node = Term | AnyOf | Near | AllOf | Not


def _neighbours(ones: list[Span], others: list[Span], distance: int) -> Iterator[tuple[Span, Span]]:
    """Each of the ones with the nearest of the others before and after it, where near enough.

    The nearest suffice: whatever else is near the pair is found from the other side.
    """
    by_first = sorted(others, key=lambda span: span.first)
    by_last = sorted(others, key=lambda span: span.last)
    firsts, lasts = [span.first for span in by_first], [span.last for span in by_last]
    for one in ones:
        after = bisect_right(firsts, one.last)
        if after < len(firsts) and firsts[after] - one.last - 1 <= distance:
            yield one, by_first[after]
        before = bisect_left(lasts, one.first) - 1
        if before >= 0 and one.first - lasts[before] - 1 <= distance:
            yield one, by_last[before]


def _joined(one: Span, other: Span) -> Span:
    hits = tuple(sorted({*one.hits, *other.hits}))
    return Span(min(one.first, other.first), max(one.last, other.last), hits)
