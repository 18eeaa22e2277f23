"""The one log of Events: appended to, read, verified; never changed."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from earshot.rules import chain
from earshot.rules.chain import GENESIS, Problem, Record
from earshot.rules.events import (
    ABOUT_FEW,
    ABOUT_RESTRICTED,
    SETTINGS,
    Event,
    EventKind,
    Link,
    NewEvent,
    link,
)
from earshot.store.rows import Connection, Row, aware, insert, listed, stored_time
from earshot.words.errors import StoreError

EVENT = (
    "SELECT e.seq, e.recorded_at, e.actor, e.kind, e.subject, d.details "
    "FROM events e LEFT JOIN event_details d USING (seq) "
)
# A time as it was chained; one with a fraction of a second was never written by us.
TIME = (
    "coalesce(CASE WHEN date_trunc('second', e.recorded_at) = e.recorded_at "
    "THEN strftime(e.recorded_at, '%Y-%m-%dT%H:%M:%SZ') ELSE e.recorded_at::VARCHAR END, '')"
)
# What is restricted, with the other Mentions of its story.
RESTRICTED = (
    "(SELECT id FROM restrictions "
    "UNION SELECT m.id FROM mentions m JOIN restrictions r ON r.id = m.story)"
)
# Events e; wants the list `closed`.
SEALED = f"(e.kind IN (FROM closed) OR e.subject IN {RESTRICTED})"
PART = 50_000  # Events that are read at a time


@dataclass(frozen=True, slots=True)
class Entry:
    """An Event as whoever may read the log sees it: of a restricted item its number and its time,
    of what is for a few people no details."""

    seq: int
    recorded_at: datetime | None  # aware, UTC
    actor: str = ""
    kind: str = ""  # an EventKind, as long as nobody has tampered; "": of a restricted item
    subject: str = ""
    details: dict[str, Any] | None = None  # None: withheld, or erased
    before: dict[str, Any] | None = None  # of a setting: what stood before, where something did


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
    """Where the chain does not hold, by itself: `protection.audit` asks the kept heads as well."""
    return [*unnumbered(connection), *chain.verify(Stored(connection)).problems]


def unnumbered(connection: Connection) -> list[Problem]:
    """We write no Event without a number: one that has none was put in, and told as number 0."""
    rows = _asked_of_tables(connection, "SELECT count(*) FROM events WHERE seq IS NULL")
    return [Problem(0, "inserted")] * bool(rows[0][0])


class Stored:
    """The log's records in order, read anew each time, in the caller's unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __iter__(self) -> Iterator[Record]:
        last: int | None = None
        while part := records_after(self._connection, last):
            yield from part
            last = part[-1].seq


def records_after(connection: Connection, last: int | None) -> list[Record]:
    """Some records after this number (None: from the beginning), whole: what bears one number
    comes together. None of the columns is trusted to be what we wrote."""
    after = "true" if last is None else f"seq > {int(last)}"
    last_seq = _last_of_part(connection, after)
    if last_seq is None:
        return []
    these = f"{after} AND seq <= {last_seq}"
    rows = _asked_of_tables(
        connection,
        f"SELECT e.seq, {TIME}, coalesce(e.actor, ''), coalesce(e.kind, ''), "
        "coalesce(e.subject, ''), coalesce(e.details_sha256, ''), coalesce(e.hash, ''), d.salt, "
        f"d.details FROM (SELECT *, rowid AS place FROM events WHERE {these}) e "
        f"LEFT JOIN (FROM event_details WHERE {these}) d USING (seq) ORDER BY e.seq, e.place",
    )
    return [Record(*row) for row in rows]


def _last_of_part(connection: Connection, after: str) -> int | None:
    rows = _asked_of_tables(
        connection,
        f"SELECT max(seq) FROM (SELECT seq FROM events WHERE {after} ORDER BY seq LIMIT {PART})",
    )
    return None if not rows or rows[0][0] is None else int(rows[0][0])


def _asked_of_tables(connection: Connection, question: str) -> list[Row]:
    """Raises StoreError where the log's tables are not as we made them: a view, say."""
    try:
        return connection.execute(question).fetchall()
    except duckdb.ProgrammingError as error:
        first = str(error).splitlines()[0].rstrip(".!")
        raise StoreError(
            f"The log cannot be read: its tables are not as Earshot made them ({first}). "
            "Put a backup in the store's place."
        ) from error


