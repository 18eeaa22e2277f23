"""Restricted items in the store: how many there are, which, and one whole.

Everybody may be told how many. The rest is for `earshot/protection/`, which asks who reads: no page
and no command asks for it here.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from earshot.rules.restriction import Danger, Restriction, Stage
from earshot.rules.sameness import Words
from earshot.store.questions import COLUMNS, JUDGED, OWED, PROMISED, Item, item_of, with_findings
from earshot.store.rows import Connection, Row, aware, aware_or_none, stored_time

ONE = f"SELECT {COLUMNS}{JUDGED}SEMI JOIN restrictions r ON r.id = c.id {PROMISED}"
OF_STORY = "FROM mentions m JOIN restrictions r ON r.id = coalesce(m.story, m.id) "
# What narrows down which texts say the same: plain letters with whatever may stand between them. A
# text with letters that are no plain ones with an accent is always given.
_BETWEEN = "[^a-z0-9]*"
_OTHER = r"[^\x00-\x{24F}\pP\pS\pZ\pM\pC]|[ßæœĳŉǆǉǌǳ¼½¾øłđħı]"
_PROBE = 24  # letters: more than most companies' names have, which stand in every text
_HEAD = 60  # code points at the beginning of a text: what stands in another stands there with them


@dataclass(frozen=True, slots=True)
class Kept:
    """One restricted item, without its words. `id` is its Case's: its story's lead's."""

    id: str
    found: Restriction


def kept(connection: Connection) -> list[Kept]:
    """All of them: first where somebody may be in danger, then what is not handed over."""
    rows = connection.execute(
        "SELECT id, concern, since, restricted_by, stage, urgent, seen_by, handed_at, filed_at, "
        "reference, manager, locked FROM restrictions ORDER BY NOT (urgent AND seen_by IS NULL), "
        "stage <> 'suspected', stage <> 'handed_over', NOT urgent, since, id"
    ).fetchall()
    return [_kept(row) for row in rows]


def count_all(connection: Connection) -> int:
    """How many there are, with those of which only the reference is kept."""
    return _number(connection, "SELECT count(*) FROM restrictions", [])


def count(connection: Connection, start: date | None = None, end: date | None = None) -> int:
    """How many items are left out of a list of Mentions published on these local days, both
    included. A story is one item."""
    return _number(
        connection,
        f"SELECT count(DISTINCT r.id) {OF_STORY}"
        "WHERE coalesce(m.published_on >= $1, true) AND coalesce(m.published_on <= $2, true)",
        [start, end],
    )


def count_due(connection: Connection, start: date, end: date) -> int:
    """How many are left out of the rows of what was due on these local days, both included."""
    return _number(
        connection,
        "SELECT count(DISTINCT id) FROM promises SEMI JOIN restrictions USING (id) "
        "WHERE due_on BETWEEN ? AND ?",
        [start, end],
    )


def count_in(connection: Connection, start: date, end: date) -> int:
    """How many are left out of all that a report of these days holds: said then, or due then."""
    return _number(
        connection,
        f"SELECT count(DISTINCT id) FROM (SELECT r.id {OF_STORY}"
        "WHERE m.published_on BETWEEN $1 AND $2 UNION ALL SELECT p.id FROM promises p "
        "SEMI JOIN restrictions USING (id) WHERE p.due_on BETWEEN $1 AND $2)",
        [start, end],
    )


def count_waiting(connection: Connection) -> int:
    """How many are left out of the queue: with a reply owed, or not in the safeguarding system."""
    return _number(
        connection,
        "SELECT count(*) FROM restrictions r JOIN cases c USING (id) "
        f"WHERE r.stage IN ('suspected', 'handed_over') OR {OWED}",
        [],
    )


def holds(connection: Connection, mention: str) -> bool:
    """Whether this Mention, or its story, is restricted; also where its words are kept no more."""
    row = connection.execute(
        "SELECT count(*) FROM restrictions WHERE id = $1 "
        "OR id IN (SELECT coalesce(story, id) FROM mentions WHERE id = $1)",
        [mention],
    ).fetchone()
    return bool(row and row[0])


def addresses(connection: Connection) -> frozenset[str]:
    """What restricted Mentions go by on their platforms, and their addresses: an answer to one of
    them must not lead there."""
    rows = connection.execute(f"SELECT m.native_id, m.url {OF_STORY}").fetchall()
    return frozenset(each for row in rows for each in row if each)


