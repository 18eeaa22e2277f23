"""Retention: for how long each thing is kept, and from when that is counted. No store, no clock.

What is past its time is deleted, and only counted from then on. What still waits for somebody is
never past its time, and neither is a restricted item that is not filed yet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from earshot.rules.policy import Retention
from earshot.rules.restriction import Stage
from earshot.words.times import months_after
from earshot.words.vocabulary import State


class What(StrEnum):
    """What is kept for a time of its own."""

    MENTIONS = "mentions"  # Cases, with their Mentions, in which no reply was ever due
    CASES = "cases"  # the same where one was
    RESTRICTED = "restricted"
    REJECTS = "rejects"  # rows that could not be read, their files, the words of failed Runs
    DROPPED = "dropped"  # what feeds brought that was not about the company
    REPLIES = "replies"  # our own, kept until what they answer comes


WAITING = frozenset({State.OPEN, State.ACKNOWLEDGED})  # for somebody


@dataclass(frozen=True, slots=True)
class Kept:
    """What decides how long a Case is kept, with all the Mentions of its story: it goes whole."""

    case: str
    mentions: int
    state: State
    promised: bool  # whether a reply was ever due
    said_at: datetime  # aware: when its youngest Mention was published; seen, where that is unknown
    settled_at: datetime | None = None  # aware: answered, closed or decided, whichever came last
    stage: Stage | None = None  # None: it is not restricted
    filed_at: datetime | None = None  # aware

    @property
    def what(self) -> What:
        if self.stage is not None:
            return What.RESTRICTED
        return What.CASES if self.promised else What.MENTIONS

    @property
    def waits(self) -> bool:
        """Whether it is kept, however old, until somebody has done something about it."""
        if self.stage is not None:
            return self.stage is not Stage.FILED
        return self.state in WAITING


def kept_until(found: Kept, terms: Retention) -> datetime | None:
    """When its time is over; None as long as nothing has set an end to it."""
    if found.waits:
        return None
    if found.stage is not None:
        days = timedelta(days=terms.restricted_days_after_handover)
        return found.filed_at + days if found.filed_at else None
    if not found.promised:
        return months_after(found.said_at, terms.mentions_months)
    if found.settled_at is None:
        return None
    # A story's copy may come after its Case was settled.
    return months_after(max(found.settled_at, found.said_at), terms.answered_cases_months)


def is_past(found: Kept, terms: Retention, now: datetime) -> bool:
    until = kept_until(found, terms)
    return until is not None and until <= now


def kept_for(what: What, terms: Retention) -> str:
    """`12 months`, and from when where that is not plain."""
    return {
        What.MENTIONS: _months(terms.mentions_months),
        What.CASES: f"{_months(terms.answered_cases_months)} after it was settled",
        What.RESTRICTED: f"{_days(terms.restricted_days_after_handover)} after it was filed",
        What.REJECTS: _months(terms.mentions_months),
        What.DROPPED: _days(terms.dropped_summaries_days),
        What.REPLIES: _months(terms.outgoing_months),
    }[what]


def _months(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
