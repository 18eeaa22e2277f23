"""Judgements: what scoring makes of a text, and whether that calls for a reply. Plain data."""

from dataclasses import asdict, dataclass
from typing import Any

from earshot.words.vocabulary import ConcernName, Intent, Sentiment, Severity


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of the text that caused something; start and end in code points of the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordScore:
    """A word and what it added, in context, on VADER's scale of about -4 to 4."""

    word: str
    score: float


@dataclass(frozen=True, slots=True)
class Concern:
    """A policy category that may be present, for a person to confirm."""

    concern: ConcernName
    severity: Severity
    confidence: float  # 0 to 1
    evidence: tuple[Evidence, ...]
    clause: str


def plain(concern: Concern) -> dict[str, Any]:
    """A concern as it is kept, and as other programs read it."""
    return asdict(concern)


@dataclass(frozen=True, slots=True)
class Judgement:
    language: str  # ISO 639-1, or "und"
    sentiment: Sentiment
    compound: float | None  # -1 to 1; None when not scored
    words: tuple[WordScore, ...]  # that moved the sentiment, in the order of the text
    intent: Intent
    reasons: tuple[Evidence, ...]  # that spoke for the intent
    concerns: tuple[Concern, ...]
    fingerprint: str  # of the rules and the scorer that made it


_ELSEWHERE = (Intent.QUERY, Intent.COMPLAINT, Intent.DATA_REQUEST)


def needs_reply(intent: Intent, sentiment: Sentiment, *, own_account: bool) -> bool:
    """On the company's own account all but spam; elsewhere what asks, complains or is negative."""
    if own_account:
        return intent is not Intent.SPAM
    return intent in _ELSEWHERE or sentiment is Sentiment.NEGATIVE
