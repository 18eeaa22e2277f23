"""The desk: the items that are asked for, page by page, and one with all that happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from earshot.handling import casework
from earshot.rules.case import Case
from earshot.rules.events import Event, EventKind
from earshot.rules.guarded_steps import GUARDED_STEPS
from earshot.store import log, restricted, stories, versions
from earshot.store.questions import Item, Wanted, count, items
from earshot.store.rows import Connection
from earshot.store.stories import Outlet
from earshot.store.versions import Version
from earshot.words.errors import NotFound

RESTRICTED = (
    "This item is restricted: the safeguarding lead deals with it, and its words are kept from "
    "everybody else. If somebody may be in danger, call 999 now, then tell them in person."
)
KEPT_APART = GUARDED_STEPS.keys() | {EventKind.RESTRICTED_READ}  # told to those few only


@dataclass(frozen=True, slots=True)
class Opened:
    """One item, its Case as its Events say, and the Events, oldest first; without those of a time
    when it was restricted.

    Of a story the Case is the one of its first Mention, and so are the Events.
    """

    item: Item
    case: Case
    events: tuple[Event, ...]
    outlets: tuple[Outlet, ...] = ()  # who carries its story; none where it stands alone
    versions: tuple[Version, ...] = ()  # what it said before it was edited, oldest first


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the items that were asked for, and how many there are in all."""

    items: tuple[Item, ...]
    total: int
    carried: Mapping[str, int] = field(default_factory=dict)  # story -> how many carry it


def page(connection: Connection, wanted: Wanted, order: str, number: int, size: int) -> Page:
    """The page of this number, from 1; the last one where there are fewer."""
    total = count(connection, wanted)
    number = max(1, min(number, -(-total // size)))
    rows = items(connection, wanted, order=order, limit=size, offset=(number - 1) * size)
    carried = stories.sizes(connection, [item.story for item in rows if item.story])
    return Page(tuple(rows), total, carried)


def opened(connection: Connection, item_id: str) -> Opened:
    """One item to work on.

    Raises:
        NotFound: nothing has this id, or it is restricted; says which.
    """
    found = items(connection, Wanted(ids=(item_id,)))
    if not found and restricted.holds(connection, item_id):
        raise NotFound(RESTRICTED)
    if not found:
        raise NotFound("There is no such item: it may have been erased, or the address is cut off.")
    case = casework.current(connection, [item_id])[item_id]
    events = log.of_subjects(connection, [case.id])[case.id]
    return Opened(
        found[0],
        case,
        tuple(event for event in events if event.kind not in KEPT_APART),
        stories.outlets(connection, found[0].story),
        versions.earlier(connection, item_id) if found[0].edition > 1 else (),
    )
