"""Gone: the ids of what was erased or is past its time, so that no feed brings it back.

An id is a digest of where something was said: it tells nothing of whoever said it.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from earshot.store.rows import Connection, aware, insert, listed, stored_time


class Why(StrEnum):
    ERASED = "erased"  # somebody's data
    REDACTED = "redacted"  # kept, with somebody's name struck out: no edit is taken any more
    PAST = "past"  # longer ago than it is kept


def add(connection: Connection, ids: Iterable[str], why: Why, now: datetime) -> None:
    """Note ids that are not to come back."""
    at = stored_time(now)
    insert(connection, "gone", [(each, why.value, at) for each in sorted(set(ids))])


def redacted(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Which of these are kept, with somebody's name struck out."""
    wanted = list(ids)
    if not wanted:
        return set()
    listed(connection, "asked", wanted)
    rows = connection.execute(
        "SELECT DISTINCT id FROM gone WHERE why = ? AND id IN (FROM asked)", [Why.REDACTED.value]
    ).fetchall()
    return {row[0] for row in rows}


def among(connection: Connection, ids: Iterable[str]) -> dict[str, datetime]:
    """Which of these are not to come back, with when each went (aware, UTC)."""
    wanted = list(ids)
    if not wanted:
        return {}
    listed(connection, "asked", wanted)
    rows = connection.execute(
        "SELECT id, max(gone_at) FROM gone WHERE id IN (FROM asked) GROUP BY id"
    ).fetchall()
    return {mention: aware(at) for mention, at in rows}
