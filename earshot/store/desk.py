"""The desk: how much waits for somebody, and one item with all that has happened to it."""

from dataclasses import dataclass
from datetime import datetime

from earshot import casework
from earshot.case import Case
from earshot.errors import NotFound
from earshot.events import Event
from earshot.store import log
from earshot.store.questions import Item, Wanted, count, items
from earshot.store.rows import Connection, stored_time


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many items wait, by what they wait for. Late and today are of all that is to do."""

    to_do: int  # open, with a deadline by the policy or by our own aim
    late: int
    today: int  # due between now and the end of the local day
    owed: int  # acknowledged: an answer is owed


@dataclass(frozen=True, slots=True)
class Opened:
    """One item, its Case as its Events say, and the Events, oldest first."""

    item: Item
    case: Case
    events: tuple[Event, ...]


ANYBODYS = Wanted()


def waiting(
    connection: Connection, now: datetime, end_of_day: datetime, whose: Wanted = ANYBODYS
) -> Waiting:
    """The counts of the desk: of one person, of nobody, or of all. Both times are aware."""
    row = connection.execute(
        "SELECT count(*) FILTER (state = 'open' AND due_at IS NOT NULL), "
        "count(*) FILTER (state = 'open' AND due_at < $now), "
        "count(*) FILTER (state = 'open' AND due_at >= $now AND due_at < $end), "
        "count(*) FILTER (state = 'acknowledged') FROM cases "
        "WHERE coalesce(assignee = $assignee, $assignee IS NULL) "
        "AND (assignee IS NULL OR NOT $unassigned)",
        {
            "now": stored_time(now),
            "end": stored_time(end_of_day),
            "assignee": whose.assignee,
            "unassigned": whose.unassigned,
        },
    ).fetchone()
    return Waiting(*(row or (0, 0, 0, 0)))


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
