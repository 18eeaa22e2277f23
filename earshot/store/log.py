"""The one log of Events: appended to, read, verified; never changed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from earshot.rules.events import (
    GENESIS,
    SETTINGS,
    Event,
    EventKind,
    Link,
    NewEvent,
    chain_hash,
    details_digest,
    link,
)
from earshot.store.rows import Connection, aware, insert, listed, stored_time
from earshot.words.times import utc_text

EVENT = (
    "SELECT e.seq, e.recorded_at, e.actor, e.kind, e.subject, d.details "
    "FROM events e LEFT JOIN event_details d USING (seq) "
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the log that is not as it was written."""

    seq: int
    kind: str


def append(connection: Connection, events: Sequence[NewEvent], *, now: datetime) -> list[Event]:
    """Write Events at the end of the log, in the caller's unit of work."""
    if not events:
        return []
    seq, previous = head(connection)
    links: list[Link] = []
    for event in events:
        seq += 1
        links.append(link(event, seq=seq, recorded_at=now, previous=previous))
        previous = links[-1].hash
    insert(connection, "events", [_event_row(each) for each in links])
    insert(connection, "event_details", [(each.seq, each.salt, each.details) for each in links])
    return [
        Event(
            each.seq,
            each.recorded_at,
            each.actor,
            each.kind,
            each.subject,
            json.loads(each.details),
        )
        for each in links
    ]


def head(connection: Connection) -> tuple[int, str]:
    """The last Event's sequence number and hash; (0, GENESIS) of an empty log."""
    row = connection.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, GENESIS)


def settings(connection: Connection) -> list[Event]:
    """For each subject of a setting, the Event that says how it stands."""
    return latest(connection, SETTINGS)


def latest(connection: Connection, kinds: Iterable[EventKind]) -> list[Event]:
    """For each subject, the last Event of one of these kinds, in the order of the log."""
    listed(connection, "wanted", kinds)
    rows = connection.execute(
        EVENT + "WHERE e.kind IN (FROM wanted) "
        "QUALIFY row_number() OVER (PARTITION BY e.subject ORDER BY e.seq DESC) = 1 ORDER BY e.seq"
    ).fetchall()
    return [_event(row) for row in rows]


def of_subjects(connection: Connection, subjects: Sequence[str]) -> dict[str, list[Event]]:
    """All Events of each subject, oldest first."""
    found: dict[str, list[Event]] = {subject: [] for subject in subjects}
    listed(connection, "wanted", subjects)
    rows = connection.execute(EVENT + "WHERE e.subject IN (FROM wanted) ORDER BY e.seq").fetchall()
    for event in map(_event, rows):
        found[event.subject].append(event)
    return found


def of_kinds(connection: Connection, kinds: Iterable[EventKind]) -> list[Event]:
    """All Events of these kinds, oldest first."""
    listed(connection, "wanted", kinds)
    rows = connection.execute(EVENT + "WHERE e.kind IN (FROM wanted) ORDER BY e.seq").fetchall()
    return [_event(row) for row in rows]


def erase_details(connection: Connection, seqs: Iterable[int]) -> None:
    """Delete what stands beside these Events: the chain goes on without it. Whoever does so
    appends an Event that names them, so that it can be told from tampering."""
    wanted = sorted(set(seqs))
    connection.execute("DELETE FROM event_details WHERE list_contains(?::BIGINT[], seq)", [wanted])


def verify(connection: Connection) -> list[Problem]:
    """Where the chain does not hold: a changed, removed, reordered or inserted Event."""
    rows = connection.execute(
        "SELECT e.seq, e.recorded_at, e.actor, e.kind, e.subject, e.details_sha256, e.hash, "
        "d.salt, d.details FROM events e LEFT JOIN event_details d USING (seq) ORDER BY e.seq"
    ).fetchall()
    problems: list[Problem] = []
    previous = GENESIS
    for place, row in enumerate(rows, start=1):
        seq, recorded_at, actor, kind, subject, digest, stored, salt, details = row
        if seq != place:
            problems.append(Problem(seq, "sequence"))
        time = utc_text(aware(recorded_at))
        if chain_hash(previous, seq, time, actor, kind, subject, digest) != stored:
            problems.append(Problem(seq, "chain"))
        if details is not None and details_digest(salt, details) != digest:
            problems.append(Problem(seq, "details"))
        previous = stored
    return problems


def _event_row(each: Link) -> tuple[object, ...]:
    return (
        each.seq,
        stored_time(each.recorded_at),
        each.actor,
        each.kind.value,
        each.subject,
        each.details_sha256,
        each.hash,
    )


def _event(row: tuple[object, ...]) -> Event:
    seq, recorded_at, actor, kind, subject, details = row
    return Event(
        int(str(seq)),
        aware(recorded_at),
        str(actor),
        EventKind(str(kind)),
        str(subject),
        json.loads(str(details)) if details is not None else {},
    )
