"""Decisions: what a person does about Cases, checked against how each stands, then recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from earshot.handling import casework
from earshot.handling.work_words import WORK_WORDS, work_words
from earshot.rules.access import Right, require_actor
from earshot.rules.arrival import Rules, deadline_of, promise_from
from earshot.rules.case import Case, Round, promise_details, verdict_details
from earshot.rules.clock import verdict
from earshot.rules.events import PROGRAM, Event, EventKind, NewEvent
from earshot.rules.steps import undone_with
from earshot.rules.work import HELD_FOR_PRESS
from earshot.store import log
from earshot.store.rows import Connection
from earshot.words.errors import MovedOn, Refused
from earshot.words.times import local_date, spoken, utc_text
from earshot.words.vocabulary import State, Verdict


class Action(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    NO_REPLY_NEEDED = "no_reply_needed"
    OUT_OF_SCOPE = "out_of_scope"
    ASSIGN = "assign"
    SNOOZE = "snooze"
    CLOSE = "close"
    REOPEN = "reopen"
    TAKE_IN = "take_in"
    UNDO = "undo"


EVENT_OF = {
    Action.ACKNOWLEDGE: EventKind.ACKNOWLEDGED,
    Action.ANSWER: EventKind.ANSWERED,
    Action.NO_REPLY_NEEDED: EventKind.NO_REPLY_NEEDED,
    Action.OUT_OF_SCOPE: EventKind.OUT_OF_SCOPE,
    Action.ASSIGN: EventKind.ASSIGNED,
    Action.SNOOZE: EventKind.SNOOZED,
    Action.CLOSE: EventKind.CLOSED,
    Action.REOPEN: EventKind.REOPENED,
    Action.TAKE_IN: EventKind.TAKEN_IN,
    Action.UNDO: EventKind.UNDONE,
}
FROM = {  # the states in which each can be done
    Action.ACKNOWLEDGE: {State.OPEN},
    Action.ANSWER: {State.OPEN, State.ACKNOWLEDGED, State.NO_REPLY_NEEDED},
    Action.NO_REPLY_NEEDED: {State.OPEN, State.ACKNOWLEDGED},
    Action.OUT_OF_SCOPE: {State.OPEN, State.ACKNOWLEDGED, State.HISTORY, State.NO_REPLY_NEEDED},
    Action.CLOSE: {State.ACKNOWLEDGED, State.ANSWERED},
    Action.REOPEN: {State.ANSWERED, State.NO_REPLY_NEEDED, State.OUT_OF_SCOPE, State.CLOSED},
    Action.TAKE_IN: {State.HISTORY},
    Action.ASSIGN: set(State),
    Action.SNOOZE: {State.OPEN, State.ACKNOWLEDGED},
    Action.UNDO: set(State),
}
NEEDS_REASON = {Action.NO_REPLY_NEEDED, Action.OUT_OF_SCOPE, Action.CLOSE, Action.REOPEN}
REPLIES = {Action.ACKNOWLEDGE, Action.ANSWER}
SETTLES = {Action.ANSWER, Action.NO_REPLY_NEEDED, Action.OUT_OF_SCOPE, Action.CLOSE}


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person does about one or several Cases."""

    action: Action
    cases: tuple[tuple[str, int], ...]  # (id, the version that the person saw)
    actor: str  # a Person's id
    at: datetime | None = None  # aware: when it happened; None is now
    where: str = ""  # in words: "public reply", "private message", "telephone"
    link: str = ""  # the reply's address, as evidence
    reason: str = ""
    assignee: str | None = None  # a Person's id; None is nobody
    follow_up_on: date | None = None  # None is the policy's default
    until: datetime | None = None  # aware: out of the queue until then; None wakes it now


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision, Case by Case."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]  # (id, why, in words)
    events: tuple[Event, ...]


