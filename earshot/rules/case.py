"""Cases: where a Mention stands, as its arrival and its Events say. No database, no clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from earshot.rules.events import PROGRAM, Event, EventKind
from earshot.words.vocabulary import Clock, State, Verdict

NO_DECISIONS = frozenset({EventKind.UNDONE, EventKind.TEXT_COMPLETED})  # nothing to undo there
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
class Round:
    """One promise about a Case, and how it ended. Reopening begins another round; what was kept
    or broken in an earlier one stays so."""

    number: int  # of the Event that began it; 0 for the one that the Case began with
    promise: Promise | None  # None: a reply was made that nobody had promised
    responded_at: datetime | None = None  # the first acknowledgement or reply to the person
    response_place: str = ""
    response_link: str = ""
    entered_late: bool = False
    decided_at: datetime | None = None  # of "no reply needed" and "out of scope"
    reason: str = ""
    exempt: State | None = None  # which of these two it was decided to be before the deadline
    verdict: Verdict | None = None
    earlier_verdict: Verdict | None = None  # what stood before a new fact put another beside it

    @property
    def is_settled(self) -> bool:
        ended = (self.verdict, self.exempt, self.responded_at)
        return any(each is not None for each in ended)


@dataclass(frozen=True, slots=True)
class Case:
    """The present state of one Mention. `version` is the last Event's number, 0 before any."""

    id: str
    version: int
    state: State
    clock: Clock
    received_at: datetime
    rounds: tuple[Round, ...] = ()
    assignee: str | None = None
    held: bool = False
    escalated: bool = False
    snoozed_until: datetime | None = None
    answered_at: datetime | None = None
    follow_up_on: date | None = None
    reason: str = ""
    last_decision: int | None = None  # the last Event of a person's that stands: what undo undoes

    @property
    def round(self) -> Round | None:
        """The present round; None where nothing was ever promised or replied."""
        return self.rounds[-1] if self.rounds else None

    @property
    def promise(self) -> Promise | None:
        return self.round.promise if self.round else None

    @property
    def due_at(self) -> datetime | None:
        """When something is still due: the reply's deadline, while the clock runs."""
        return self.promise.due_at if self.state is State.OPEN and self.promise else None


def opened(case_id: str, arrival: Arrival) -> Case:
    rounds = (Round(0, arrival.promise),) if arrival.promise else ()
    return Case(case_id, 0, arrival.state, arrival.clock, arrival.received_at, rounds)


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
    return event.actor != PROGRAM and event.kind not in NO_DECISIONS


def after(case: Case, event: Event) -> Case:
    """The Case once this has happened to it."""
    step = STEPS.get(event.kind)
    return replace(step(case, event), version=event.seq) if step else case


def _acknowledged(case: Case, event: Event) -> Case:
    follow_up = event.details.get("follow_up_on")
    return replace(
        _responded(case, event),
        state=State.ACKNOWLEDGED,
        follow_up_on=date.fromisoformat(follow_up) if follow_up else None,
    )


def _answered(case: Case, event: Event) -> Case:
    case = _responded(case, event)
    return replace(case, state=State.ANSWERED, answered_at=_happened(event), follow_up_on=None)


def _responded(case: Case, event: Event) -> Case:
    """The first reply stops the clock; only one that was made earlier can take its place."""
    at = _happened(event)
    present = case.round or Round(event.seq, None)
    if present.responded_at is not None and present.responded_at <= at:
        return case
    replied = replace(
        present,
        responded_at=at,
        response_place=str(event.details.get("where", "")),
        response_link=str(event.details.get("link", "")),
        entered_late=event.recorded_at - at > LATE_ENTRY,
        verdict=_verdict(event) or present.verdict,
    )
    return _in_round(case, replied)


def _missed(case: Case, event: Event) -> Case:
    """A miss is of one promise; where that was undone there is nothing to miss."""
    number = int(event.details["promise"])
    rounds = tuple(
        replace(each, verdict=Verdict.MISSED)
        if each.number == number and not each.is_settled
        else each
        for each in case.rounds
    )
    return replace(case, rounds=rounds)


def _no_reply_needed(case: Case, event: Event) -> Case:
    return _declined(case, event, State.NO_REPLY_NEEDED)


def _out_of_scope(case: Case, event: Event) -> Case:
    return _declined(case, event, State.OUT_OF_SCOPE)


