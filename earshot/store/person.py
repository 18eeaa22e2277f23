"""One person in the store: every text that may name them, and what is made of those that do.

The store only narrows: `candidates` gives whatever may hold the words, and leaves it to
`rules/naming.py` what names somebody. Texts that are no plain ASCII, or that write letters
otherwise (%C3%A9), are always given, unless signs that part words are all there is.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from earshot.rules.events import ABOUT_RESTRICTED, SETTINGS, EventKind
from earshot.store.rows import Connection, Row, listed


class Where(StrEnum):
    """The kinds of places in which a person can be kept."""

    MENTION = "mention"
    VERSION = "version"  # what a Mention said before it was edited
    JUDGEMENT = "judgement"
    FORMER = "former_judgement"  # what other rules had made of a text
    SIGHTING = "sighting"
    NOTE = "note"  # what stands beside an Event about a Case
    DROPPED = "dropped"
    REJECT = "reject"
    REJECTS_FILE = "rejects_file"
    REPLY = "reply"
    RUN = "run"
    SOURCE = "source"
    SETTING = "setting"
    PERSON = "person"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Text:
    """One text of one row. `row` finds it again within the same unit of work."""

    where: Where
    id: str  # of what it belongs to: a Mention, a Source, a Run ...
    field: str
    value: str
    row: int  # DuckDB's rowid; of what stands beside an Event, the Event's number
    case: str | None = None  # of what belongs to a Mention: the Case's id
    present: bool = True  # False: of a setting that another has taken the place of
    apart: bool = False  # of what was done while an item was restricted, lifted since or not


@dataclass(frozen=True, slots=True)
class _Table:
    where: Where
    name: str
    id: str  # an expression
    columns: tuple[str, ...]
    lists: tuple[str, ...] = ()  # of these columns, those that hold JSON
    mention: str = ""  # the column that names a Mention


_MADE = ("words", "reasons", "concerns")
_WORDS = ("author", "title", "text", "publisher", "published_said", "hits")
_SAID = (*_WORDS, "url", "in_reply_to", "native_id")
TABLES = (
    _Table(Where.MENTION, "mentions", "id", _SAID, ("hits",), "id"),
    _Table(Where.VERSION, "mention_versions", "id", _SAID, ("hits",), "id"),
    _Table(Where.JUDGEMENT, "judgements", "mention", _MADE, _MADE, "mention"),
    _Table(Where.FORMER, "former_judgements", "mention", _MADE, _MADE, "mention"),
    _Table(Where.SIGHTING, "sightings", "mention", ("guid",), mention="mention"),
    _Table(
        Where.DROPPED,
        "dropped",
        "id",
        ("url", "title", "text", "publisher", "published_said", "native_id", "guid", "host"),
    ),
    _Table(Where.REJECT, "rejects", "run", ("place", "reason", "raw")),
    _Table(Where.REPLY, "own_replies", "target", ("link", "place")),
    _Table(Where.RUN, "runs", "id", ("problem", "error", "warning", "etag", "last_modified")),
)
_PLACE_OF = {
    EventKind.SOURCE_SET.value: Where.SOURCE,
    EventKind.PERSON_SET.value: Where.PERSON,
    EventKind.REQUEST_SET.value: Where.REQUEST,
} | {kind.value: Where.SETTING for kind in SETTINGS - {EventKind.SOURCE_SET, EventKind.PERSON_SET}}

PART = 50_000  # rows of a table that are read at a time
EVENTS = "event_details"

# Marks that many texts have and that part no word, or only words: they need no second look. The
# last two stand within emoji.
_MARKS = "'’‘`´“”–—…•£€\ufe0f\u200d"
# Arrows, signs and emoji (first, last): none is a letter, or is left out of a word. Not the circled
# digits among them, which are read as digits.
SIGNS = ((0x2190, 0x21FF), (0x2600, 0x2775), (0x2794, 0x27BF), (0x1F300, 0x1FAFF))
_SIGNS = "".join(f"\\x{{{first:x}}}-\\x{{{last:x}}}" for first, last in SIGNS)
_SIMPLE = f"strip_accents(lower(translate({{text}}, '{_MARKS.replace(chr(39), chr(39) * 2)}', '')))"
# Letters written otherwise, as rules/naming.py reads them (%C3%A9, =C3=A9, \u00e9, &eacute;), and
# tags, which may stand within a word.
_OTHERWISE = rf"[^\x00-\x7F{_SIGNS}]|[%=]([0-9a-f]{{2}}|\r?\n)|\\[ux]|&[#\w]|<[/a-z!]"


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of one table, by what they belong to: a key stays with its row, wherever that is
    moved to while others write. Either bounds, of which None is none, or `only` these keys, whose
    texts are given whether they hold the words or not."""

    table: str
    after: str | int | None = None  # not included
    upto: str | int | None = None
    only: Collection[str | int] | None = None