def decide(connection: Connection, decision: Decision, rules: Rules, *, now: datetime) -> Outcome:
    """Record a decision about each Case that still stands as the person saw it.

    Raises:
        Refused: the decision itself lacks something (a reason, a time that can be).
        NotFound: an id that nothing has.
    """
    _check(decision, rules, now)
    current = casework.current(connection, [case_id for case_id, _ in decision.cases])
    events: list[NewEvent] = []
    refused: list[tuple[str, str]] = []
    for case_id, version in decision.cases:
        try:
            _check_case(current[case_id], version, decision, connection, rules)
            events.append(_event(current[case_id], decision, rules, now))
        except Refused as refusal:
            refused.append((case_id, str(refusal)))
    recorded = casework.record(connection, events, now=now)
    return Outcome(tuple(e.subject for e in events), tuple(refused), tuple(recorded))


def what_happened(event: Event, rules: Rules) -> str:
    """An Event of a Case as a sentence."""
    company = rules.company
    if event.kind is EventKind.REPLY_FOUND:
        return _reply_was_found(event, rules)
    who = company.person_name(event.actor)
    when = spoken(event.recorded_at, company.zone)
    details = event.details if event.kind in WORDS else {}  # of restricted handling, none
    extra = details.get("where") or details.get("reason") or ""
    if event.kind is EventKind.ASSIGNED:
        extra = f"to {company.person_name(details.get('assignee'))}"
    if event.kind is EventKind.SNOOZED:
        extra = until_words(details.get("until"), rules)
    if event.kind is EventKind.CORRECTED and details:
        extra = both_values(details)
    if event.kind in WORK_WORDS:
        extra = work_words(event, rules)
    done = WORDS.get(event.kind, "dealt with as a restricted item")
    return f"{when}: {done} by {who}" + (f" ({extra})" if extra else "")


def _reply_was_found(event: Event, rules: Rules) -> str:
    when = spoken(event.recorded_at, rules.company.zone)
    if not event.details:  # erased
        return f"{when}: our reply was found"
    told = Verdict(event.details["verdict"]["verdict"])
    return f"{when}: our reply was {event.details['where']}: {IN_TIME[told]}"


IN_TIME = {  # what is said of a reply by the verdict that rests on it
    Verdict.MET_WITH_EVIDENCE: "answered in time",
    Verdict.MET_ON_WORD: "answered in time",
    Verdict.MISSED: "answered late",
    Verdict.CANNOT_BE_TOLD: "whether it was in time cannot be told, since only its day is known",
}
WORDS = {
    EventKind.ACKNOWLEDGED: "acknowledged",
    EventKind.ANSWERED: "answered",
    EventKind.NO_REPLY_NEEDED: "no reply needed, decided",
    EventKind.OUT_OF_SCOPE: "out of scope, decided",
    EventKind.ASSIGNED: "assigned",
    EventKind.SNOOZED: "snoozed",
    EventKind.CORRECTED: "judged",
    EventKind.CLOSED: "closed",
    EventKind.REOPENED: "reopened",
    EventKind.TAKEN_IN: "taken in",
    EventKind.SPLIT_OFF: "split off from its story",
    EventKind.UNDONE: "undone",
    EventKind.TEXT_COMPLETED: "its text added and judged anew, the clock unchanged,",
    EventKind.MISSED: "deadline missed, noted",
    EventKind.ACCOUNT_FOUND: "found on one of our accounts, noted",
} | WORK_WORDS


def _check(decision: Decision, rules: Rules, now: datetime) -> None:
    if decision.actor == PROGRAM:
        raise Refused("Say who you are first: decisions carry a name.")
    require_actor(decision.actor, Right.DECIDE, rules.company)
    if decision.action in NEEDS_REASON and not decision.reason.strip():
        raise Refused("Give a reason: this decision is reported with it.")
    if decision.action in REPLIES and not (decision.where.strip() or decision.link.strip()):
        raise Refused("Say where the reply was made: its address, or how it was given.")
    if decision.link and not decision.link.startswith(("http://", "https://")):
        raise Refused("The reply's address must begin with http:// or https://.")
    if decision.at and decision.at > now:
        raise Refused("The time given lies in the future.")


