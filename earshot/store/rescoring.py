"""Rescoring in the store: what is judged by other rules, and new Judgements in the old ones' place.

A row of `judgements` changes only where the result does; the old one is kept in
`former_judgements`. `rescored` notes what a rescoring that has not ended has done.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import portalocker
import pyarrow as pa

from earshot.judging.judgement import Judgement
from earshot.store.mentions import said_row
from earshot.store.rows import Connection, Row, insert, listed, stored_time
from earshot.words.errors import Refused

LOCK = "rescoring.lock"  # in the company's folder; held for as long as one works
_PRESENT = "judgements j JOIN mentions m ON m.id = j.mention AND m.version = j.version "
_DUE = (
    "WHERE (j.rules <> $rules OR $everything) "
    "AND m.id NOT IN (SELECT mention FROM rescored WHERE rules = $rules) "
)
# What the machine had said, whatever people have said since.
_SAID = (
    "j.language, coalesce(j.machine_sentiment, j.sentiment), j.compound, j.words, "
    "coalesce(j.machine_intent, j.intent), j.reasons, "
    "coalesce(j.machine_needs_reply, j.needs_reply), j.concerns"
)
# The lead of an open Case that once needed a reply, and of which nothing needs one by now.
_TO_CONFIRM = (
    f"FROM {_PRESENT} JOIN cases c ON c.id = m.id ANTI JOIN restrictions r ON r.id = c.id "
    "WHERE c.state = 'open' AND NOT j.needs_reply AND EXISTS ("
    "FROM former_judgements f WHERE f.mention = m.id AND f.version = m.version "
    "AND coalesce(f.machine_needs_reply, f.needs_reply)) AND NOT EXISTS ("
    "FROM mentions o JOIN judgements k ON k.mention = o.id AND k.version = o.version "
    "WHERE o.story = m.id AND k.needs_reply) "
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A Mention to be judged again, as it stood when it was read."""

    mention: str
    version: int
    title: str | None
    text: str
    text_included: bool
    own_account: bool


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A Mention with what the rules of now make of it."""

    waiting: Waiting
    judgement: Judgement
    needs_reply: bool


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """For as long as this goes on nobody else rescores here; whoever is killed lets go.

    Raises:
        Refused: somebody does.
    """
    with (folder / LOCK).open("a") as handle:
        try:
            portalocker.lock(
                handle, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
            )
        except portalocker.exceptions.LockException as error:
            raise Refused(
                "Items are being judged again already: somebody has started it. It goes on by "
                "itself, and this need not be done twice."
            ) from error
        try:
            yield
        finally:
            portalocker.unlock(handle)


def count_stale(connection: Connection, rules: str) -> int:
    """How many Mentions are judged by other rules than these."""
    return _number(connection, f"SELECT count(*) FROM {_PRESENT} WHERE j.rules <> ?", [rules])


def count_waiting(connection: Connection, rules: str, *, everything: bool) -> int:
    """How many are still to be judged again by these."""
    asked = {"rules": rules, "everything": everything}
    row = connection.execute(f"SELECT count(*) FROM {_PRESENT} {_DUE}", asked).fetchone()
    return int(row[0]) if row else 0


def waiting(
    connection: Connection, rules: str, after: str, most: int, *, everything: bool
) -> list[Waiting]:
    """The next of them, by their ids."""
    rows = connection.execute(
        "SELECT m.id, m.version, m.title, m.text, coalesce(m.text_included, true), "
        f"m.account IS NOT NULL FROM {_PRESENT} {_DUE} AND m.id > $after "
        "ORDER BY m.id LIMIT $most",
        {"rules": rules, "everything": everything, "after": after, "most": most},
    ).fetchall()
    return [Waiting(*row) for row in rows]


def replace(
    connection: Connection, rejudged: Sequence[Rejudged], at: datetime
) -> tuple[list[str], list[str]]:
    """Write what the rules of now say, in the caller's unit: which Mentions stood as they were read
    (edited or erased meanwhile, they are left alone), and which of them are judged otherwise.

    People's words do not stand in the new rows yet: `findings.let_stand` puts them there.
    """
    standing = _standing(connection, [each.waiting.mention for each in rejudged])
    there = [r for r in rejudged if (r.waiting.mention, r.waiting.version) in standing]
    other = [
        r
        for r in there
        if said_row(r.judgement, r.needs_reply) != standing[r.waiting.mention, r.waiting.version][0]
    ]
    arrivals = {r.waiting.mention: standing[r.waiting.mention, r.waiting.version][1] for r in other}
    _put_in_place(connection, other, arrivals, at)
    _bring_up_to_date(connection, there)
    return [r.waiting.mention for r in there], [r.waiting.mention for r in other]


def needing(connection: Connection, mentions: Sequence[str]) -> dict[str, bool]:
    """Whether each of these needs a reply, as it stands."""
    listed(connection, "asked", mentions)
    rows = connection.execute(
        f"SELECT m.id, j.needs_reply FROM {_PRESENT} WHERE m.id IN (FROM asked)"
    ).fetchall()
    return dict(rows)


def cases_with_findings(connection: Connection, mentions: Sequence[str]) -> list[str]:
    """The Cases in which people have said something of these Mentions."""
    listed(connection, "asked", mentions)
    rows = connection.execute(
        'SELECT DISTINCT "case" FROM findings WHERE mention IN (FROM asked) ORDER BY ALL'
    ).fetchall()
    return [row[0] for row in rows]


def note_done(connection: Connection, rules: str, mentions: Sequence[str]) -> None:
    insert(connection, "rescored", [(rules, each) for each in mentions])


def count_done(connection: Connection, rules: str) -> int:
    """How many a rescoring by these rules has done that has not ended yet."""
    return _number(connection, "SELECT count(*) FROM rescored WHERE rules = ?", [rules])


def clear_done(connection: Connection) -> None:
    connection.execute("DELETE FROM rescored")


def to_confirm(connection: Connection) -> list[tuple[str, int]]:
    """(id, version) of the open Cases that needed a reply by earlier rules and need none by those
    of now: they wait for a person's word. The first due come first; restricted ones are not told.
    """
    return connection.execute(
        f"SELECT c.id, c.version {_TO_CONFIRM} ORDER BY c.due_at, c.id"
    ).fetchall()


def _standing(
    connection: Connection, mentions: Sequence[str]
) -> dict[tuple[str, int], tuple[Row, str | None]]:
    listed(connection, "asked", mentions)
    rows = connection.execute(
        f"SELECT m.id, m.version, j.arrival, {_SAID} FROM {_PRESENT} WHERE m.id IN (FROM asked)"
    ).fetchall()
    return {(row[0], row[1]): (tuple(row[3:]), row[2]) for row in rows}


def _bring_up_to_date(connection: Connection, there: Sequence[Rejudged]) -> None:
    if not there:
        return
    _register(connection, there)
    connection.execute(
        "UPDATE judgements j SET rules = $rules FROM rejudged r "
        "WHERE j.mention = r.mention AND j.version = r.version AND j.rules <> $rules",
        {"rules": there[0].judgement.fingerprint},
    )


def _put_in_place(
    connection: Connection,
    other: Sequence[Rejudged],
    arrivals: dict[str, str | None],
    at: datetime,
) -> None:
    if not other:
        return
    _register(connection, other)
    these = "WHERE (mention, version) IN (SELECT (mention, version) FROM rejudged)"
    connection.execute(f"INSERT INTO former_judgements BY NAME FROM judgements {these}")
    connection.execute(f"DELETE FROM judgements {these}")
    insert(connection, "judgements", [_row(r, arrivals[r.waiting.mention], at) for r in other])


def _row(rejudged: Rejudged, arrival: str | None, at: datetime) -> Row:
    """How the Case began stays, whatever is made of the words by now."""
    waiting, rules = rejudged.waiting, rejudged.judgement.fingerprint
    head = (waiting.mention, waiting.version, stored_time(at), rules)
    return (*head, *said_row(rejudged.judgement, rejudged.needs_reply), arrival, None, None, None)


def _register(connection: Connection, those: Sequence[Rejudged]) -> None:
    ids = pa.array([each.waiting.mention for each in those], pa.string())
    versions = pa.array([each.waiting.version for each in those], pa.int32())
    connection.register("rejudged", pa.table({"mention": ids, "version": versions}))


def _number(connection: Connection, question: str, values: Sequence[object]) -> int:
    row = connection.execute(question, values).fetchone()
    return int(row[0]) if row else 0
