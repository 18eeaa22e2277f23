"""Holds: while one is in force nothing is deleted, whatever its time."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from earshot.handling.house import company_in
from earshot.rules.access import Right, require_actor
from earshot.rules.company import HOLD, Company, Hold, HoldKind, hold_set
from earshot.rules.events import Event, EventKind
from earshot.store import log
from earshot.store.rows import Connection
from earshot.words.errors import NotFound, Refused
from earshot.words.times import local_date, spoken_day

KINDS = {
    HoldKind.POLICE: "the police",
    HoldKind.CLAIM: "a claim",
    HoldKind.ACCESS_REQUEST: "an access request",
    HoldKind.OTHER: "another reason",
}


@dataclass(frozen=True, slots=True)
class Record:
    """A hold with who set it and who ended it: ids of people, or of the program."""

    hold: Hold
    by: str
    ended_by: str | None = None
    ended_on: date | None = None  # local


def require_none(company: Company) -> None:
    """Raises Refused, naming the holds in force, where there are any."""
    if company.held:
        raise Refused(sentence(company.held))


def sentence(holds: Sequence[Hold]) -> str:
    """`Nothing is deleted while a hold is in force: h-0a1b2c3d (the police, since …).`"""
    named = (f"{h.id} ({KINDS[h.kind]}, since {spoken_day(h.since)})" for h in holds)
    return f"Nothing is deleted while a hold is in force: {'; '.join(named)}."


def add(connection: Connection, kind: HoldKind, reason: str, *, actor: str, now: datetime) -> Hold:
    """Hold everything from now on.

    Raises:
        Refused: the actor's role does not allow it, or no reason is given.
    """
    company = company_in(connection)
    require_actor(actor, Right.KEEP, company)
    if not reason.strip():
        raise Refused("A hold needs a reason: it says later why nothing was deleted.")
    since = local_date(now, company.zone)
    hold = Hold(f"h-{secrets.token_hex(4)}", kind, reason.strip(), since)
    log.append(connection, [hold_set(hold, actor)], now=now)
    return hold


def end(connection: Connection, hold_id: str, *, actor: str, now: datetime) -> Hold:
    """End a hold: what is past its time may be deleted again.

    Raises:
        Refused: the actor's role does not allow it, or the hold has ended already.
        NotFound: there is no such hold.
    """
    company = company_in(connection)
    require_actor(actor, Right.KEEP, company)
    hold = company.holds.get(hold_id)
    if hold is None:
        raise NotFound(f"There is no hold {hold_id!r}; `hold list` shows them.")
    if not hold.active:
        raise Refused(f"The hold {hold_id} has ended already.")
    ended = replace(hold, active=False)
    log.append(connection, [hold_set(ended, actor)], now=now)
    return ended


def records(connection: Connection) -> list[Record]:
    """All holds there ever were, the first one first."""
    company = company_in(connection)
    by_hold: dict[str, list[Event]] = {}
    for event in log.of_kinds(connection, [EventKind.HOLD_SET]):
        by_hold.setdefault(event.subject, []).append(event)
    return [_record(events, company) for events in by_hold.values()]


def _record(events: Sequence[Event], company: Company) -> Record:
    first, last = events[0], events[-1]
    hold = HOLD.validate_python(last.details)
    if hold.active:
        return Record(hold, first.actor)
    return Record(hold, first.actor, last.actor, local_date(last.recorded_at, company.zone))
