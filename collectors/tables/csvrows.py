"""Rows of a CSV file: cells that stand as its header has them, or a reason and a line.

Which columns there are, and what they mean, is not known here.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

from collectors.plaintext import tidy
from collectors.post import RAW_LIMIT, Rejected
from collectors.tables.csvheader import Header
from collectors.tables.csvtext import Lines, Runaway

_PARTED = 20_000  # characters of an unreadable line that are parted into cells


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is as wide as the header."""

    cells: list[str]
    where: str  # "line 17", on which it begins
    lines: list[str]  # as they stand in the file
    faults: dict[int, str] = field(default_factory=dict)  # of single cells, by their place


@dataclass(frozen=True, slots=True)
class Misread:
    """A row that is not as wide as the header, or cannot be parted into cells."""

    reason: str
    where: str
    raw: str
    cells: list[str]  # what could be told apart, from the first column on; perhaps none


def rows_of(lines: Lines, header: Header) -> Iterator[Row | Rejected]:
    """The rows from here on, without empty ones; cells beyond the header's are empty."""
    for row in parted_rows(lines, header):
        yield row if isinstance(row, Row) else _rejected(row, header)


def _rejected(row: Misread, header: Header) -> Rejected:
    placed = ((c, row.cells[p]) for c, p in header.columns.items() if p < len(row.cells))
    cells = tuple((column, tidy(cell)) for column, cell in placed)
    return Rejected(row.reason, row.where, row.raw, cells)


def parted_rows(lines: Lines, header: Header) -> Iterator[Row | Misread]:
    """As `rows_of`, with what could be told apart of rows that cannot be read."""
    reader = csv.reader(lines, delimiter=header.delimiter, skipinitialspace=True, strict=True)
    while True:
        lines.begin()
        try:
            cells = next(reader, None)
        except (Runaway, csv.Error) as error:
            lines.resume_after_first()
            first = lines.of_row[:1]
            cells = _cells_in(first, header.delimiter)
            yield Misread(_in_words(error), f"line {lines.number}", raw_of(first), cells)
            continue
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield _row(cells, lines, header.width)


def _row(cells: list[str], lines: Lines, width: int) -> Row | Misread:
    first = f"line {lines.number - len(lines.of_row) + 1}"
    if len(cells) < width or any(map(str.strip, cells[width:])):
        reason = f"it has {len(cells)} cells where the header has {width}"
        if len(lines.of_row) > 1:
            reason += f" (it goes on to line {lines.number}: is a quote missing?)"
        return Misread(reason, first, raw_of(lines.of_row), cells[:width])
    if not _is_whole("".join(cells)):
        reason = "it holds bytes that are not UTF-8, as the rest of the file is"
        return Misread(reason, first, raw_of(lines.of_row), cells[:width])
    return Row(cells, first, lines.of_row)


def _cells_in(first: list[str], delimiter: str) -> list[str]:
    """The cells of a line that is no whole row, as far as they can be told apart."""
    short = [line[:_PARTED] for line in first]
    try:
        return next(csv.reader(short, delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []


def _is_whole(text: str) -> bool:
    """Whether every byte of it was text; those that were not stand as lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _in_words(error: Exception) -> str:
    if "field larger" in str(error):
        return f"a cell is longer than {csv.field_size_limit():,} characters"
    if "expected after" in str(error):
        return "a quote stands in the middle of a quoted cell; inside one, write it twice"
    return str(error)


def raw_of(lines: list[str]) -> str:
    """The beginning of a row as it stands in the file."""
    return tidy("".join(lines)[:RAW_LIMIT])