def _check_case(
    case: Case, version: int, decision: Decision, connection: Connection, rules: Rules
) -> None:
    check_as_seen(case, version, connection, rules)
    if case.state not in FROM[decision.action]:
        state = case.state.value.replace("_", " ")
        raise Refused(f"This item is “{state}”: that cannot be done to it now.")
    if case.held and (decision.action in SETTLES or _leaves_press(case, decision, connection)):
        _check_signs(decision.actor, rules)
    since = case.promise.received_at if case.promise else case.received_at
    if decision.action in REPLIES and decision.at and decision.at < since:
        raise Refused("The reply is dated before what it answers.")


def _leaves_press(case: Case, decision: Decision, connection: Connection) -> bool:
    """Whether by this the press would wait no longer, or be out of sight."""
    if case.work.held_for != HELD_FOR_PRESS:
        return False
    if decision.action is Action.SNOOZE:
        return decision.until is not None
    if decision.action is not Action.UNDO or case.last_decision is None:
        return False
    events = log.of_subjects(connection, [case.id])[case.id]
    return any(e.kind is EventKind.HELD for e in undone_with(events, case.last_decision))


def _check_signs(actor: str, rules: Rules) -> None:
    """What is held the senior team alone settles, whether by its substance or without."""
    try:
        require_actor(actor, Right.SIGN, rules.company)
    except Refused as refusal:
        raise Refused(
            "This waits for the senior team: they release it, or settle it themselves. An agreed "
            "holding line may go now, and is recorded as an acknowledgement."
        ) from refusal


def check_as_seen(case: Case, version: int, connection: Connection, rules: Rules) -> None:
    """Raises Refused where the Case is restricted by now, MovedOn where somebody else was first."""
    if case.restriction is not None:
        raise Refused("This item is restricted by now: the safeguarding lead deals with it.")
    if case.version != version:
        _check_meanwhile(case, version, connection, rules)


def _check_meanwhile(case: Case, version: int, connection: Connection, rules: Rules) -> None:
    """Somebody else's decision stands in the way; that a deadline has passed does not."""
    events = [e for e in log.of_subjects(connection, [case.id])[case.id] if e.seq > version]
    if any(event.kind is not EventKind.MISSED for event in events):
        told = "; ".join(what_happened(event, rules) for event in events)
        raise MovedOn(f"Somebody else was here first. {told}.")


def _event(case: Case, decision: Decision, rules: Rules, now: datetime) -> NewEvent:
    at = decision.at or now
    details: dict[str, Any] = {"happened_at": utc_text(at)}
    details |= DETAILS.get(decision.action, _no_details)(case, decision, rules, at)
    return NewEvent(EVENT_OF[decision.action], case.id, details, decision.actor)


def _reply_details(case: Case, decision: Decision, rules: Rules, at: datetime) -> dict[str, Any]:
    details: dict[str, Any] = {"where": decision.where.strip(), "link": decision.link.strip()}
    if decision.action is Action.ACKNOWLEDGE:
        follow_up = decision.follow_up_on or follow_up_default(rules, at)
        details["follow_up_on"] = follow_up.isoformat()
    present = case.round
    if present and present.promise and not present.exempt and _is_first(present, at):
        found = verdict(deadline_of(present.promise), at, bool(decision.link))
        details["verdict"] = verdict_details(present.promise, found)
    return details


def _is_first(present: Round, at: datetime) -> bool:
    """Whether a reply made then is the first, by what is known so far."""
    return present.responded_at is None or at < present.responded_at


def _decline_details(case: Case, decision: Decision, rules: Rules, at: datetime) -> dict[str, Any]:
    """Decided after the deadline, and never answered: the promise was not kept."""
    details: dict[str, Any] = {"reason": decision.reason.strip()}
    present = case.round
    if (
        present
        and present.promise
        and not present.is_settled
        and at > present.promise.latest_due_at
    ):
        details["verdict"] = verdict_details(present.promise, Verdict.MISSED)
    return details


def _assign_details(case: Case, decision: Decision, rules: Rules, at: datetime) -> dict[str, Any]:
    if decision.assignee is not None and decision.assignee not in rules.company.people:
        raise Refused("There is no such person to give it to.")
    return {"assignee": decision.assignee}


