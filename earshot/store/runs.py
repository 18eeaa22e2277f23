"""Runs: one collection of one Source each, with its outcome and what it rejected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from collectors.post import Rejected
from earshot.store.rows import Connection, aware, aware_or_none, insert, listed, stored_time


class Status(StrEnum):
    OK = "ok"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    GONE = "gone"
    PAUSED = "paused"


RUN = (
    "SELECT id, source, started_at, ended_at, status, new, changed, known, outgoing, "
    "not_about_us, rejected, problem, error, warning, etag, last_modified, body_sha256, "
    "retry_at FROM runs "
)
LAST = "QUALIFY row_number() OVER (PARTITION BY source ORDER BY started_at DESC, id DESC) = 1"


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the items of one Run; `fetched` is the sum of all but `rejected`."""

    new: int = 0
    changed: int = 0
    known: int = 0
    outgoing: int = 0
    not_about_us: int = 0
    rejected: int = 0

    @property
    def fetched(self) -> int:
        return self.new + self.changed + self.known + self.outgoing + self.not_about_us

    def plus(self, tally: Mapping[str, int]) -> "Counts":
        """These counts and some more, by name."""
        sums = {name: getattr(self, name) + tally.get(name, 0) for name in self.__slots__}
        return Counts(**sums)


@dataclass(frozen=True, slots=True)
class Run:
    id: str
    source: str
    started_at: datetime  # aware, UTC
    ended_at: datetime  # aware, UTC
    status: Status
    counts: Counts = Counts()
    problem: str | None = None
    error: str | None = None
    warning: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    retry_at: datetime | None = None


def add(connection: Connection, runs: Sequence[Run]) -> None:
    insert(connection, "runs", [_row(run) for run in runs])


def add_rejects(connection: Connection, rejects: Sequence[tuple[str, str, Rejected]]) -> None:
    """Keep what could not be read, each with the Run and the Source that brought it."""
    rows = [(run, source, r.where, r.reason, r.raw) for run, source, r in rejects]
    insert(connection, "rejects", rows)


def last(connection: Connection, sources: Sequence[str] | None = None) -> dict[str, Run]:
    """The last Run of each Source, or of each of these."""
    if sources is not None:
        listed(connection, "asked", sources)
    narrowed = "" if sources is None else "WHERE source IN (FROM asked) "
    rows = connection.execute(RUN + narrowed + LAST).fetchall()
    return {row[1]: _run(row) for row in rows}


def last_answered(connection: Connection) -> dict[str, Run]:
    """Of each Source that ever answered, the last Run in which it did."""
    rows = connection.execute(
        RUN + "WHERE status IN (?, ?) " + LAST, [Status.OK.value, Status.UNCHANGED.value]
    ).fetchall()
    return {row[1]: _run(row) for row in rows}


def rejects_of(connection: Connection, run: str) -> list[Rejected]:
    rows = connection.execute(
        "SELECT reason, place, raw FROM rejects WHERE run = ?", [run]
    ).fetchall()
    return [Rejected(*row) for row in rows]


def _row(run: Run) -> tuple[object, ...]:
    counts = run.counts
    return (
        run.id,
        run.source,
        stored_time(run.started_at),
        stored_time(run.ended_at),
        run.status.value,
        counts.fetched,
        counts.new,
        counts.changed,
        counts.known,
        counts.outgoing,
        counts.not_about_us,
        counts.rejected,
        run.problem,
        run.error,
        run.warning,
        run.etag,
        run.last_modified,
        run.body_sha256,
        stored_time(run.retry_at),
    )


def _run(row: tuple[object, ...]) -> Run:
    run_id, source, started, ended, status, *rest = row
    counts, texts, retry_at = rest[:6], rest[6:12], rest[12]
    problem, error, warning, etag, last_modified, body_sha256 = (
        None if text is None else str(text) for text in texts
    )
    return Run(
        id=str(run_id),
        source=str(source),
        started_at=aware(started),
        ended_at=aware(ended),
        status=Status(str(status)),
        counts=Counts(*[int(str(number)) for number in counts]),
        problem=problem,
        error=error,
        warning=warning,
        etag=etag,
        last_modified=last_modified,
        body_sha256=body_sha256,
        retry_at=aware_or_none(retry_at),
    )
