"""Signs: where in a text a rule or a detector has found something, and how sure it is of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from earshot.words.vocabulary import ConcernName, Severity

Span = tuple[int, int]  # code points of the text: from, up to


@dataclass(frozen=True, slots=True)
class Sign:
    """Start and end are code points of the text as it was said."""

    concern: ConcernName
    severity: Severity
    confidence: float  # 0 to 1: how sure this sign alone makes it
    start: int
    end: int
    rule: str  # the id of the rule, or the detector's name


def widest(spans: Iterable[Span]) -> list[Span]:
    """Each stretch of the text once: what lies within another says nothing more."""
    kept: list[Span] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept
