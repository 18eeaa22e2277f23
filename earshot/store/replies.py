"""Our own replies that were found: kept, since what one answers may come only later."""

from collections.abc import Sequence
from datetime import datetime

from collectors.post import DateMark, Published
from earshot.rules.answering import OwnReply
from earshot.store.rows import Connection, Row, aware_or_none, insert, listed, stored_time


def add(
    connection: Connection, replies: Sequence[OwnReply], source: str, found_at: datetime
) -> None:
    """Keep replies, each once; those found beside what they answer need no keeping."""
    rows = [row for each in replies for row in _rows(each, source, found_at)]
    if not rows:
        return
    listed(connection, "asked", [row[0] for row in rows])
    there = set(
        connection.execute(
            "SELECT target, replied_at FROM own_replies WHERE target IN (FROM asked)"
        ).fetchall()
    )
    insert(connection, "own_replies", [row for row in dict.fromkeys(rows) if row[:2] not in there])


def prune(connection: Connection, months: int, now: datetime) -> None:
    """Forget those that were found so many months ago. When they were made does not count: a
    download of many years may be read before the one that holds what they answer."""
    connection.execute(
        "DELETE FROM own_replies WHERE found_at <= ?::TIMESTAMP - to_months(?)",
        [stored_time(now), months],
    )


def waiting(connection: Connection, ids: Sequence[str]) -> list[OwnReply]:
    """The replies that answer what goes by these ids."""
    if not ids:
        return []
    listed(connection, "asked", ids)
    rows = connection.execute(
        "SELECT target, replied_at, replied_mark, link, place FROM own_replies "
        "WHERE target IN (FROM asked) ORDER BY replied_at, target"
    ).fetchall()
    return [
        OwnReply((target,), Published(aware_or_none(at), DateMark(mark)), link, place)
        for target, at, mark, link, place in rows
    ]


def _rows(reply: OwnReply, source: str, found_at: datetime) -> list[Row]:
    at = reply.published
    found = stored_time(found_at)
    said = (stored_time(at.at), at.mark.value, reply.link, reply.place, source, found)
    return [(target, *said) for target in reply.targets]
