"""A sheet of a workbook (XLSX, ECMA-376) as a table: what its cells show, row by row.

Rows are read as a stream; what the sheets share in texts is kept in memory, within bounds.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice, repeat
from typing import Any, BinaryIO

from collectors.errors import Problem, UnreadableSource
from collectors.plaintext import tidy
from collectors.post import RAW_LIMIT
from collectors.tables.booktexts import NoTexts, SharedTexts, texts_in
from collectors.tables.bookzip import copied, sheets_with_formulas
from collectors.tables.csvrows import Misread, Row
from collectors.tables.csvtable import Opening
from collectors.tables.layout import (
    LOOKED_THROUGH,
    best_header,
    refuse_too_wide,
    without_empty_end,
)

_MOST_ROWS = 1_048_576  # of a sheet; a row that says it is the thousand-millionth is passed over
_LONGEST_CELL = 200_000  # characters; Excel's own limit is 32,767
_HAS_TIME = re.compile(r"h|s|AM/PM", re.I)


class SheetTable:
    """The first sheet that is shown and holds a table. Raises UnreadableSource (UNSAFE_ARCHIVE,
    NOT_A_TABLE, EMPTY, TRUNCATED), naming the file."""

    def __init__(self, opening: Opening, name: str) -> None:
        self._name = name
        self._source = copied(opening, name)
        parts = sheets_with_formulas(self._source, name)
        self._book = _opened(self._source, name, values=True)
        self._formulas = _opened(self._source, name, values=False) if parts else None
        self._sheet, self._header, self.names, self.notes = self._first_table()
        refuse_too_wide(self.names, name)

    def rows(self) -> Iterator[Row | Misread]:
        """`where` is the row of the sheet, counted as a spreadsheet does."""
        shown = self._book[self._sheet].iter_rows()
        meant = self._formulas[self._sheet].iter_rows() if self._formulas else repeat(())
        pairs = self._unbroken(zip(shown, meant, strict=False))
        for number, (cells, formulas) in enumerate(pairs, start=1):
            if number > self._header:
                row = _row(cells, formulas, f"row {number}", len(self.names))
                if row is not None:
                    yield row

    def _unbroken(self, pairs: Iterator[Any]) -> Iterator[Any]:
        """The rows, up to the last that a sheet can have or to where it is damaged."""
        try:
            yield from islice(pairs, _MOST_ROWS)
        except _BROKEN as error:
            raise self._broken(error) from error

    def _first_table(self) -> tuple[str, int, tuple[str, ...], tuple[str, ...]]:
        hidden = [ws.title for ws in self._book.worksheets if ws.sheet_state != "visible"]
        notes = tuple(f"the hidden sheet “{title}” was left unread" for title in hidden)
        try:
            for sheet in self._book.worksheets:
                sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
                if sheet.title not in hidden and (found := _header_in(sheet)):
                    others = [s.title for s in self._book.worksheets if s is not sheet]
                    others = [title for title in others if title not in hidden]
                    left = tuple(f"the sheet “{title}” was left unread" for title in others)
                    self._reset_formulas(sheet.title)
                    return sheet.title, *found, notes + left
        except _BROKEN as error:
            raise self._broken(error) from error
        raise UnreadableSource(Problem.EMPTY, f"{self._name} has no sheet that holds a table")

    def _reset_formulas(self, title: str) -> None:
        if self._formulas:
            self._formulas[title].reset_dimensions()

    def _broken(self, error: Exception) -> UnreadableSource:
        sentence = f"{self._name} is a workbook that is damaged ({type(error).__name__})"
        return UnreadableSource(Problem.TRUNCATED, sentence)


# What openpyxl, zipfile and their parsers raise for broken workbooks; none of it is a bug of ours.
_BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    SyntaxError,  # lxml's and the standard library's errors of parsing
    NotImplementedError,
)


def _opened(source: BinaryIO, name: str, *, values: bool) -> Any:
    # Only here: it takes a fifth of a second, and few commands read workbooks.
    from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader

    class Reader(ExcelReader):  # type: ignore[misc]  # openpyxl has no types
        """With the shared texts packed; without any where only formulas are looked for."""

        def read_strings(self) -> None:
            part = self.package.find(SHARED_STRINGS) if values else None
            self.shared_strings = SharedTexts() if values else NoTexts()
            if part is not None:
                with self.archive.open(part.PartName[1:]) as stream:
                    self.shared_strings = texts_in(stream)

    try:
        reader = Reader(source, read_only=True, data_only=values, keep_links=False)
        reader.read()
        return reader.wb
    except _BROKEN as error:
        sentence = f"{name} is a workbook that is damaged ({type(error).__name__})"
        raise UnreadableSource(Problem.TRUNCATED, sentence) from error


def _header_in(sheet: Any) -> tuple[int, tuple[str, ...]] | None:
    """The row that names the columns, counted from 1, and the names; None for an empty sheet."""
    first = list(islice(sheet.iter_rows(), LOOKED_THROUGH))
    rows = [[_text(cell)[0] for cell in cells] for cells in first]
    rows = [list(without_empty_end(row)) for row in rows]
    if not any(rows):
        return None
    at = best_header(rows)
    return at + 1, tuple(rows[at])


def _row(
    cells: Sequence[Any], formulas: Sequence[Any], where: str, width: int
) -> Row | Misread | None:
    texts: list[str] = []
    faults: dict[int, str] = {}
    for place, cell in enumerate(cells):
        text, fault = _text(cell)
        if not text and place < len(formulas) and formulas[place].data_type == "f":
            fault = "the cell holds a formula that was never worked out; open and save the file"
        texts.append(text)
        if fault:
            faults[place] = fault
    if not any(map(str.strip, texts)) and not faults:
        return None
    if any(map(str.strip, texts[width:])):
        reason = f"it has {len(without_empty_end(texts))} cells where the header has {width}"
        return Misread(reason, where, _raw(texts), texts[:width])
    texts += [""] * (width - len(texts))
    return Row(texts[:width], where, [_raw(texts)], faults)


def _raw(texts: Sequence[str]) -> str:
    return tidy(", ".join(texts)[:RAW_LIMIT])


def _text(cell: Any) -> tuple[str, str]:
    """What a cell holds as text that a CSV file could hold, and what is wrong with it."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "e":
        return str(value), f"the cell holds an error ({value})"
    if isinstance(value, str):
        if len(value) > _LONGEST_CELL:
            return value[:RAW_LIMIT], f"the cell is longer than {_LONGEST_CELL:,} characters"
        return value, ""
    if isinstance(value, datetime):
        return _moment(value, cell.number_format or ""), ""
    return _number_or_time(value), ""


def _moment(value: datetime, number_format: str) -> str:
    """ISO 8601, local: no order of day and month is left to be told."""
    if value.microsecond >= 500_000:  # days are counted in floating point
        value += timedelta(seconds=1)
    midnight = value.time().replace(microsecond=0) == time()
    shape = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format)
    only_day = midnight and not _HAS_TIME.search(shape)
    return f"{value:%Y-%m-%d}" if only_day else f"{value:%Y-%m-%d %H:%M:%S}"


def _number_or_time(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)
