"""Tables: CSV in the project's own plain columns, read row by row into Posts.

A file is gone through twice: first for its encoding, its columns and the order of day and month,
which decide how every row is to be read; then row by row, in the memory that one row takes.
"""

import codecs
import csv
import io
import re
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, NoReturn
from zoneinfo import ZoneInfo

from collectors.dates import dated
from collectors.errors import Problem, UnreadableSource
from collectors.links import clean_url, kind_of, native_id_of, platform_of, unwrap
from collectors.plaintext import one_line, tidy
from collectors.post import NO_DATE, DateMark, Kind, Platform, Post, Published, Rejected

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

_RAW = 500  # characters of a rejected row that are kept
_LONGEST_ROW = 200_000  # characters
_MOST_LINES = 2_000  # of one row, by breaks inside quotes
_CHUNK = 64 * 1024  # bytes
_IN_MEMORY = 8 * 1024 * 1024  # bytes of a stream that cannot be read twice; more goes to disk


def read_table(
    stream: BinaryIO, *, name: str, now: datetime, zone: ZoneInfo
) -> Iterator[Post | Rejected]:
    """The rows of a CSV file; `where` is the line that a row begins on, the header being line 1.

    Encoding: UTF-8, UTF-16 with its mark, else Windows-1252. Cells are parted by commas,
    semicolons or tabs. `zone` is whose local time is meant where a time has no offset. Raises
    UnreadableSource (EMPTY or NOT_A_TABLE, naming the file) before the first row. The stream is
    left open.
    """
    source = stream if stream.seekable() else _copied(stream)
    start = source.tell()
    encoding = _encoding(source, name)
    with _text(source, start, encoding) as text:
        layout = _layout(text, name)
        month_first = _month_first(text, layout)
    return _posts(source, start, encoding, _Reading(layout, month_first, now, zone))


def _posts(
    source: BinaryIO, start: int, encoding: str, reading: "_Reading"
) -> Iterator[Post | Rejected]:
    with _text(source, start, encoding) as text:
        _layout(text, "")
        for row in _rows(text, reading.layout):
            yield row if isinstance(row, Rejected) else _post(row, reading)


# The file: bytes, encoding, columns.


def _copied(stream: BinaryIO) -> BinaryIO:
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  read after this
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy  # type: ignore[return-value]  # a BinaryIO in all but name


@contextmanager
def _text(source: BinaryIO, start: int, encoding: str) -> Iterator["_Lines"]:
    """The file's lines from `start`; bytes that are not UTF-8 stand as lone surrogates."""
    source.seek(start)
    errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
    wrapper = io.TextIOWrapper(source, encoding, errors, newline="")
    try:
        yield _Lines(wrapper)
    finally:
        wrapper.detach()  # or closing it would close the caller's stream


def _encoding(source: BinaryIO, name: str) -> str:
    """UTF-8 unless most of what is not ASCII cannot be UTF-8."""
    head = source.read(_CHUNK)
    _refuse_unless_text(head, name)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    while head:
        text = decoder.decode(head)
        if not text.isascii():
            whole = text.encode("utf-8", "ignore").decode()  # without the surrogates
            bad += len(text) - len(whole)
            good += len(whole) - len(whole.encode("ascii", "ignore"))
        head = source.read(_CHUNK)
    return "utf-8-sig" if good >= bad else "cp1252"


def _refuse_unless_text(head: bytes, name: str) -> None:
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableSource(Problem.EMPTY, f"{name} is empty")
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        _refuse(f"{name} is a workbook or an archive; save the sheet as “CSV UTF-8” first")
    has_mark = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not has_mark and head.count(0) > len(head) // 4:
        _refuse(f"{name} is no text, or UTF-16 without its mark; save it as “CSV UTF-8”")


def _refuse(sentence: str) -> NoReturn:
    raise UnreadableSource(Problem.NOT_A_TABLE, sentence)


@dataclass(frozen=True, slots=True)
class _Layout:
    delimiter: str
    width: int  # cells of the header
    columns: dict[str, int]  # which cell holds a column


