"""Promises: the cases that have, or had, a deadline, counted without reading their texts."""

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


def groups(connection: Connection, start: date, end: date, now: datetime) -> list[Group]:
    """The promises of a period, by the local day of the deadline; both ends included."""
    rows = connection.execute(
        "SELECT p.due_on, p.clock, m.source, m.account, p.verdict, p.exempt, "
        "p.latest_due_at >= ?, count(*) "
        "FROM promises p JOIN mentions m USING (id) WHERE p.due_on BETWEEN ? AND ? "
        "GROUP BY ALL ORDER BY ALL",
        [stored_time(now), start, end],
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
) -> Group:
    told = Verdict(verdict) if verdict else None
    spared = State(exempt) if exempt else None
    return Group(day, Clock(clock), source, account, told, spared, pending, count)