def _close_details(case: Case, decision: Decision, rules: Rules, at: datetime) -> dict[str, Any]:
    return {"reason": decision.reason.strip()}


def _snooze_details(case: Case, decision: Decision, rules: Rules, at: datetime) -> dict[str, Any]:
    """The clock runs on: it sleeps until then, never past what is due."""
    if decision.until is None:
        return {"until": None}
    if decision.until <= at:
        raise Refused("Snooze it to a time that is still to come.")
    latest = latest_snooze(case, rules)
    if latest is not None and latest <= at:
        due = spoken(latest, rules.company.zone)
        raise Refused(f"It was due by {due}: what is overdue cannot be snoozed.")
    if latest is not None and decision.until > latest:
        due = spoken(latest, rules.company.zone)
        raise Refused(f"It is due by {due}: snooze it to a time before that.")
    return {"until": utc_text(decision.until)}


def latest_snooze(case: Case, rules: Rules) -> datetime | None:
    """Until when it can be left to sleep: its deadline, or the end of the day by which an answer is
    owed; None where nothing is due."""
    if case.state is State.ACKNOWLEDGED and case.follow_up_on is not None:
        following = case.follow_up_on + timedelta(days=1)
        return datetime.combine(following, time(), rules.company.zone) - timedelta(minutes=1)
    return case.due_at


def until_words(until: str | None, rules: Rules) -> str:
    if not until:
        return "woken"
    return f"until {spoken(datetime.fromisoformat(until), rules.company.zone)}"


def both_values(details: dict[str, Any]) -> str:
    """`sentiment: not neutral but negative, because: …`, of a correction's details."""
    what = str(details.get("concern") or details.get("what", "")).replace("_", " ")
    machine, person = (str(details.get(name, "")) for name in ("machine", "person"))
    if machine == person:
        return f"{what}: the machine is right"
    said = (each.replace("_", " ") for each in (machine, person))
    told = "{}: not {} but {}".format(what, *said)
    reason = details.get("reason")
    return told + (f", because: {reason}" if reason else "")


def _open_details(case: Case, decision: Decision, rules: Rules, at: datetime) -> dict[str, Any]:
    """Open again, or taken in from history: the clock starts now. Where it had only been decided
    that no reply is needed, the old promise goes on: a second thought wins no time."""
    return opening_details(case, decision.reason, rules, at)


def opening_details(case: Case, reason: str, rules: Rules, at: datetime) -> dict[str, Any]:
    """Of the Event by which a reply is owed again, or for the first time."""
    resumes = case.round is not None and case.round.exempt and case.round.responded_at is None
    promise = None if resumes else promise_from(at, case.clock, rules)
    return {"reason": reason.strip(), "promise": promise_details(promise)}


def _undo_details(case: Case, decision: Decision, rules: Rules, at: datetime) -> dict[str, Any]:
    if case.last_decision is None:
        raise Refused("There is no decision about this item to undo.")
    return {"undoes": case.last_decision}


def _no_details(case: Case, decision: Decision, rules: Rules, at: datetime) -> dict[str, Any]:
    return {}


DETAILS: dict[Action, Callable[[Case, Decision, Rules, datetime], dict[str, Any]]] = {
    Action.ACKNOWLEDGE: _reply_details,
    Action.ANSWER: _reply_details,
    Action.NO_REPLY_NEEDED: _decline_details,
    Action.OUT_OF_SCOPE: _decline_details,
    Action.ASSIGN: _assign_details,
    Action.SNOOZE: _snooze_details,
    Action.CLOSE: _close_details,
    Action.REOPEN: _open_details,
    Action.TAKE_IN: _open_details,
    Action.UNDO: _undo_details,
}


def follow_up_default(rules: Rules, at: datetime) -> date:
    """The day by which an answer is owed after an acknowledgement."""
    day = local_date(at, rules.company.zone)
    return rules.company.calendar.working_days_after(
        day, rules.policy.clocks.follow_up_working_days
    )
