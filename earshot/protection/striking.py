"""Striking out: a name taken out of what others said, as many marks as it had letters, so that
every place that something else points to stays where it was."""

import json
from collections.abc import Iterable
from typing import Any

from earshot.rules.mention import joined
from earshot.rules.naming import STRUCK, Name, Span
from earshot.store import person
from earshot.store.person import Text, Where
from earshot.store.rows import Connection, as_json
from earshot.words.folding import squeezed

# Half of one of these leads nowhere.
POINTERS = frozenset({"url", "native_id", "in_reply_to", "guid", "link"})
LINKS = frozenset({"link", "response_link", "url"})  # of what stands beside Events


def strike_mentions(connection: Connection, ids: Iterable[str], name: Name) -> None:
    """Strike the name out of these Mentions, their versions, Judgements and Sightings."""
    wanted = list(ids)
    said: dict[tuple[str, int], str] = {}
    for where in (Where.MENTION, Where.VERSION):
        for mention, version, row in person.rows_of(connection, where, wanted):
            columns = person.whole_row(connection, where, row)
            said[mention, version] = joined(columns["title"], columns["text"])
            strike_row(connection, where, row, name)
    for where in (Where.JUDGEMENT, Where.FORMER):
        for mention, version, row in person.rows_of(connection, where, wanted):
            whole = said.get((mention, version), "")
            _strike_judgement(connection, where, row, name, whole)


def strike_row(connection: Connection, where: Where, row: int, name: Name) -> None:
    """Strike the name out of one row; an address that names them is emptied."""
    columns = person.whole_row(connection, where, row)
    struck = {column: _column(column, text, name) for column, text in columns.items() if text}
    changed = {column: text for column, text in struck.items() if text != columns[column]}
    if changed:
        person.change(connection, where, row, changed)


def strike_rows(connection: Connection, texts: Iterable[Text], name: Name) -> None:
    for where, row in sorted({(text.where, text.row) for text in texts}):
        strike_row(connection, where, row, name)


def strike_plain(value: Any, name: Name, field: str = "") -> Any:
    """The same of plain JSON, such as what stands beside an Event."""
    if isinstance(value, dict):
        return {key: strike_plain(each, name, key) for key, each in value.items()}
    if isinstance(value, list):
        return [strike_plain(each, name, field) for each in value]
    if not isinstance(value, str):
        return value
    return "" if field in LINKS and name.is_in(value) else name.struck(value)


def _column(column: str, text: str, name: Name) -> str | None:
    if column in POINTERS:
        # What a Sighting was met by is always some text.
        return ("" if column in ("guid", "link") else None) if name.is_in(text) else text
    if column == "hits":
        return as_json(strike_plain(json.loads(text), name))
    return name.struck(text)


def _strike_judgement(
    connection: Connection, where: Where, row: int, name: Name, said: str
) -> None:
    spans = name.spans(said)
    columns = person.whole_row(connection, where, row)
    struck = {
        column: as_json(_strike_evidence(json.loads(text or "[]"), name, said, spans))
        for column, text in columns.items()
    }
    person.change(connection, where, row, struck)


def _strike_evidence(value: Any, name: Name, said: str, spans: list[Span]) -> Any:
    """Evidence names its place; a word that spoke for a sentiment does not, and may be a part of
    the name alone."""
    if isinstance(value, dict) and {"text", "start", "end"} <= value.keys():
        return value | {"text": _piece(value["text"], value["start"], name, said, spans)}
    if isinstance(value, dict):
        return {k: _strike_evidence(each, name, said, spans) for k, each in value.items()}
    if isinstance(value, list) and len(value) == 3 and isinstance(value[0], str):
        text, start, end = value
        return [_piece(text, start, name, said, spans), start, end]
    if isinstance(value, list):
        return [_strike_evidence(each, name, said, spans) for each in value]
    if isinstance(value, str):
        whole = bool(spans) and squeezed(value) in name.words
        return STRUCK * len(value) if whole else name.struck(value)
    return value


def _piece(text: str, start: Any, name: Name, said: str, spans: list[Span]) -> str:
    if not isinstance(start, int) or said[start : start + len(text)] != text:
        return name.struck(text)
    struck = (any(a <= start + i < b for a, b in spans) for i in range(len(text)))
    return "".join(STRUCK if out else char for char, out in zip(text, struck, strict=True))
