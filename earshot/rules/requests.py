"""Requests about data: what kinds there are, and by when each has to be answered. Pure.

UK GDPR Art. 12(3) and the ICO's reading of it: one calendar month from the day it came in; the same
date of the next month, its last day where it has no such date, the next working day where that is
none; two further months where it is complex or there are many. A complaint about data: Data
Protection Act 2018 s. 164A (by the Data (Use and Access) Act 2025 s. 103, since 19 June 2026).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from earshot.rules.calendar import WorkingCalendar, is_weekend
from earshot.rules.events import Event, EventKind, NewEvent
from earshot.words.times import months_after, spoken_day

MONTHS = 1
FURTHER_MONTHS = 2
# "Within the period of 30 days beginning when the complaint is received": read strictly, the day
# on which it came in is the first of them, and no weekend makes it longer.
COMPLAINT_DAYS = 30


class RequestKind(StrEnum):
    ACCESS = "access"
    ERASURE = "erasure"
    OBJECTION = "objection"
    RECTIFICATION = "rectification"
    COMPLAINT = "complaint"


class RequestState(StrEnum):
    OPEN = "open"
    EXTENDED = "extended"
    ANSWERED = "answered"
    REFUSED = "refused"
    NOT_ONE = "not_one"  # a person found that the Mention asks for nothing of the kind


_LIKELY = (
    (RequestKind.RECTIFICATION, re.compile(r"\b(correct|rectif)")),
    (RequestKind.ERASURE, re.compile(r"\b(delet|eras|wip|remov|forg[eo]t|destroy|down\b)")),
    (RequestKind.OBJECTION, re.compile(r"\b(stop|object|unsubscrib|opt|off\b|consent)")),
    (RequestKind.COMPLAINT, re.compile(r"\b(breach|complain|ico\b|leak|sold|shared)")),
)
OWED = frozenset({RequestState.OPEN, RequestState.EXTENDED})


@dataclass(frozen=True)
class Request:
    """One entry of the register. Days are local. `about`, `why` and `outcome` may hold a name."""

    id: str
    kind: RequestKind
    received_on: date
    due_on: date  # of a complaint: by when it has to be acknowledged
    about: str = ""
    mention: str = ""  # the id of the Mention that it came in as
    state: RequestState = RequestState.OPEN
    extended_to: date | None = None
    why: str = ""  # it takes longer
    acknowledged_on: date | None = None
    answered_on: date | None = None
    outcome: str = ""
    identity_checked: bool = False

    @property
    def next_on(self) -> date | None:
        """The day by which something has to be done; None where no day is set any more."""
        if self.state not in OWED:
            return None
        if self.kind is RequestKind.COMPLAINT and self.acknowledged_on is not None:
            return None  # answered "without undue delay": the law names no day
        return self.extended_to or self.due_on

    def is_late(self, today: date) -> bool:
        return self.next_on is not None and self.next_on < today


def due_on(kind: RequestKind, received_on: date, calendar: WorkingCalendar) -> date:
    """By when it has to be answered; a complaint: acknowledged."""
    if kind is RequestKind.COMPLAINT:
        return received_on + timedelta(days=COMPLAINT_DAYS - 1)
    return _working(months_after(received_on, MONTHS), calendar)


def likely(evidence: Iterable[str]) -> RequestKind:
    """What the words that made a Mention a request point to; a person chooses."""
    said = " ".join(evidence).casefold()
    return next((kind for kind, words in _LIKELY if words.search(said)), RequestKind.ACCESS)


def why_due(kind: RequestKind, received_on: date, calendar: WorkingCalendar) -> str:
    """The sentence that explains it."""
    if kind is RequestKind.COMPLAINT:
        return (
            "A complaint about data has to be acknowledged within 30 days, the day on which it "
            "came in counted as the first; then it has to be looked into, and the person told the "
            "outcome, without undue delay."
        )
    plain = months_after(received_on, MONTHS)
    words = f"One calendar month after {spoken_day(received_on)} is {spoken_day(plain)}"
    if plain.day != received_on.day:
        words += ", the last day of that month"
    moved = _working(plain, calendar)
    if moved == plain:
        return f"{words}."
    why = "a weekend" if is_weekend(plain) else calendar.holiday_name(plain) or "no working day"
    return f"{words} ({why}); the next working day is {spoken_day(moved)}."


def extended(request: Request, why: str, calendar: WorkingCalendar) -> Request:
    """With two further months: three after it came in."""
    to = _working(months_after(request.received_on, MONTHS + FURTHER_MONTHS), calendar)
    return replace(request, state=RequestState.EXTENDED, extended_to=to, why=why)


def listed(events: Iterable[Event]) -> list[Request]:
    """The register as the last Event of each entry says; what is due first comes first."""
    found = [REQUEST.validate_python(event.details) for event in events if event.details]
    return sorted(found, key=lambda r: (r.state not in OWED, r.next_on or r.due_on, r.id))


def request_set(request: Request, actor: str) -> NewEvent:
    plain: dict[str, Any] = REQUEST.dump_python(request, mode="json")
    return NewEvent(EventKind.REQUEST_SET, request.id, plain, actor)


REQUEST = TypeAdapter(Request)


def _working(day: date, calendar: WorkingCalendar) -> date:
    """The day, or the next that the nation works: the law knows no closure days of a company."""
    lawful = replace(calendar, closures_count=False)
    return day if lawful.is_working_day(day) else lawful.next_working_day(day)
