"""The text of a table: bytes in some encoding, as lines that are numbered, bounded, readable again.

A quote that is never closed shall cost the row that it opens in, and not the rest of the file.
"""

import codecs
import io
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from collectors.errors import Problem, UnreadableSource

_LONGEST_ROW = 200_000  # characters
_MOST_LINES = 2_000  # of one row, by breaks inside quotes
_CHUNK = 64 * 1024  # bytes
_CONTROLS = bytes({*range(1, 32)} - {9, 10, 11, 12, 13})
_STRAY = 100  # of these may stand in a text
_IN_MEMORY = 8 * 1024 * 1024  # bytes of a stream that cannot be read twice


def readable_twice(stream: BinaryIO) -> BinaryIO:
    """The stream, or a copy of its rest where it cannot go back: in memory, or, beyond 8 MB, in a
    temporary file without a name, which is gone once the copy is closed or forgotten."""
    if stream.seekable():
        return stream
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  read after this
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy  # type: ignore[return-value]  # a BinaryIO in all but name


@contextmanager
def lines_in(opening: Callable[[], BinaryIO], name: str) -> Iterator["Lines"]:
    """All lines of a file that is opened for it, in whatever encoding it turns out to be.

    Raises UnreadableSource (EMPTY or NOT_A_TABLE, naming the file) for what is no text.
    """
    with opening() as stream, readable_twice(stream) as source:
        encoding = encoding_of(source, name)
        with lines_of(source, 0, encoding) as lines:
            yield lines


@contextmanager
def lines_of(source: BinaryIO, start: int, encoding: str) -> Iterator["Lines"]:
    """The file's lines from `start`; bytes that are not UTF-8 stand as lone surrogates."""
    source.seek(start)
    errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
    wrapper = io.TextIOWrapper(source, encoding, errors, newline="")
    try:
        yield Lines(wrapper)
    finally:
        wrapper.detach()  # or closing it would close the caller's stream


def encoding_of(source: BinaryIO, name: str) -> str:
    """How the rest of a stream is written: UTF-16 with its mark, else UTF-8, unless most of what is
    not ASCII cannot be UTF-8: then Windows-1252. The stream is read to its end.

    Raises UnreadableSource (EMPTY or NOT_A_TABLE, naming the file) for what is no text.
    """
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
        sentence = f"{name} is a workbook or an archive; save the sheet as “CSV UTF-8” first"
        raise UnreadableSource(Problem.NOT_A_TABLE, sentence)
    has_mark = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not has_mark and head.count(0) > len(head) // 4:
        sentence = f"{name} is no text, or UTF-16 without its mark; save it as “CSV UTF-8”"
        raise UnreadableSource(Problem.NOT_A_TABLE, sentence)
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if not has_mark and controls > max(_STRAY, len(head) // 20):
        raise UnreadableSource(Problem.NOT_A_TABLE, f"{name} is no text, and no table")


class Runaway(Exception):
    """A row that does not end within the bounds."""


class Lines:
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

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        if not line:
            if self.of_row:
                raise Runaway("a quote opens in it that is never closed")
            raise StopIteration
        self.number += 1
        self.of_row.append(line)
        self._size += len(line)
        if self._size > _LONGEST_ROW or len(self.of_row) > _MOST_LINES:
            raise Runaway(self._too_long())
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
