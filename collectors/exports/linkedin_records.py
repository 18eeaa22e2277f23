"""LinkedIn's Comments.csv: records told apart although their quoting cannot be relied on.

Three dialects, each seen in downloads: messages of several lines without any quotes (2021), quotes
inside a message as `\\"` (2025), and quotes written twice. A date and an address are never quoted,
so that a line which begins with both (either may be empty) begins a record, and what stands between
two of them is the message, whatever its quotes do. Plain CSV reading loses or joins records.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from collectors.tables.csvtext import Lines, Runaway

_BEGINS = re.compile(r"(?P<date>\d{4}-\d\d-\d\d[^,\r\n\"]{0,20})?,(?P<link>https?://[^,\s\"]*)?,")
_LONGEST = 200_000  # characters of one message


@dataclass(frozen=True, slots=True)
class Record:
    """One comment: its line, date and address, and the message as it stands in the file."""

    line: int
    date: str
    link: str
    message: str
    raw: str


def records_in(lines: Lines) -> Iterator[Record]:
    """The records after the header; a first one without date and link holds what precedes them.

    A message is cut at 200,000 characters.
    """
    begun: re.Match[str] | None = None
    number, pieces, size = lines.number + 1, list[str](), 0
    for line in _each(lines):
        match = _BEGINS.match(line)
        if match and (match["date"] or match["link"]):
            yield from _record(number, begun, pieces)
            begun, number, pieces, size = match, lines.number, [], 0
        if size < _LONGEST:
            pieces.append(line)
            size += len(line)
    yield from _record(number, begun, pieces)


def message_of(record: Record) -> str:
    """The words of a record. Raises ValueError for one that does not begin as a record does, for
    bytes that are no text, and where a quote opens that is never closed."""
    if not record.date and not record.link:
        raise ValueError("it does not begin with a date and an address")
    message = record.message.strip()
    if any("\ud800" <= character <= "\udfff" for character in message):
        raise ValueError("it holds bytes that are not UTF-8, as the rest of the file is")
    if not message.startswith('"'):
        return message
    if len(message) < 2 or not message.endswith('"'):
        if message.count('"') % 2:
            raise ValueError("a quote opens in it that is never closed: the file may be cut")
        return message  # one without quotes around it, whose first word is quoted
    return re.sub(r'\\"|""', '"', message[1:-1])


def _each(lines: Lines) -> Iterator[str]:
    """Every line, each bounded; one that is too long is cut."""
    while True:
        lines.begin()
        try:
            line = next(lines, None)
        except Runaway:
            line = lines.of_row[0] if lines.of_row else ""
        if line is None:
            return
        yield line


def _record(number: int, begun: re.Match[str] | None, pieces: list[str]) -> Iterator[Record]:
    raw = "".join(pieces)
    if begun is not None:
        found = (begun["date"] or "", begun["link"] or "", raw[begun.end() :])
        yield Record(number, *found, raw)
    elif raw.strip():
        yield Record(number, "", "", raw, raw)
