"""What is known of each Source's past: what its rhythm is learnt from."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from earshot.rules.rhythm import Past
from earshot.store.rows import Connection, Row, aware, aware_or_none, listed
from earshot.store.runs import Status

MOST = 200  # times of one Source; the last ones say what is usual now

RUNS = """
WITH of_them AS (FROM runs WHERE source IN (FROM asked)),
ends AS (
    SELECT source, min(started_at) AS first_at,
        max(started_at) FILTER (status IN (?, ?)) AS answered_at FROM of_them GROUP BY source)
SELECT source, min(first_at),
    max(ended_at) FILTER (new + changed > 0 AND started_at > first_at),
    max(ended_at) FILTER (status = ?),
    count(*) FILTER (status = ? AND (answered_at IS NULL OR started_at > answered_at)),
    arg_max(not_about_us, started_at) FILTER (status = ?)
FROM of_them JOIN ends USING (source) GROUP BY source"""

# The last Sightings first: at a million of them, joining all took ten times as long.
KEPT = """
WITH seen AS (
    SELECT source, unnest(arg_max(mention, seen_at, ?)) AS mention FROM sightings
    WHERE source IN (FROM asked) GROUP BY source)
SELECT by_source, CASE WHEN published_mark = 'future' THEN m.seen_at
    ELSE coalesce(published_at, m.seen_at) END
FROM (SELECT DISTINCT source AS by_source, mention FROM seen) s
JOIN mentions m ON m.id = s.mention"""

DROPPED = """
SELECT source, published_at FROM dropped
WHERE source IN (FROM asked) AND published_at <= dropped_at
QUALIFY row_number() OVER (PARTITION BY source ORDER BY published_at DESC) <= ?"""


def pasts(connection: Connection, sources: Sequence[str]) -> dict[str, Past]:
    """What each of these Sources that was ever asked has brought."""
    listed(connection, "asked", sources)
    ok, unchanged, failed = (s.value for s in (Status.OK, Status.UNCHANGED, Status.FAILED))
    runs = connection.execute(RUNS, [ok, unchanged, ok, failed, ok]).fetchall()
    kept = _by_source(connection.execute(KEPT, [MOST]).fetchall())
    dropped = _by_source(connection.execute(DROPPED, [MOST]).fetchall())
    return {row[0]: _pasts(row, kept[row[0]], dropped[row[0]]) for row in runs}


def _by_source(rows: Sequence[Row]) -> defaultdict[str, list[datetime]]:
    found = defaultdict[str, list[datetime]](list)
    for source, at in rows:
        found[source].append(aware(at))
    return found


def _pasts(row: Row, kept: list[datetime], dropped: list[datetime]) -> Past:
    _, first_at, arrived_at, body_at, failures, not_about_us = row
    return Past(
        times=_times(kept, dropped),
        arrived_at=aware_or_none(arrived_at),
        body_at=aware_or_none(body_at),
        first_at=aware(first_at),
        failures=failures,
        about_us=bool(kept),
        complete=bool(dropped) or not not_about_us,
    )


def _times(kept: list[datetime], dropped: list[datetime]) -> tuple[datetime, ...]:
    """All that is known; where most is about others, no further back than that is remembered.

    What is not about us is kept for some days only: before that the feed would seem to have been
    as rare as the Mentions in it.
    """
    if dropped:
        since = min(dropped)
        lately = [at for at in kept if at >= since]
        if len(dropped) > len(lately):
            return tuple(sorted({*lately, *dropped}))
    return tuple(sorted({*kept, *dropped}))
