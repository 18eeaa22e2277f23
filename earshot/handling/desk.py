"""The desk: the items that are asked for, page by page, and one with all that happened to it."""

from dataclasses import dataclass

from earshot.handling import casework
from earshot.rules.case import Case
from earshot.rules.events import Event
from earshot.store import log
from earshot.store.questions import Item, Wanted, count, items
from earshot.store.rows import Connection
from earshot.words.errors import NotFound


@dataclass(frozen=True, slots=True)
class Opened:
    """One item, its Case as its Events say, and the Events, oldest first."""

    item: Item
    case: Case
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the items that were asked for, and how many there are in all."""

    items: tuple[Item, ...]
    total: int


def page(connection: Connection, wanted: Wanted, order: str, number: int, size: int) -> Page:
    """The page of this number, from 1; the last one where there are fewer."""
    total = count(connection, wanted)
    number = max(1, min(number, -(-total // size)))
    rows = items(connection, wanted, order=order, limit=size, offset=(number - 1) * size)
    return Page(tuple(rows), total)


def opened(connection: Connection, item_id: str) -> Opened:
    """One item to work on.

    Raises:
        NotFound: nothing has this id.
    """
    found = items(connection, Wanted(ids=(item_id,)))
    if not found:
        raise NotFound("There is no such item: it may have been erased, or the address is cut off.")
    case = casework.current(connection, [item_id])[item_id]
    return Opened(found[0], case, tuple(log.of_subjects(connection, [item_id])[item_id]))