_KEYS = {table.name: f"t.{table.id}" for table in TABLES} | {EVENTS: "t.seq"}
WHOLE = tuple(map(Part, _KEYS))


def parts(connection: Connection, size: int = PART) -> list[Part]:
    """The whole store in parts of about this many rows, for a unit of work each."""
    return [part for name in _KEYS for part in _parts_of(connection, name, size)]


def _parts_of(connection: Connection, name: str, size: int) -> Iterator[Part]:
    key = _KEYS[name]
    rows = connection.execute(
        f"SELECT DISTINCT key FROM (SELECT {key} AS key, row_number() OVER (ORDER BY {key}) AS n "
        f"FROM {name} t) WHERE n % ? = 0 AND key IS NOT NULL ORDER BY key",
        [size],
    ).fetchall()
    bounds = [None, *(row[0] for row in rows), None]
    for after, upto in pairwise(bounds):
        yield Part(name, after, upto)


def only(texts: Iterable[Text]) -> list[Part]:
    """The rows of which these texts are, with all others that belong to the same."""
    keys: dict[str, set[str | int]] = {}
    for text in texts:
        table = next((each for each in TABLES if each.where is text.where), None)
        if table is not None:
            keys.setdefault(table.name, set()).add(text.id)
        elif text.where is not Where.REJECTS_FILE:
            keys.setdefault(EVENTS, set()).add(text.row)
    return [Part(name, only=keys[name]) for name in _KEYS if name in keys]


def _narrowed(part: Part, text: str, words: Sequence[str]) -> tuple[str, list[Any]]:
    """Which rows of the table to read, with the values of the condition."""
    key = _KEYS[part.table]
    if part.only is not None:
        kind, absent = ("BIGINT", "-1") if part.table == EVENTS else ("VARCHAR", "''")
        return f"coalesce({key}, {absent}) IN (SELECT unnest(?::{kind}[]))", [list(part.only)]
    likely, pattern = _likely(text, words)
    conditions, values = [likely], [pattern]
    if part.upto is not None:
        none = f" OR {key} IS NULL" if part.after is None else ""
        conditions, values = [f"({key} <= ?{none})", *conditions], [part.upto, *values]
    if part.after is not None:
        conditions, values = [f"{key} > ?", *conditions], [part.after, *values]
    return " AND ".join(conditions), values


def candidates(
    connection: Connection, words: Sequence[str], parts: Iterable[Part] = WHOLE
) -> Iterator[Text]:
    """Every text that may hold all of these folded words; some that do not, too."""
    tables = {table.name: table for table in TABLES}
    for part in parts:
        if part.table == EVENTS:
            yield from _beside_events(connection, words, part)
        else:
            yield from _of_table(connection, tables[part.table], words, part)


def _of_table(
    connection: Connection, table: _Table, words: Sequence[str], part: Part
) -> Iterator[Text]:
    columns = ", ".join(f"t.{name}" for name in table.columns)
    case, joined = _case_of(table)
    condition, values = _narrowed(part, f"concat_ws(' ', {columns})", words)
    rows = connection.execute(
        f"SELECT t.rowid, t.{table.id}, {case}, {columns} FROM {table.name} t{joined} "
        f"WHERE {condition} ORDER BY t.rowid",
        values,
    ).fetchall()
    for number, key, case_id, *texts in rows:
        for column, text in zip(table.columns, texts, strict=True):
            if not text:
                continue
            parts = strings(json.loads(text)) if column in table.lists else [(column, text)]
            for _, said in parts:
                yield Text(table.where, key or "", column, said, number, case_id)


