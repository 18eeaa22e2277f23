"""Cases: where a Mention stands, as its arrival and its Events say. No database, no clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from earshot.events import PROGRAM, Event, EventKind
from earshot.vocabulary import Clock, State, Verdict

LATE_ENTRY = timedelta(hours=24)  # recorded longer than this after the fact: marked so


@dataclass(frozen=True, slots=True)
class Promise:
    """A reply that is due, with all that its verdict will rest on."""

    clock: Clock
    received_at: datetime  # aware, UTC
    due_at: datetime  # aware, UTC: the strictest reading
    latest_due_at: datetime  # aware, UTC: later than due_at only where just a date is known
    due_on: date  # local
    explanation: str
    clause: str
    calendar_version: str
    policy_version: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a Case begins: decided when its Mention is first judged, and kept with the Judgement."""

    state: State
    clock: Clock
    received_at: datetime  # aware, UTC
    promise: Promise | None  # None when nothing is due


@dataclass(frozen=True, slots=True)
class Case:
    """The present state of one Mention. `version` is the last Event's number, 0 before any."""

    id: str
    version: int
    state: State
    clock: Clock
    received_at: datetime
    promise: Promise | None = None
    assignee: str | None = None
    held: bool = False
    escalated: bool = False
    snoozed_until: datetime | None = None
    responded_at: datetime | None = None  # the first acknowledgement or reply to the person
    answered_at: datetime | None = None
    decided_at: datetime | None = None  # of "no reply needed" and "out of scope"
    follow_up_on: date | None = None
    response_place: str = ""
    response_link: str = ""
    reason: str = ""
    entered_late: bool = False
    verdict: Verdict | None = None
    verdict_due_at: datetime | None = None  # of the promise that the verdict is about
    verdict_due_on: date | None = None
    exempt: bool = False  # decided before the deadline that it needs no reply: counted apart
    last_decision: int | None = None  # the last Event of a person's that stands: what undo undoes

    @property
    def due_at(self) -> datetime | None:
        """When something is still due: the reply's deadline, while the clock runs."""
        running = self.state is State.OPEN and self.promise is not None
        return self.promise.due_at if running and self.promise else None


def opened(case_id: str, arrival: Arrival) -> Case:
    return Case(case_id, 0, arrival.state, arrival.clock, arrival.received_at, arrival.promise)


def fold(case_id: str, arrival: Arrival, events: Iterable[Event]) -> Case:
    """The Case that these Events, oldest first, have made; what was undone is left out."""
    listed = list(events)
    undone = {int(e.details["undoes"]) for e in listed if e.kind is EventKind.UNDONE}
    case = opened(case_id, arrival)
    for event in listed:
        if event.seq not in undone:
            case = after(case, event)
        case = replace(case, version=event.seq)
    return replace(case, last_decision=_last_decision(listed, undone))


def _last_decision(events: list[Event], undone: set[int]) -> int | None:
    standing = (e.seq for e in reversed(events) if e.seq not in undone and _is_decision(e))
    return next(standing, None)


def _is_decision(event: Event) -> bool:
    return event.actor != PROGRAM and event.kind is not EventKind.UNDONE


def after(case: Case, event: Event) -> Case:
    """The Case once this has happened to it."""
    step = STEPS.get(event.kind)
    return replace(step(case, event), version=event.seq) if step else case


def _acknowledged(case: Case, event: Event) -> Case:
    case = _responded(case, event)
    follow_up = event.details.get("follow_up_on")
    return replace(
        case,
        state=State.ACKNOWLEDGED,
        follow_up_on=date.fromisoformat(follow_up) if follow_up else None,
    )


def _answered(case: Case, event: Event) -> Case:
    case = _responded(case, event)
    return replace(case, state=State.ANSWERED, answered_at=_happened(event), follow_up_on=None)


