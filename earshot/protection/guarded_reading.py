"""Guarded reading: which restricted items somebody may see, and one whole. That it was read is
written down."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from earshot.handling import casework
from earshot.handling.house import company_in
from earshot.protection.admission import admitted
from earshot.rules.access import Reader
from earshot.rules.case import Case
from earshot.rules.events import Event, EventKind, NewEvent
from earshot.rules.restriction import Restriction, may_read
from earshot.store import log, restricted, stories, versions
from earshot.store.questions import Item
from earshot.store.restricted import Kept
from earshot.store.rows import Connection
from earshot.store.stories import Outlet
from earshot.store.versions import Version
from earshot.words.errors import NotFound

VISIT = timedelta(minutes=30)  # who reads on within it is written down once


@dataclass(frozen=True, slots=True)
class Read:
    """A restricted item as those few see it: what was said, where it stands, what was done."""

    item: Item
    case: Case
    found: Restriction
    events: tuple[Event, ...]  # oldest first, without the readings
    readings: tuple[Event, ...]  # who has seen its words, oldest first
    outlets: tuple[Outlet, ...] = ()
    versions: tuple[Version, ...] = ()


def theirs(connection: Connection, reader: Reader) -> list[Kept]:
    """Those that this reader may see, the most urgent first, without their words."""
    company = company_in(connection)
    return [each for each in restricted.kept(connection) if may_read(each.found, reader, company)]


def open_restricted(connection: Connection, item: str, reader: Reader, *, now: datetime) -> Read:
    """One item whole. That this reader has read it is in the log before they have.

    Raises:
        NotFound: nothing has this id, or its words are kept no more.
        Refused: it is not restricted, or not for this reader.
    """
    case, found, _ = admitted(connection, item, reader)
    words = restricted.item(connection, item)
    if words is None:
        raise NotFound("Its words are kept here no more: see its reference.")
    _note_reading(connection, case.id, reader, now)
    events = log.of_subjects(connection, [case.id])[case.id]
    readings = tuple(each for each in events if each.kind is EventKind.RESTRICTED_READ)
    return Read(
        words,
        case,
        found,
        tuple(each for each in events if each.kind is not EventKind.RESTRICTED_READ),
        readings,
        stories.outlets(connection, words.story),
        versions.earlier(connection, item) if words.edition > 1 else (),
    )


def _note_reading(connection: Connection, case_id: str, reader: Reader, now: datetime) -> None:
    assert reader.person is not None  # `admitted` lets in nobody else
    events = log.of_subjects(connection, [case_id])[case_id]
    mine = (e.recorded_at for e in events if _is_reading_by(e, reader.person.id))
    last = max(mine, default=None)
    if last is None or now - last > VISIT:
        event = NewEvent(EventKind.RESTRICTED_READ, case_id, {}, reader.person.id)
        casework.record(connection, [event], now=now)


def _is_reading_by(event: Event, person_id: str) -> bool:
    return event.kind is EventKind.RESTRICTED_READ and event.actor == person_id
