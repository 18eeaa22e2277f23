"""Tables: CSV in the project's own plain columns, read row by row into Posts.

A file is gone through twice: first for its encoding, its columns and the order of day and month,
which decide how every row is to be read; then row by row, in the memory that one row takes.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from collectors.post import Post, Rejected, Unread
from collectors.tables.columns import TABLE_COLUMNS
from collectors.tables.csvheader import Header, read_header
from collectors.tables.csvrows import Row, raw_of, rows_of
from collectors.tables.csvtext import Lines, encoding_of, lines_of, readable_twice
from collectors.tables.rejectshape import is_rejects, read_returned
from collectors.tables.rowpost import RowReading, Said, read_row, tidied
from collectors.tables.tabledates import DateReading, is_month_first, read_table_date

__all__ = ["TABLE_COLUMNS", "read_table"]

_REQUIRED = "text"


def read_table(
    stream: BinaryIO, *, name: str, now: datetime, zone: ZoneInfo
) -> Iterator[Post | Rejected]:
    """The rows of a CSV file; `where` is the line that a row begins on, the header being line 1.

    Encoding: UTF-8, UTF-16 with its mark, else Windows-1252. Cells are parted by commas,
    semicolons or tabs. `zone` is whose local time is meant where a time has no offset. Raises
    UnreadableSource (EMPTY or NOT_A_TABLE, naming the file) before the first row. The stream is
    left open. A rejects file that came back has its guards taken off.
    """
    source = readable_twice(stream)
    start = source.tell()
    encoding = encoding_of(source, name)
    with lines_of(source, start, encoding) as lines:
        header = read_header(lines, name, TABLE_COLUMNS, _REQUIRED)
        dates = DateReading(zone, now, _month_first(lines, header))
    return _posts(source, start, encoding, header, dates)


def _posts(
    source: BinaryIO, start: int, encoding: str, header: Header, dates: DateReading
) -> Iterator[Post | Rejected]:
    with lines_of(source, start, encoding) as lines:
        read_header(lines, "", TABLE_COLUMNS, _REQUIRED)
        reading = RowReading(lambda said: read_table_date(said, dates), plain=True)
        for row in rows_of(lines, header):
            yield row if isinstance(row, Rejected) else _post(row, header, reading)


def _post(row: Row, header: Header, reading: RowReading) -> Post | Rejected:
    if is_rejects(header.names):
        cells = dict(zip(header.names, row.cells, strict=False))
        entry = read_returned(cells, row.where, reading)
    else:
        said: Said = {
            column: tidied(column, row.cells[place], plain=True)
            for column, place in header.columns.items()
        }
        entry = read_row(said, row.where, raw_of(row.lines), reading)
    assert not isinstance(entry, Unread)  # the project's own columns hold nothing private
    return entry


def _month_first(lines: Lines, header: Header) -> str | None:
    """The first date of a file that can only be month/day/year, and its line."""
    place = header.columns.get("published_at")
    if place is None:
        return None
    for row in rows_of(lines, header):
        if isinstance(row, Row) and is_month_first(said := row.cells[place].strip()):
            return f"“{said}” on {row.where}"
    return None