def _case_of(table: _Table) -> tuple[str, str]:
    if not table.mention:
        return "NULL", ""
    if table.where is Where.MENTION:
        return "coalesce(t.story, t.id)", ""
    joined = f" LEFT JOIN mentions m ON m.id = t.{table.mention}"
    return f"coalesce(m.story, t.{table.mention})", joined


def _likely(text: str, words: Sequence[str]) -> tuple[str, Any]:
    """The longest word, or letters that this cannot fold: one pattern, since folding is what takes
    the time. Folded words hold letters and digits only."""
    pattern = f"{max(words, key=len)}|{_OTHERWISE}"
    return f"regexp_matches({_SIMPLE.format(text=text)}, ?)", pattern


def _beside_events(connection: Connection, words: Sequence[str], part: Part) -> Iterator[Text]:
    condition, values = _narrowed(part, "t.details", words)
    rows = connection.execute(
        "SELECT e.seq, e.kind, e.subject, t.details, coalesce(m.story, e.subject), e.seq = ("
        "SELECT max(l.seq) FROM events l WHERE l.kind = e.kind AND l.subject = e.subject) "
        "FROM event_details t JOIN events e USING (seq) LEFT JOIN mentions m ON m.id = e.subject "
        f"WHERE {condition} ORDER BY e.seq",
        values,
    ).fetchall()
    for seq, kind, subject, details, case, last in rows:
        where = _PLACE_OF.get(kind, Where.NOTE)
        present = bool(last) if kind in _PLACE_OF else True
        told = json.loads(details)
        apart = _is_apart(kind, told)
        for field, text in strings(told):
            yield Text(where, subject, field, text, seq, case, present, apart)


def _is_apart(kind: str, details: dict[str, Any]) -> bool:
    """Whether only the few who deal with restricted items are told of this Event, then and now."""
    if kind == EventKind.TAKEN_OVER:
        return bool((details.get("case") or {}).get("restriction"))
    return kind in ABOUT_RESTRICTED


def handled_apart(connection: Connection, ids: Iterable[str]) -> dict[int, str]:
    """The Events about these Mentions of the time when they were restricted: number -> Mention."""
    listed(connection, "asked", ids)
    listed(connection, "closed", [*ABOUT_RESTRICTED, EventKind.TAKEN_OVER])
    rows = connection.execute(
        "SELECT e.seq, e.subject, e.kind, d.details FROM events e JOIN event_details d USING (seq) "
        "WHERE e.subject IN (FROM asked) AND e.kind IN (FROM closed)"
    ).fetchall()
    return {seq: subject for seq, subject, kind, told in rows if _is_apart(kind, json.loads(told))}