def withheld_among(connection: Connection, first: int, last: int) -> set[int]:
    """The Events of these numbers whose details no export may hold."""
    listed(connection, "few", ABOUT_FEW)
    rows = connection.execute(
        "SELECT seq FROM events WHERE seq BETWEEN ? AND ? AND kind IN (FROM few)", [first, last]
    ).fetchall()
    return {int(row[0]) for row in rows}


def sealed_among(connection: Connection, first: int, last: int) -> set[int]:
    """Those of which an export holds the number, the time and the hash: they tell that an item is,
    or was, restricted, or are about one that is."""
    listed(connection, "closed", ABOUT_RESTRICTED)
    rows = connection.execute(
        f"SELECT e.seq FROM events e WHERE e.seq BETWEEN ? AND ? AND {SEALED}", [first, last]
    ).fetchall()
    return {int(row[0]) for row in rows}


def restricted_events(connection: Connection) -> int:
    """How many Events an export seals."""
    listed(connection, "closed", ABOUT_RESTRICTED)
    row = connection.execute(f"SELECT count(*) FROM events e WHERE {SEALED}").fetchone()
    return int(row[0]) if row else 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Which Events are asked for; by default all. What is about a restricted item is found by
    neither its kind nor its actor."""

    kinds: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()


def count(connection: Connection, asked: Asked) -> int:
    condition, values = _asked(connection, asked)
    row = connection.execute(f"SELECT count(*) FROM events e {condition}", values).fetchone()
    return int(row[0]) if row else 0


def entries(connection: Connection, asked: Asked, limit: int, offset: int) -> list[Entry]:
    """Events as the log's page shows them, the newest first."""
    condition, values = _asked(connection, asked)
    listed(connection, "few", ABOUT_FEW)
    rows = connection.execute(
        "SELECT coalesce(e.seq, 0), e.recorded_at, e.actor, e.kind, e.subject, "
        "CASE WHEN e.kind IN (FROM few) THEN NULL ELSE d.details END, "
        f"{SEALED} FROM events e LEFT JOIN event_details d USING (seq) {condition} "
        f"ORDER BY e.seq DESC LIMIT {int(limit)} OFFSET {int(offset)}",
        values,
    ).fetchall()
    before = _before(connection, [row[0] for row in rows if row[3] in SETTINGS])
    return [_entry(row, before.get(row[0])) for row in rows]


def _asked(connection: Connection, asked: Asked) -> tuple[str, list[object]]:
    listed(connection, "closed", ABOUT_RESTRICTED)
    pieces: list[str] = []
    values: list[object] = []
    for column, chosen in (("e.kind", asked.kinds), ("e.actor", asked.actors)):
        if chosen:
            pieces.append(f"list_contains(?::VARCHAR[], {column})")
            values.append(list(chosen))
    if pieces:
        pieces.append(f"NOT {SEALED}")
    return ("WHERE " + " AND ".join(pieces) if pieces else ""), values


def _before(connection: Connection, seqs: Sequence[int]) -> dict[int, str]:
    """Of settings, the details of the Event that each has taken the place of."""
    if not seqs:
        return {}
    rows = connection.execute(
        "SELECT e.seq, d.details FROM events e JOIN events p ON p.subject = e.subject "
        "AND p.kind = e.kind AND p.seq < e.seq JOIN event_details d ON d.seq = p.seq "
        "WHERE list_contains(?::BIGINT[], e.seq) "
        "QUALIFY row_number() OVER (PARTITION BY e.seq ORDER BY p.seq DESC) = 1",
        [list(seqs)],
    ).fetchall()
    return dict(rows)


def _entry(row: tuple[Any, ...], before: str | None) -> Entry:
    seq, recorded_at, actor, kind, subject, details, restricted = row
    at = aware(recorded_at) if recorded_at else None
    if restricted:
        return Entry(seq, at)
    return Entry(seq, at, actor, kind, subject, _plain(details), _plain(before))


def _plain(details: str | None) -> dict[str, Any] | None:
    """None also for what somebody has put there and no JSON object is."""
    try:
        found = json.loads(details) if details is not None else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


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
