"""The layout of a CSV file: what parts its cells, and which of its first lines names them.

Analytics exports put a title, a range of dates, a blank line before the names.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from collectors.errors import Problem, UnreadableSource
from collectors.tables.columns import folded
from collectors.tables.csvtext import Lines, Runaway
from collectors.tables.synonyms import KNOWN_NAMES

MOST_COLUMNS = 2_000  # no table of what was said has more; 100,000 are meant to do harm
LOOKED_THROUGH = 60  # lines or rows, for the one that names the columns
_FOLLOWING = 10  # records that show whether one is as wide as what follows
_MARKS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a file are to be read."""

    delimiter: str
    names: tuple[str, ...]  # of the columns, as written
    lines: int  # of the file, up to the end of the header


@dataclass(frozen=True, slots=True)
class _Record:
    cells: list[str]
    ends: int  # the physical line that it ends on, counted from 1


def layout_of(lines: Lines, name: str) -> Layout:
    """Reads the beginning of a file. Raises UnreadableSource (EMPTY, NOT_A_TABLE), naming it."""
    sample = _sample(lines, name)
    found = [(_best(records), mark) for mark in _MARKS if (records := _records(sample, mark))]
    if not found:
        raise UnreadableSource(Problem.EMPTY, f"{name} is empty")
    (_, record), mark = max(found, key=lambda each: each[0][0])
    names = without_empty_end(record.cells)
    refuse_too_wide(names, name)
    return Layout(mark, names, record.ends)


def without_empty_end(cells: Sequence[str]) -> tuple[str, ...]:
    """The names without empty ones at the end, which a spreadsheet leaves of deleted columns."""
    last = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return tuple(cells[:last])


def refuse_too_wide(names: Sequence[str], name: str) -> None:
    if len(names) > MOST_COLUMNS:
        sentence = f"{name} has {len(names):,} columns; a table may have {MOST_COLUMNS:,}"
        raise UnreadableSource(Problem.NOT_A_TABLE, sentence)


def best_header(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows of a sheet names the columns, counted from 0."""
    records = [_Record(list(row), number) for number, row in enumerate(rows)]
    _, best = _best([record for record in records if any(map(str.strip, record.cells))])
    return best.ends


Score = tuple[int, int, int, int, int]


def _best(records: Sequence[_Record]) -> tuple[Score, _Record]:
    scored = (
        (_score(record, records[at + 1 :][:_FOLLOWING], at), record)
        for at, record in enumerate(records)
    )
    return max(scored, key=lambda each: each[0])


def _score(record: _Record, following: Sequence[_Record], at: int) -> Score:
    """How much a record looks like the names of columns: two known names tell more than shape."""
    known = len({folded(cell) for cell in record.cells[: MOST_COLUMNS + 1]} & KNOWN_NAMES)
    width = len(record.cells)
    alike = sum(len(other.cells) == width for other in following)
    return (known if known > 1 else 0, alike, min(width, 2), known, -at)


def _records(sample: Sequence[str], mark: str) -> list[_Record]:
    reader = csv.reader(sample, delimiter=mark, skipinitialspace=True)
    return [_Record(cells, reader.line_num) for cells in _parted(reader) if _says(cells)]


def _says(cells: Sequence[str]) -> bool:
    return any(re.search(r"\w", cell) for cell in cells)


def _parted(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell beyond the limit: that record names no columns
            continue


def _sample(lines: Lines, name: str) -> list[str]:
    sample: list[str] = []
    try:
        for line in islice(lines, LOOKED_THROUGH):
            lines.begin()
            sample.append(line)
    except Runaway:
        if not any(map(str.strip, sample)):
            sentence = f"{name}, line {lines.number}: no header, but a line without an end"
            raise UnreadableSource(Problem.NOT_A_TABLE, sentence) from None
    return sample
