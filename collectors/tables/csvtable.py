"""A CSV file as a table: opened anew for each time that it is gone through, in one row's memory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from collectors.tables.csvheader import Header
from collectors.tables.csvrows import Misread, Row, parted_rows
from collectors.tables.csvtext import Lines, encoding_of, lines_of, readable_twice
from collectors.tables.layout import layout_of
from collectors.tables.sniff import HEAD, bare_utf_16

Opening = Callable[[], BinaryIO]  # a new stream from its beginning; seekable or not


class CsvTable:
    """Its columns, and its rows as often as they are asked for.

    Encoding: UTF-8, UTF-16 with or without its mark, else Windows-1252. Cells are parted by
    commas, semicolons, tabs or bars. Raises UnreadableSource (EMPTY, NOT_A_TABLE).
    """

    def __init__(self, opening: Opening, name: str) -> None:
        self.notes: tuple[str, ...] = ()
        self._opening = opening
        with opening() as stream:
            head = stream.read(HEAD)
        self._encoding = bare_utf_16(head) or self._marked_encoding(name)
        with self._lines() as lines:
            self._layout = layout_of(lines, name)
        self.names = self._layout.names

    def rows(self) -> Iterator[Row | Misread]:
        """`where` is the line that a row begins on, the file's first being line 1."""
        header = Header(self._layout.delimiter, len(self.names), {})
        with self._lines() as lines:
            for _ in range(self._layout.lines):
                next(lines)
                lines.begin()
            yield from parted_rows(lines, header)

    def _marked_encoding(self, name: str) -> str:
        with self._opening() as stream:
            return encoding_of(stream, name)

    @contextmanager
    def _lines(self) -> Iterator[Lines]:
        with (
            self._opening() as stream,
            lines_of(readable_twice(stream), 0, self._encoding) as lines,
        ):
            yield lines
