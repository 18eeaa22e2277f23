"""Figures of accuracy: how often a judge agrees with people's labels. Arithmetic, nothing else.

A judge finds or does not find a class in a text, and people say whether it is there: precision is
the share of what it found that is there, recall the share of what is there that it found, F1 their
harmonic mean. A share of nothing is None, never 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class By(StrEnum):
    """Who judged."""

    EARSHOT = "earshot"
    VADER = "vader"
    PROFANITY = "profanity"


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one class. `texts` is how many were asked about."""

    texts: int
    positive: int  # in which people see it
    found: int  # in which the judge sees it
    hits: int  # in which both do

    @property
    def precision(self) -> float | None:
        return self.hits / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.hits / self.positive if self.positive else None

    @property
    def f1(self) -> float | None:
        both = self.found + self.positive
        return 2 * self.hits / both if both else None


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report. `value` is what `metric` names, from 0 to 1."""

    set: str
    kind: str  # restricted, attack, concern, intent, needs_reply, pairs, published
    name: str  # the class
    by: By
    metric: str
    value: float | None
    texts: int
    counts: Counts | None = None  # None where the figure is not about one class


Pair = tuple[bool, bool]  # found by the judge, there


def counted(pairs: Iterable[Pair]) -> Counts:
    listed = list(pairs)
    return Counts(
        len(listed),
        sum(there for _, there in listed),
        sum(found for found, _ in listed),
        sum(found and there for found, there in listed),
    )


def macro_f1(said: Sequence[str], labels: Sequence[str]) -> float:
    """The mean of the F1 of each class that people use; one never found and never there is 0."""
    return _mean(each.f1 or 0.0 for each in _by_class(said, labels))


def macro_recall(said: Sequence[str], labels: Sequence[str]) -> float:
    return _mean(each.recall or 0.0 for each in _by_class(said, labels))


def accuracy(said: Sequence[str], labels: Sequence[str]) -> float:
    return _mean(float(one == other) for one, other in zip(said, labels, strict=True))


def _by_class(said: Sequence[str], labels: Sequence[str]) -> list[Counts]:
    pairs = list(zip(said, labels, strict=True))
    return [counted((s == name, t == name) for s, t in pairs) for name in sorted(set(labels))]


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