def strings(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text within plain JSON, with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from strings(each, f"{path}.{name}" if path else name)
            yield f"{path}.{name}" if path else name, name
    elif isinstance(value, list):
        for each in value:
            yield from strings(each, path)


def restricted(connection: Connection) -> set[str]:
    """The Cases whose words only a few may see."""
    return {row[0] for row in connection.execute("SELECT id FROM restrictions").fetchall()}


def change(connection: Connection, where: Where, row: int, values: Mapping[str, object]) -> None:
    """Put these values into columns of one row."""
    table = _table(where)
    names = [name for name in values if name in table.columns]
    changes = ", ".join(f"{name} = ?" for name in names)
    connection.execute(
        f"UPDATE {table.name} SET {changes} WHERE rowid = ?", [*(values[n] for n in names), row]
    )


def whole_row(connection: Connection, where: Where, row: int) -> dict[str, Any]:
    """The texts of one row as they are, by column."""
    table = _table(where)
    found = connection.execute(
        f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE rowid = ?", [row]
    ).fetchone()
    return dict(zip(table.columns, found or [], strict=bool(found)))


def rows_of(connection: Connection, where: Where, ids: Iterable[str]) -> list[tuple[str, int, int]]:
    """(Mention, version, row) of all rows about these Mentions. For Mentions, versions, and
    Judgements."""
    table = _table(where)
    listed(connection, "asked", ids)
    return connection.execute(
        f"SELECT {table.id}, version, rowid FROM {table.name} "
        f"WHERE {table.id} IN (FROM asked) ORDER BY rowid"
    ).fetchall()


def remove_rows(connection: Connection, where: Where, rows: Iterable[int]) -> int:
    """Delete these rows; says how many they were."""
    wanted = sorted(set(rows))
    connection.execute(
        f"DELETE FROM {_table(where).name} WHERE list_contains(?::BIGINT[], rowid)", [wanted]
    )
    return len(wanted)


def remove_mentions(connection: Connection, ids: Iterable[str], goes_by: Iterable[str]) -> None:
    """Delete Mentions with all that was kept of them; their Cases are the caller's.

    `goes_by` are all ids that they are known by: dropped items and our replies have them too.
    """
    listed(connection, "erased", ids)
    connection.execute("DELETE FROM mentions WHERE id IN (FROM erased)")
    connection.execute("DELETE FROM mention_versions WHERE id IN (FROM erased)")
    connection.execute("DELETE FROM sightings WHERE mention IN (FROM erased)")
    connection.execute("DELETE FROM judgements WHERE mention IN (FROM erased)")
    connection.execute("DELETE FROM former_judgements WHERE mention IN (FROM erased)")
    connection.execute("DELETE FROM rescored WHERE mention IN (FROM erased)")
    listed(connection, "known_as", goes_by)
    connection.execute("DELETE FROM dropped WHERE id IN (FROM known_as)")
    connection.execute("DELETE FROM own_replies WHERE target IN (FROM known_as)")


def guids(connection: Connection, ids: Iterable[str]) -> list[tuple[str, str, str]]:
    """(Mention, Source, guid) as these Mentions were met."""
    listed(connection, "asked", ids)
    return connection.execute(
        "SELECT DISTINCT mention, source, guid FROM sightings "
        "WHERE mention IN (FROM asked) AND guid <> ''"
    ).fetchall()


def shared_addresses(connection: Connection, ids: Iterable[str]) -> set[str]:
    """The addresses of these Mentions under which others stand as well: a page of comments."""
    listed(connection, "asked", ids)
    rows = connection.execute(
        "SELECT DISTINCT url FROM mentions WHERE url IN "
        "(SELECT url FROM mentions WHERE id IN (FROM asked)) AND id NOT IN (FROM asked)"
    ).fetchall()
    return {row[0] for row in rows}


def events_about(connection: Connection, ids: Iterable[str]) -> list[int]:
    """The numbers of the Events about these Mentions beside which something stands."""
    listed(connection, "asked", ids)
    rows = connection.execute(
        "SELECT e.seq FROM events e SEMI JOIN event_details d USING (seq) "
        "WHERE e.subject IN (FROM asked) ORDER BY e.seq"
    ).fetchall()
    return [row[0] for row in rows]


def said_of(connection: Connection, ids: Iterable[str]) -> dict[int, str]:
    """What people have said of the Judgements of these Mentions, noted with Cases of others: the
    Event's number -> that Case."""
    listed(connection, "asked", ids)
    rows = connection.execute(
        "SELECT e.seq, e.subject FROM events e JOIN event_details d USING (seq) "
        "WHERE e.kind = ? AND e.subject NOT IN (FROM asked) "
        "AND json_extract_string(d.details, '$.mention') IN (FROM asked)",
        [EventKind.CORRECTED.value],
    ).fetchall()
    return dict(rows)


def earlier_settings(connection: Connection, seqs: Iterable[int]) -> list[int]:
    """Of these Events those that a later one of the same kind and subject has replaced."""
    rows = connection.execute(
        "SELECT e.seq FROM events e WHERE list_contains(?::BIGINT[], e.seq) AND EXISTS ("
        "FROM events l WHERE l.kind = e.kind AND l.subject = e.subject AND l.seq > e.seq)",
        [sorted(set(seqs))],
    ).fetchall()
    return [row[0] for row in rows]


def all_of(connection: Connection, table: str, column: str, ids: Iterable[str]) -> list[Row]:
    """Whole rows, for handing over; `table` and `column` are constants of ours."""
    listed(connection, "asked", ids)
    return connection.execute(
        f"FROM {table} WHERE {column} IN (FROM asked) ORDER BY ALL"
    ).fetchall()


def columns_of(connection: Connection, table: str) -> list[str]:
    rows = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()
    return [row[0] for row in rows]


def _table(where: Where) -> _Table:
    return next(table for table in TABLES if table.where is where)