def _declined(case: Case, event: Event, state: State) -> Case:
    """A decision not to reply; decided too late, its Event carries the verdict "missed"."""
    reason = str(event.details.get("reason", ""))
    case = replace(case, state=state, reason=reason, follow_up_on=None)
    present = case.round
    if present is None:
        return case
    verdict = present.verdict or _verdict(event)
    in_time = verdict is None and present.responded_at is None
    decided = replace(
        present,
        decided_at=_happened(event),
        reason=reason,
        verdict=verdict,
        exempt=state if in_time else present.exempt,
    )
    return _in_round(case, decided)


def _assigned(case: Case, event: Event) -> Case:
    return replace(case, assignee=event.details.get("assignee"))


def _closed(case: Case, event: Event) -> Case:
    reason = str(event.details.get("reason", ""))
    return replace(case, state=State.CLOSED, reason=reason, follow_up_on=None)


def _reopened(case: Case, event: Event) -> Case:
    """Open again: a new promise begins; one that was only found not to need a reply goes on."""
    case = replace(case, state=State.OPEN, answered_at=None, follow_up_on=None, reason="")
    promise = read_promise(event.details.get("promise"))
    if promise is not None:
        begun = Round(event.seq, promise)
        return replace(case, clock=promise.clock, rounds=(*case.rounds, begun))
    present = case.round
    if present is None:
        return case
    return _in_round(case, replace(present, exempt=None, decided_at=None, reason=""))


def _account_found(case: Case, event: Event) -> Case:
    """It turns out to stand on an account of the company's own: the policy's clock counts.

    A promise that still ran gives way to the policy's; one that was kept or broken stays beside
    it. What a person has decided already is left as it is.
    """
    settled = (State.ANSWERED, State.OUT_OF_SCOPE, State.CLOSED, State.ACKNOWLEDGED)
    if case.state in settled or (case.round and case.round.exempt):
        return case
    promise = read_promise(event.details.get("promise"))
    rounds = case.rounds[:-1] if case.round and not case.round.is_settled else case.rounds
    if promise is not None:
        rounds = (*rounds, Round(event.seq, promise))
    state, clock = State(event.details["state"]), Clock(event.details["clock"])
    return replace(case, state=state, clock=clock, rounds=rounds)


def _reply_found(case: Case, event: Event) -> Case:
    """Our reply shows in a download: its verdict counts, and what stood before stays beside it."""
    number = int(event.details["promise"])
    rounds = tuple(_replied(r, event) if r.number == number else r for r in case.rounds)
    case = replace(case, rounds=rounds)
    ends = case.state in (State.OPEN, State.ACKNOWLEDGED)
    if not ends or case.round is None or case.round.number != number:
        return case
    return replace(case, state=State.ANSWERED, answered_at=_happened(event), follow_up_on=None)


def _replied(found: Round, event: Event) -> Round:
    return replace(
        found,
        responded_at=_happened(event),
        response_place=str(event.details.get("where", "")),
        response_link=str(event.details.get("link", "")),
        entered_late=False,
        verdict=_verdict(event),
        earlier_verdict=found.verdict or found.earlier_verdict,
    )


def _in_round(case: Case, changed: Round) -> Case:
    return replace(case, rounds=(*case.rounds[:-1], changed))


def _verdict(event: Event) -> Verdict | None:
    told = event.details.get("verdict")
    return Verdict(told["verdict"]) if told else None


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
    EventKind.REPLY_FOUND: _reply_found,
}

ARRIVAL = TypeAdapter(Arrival)
PROMISE = TypeAdapter(Promise)


def promise_details(promise: Promise | None) -> dict[str, Any] | None:
    if promise is None:
        return None
    plain: dict[str, Any] = PROMISE.dump_python(promise, mode="json")
    return plain


def verdict_details(promise: Promise, verdict: Verdict) -> dict[str, str]:
    """What a verdict rests on; written with it once, and altered by no later change of rules."""
    return {
        "verdict": verdict.value,
        "clock": promise.clock.value,
        "due_at": promise.due_at.isoformat(),
        "due_on": promise.due_on.isoformat(),
        "calendar_version": promise.calendar_version,
        "policy_version": promise.policy_version,
    }


def read_promise(details: dict[str, Any] | None) -> Promise | None:
    return PROMISE.validate_python(details) if details else None


def _happened(event: Event) -> datetime:
    said = event.details.get("happened_at")
    return datetime.fromisoformat(said) if said else event.recorded_at
