"""Finding and reading what a test spells out as a table, with the clock held still."""

import io
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

import openpyxl
import pytest

from collectors.errors import Problem, UnreadableSource
from collectors.post import Post, Rejected
from collectors.tables.found import TableFound, table_in
from collectors.tables.mapped import Entry, MappedRows, read_mapped
from collectors.tables.mapping import Mapping, propose
from tests.collectors.reading import LONDON, NOW


def opening(body: bytes | str) -> Callable[[], BinaryIO]:
    data = body.encode() if isinstance(body, str) else body
    return lambda: io.BytesIO(data)


def found_in(body: bytes | str, name: str = "seen.csv") -> TableFound:
    return table_in(opening(body), name)


def read(body: bytes | str, mapping: Mapping | None = None, name: str = "seen.csv") -> MappedRows:
    mapping = mapping or propose(found_in(body, name)).mapping
    return read_mapped(opening(body), mapping, name=name, now=NOW, zone=LONDON)


def entries_in(body: bytes | str, mapping: Mapping | None = None) -> list[Entry]:
    return list(read(body, mapping))


def posts_of(body: bytes | str, mapping: Mapping | None = None) -> list[Post]:
    entries = entries_in(body, mapping)
    assert all(isinstance(entry, Post) for entry in entries), entries
    return [entry for entry in entries if isinstance(entry, Post)]


def reasons(entries: Sequence[Entry]) -> list[str]:
    return [entry.reason for entry in entries if isinstance(entry, Rejected)]


def refused(body: bytes | str, name: str = "seen.csv") -> tuple[Problem, str]:
    with pytest.raises(UnreadableSource) as caught:
        propose(found_in(body, name))
    return caught.value.problem, str(caught.value)


def workbook(*rows: Sequence[Any], **sheets: str) -> bytes:
    """An XLSX file of one sheet; by `sheets`: other sheets' titles and states, before it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for title, state in sheets.items():
        other = book.create_sheet(title, 0)
        other.append(["text", "author"])
        other.sheet_state = state
    return saved(book)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
