"""A table that was found: its columns as written, its shape, its first rows, whose it may be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from collectors.errors import Problem, UnreadableSource
from collectors.tables.columns import as_named, folded, shape_of
from collectors.tables.csvrows import Row
from collectors.tables.csvtable import CsvTable, Opening
from collectors.tables.known import META_DATE, KnownTable, known_table
from collectors.tables.sheet import SheetTable
from collectors.tables.sniff import HEAD, is_zip, refuse_other_kinds

_FIRST = 20  # rows that are looked at


@dataclass(frozen=True, slots=True)
class TableFound:
    """What can be said of a table before a row of it is taken in."""

    name: str  # of the file
    columns: tuple[str, ...]  # as written, each with a name of its own
    folded: tuple[str, ...]  # the same, as they are compared: two may be alike
    shape: str  # a fingerprint of the columns: what a mapping is remembered by
    first: tuple[tuple[str, ...], ...]  # the cells of the first rows, as many as there are columns
    known: KnownTable | None  # the tool that it comes from
    notes: tuple[str, ...]  # what was left unread, what is only known from documentation

    def values(self, column: str) -> list[str]:
        """What stands in a column's first rows, without empty cells."""
        place = self.columns.index(column)
        return [row[place].strip() for row in self.first if row[place].strip()]


def table_in(opening: Opening, name: str) -> TableFound:
    """The table in a CSV, TSV or XLSX file; `opening` gives a new stream each time.

    Raises UnreadableSource, naming the file: EMPTY, NOT_A_TABLE, TRUNCATED, PASSWORD,
    UNSAFE_ARCHIVE; NO_POSTS for a table that is known to hold nothing that anybody said.
    """
    table = opened_table(opening, name)
    columns = as_named(table.names)
    names = tuple(folded(cell) for cell in table.names)
    rows = [row for row in islice(table.rows(), _FIRST) if isinstance(row, Row)]
    first = tuple(tuple(row.cells[: len(names)]) for row in rows)
    known = known_table(names)
    if known:
        _refuse_without_posts(known, names, first, name)
    notes = table.notes + (known.notes if known else ())
    return TableFound(name, columns, names, shape_of(table.names), first, known, notes)


def opened_table(opening: Opening, name: str) -> CsvTable | SheetTable:
    """The file as a table, whatever its columns mean."""
    with opening() as stream:
        head = stream.read(HEAD)
        refuse_other_kinds(head, stream, name)
    return SheetTable(opening, name) if is_zip(head) else CsvTable(opening, name)


def _refuse_without_posts(
    known: KnownTable, names: Sequence[str], first: Sequence[Sequence[str]], name: str
) -> None:
    if known.refused:
        _refuse(f"{name} is known ({known.name}): it holds {known.refused}")
    if known.own and _is_by_day(names, first):
        _refuse(
            f"{name} is known ({known.name}), by day: it holds figures for each post and day, and"
            " nothing that others said; export the posts with “Lifetime” instead"
        )


def _is_by_day(names: Sequence[str], first: Sequence[Sequence[str]]) -> bool:
    """Whether Meta's table has a row for each post and day: its `Date` says a day."""
    days = [place for place, name in enumerate(names) if name in META_DATE.split("|")]
    return any(re.match(r"\d", row[place].strip()) for row in first for place in days)


def _refuse(sentence: str) -> None:
    raise UnreadableSource(Problem.NO_POSTS, sentence)
