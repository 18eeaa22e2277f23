"""Promises: the cases that have, or had, a deadline, counted without reading their texts.

What is kept no longer is in the counts as before.
"""

from dataclasses import dataclass
from datetime import date, datetime

from earshot.store.rows import Connection, stored_time
from earshot.words.vocabulary import Clock, State, Verdict


@dataclass(frozen=True, slots=True)
class Group:
    """How many promises are alike in all that a report tells apart."""

    counted_on: date  # local day of the deadline
    clock: Clock
    source: str
    account: str | None
    verdict: Verdict | None
    exempt: State | None
    pending: bool  # its last moment is still to come
    count: int
    private: bool = False  # it still ran when its item was restricted
    restricted: bool = False  # by now: then neither its source nor its account is told
    counted: int = 0  # of these, those that are in no row any more


def groups(connection: Connection, start: date, end: date, now: datetime) -> list[Group]:
    """The promises of a period, by the local day of the deadline; both ends included."""
    rows = connection.execute(
        "SELECT due_on, clock, source, account, verdict, exempt, pending, sum(found)::BIGINT, "
        "private, restricted, sum(counted)::BIGINT FROM ("
        "SELECT p.due_on, p.clock, CASE WHEN r.id IS NULL THEN m.source ELSE '' END AS source, "
        "CASE WHEN r.id IS NULL THEN m.account END AS account, p.verdict, p.exempt, "
        "p.latest_due_at >= ? AS pending, 1 AS found, p.private, r.id IS NOT NULL AS restricted, "
        "0 AS counted "
        "FROM promises p JOIN mentions m USING (id) LEFT JOIN restrictions r USING (id) "
        "WHERE p.due_on BETWEEN ? AND ? UNION ALL "
        "SELECT due_on, clock, source, account, verdict, exempt, false, promises, private, "
        "restricted, promises FROM past_promises WHERE due_on BETWEEN ? AND ?) "
        "GROUP BY ALL ORDER BY ALL",
        [stored_time(now), start, end, start, end],
    ).fetchall()
    return [_group(*row) for row in rows]


def _group(
    day: date,
    clock: str,
    source: str,
    account: str | None,
    verdict: str | None,
    exempt: str | None,
    pending: bool,
    count: int,
    private: bool,
    restricted: bool,
    counted: int,
) -> Group:
    told = Verdict(verdict) if verdict else None
    spared = State(exempt) if exempt else None
    return Group(
        day,
        Clock(clock),
        source,
        account,
        told,
        spared,
        pending,
        count,
        private,
        restricted,
        counted,
    )
