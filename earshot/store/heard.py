"""What is stored as terms see it: the words of each Mention, where they were said, and the hits."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from earshot.store.rows import Connection, Row, listed
from earshot.words.vocabulary import State


@dataclass(frozen=True, slots=True)
class Heard:
    """A Mention that was said elsewhere than on the company's own accounts, and where it stands."""

    id: str
    case: str  # its story's lead, where it is in one: they share a Case
    version: int  # the Case's: what a decision must name
    source: str
    title: str | None
    text: str
    terms: frozenset[str]  # that its text holds, as hits name them
    state: State


@dataclass(frozen=True, slots=True)
class Marked:
    """A Mention in one version, with its hits as they are stored: a JSON list."""

    id: str
    version: int  # the Mention's
    title: str | None
    text: str
    hits: str


HEARD = (
    "SELECT m.id, c.id, c.version, m.source, m.title, m.text, m.hits, c.state "
    "FROM mentions m JOIN cases c ON c.id = coalesce(m.story, m.id) "
    "ANTI JOIN restrictions r ON r.id = c.id WHERE m.account IS NULL "
)


def elsewhere(connection: Connection, limit: int) -> list[Heard]:
    """Mentions said elsewhere: first those that are open, then the others, newest first; without
    what somebody has put out of scope already."""
    rows = connection.execute(
        HEARD + "AND c.state <> 'out_of_scope' "
        "ORDER BY c.state <> 'open', coalesce(m.published_at, m.seen_at) DESC, m.id LIMIT ?",
        [limit],
    ).fetchall()
    return [_heard(row) for row in rows]


def of_cases(connection: Connection, cases: Sequence[str]) -> list[Heard]:
    """All Mentions said elsewhere that these Cases are about."""
    listed(connection, "asked", cases)
    rows = connection.execute(HEARD + "AND c.id IN (FROM asked) ORDER BY m.id").fetchall()
    return [_heard(row) for row in rows]


def marked(connection: Connection, ids: Sequence[str]) -> list[Marked]:
    """These Mentions with their hits."""
    listed(connection, "asked", ids)
    rows = connection.execute(
        "SELECT id, version, title, text, hits FROM mentions WHERE id IN (FROM asked)"
    ).fetchall()
    return [Marked(*row) for row in rows]


def mark(connection: Connection, changed: Sequence[Marked]) -> None:
    """Store these hits, each where its Mention still is the version that they were found in."""
    if not changed:
        return
    columns = {
        "id": pa.array([each.id for each in changed], type=pa.string()),
        "version": pa.array([each.version for each in changed], type=pa.int32()),
        "hits": pa.array([each.hits for each in changed], type=pa.string()),
    }
    connection.register("marking", pa.table(columns))
    connection.execute(
        "UPDATE mentions SET hits = marking.hits FROM marking "
        "WHERE mentions.id = marking.id AND mentions.version = marking.version"
    )
    connection.unregister("marking")


def _heard(row: Row) -> Heard:
    mention, case, version, source, title, text, hits, state = row
    terms = frozenset(term for term, *_ in json.loads(hits))
    return Heard(mention, case, version, source, title, text, terms, State(state))
