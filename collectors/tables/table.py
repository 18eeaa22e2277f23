"""Tables: CSV in the project's own plain columns, read row by row into Posts.

A file is gone through twice: first for its encoding, its columns and the order of day and month,
which decide how every row is to be read; then row by row, in the memory that one row takes.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from collectors.links import clean_url
from collectors.plaintext import one_line, tidy
from collectors.platforms import kind_of, native_id_of, platform_of
from collectors.post import Kind, Platform, Post, Published, Rejected
from collectors.tables.csvheader import Header, read_header
from collectors.tables.csvrows import Row, raw_of, rows_of
from collectors.tables.csvtext import Lines, encoding_of, lines_of, readable_twice
from collectors.tables.tabledates import DateReading, is_month_first, read_table_date
from collectors.wrappers import unwrap

# Each column and what it holds: also what the documentation says.
TABLE_COLUMNS = {
    "text": "what was said; the only column that must be there",
    "published_at": "2026-11-14T18:05:00Z; 2026-11-14 18:05 or 14/11/2026 18:05, local time; a day",
    "platform": "one of the platforms; where empty, the address decides, else `table`",
    "kind": "article, post, comment or review; where empty, the platform decides",
    "url": "where it was said, beginning with http:// or https://",
    "author": "who said it, as the platform shows the name",
    "title": "its heading",
    "account": "the company's own account that it was said on",
    "rating": "stars, 1 to 5",
    "in_reply_to": "the address or id of what it answers",
    "native_id": "the platform's own id for it",
}
_REQUIRED = "text"


def read_table(
    stream: BinaryIO, *, name: str, now: datetime, zone: ZoneInfo
) -> Iterator[Post | Rejected]:
    """The rows of a CSV file; `where` is the line that a row begins on, the header being line 1.

    Encoding: UTF-8, UTF-16 with its mark, else Windows-1252. Cells are parted by commas,
    semicolons or tabs. `zone` is whose local time is meant where a time has no offset. Raises
    UnreadableSource (EMPTY or NOT_A_TABLE, naming the file) before the first row. The stream is
    left open.
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
        for row in rows_of(lines, header):
            yield row if isinstance(row, Rejected) else _post(row, header, dates)


def _month_first(lines: Lines, header: Header) -> str | None:
    """The first date of a file that can only be month/day/year, and its line."""
    place = header.columns.get("published_at")
    if place is None:
        return None
    for row in rows_of(lines, header):
        if isinstance(row, Row) and is_month_first(said := row.cells[place].strip()):
            return f"“{said}” on {row.where}"
    return None


# One row: each column read by a small function that raises ValueError with the reason.


def _post(row: Row, header: Header, dates: DateReading) -> Post | Rejected:
    said = {
        column: tidy(row.cells[place]) if column == _REQUIRED else one_line(row.cells[place]) or ""
        for column, place in header.columns.items()
    }
    try:
        return _post_of(said, row.where, dates)
    except ValueError as error:
        return Rejected(str(error), row.where, raw_of(row.lines))


def _post_of(said: dict[str, str], where: str, dates: DateReading) -> Post:
    url = _url(said.get("url", ""))
    platform = _platform(said.get("platform", ""), url)
    native_id = said.get("native_id") or (native_id_of(url) if url else None)
    rating = _rating(said.get("rating", ""))
    if not said[_REQUIRED] and not said.get("title") and rating is None:
        raise ValueError("it has no text")
    return Post(
        platform=platform,
        kind=_kind(said.get("kind", ""), platform, native_id, rating),
        text=said[_REQUIRED],
        where=where,
        published=_published(said.get("published_at", ""), dates),
        title=said.get("title") or None,
        url=url,
        native_id=native_id,
        author=said.get("author") or None,
        in_reply_to=said.get("in_reply_to") or None,
        rating=rating,
        account=said.get("account") or None,
    )


def _url(said: str) -> str | None:
    if not said:
        return None
    url = clean_url(unwrap(said))
    if url is None:
        raise ValueError(f"url: “{said[:80]}” is no address that begins with http:// or https://")
    return url


def _platform(said: str, url: str | None) -> Platform:
    if not said:
        return platform_of(url) if url else Platform.TABLE
    try:
        return Platform(said.casefold().replace(" ", "_"))
    except ValueError:
        raise ValueError(f"platform: “{said[:40]}” is none of {', '.join(Platform)}") from None


def _kind(said: str, platform: Platform, native_id: str | None, rating: float | None) -> Kind:
    if not said:
        return kind_of(platform, native_id) if rating is None else Kind.REVIEW
    try:
        return Kind(said.casefold())
    except ValueError:
        raise ValueError(f"kind: “{said[:40]}” is none of {', '.join(Kind)}") from None


def _rating(said: str) -> float | None:
    if not said:
        return None
    if not re.fullmatch(r"[1-4]([.,]\d+)?|5([.,]0+)?", said):
        raise ValueError(f"rating: “{said[:40]}” is no number from 1 to 5")
    return float(said.replace(",", "."))


def _published(said: str, dates: DateReading) -> Published:
    try:
        return read_table_date(said, dates)
    except ValueError as error:
        raise ValueError(f"published_at: {error}") from None