def _layout(lines: "_Lines", name: str) -> _Layout:
    """Reads the header, and leaves the lines at the first row."""
    header = _header(lines, name)
    if re.match("sep=.", header):  # a hint that Excel writes for itself
        header = _header(lines, name)
    guesses = [_layout_with(delimiter, header) for delimiter in ",;\t"]
    delimiter, found = max(guesses, key=lambda guess: len(_known(guess[1])))
    columns = _known(found)
    for column in TABLE_COLUMNS:
        if found.count(column) > 1:
            _refuse(f"{name}, line {lines.number}: the column “{column}” is there twice")
    if _REQUIRED not in columns:
        _refuse(
            f"{name} has no column “{_REQUIRED}”. Found: {_shown(found)}."
            f" Expected: {', '.join(TABLE_COLUMNS)} (only “{_REQUIRED}” must be there)"
        )
    return _Layout(delimiter, len(found), columns)


def _header(lines: "_Lines", name: str) -> str:
    """The first line that is not empty; "" if there is none."""
    try:
        for line in lines:
            lines.begin()
            if line.strip():
                return line
    except _Runaway:
        _refuse(f"{name}, line {lines.number}: no header, but a line without an end")
    return ""


def _layout_with(delimiter: str, header: str) -> tuple[str, list[str]]:
    try:
        cells = next(csv.reader([header], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        cells = []
    return delimiter, [(one_line(cell) or "").casefold() for cell in cells]


def _known(cells: list[str]) -> dict[str, int]:
    return {cell: place for place, cell in enumerate(cells) if cell in TABLE_COLUMNS}


def _shown(cells: list[str]) -> str:
    return ", ".join(cell[:40] or "(no name)" for cell in cells[:20]) or "nothing"


# Rows: a quote that is never closed costs the row that it opens in, not the rest of the file.


class _Runaway(Exception):
    """A row that does not end within the bounds."""


class _Lines:
    """Physical lines, numbered and bounded, of which those of a failed row can be read again."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.number = 0  # of the line read last
        self.of_row: list[str] = []
        self._text = text
        self._again: deque[str] = deque()
        self._size = 0

    def begin(self) -> None:
        """A new row begins."""
        self.of_row, self._size = [], 0

    def resume_after_first(self) -> None:
        """All lines but the first of the row that failed come again."""
        self._again.extendleft(reversed(self.of_row[1:]))
        self.number -= len(self.of_row) - 1

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        if not line:
            if self.of_row:
                raise _Runaway("a quote opens in it that is never closed")
            raise StopIteration
        self.number += 1
        self.of_row.append(line)
        self._size += len(line)
        if self._size > _LONGEST_ROW or len(self.of_row) > _MOST_LINES:
            raise _Runaway(self._too_long())
        return line

    def _read(self) -> str:
        """The next line of the file, or the beginning of one that is too long."""
        line = rest = self._text.readline(_LONGEST_ROW + 1)
        while len(rest) > _LONGEST_ROW and not rest.endswith(("\n", "\r")):
            rest = self._text.readline(_LONGEST_ROW + 1)
        return line

    def _too_long(self) -> str:
        if len(self.of_row) == 1:
            return f"it is longer than {_LONGEST_ROW:,} characters"
        return f"a quote opens in it that is not closed within {len(self.of_row):,} lines"


@dataclass(frozen=True, slots=True)
class _Row:
    cells: list[str]
    where: str
    lines: list[str]


def _rows(lines: _Lines, layout: _Layout) -> Iterator[_Row | Rejected]:
    """The rows after the header, without empty ones."""
    reader = csv.reader(lines, delimiter=layout.delimiter, skipinitialspace=True, strict=True)
    while True:
        lines.begin()
        try:
            cells = next(reader, None)
        except (_Runaway, csv.Error) as error:
            lines.resume_after_first()
            yield Rejected(_in_words(error), f"line {lines.number}", _raw(lines.of_row[:1]))
            continue
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield _row(cells, lines, layout)


def _row(cells: list[str], lines: _Lines, layout: _Layout) -> _Row | Rejected:
    first = f"line {lines.number - len(lines.of_row) + 1}"
    if len(cells) < layout.width or any(map(str.strip, cells[layout.width :])):
        reason = f"it has {len(cells)} cells where the header has {layout.width}"
        if len(lines.of_row) > 1:
            reason += f" (it goes on to line {lines.number}: is a quote missing?)"
        return Rejected(reason, first, _raw(lines.of_row))
    if not _is_whole("".join(cells)):
        reason = "it holds bytes that are not UTF-8, as the rest of the file is"
        return Rejected(reason, first, _raw(lines.of_row))
    return _Row(cells, first, lines.of_row)


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


def _raw(lines: list[str]) -> str:
    return tidy("".join(lines)[:_RAW])


# One row: each column read by a small function that raises ValueError with the reason.


@dataclass(frozen=True, slots=True)
class _Reading:
    layout: _Layout
    month_first: str | None  # the first date that can only be month/day, and its line
    now: datetime
    zone: ZoneInfo


def _post(row: _Row, reading: _Reading) -> Post | Rejected:
    said = {
        column: tidy(row.cells[place]) if column == _REQUIRED else one_line(row.cells[place]) or ""
        for column, place in reading.layout.columns.items()
    }
    try:
        return _post_of(said, row.where, reading)
    except ValueError as error:
        return Rejected(str(error), row.where, _raw(row.lines))


def _post_of(said: dict[str, str], where: str, reading: _Reading) -> Post:
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
        published=_published(said.get("published_at", ""), reading),
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


# Dates: local where no offset is given, and never silently the other order of day and month.

_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?", re.I)
_BY_HAND = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,? +(\d{1,2}):(\d\d)(?::(\d\d))?)?")


def _month_first(lines: _Lines, layout: _Layout) -> str | None:
    """The first date of a file that can only be month/day/year, and its line."""
    place = layout.columns.get("published_at")
    if place is None:
        return None
    for row in _rows(lines, layout):
        match = None if isinstance(row, Rejected) else _BY_HAND.fullmatch(row.cells[place].strip())
        if match and int(match[1]) <= 12 < int(match[2]) <= 31:
            return f"“{match[0]}” on {row.where}"
    return None


def _published(said: str, reading: _Reading) -> Published:
    if not said:
        return NO_DATE
    try:
        written, has_time = _as_written(said, reading.month_first)
        at = _in_utc(written, reading.zone) if has_time else written.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"published_at: “{said[:40]}”: {error}") from None
    date = dated(at, DateMark.EXACT if has_time else DateMark.DAY, said[:100], reading.now)
    if date.at is None:
        raise ValueError(f"published_at: “{said[:40]}”: nobody published anything in that year")
    return date


def _as_written(said: str, month_first: str | None) -> tuple[datetime, bool]:
    """The date or time, with its offset if it has one, and whether it is more than a date."""
    if match := _BY_HAND.fullmatch(said):
        return _by_hand(match, month_first), match[4] is not None
    joined = re.sub(r" (?=[+-]\d\d|Z$)", "", re.sub(r" ?(UTC|GMT)$", "Z", said))
    if not _ISO.fullmatch(joined):
        raise ValueError("it is written in no way that is known; write it as 2026-11-14 18:05")
    return datetime.fromisoformat(joined.upper()), len(joined) > 10


def _by_hand(match: re.Match[str], month_first: str | None) -> datetime:
    """A date as people write it in Britain: the day first."""
    day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
    if month > 12 >= day:
        raise ValueError("the month stands before the day; write it as 2026-11-14")
    if month_first and day <= 12 and day != month:
        raise ValueError(
            f"day and month cannot be told apart in this file, which also holds {month_first};"
            " write it as 2026-11-14"
        )
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  local, see _in_utc


def _in_utc(said: datetime, zone: ZoneInfo) -> datetime:
    """A moment in UTC; a local time must exist, and exist once."""
    if said.tzinfo is not None:
        return said.astimezone(UTC)
    earlier, later = (said.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    at = earlier.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != said:
        raise ValueError(f"there was no such time in {zone.key}: the clocks went forward")
    if earlier.utcoffset() != later.utcoffset():
        raise ValueError(f"that time came twice in {zone.key}: write it with its offset")
    return at