def words(connection: Connection, case: str | None = None) -> list[tuple[str, str | None, str]]:
    """(Case, title, text) of all that restricted Mentions say, or those of one Case; with what they
    said before they were edited."""
    return connection.execute(
        "SELECT DISTINCT r.id, v.title, v.text FROM restrictions r "
        "JOIN mentions m ON coalesce(m.story, m.id) = r.id "
        "JOIN (SELECT id, title, text FROM mentions UNION ALL "
        "SELECT id, title, text FROM mention_versions) v ON v.id = m.id "
        "WHERE $1 IS NULL OR r.id = $1 ORDER BY ALL",
        [case],
    ).fetchall()


def said_until(connection: Connection, case: str, moment: datetime) -> list[tuple[str | None, str]]:
    """(title, text) of all that a Case's Mentions had said until then, to the second."""
    return connection.execute(
        "SELECT v.title, v.text FROM (SELECT id, title, text, version_seen_at FROM mentions "
        "UNION ALL SELECT id, title, text, version_seen_at FROM mention_versions) v "
        "JOIN mentions m ON m.id = v.id WHERE coalesce(m.story, m.id) = ? "
        "AND date_trunc('second', v.version_seen_at) <= ?",
        [case, stored_time(moment)],
    ).fetchall()


def open_like(connection: Connection, said: Sequence[Words]) -> list[Row]:
    """(Mention, title, text) of what is not restricted and may say the same as one of these; some
    that do not, too. The store only narrows: `rules/sameness.py` decides."""
    holding = "|".join(sorted({_probe(each.body) for each in said if each.body}))
    connection.register("said", pa.table({"whole": sorted({_plain(each.whole) for each in said})}))
    return connection.execute(
        "WITH open AS (SELECT m.id, v.title, v.text, "
        "regexp_replace(strip_accents(lower(replace(left(concat(CASE WHEN v.text = '' THEN "
        f"v.title END, v.text), {_HEAD}), '&', 'and'))), '[^a-z0-9]+', '', 'g') AS head "
        "FROM mentions m JOIN (SELECT id, title, text FROM mentions UNION ALL "
        "SELECT id, title, text FROM mention_versions) v ON v.id = m.id "
        "WHERE coalesce(m.story, m.id) NOT IN (SELECT id FROM restrictions)) "
        "SELECT id, title, text FROM open o "
        "WHERE regexp_matches(concat_ws(' ', o.title, o.text), $1) "
        "OR EXISTS (FROM said s WHERE o.head <> '' AND contains(s.whole, o.head))",
        [f"(?i){holding or 'a^'}|{_OTHER}"],
    ).fetchall()


def _probe(body: str) -> str:
    """A pattern for some letters out of the middle of these; of few, for all of them at the end."""
    tokens = re.findall("and|[a-z0-9]", body)
    start = max(0, (len(tokens) - _PROBE) // 2)
    letters = (_spelled(each) for each in tokens[start : start + _PROBE])
    return _BETWEEN.join(letters) + (f"{_BETWEEN}$" if len(tokens) <= _PROBE else "")


def _spelled(token: str) -> str:
    letters = _BETWEEN.join(f"(?:{letter}|[^\\x00-\\x7F])" for letter in token)
    return f"(?:{letters}|&)" if token == "and" else letters


def _plain(letters: str) -> str:
    return re.sub("[^a-z0-9]+", "", letters)


def item(connection: Connection, mention: str) -> Item | None:
    """A restricted Mention with its words; None where there is none of this id."""
    row = connection.execute(f"{ONE}WHERE m.id = ? AND p.present IS NOT false", [mention])
    found = row.fetchone()
    return with_findings(connection, [item_of(found)])[0] if found else None


def _number(connection: Connection, question: str, values: Sequence[object]) -> int:
    row = connection.execute(question, values).fetchone()
    return int(row[0]) if row else 0


def _kept(row: Row) -> Kept:
    case, concern, since, by, stage, urgent, seen_by, handed, filed, reference, manager, locked = (
        row
    )
    found = Restriction(
        Danger(concern),
        aware(since),
        by,
        Stage(stage),
        urgent,
        seen_by,
        aware_or_none(handed),
        aware_or_none(filed),
        reference,
        manager,
        tuple(json.loads(locked)),
    )
    return Kept(case, found)
