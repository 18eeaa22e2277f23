"""Coverage: when sources were collected, so that "nothing was said" differs from "not listened"."""

from dataclasses import dataclass
from datetime import datetime

from earshot.store.rows import Connection, aware, stored_time


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of collecting."""

    began_at: datetime  # aware, UTC
    answered: int  # Runs that a source answered
    failed: int


def hours(connection: Connection, start: datetime, end: datetime) -> list[Hour]:
    """The hours in which anything was collected; from `start` (aware) up to `end`, left out."""
    rows = connection.execute(
        "SELECT date_trunc('hour', started_at) AS began, "
        "count(*) FILTER (status IN ('ok', 'unchanged')), "
        "count(*) FILTER (status NOT IN ('ok', 'unchanged')) "
        "FROM runs WHERE started_at >= ? AND started_at < ? GROUP BY began ORDER BY began",
        [stored_time(start), stored_time(end)],
    ).fetchall()
    return [Hour(aware(began), answered, failed) for began, answered, failed in rows]
