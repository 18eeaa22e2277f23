"""Safeguarding: what is done about restricted items, and by whom it may be done.

Each function is told `reader`: on the screen who asks, and then they must have signed in; from the
command line, for whom it acts, which is the program itself or a Person by id.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from earshot.handling import casework
from earshot.handling.house import company_in
from earshot.handling.suspicion import restrict_copies_of
from earshot.protection.admission import (
    actor_of,
    admitted,
    require_decider,
    require_somebody,
)
from earshot.rules.access import Reader, Right, may
from earshot.rules.arrival import Rules, promise_from
from earshot.rules.case import Case, Promise, promise_details
from earshot.rules.company import Company
from earshot.rules.events import COMMAND_LINE, PROGRAM, EventKind, NewEvent
from earshot.rules.guarded_steps import running
from earshot.rules.restriction import Danger, Restriction, Stage, deciders, leads
from earshot.store import log
from earshot.store.rows import Connection
from earshot.words.errors import Refused
from earshot.words.times import utc_text
from earshot.words.vocabulary import State

NOBODY = (
    "There is nobody to hand it to. Tell the safeguarding lead in person, and have them, or their "
    "deputy, set up in Settings, under People."
)
ALL_NAMED = (
    "Then nobody would be left to deal with it: have a deputy, or the chair or proprietor, set up "
    "in Settings, under People, who is not named in it."
)
NOT_PUT_OUT = (
    "Only another who decides about it can lock out somebody who deals with it. Where there is no "
    "other, whoever looks after the machine can: `earshot restricted lock-out`."
)
NOT_TAKEN_OFF = (
    "Names are taken back by the safeguarding lead alone, or who decides in their place, and only "
    "by one who was never named in it."
)


def restrict(
    connection: Connection,
    mention: str,
    concern: Danger,
    reader: Reader | str,
    *,
    urgent: bool = False,
    reason: str = "",
    now: datetime,
) -> Case:
    """Keep an item, with its whole story, from all but the few; on suspicion, and at once. What
    says the same elsewhere is restricted with it.

    Raises:
        NotFound: nothing has this id.
        Refused: who asks has not signed in, or may do nothing here; it is restricted already.
    """
    company = company_in(connection)
    require_somebody(reader, company)
    casework.record_misses(connection, now=now)  # what was broken by now stays so
    case = casework.current(connection, [mention])[mention]
    if case.restriction is not None:
        raise Refused("This item is restricted already.")
    details = {
        "concern": concern.value,
        "urgent": urgent,
        "reason": reason.strip(),
        "rounds": running(case),
    }
    case = _record(connection, case, EventKind.RESTRICTED, details, reader, now)
    restrict_copies_of(connection, case, now=now)
    return case


def hand_over(connection: Connection, item: str, reader: Reader | str, *, now: datetime) -> Case:
    """Hand it to the safeguarding lead: from then on the moderator on duty sees it no more."""
    case, found, company = admitted(connection, item, reader)
    if found.stage is not Stage.SUSPECTED:
        raise Refused("It has been handed over already.")
    if not leads(found, company):
        raise Refused(NOBODY)
    return _record(connection, case, EventKind.HANDED_OVER, {}, reader, now)


def lock_out(
    connection: Connection, item: str, people: Sequence[str], reader: Reader | str, *, now: datetime
) -> Case:
    """Say who is named in it, all of them, by id: none of these sees it, whatever their role.

    Whoever sees it adds names, but for the case manager; another decider's only a decider adds, for
    whoever puts the lead out decides who decides. Names are taken off by a decider alone who was
    never among them.

    Raises:
        Refused: as said, or nobody would be left to deal with it.
    """
    case, found, company = admitted(connection, item, reader)
    named = tuple(sorted(set(people)))
    if not set(named) <= company.people.keys():
        raise Refused("There is no such person at work here.")
    if reader != PROGRAM:
        _check_names(connection, case, found, set(named), reader, company)
    if not leads(replace(found, locked=named), company):
        raise Refused(ALL_NAMED)
    return _record(connection, case, EventKind.LOCKED_OUT, {"people": list(named)}, reader, now)


def locked_in(connection: Connection, item: str) -> tuple[str, ...]:
    """Who is named in it by now, for the command line, which shows them to nobody."""
    found = casework.current(connection, [item])[item].restriction
    return found.locked if found else ()


def _check_names(
    connection: Connection,
    case: Case,
    found: Restriction,
    named: set[str],
    reader: Reader | str,
    company: Company,
) -> None:
    """Whoever steps aside puts nobody else out."""
    who, decides = actor_of(reader), set(deciders(found, company))
    if found.manager == who and who not in decides:
        raise Refused("The case manager does not say who is named in it: the safeguarding lead.")
    taken_off = set(found.locked) - named
    if taken_off and (who not in decides or who in _ever_named(connection, case)):
        raise Refused(NOT_TAKEN_OFF)
    if named & (decides | set(leads(found, company))) - {who} and who not in decides:
        raise Refused(NOT_PUT_OUT)


def _ever_named(connection: Connection, case: Case) -> set[str]:
    events = log.of_subjects(connection, [case.id])[case.id]
    named = (e.details["people"] for e in events if e.kind is EventKind.LOCKED_OUT)
    return {person for people in named for person in people}


def name_manager(
    connection: Connection, item: str, manager: str, reader: Reader | str, *, now: datetime
) -> Case:
    """Name who manages the case of an allegation; they see it from then on."""
    case, found, company = admitted(connection, item, reader)
    require_decider(found, reader, company)
    if found.concern is not Danger.STAFF_ALLEGATION:
        raise Refused("A case manager is named for an allegation against staff only.")
    person = company.people.get(manager)
    if person is None or not may(Reader(person, proven=True), Right.LOOK, company):
        raise Refused("The case manager must be somebody at work here who can sign in to look.")
    if manager in found.locked:
        raise Refused("Who is named in it cannot manage its case.")
    return _record(connection, case, EventKind.MANAGER_NAMED, {"manager": manager}, reader, now)


def mark_urgent(connection: Connection, item: str, reader: Reader | str, *, now: datetime) -> Case:
    """Say that somebody may be in danger now."""
    case, found, _ = admitted(connection, item, reader)
    if found.urgent and found.seen_by is None:
        raise Refused("It is marked so already.")
    return _record(connection, case, EventKind.URGENT, {}, reader, now)


def see_danger(connection: Connection, item: str, reader: Reader | str, *, now: datetime) -> Case:
    """Acknowledge that somebody may be in danger: whoever does so sees to it."""
    case, found, company = admitted(connection, item, reader)
    if not found.urgent:
        raise Refused("It is not marked as urgent.")
    if found.seen_by is not None:
        raise Refused(f"{company.person_name(found.seen_by)} sees to it already.")
    return _record(connection, case, EventKind.DANGER_SEEN, {}, reader, now)


def file(
    connection: Connection, item: str, reference: str, reader: Reader | str, *, now: datetime
) -> Case:
    """Confirm that it is in the safeguarding system, under this reference; the lead alone does."""
    case, found, company = admitted(connection, item, reader)
    require_decider(found, reader, company)
    if found.stage in (Stage.FILED, Stage.REFERENCE):
        raise Refused("It is in the safeguarding system already.")
    if not reference.strip():
        raise Refused("Give its reference in the safeguarding system.")
    if found.stage is Stage.SUSPECTED:
        case = _record(connection, case, EventKind.HANDED_OVER, {}, reader, now)
    return _record(connection, case, EventKind.FILED, {"reference": reference.strip()}, reader, now)


def lift(
    connection: Connection,
    item: str,
    reader: Reader | str,
    *,
    reason: str,
    rules: Rules,
    now: datetime,
) -> Case:
    """Bring it back into the open; the lead alone does. A reply that is owed is due by the old
    promise, or, where its time is over, by one that begins now.

    Raises:
        Refused: as above; there is no reason.
    """
    case, found, company = admitted(connection, item, reader)
    require_decider(found, reader, company)
    if not reason.strip():
        raise Refused("Say why: it stands in the log.")
    details = {
        "reason": reason.strip(),
        "promise": promise_details(_promise_anew(case, rules, now)),
    }
    return _record(connection, case, EventKind.LIFTED, details, reader, now)


def _promise_anew(case: Case, rules: Rules, now: datetime) -> Promise | None:
    present = case.round
    if case.state is not State.OPEN or present is None or present.promise is None:
        return None
    over = present.private and present.promise.latest_due_at < now
    return promise_from(now, case.clock, rules) if over else None


def _record(
    connection: Connection,
    case: Case,
    kind: EventKind,
    details: dict[str, Any],
    reader: Reader | str,
    now: datetime,
) -> Case:
    told = {"happened_at": utc_text(now)} | details
    if isinstance(reader, str):  # who it was there has not been proven
        told["via"] = COMMAND_LINE
    event = NewEvent(kind, case.id, told, actor_of(reader))
    casework.record(connection, [event], now=now)
    return casework.current(connection, [case.id])[case.id]
