"""Cases: where a Mention stands, what was promised about it, and how that ended."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from earshot.rules.restriction import Restriction
from earshot.rules.work import NOTHING_DONE, Work
from earshot.words.vocabulary import Clock, State, Verdict


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
    private: bool = False  # still open when the Case was restricted: handled privately since

    @property
    def is_settled(self) -> bool:
        ended = (self.verdict, self.exempt, self.responded_at)
        return self.private or any(each is not None for each in ended)


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
    closed_at: datetime | None = None  # aware, UTC: kept for whoever takes the Case over
    follow_up_on: date | None = None
    reason: str = ""
    last_decision: int | None = None  # the last Event of a person's that stands: what undo undoes
    restriction: Restriction | None = None
    work: Work = NOTHING_DONE  # what is done about it beside answering

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


ARRIVAL = TypeAdapter(Arrival)
CASE = TypeAdapter(Case)
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