def _responded(case: Case, event: Event) -> Case:
    """The first reply stops the clock; only one that was made earlier can take its place."""
    at = _happened(event)
    if case.responded_at is not None and case.responded_at <= at:
        return case
    case = replace(
        case,
        responded_at=at,
        response_place=str(event.details.get("where", "")),
        response_link=str(event.details.get("link", "")),
        entered_late=event.recorded_at - at > LATE_ENTRY,
    )
    return _judged(case, event)


def _missed(case: Case, event: Event) -> Case:
    return _judged(case, event)


def _judged(case: Case, event: Event) -> Case:
    """Take up the verdict that the Event carries.

    A broken promise stays counted, unless a reply turns up that was made in time for it.
    """
    verdict = event.details.get("verdict")
    if not verdict:
        return case
    due_at = datetime.fromisoformat(verdict["due_at"])
    stands = case.verdict is Verdict.MISSED and case.verdict_due_at != due_at
    if stands:
        return case
    return replace(
        case,
        verdict=Verdict(verdict["verdict"]),
        verdict_due_at=due_at,
        verdict_due_on=date.fromisoformat(verdict["due_on"]),
    )


def _no_reply_needed(case: Case, event: Event) -> Case:
    return _decided(replace(case, state=State.NO_REPLY_NEEDED), event)


def _out_of_scope(case: Case, event: Event) -> Case:
    return _decided(replace(case, state=State.OUT_OF_SCOPE), event)


def _decided(case: Case, event: Event) -> Case:
    """A decision not to reply; decided too late, its Event carries the verdict "missed"."""
    at = _happened(event)
    case = replace(case, decided_at=at, reason=str(event.details.get("reason", "")))
    case = _judged(case, event)
    return replace(case, exempt=case.promise is not None and case.verdict is None)


def _assigned(case: Case, event: Event) -> Case:
    return replace(case, assignee=event.details.get("assignee"))


def _closed(case: Case, event: Event) -> Case:
    reason = str(event.details.get("reason", ""))
    return replace(case, state=State.CLOSED, reason=reason, follow_up_on=None)


def _reopened(case: Case, event: Event) -> Case:
    """Open again: a promise that was kept or broken stays so, and a new one begins."""
    return replace(
        _promised(case, event),
        state=State.OPEN,
        responded_at=None,
        answered_at=None,
        decided_at=None,
        follow_up_on=None,
        exempt=False,
    )


def _account_found(case: Case, event: Event) -> Case:
    """It turns out to stand on an account of the company's own: the policy's clock counts."""
    if case.verdict is not None or case.responded_at is not None:
        return case
    if case.state not in (State.OPEN, State.NO_REPLY_NEEDED, State.HISTORY) or case.decided_at:
        return case
    return replace(_promised(case, event), state=State(event.details["state"]))


def _promised(case: Case, event: Event) -> Case:
    promise = read_promise(event.details.get("promise"))
    clock = promise.clock if promise else case.clock
    return replace(case, promise=promise, clock=clock)


STEPS: dict[EventKind, Callable[[Case, Event], Case]] = {
    EventKind.ACKNOWLEDGED: _acknowledged,
    EventKind.ANSWERED: _answered,
    EventKind.NO_REPLY_NEEDED: _no_reply_needed,
    EventKind.OUT_OF_SCOPE: _out_of_scope,
    EventKind.ASSIGNED: _assigned,
    EventKind.CLOSED: _closed,
    EventKind.REOPENED: _reopened,
    EventKind.TAKEN_IN: _reopened,
    EventKind.MISSED: _missed,
    EventKind.ACCOUNT_FOUND: _account_found,
}

ARRIVAL = TypeAdapter(Arrival)
PROMISE = TypeAdapter(Promise)


def promise_details(promise: Promise | None) -> dict[str, Any] | None:
    if promise is None:
        return None
    plain: dict[str, Any] = PROMISE.dump_python(promise, mode="json")
    return plain


def read_promise(details: dict[str, Any] | None) -> Promise | None:
    return PROMISE.validate_python(details) if details else None


def _happened(event: Event) -> datetime:
    said = event.details.get("happened_at")
    return datetime.fromisoformat(said) if said else event.recorded_at
