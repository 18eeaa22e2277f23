"""Dismissed: what a person said to be out of scope, and how long ago.

What was said on one of the company's own accounts is in scope by where it stands, and is not among
it; nor is what is restricted, whatever the stage.
"""

from collections.abc import Sequence
from datetime import datetime

from earshot.store.rows import Connection, listed, stored_time

_DISMISSED = (
    "WITH said AS (SELECT subject AS id, max(recorded_at) AS said_at FROM events "
    "WHERE kind = 'out_of_scope' GROUP BY subject) "
    "SELECT c.id, count(*) AS mentions, any_value(said_at) AS said_at FROM cases c "
    "JOIN mentions m ON coalesce(m.story, m.id) = c.id JOIN said ON said.id = c.id "
    "WHERE c.state = 'out_of_scope' AND c.id NOT IN (SELECT id FROM restrictions) "
    "AND said_at <= $before {narrowed}GROUP BY c.id HAVING bool_and(m.account IS NULL)"
)


def dismissed(connection: Connection, before: datetime) -> list[tuple[str, int]]:
    """(Case, its Mentions) of all that were dismissed until then, the longest ago first."""
    rows = connection.execute(
        f"SELECT id, mentions FROM ({_DISMISSED.format(narrowed='')}) ORDER BY said_at, id",
        {"before": stored_time(before)},
    ).fetchall()
    return [(case, int(mentions)) for case, mentions in rows]


def still_dismissed(connection: Connection, cases: Sequence[str], before: datetime) -> list[str]:
    """Those of these Cases that still are, as they stand now."""
    listed(connection, "asked", cases)
    narrowed = "AND c.id IN (FROM asked) "
    rows = connection.execute(
        f"SELECT id FROM ({_DISMISSED.format(narrowed=narrowed)}) ORDER BY id",
        {"before": stored_time(before)},
    ).fetchall()
    return [row[0] for row in rows]
