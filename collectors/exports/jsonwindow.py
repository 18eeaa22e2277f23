"""A place in a JSON text that is read as a stream: what stands there, of which a window is held."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NoReturn

from collectors.errors import Problem, UnreadableSource
from collectors.plaintext import tidy
from collectors.post import RAW_LIMIT

RECORD_LIMIT = 2_000_000  # characters; the longest posts that platforms hand out take 100,000
_HEAD = 512  # bytes that show how a file is written, and what stands before its JSON
_CHUNK = 256 * 1024  # bytes

_SPACE = re.compile(r"[ \t\r\n]*")
# X writes its files as JavaScript: `window.YTD.tweets.part0 = [`.
_ASSIGNMENT = re.compile(r"\s*(?:window\.)?[A-Za-z_][\w.]*\s*=\s*")
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*("?)|[\[\]{}]', re.S)
_IN_STRING = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*', re.S)
_SCALAR = re.compile(r"[^\s,\[\]{}\"]*")
# NaN and Infinity are no JSON, but programs write them: they are read as null.
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda name: None)


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that could not be read, and the beginning of what stands there."""

    reason: str
    raw: str


def encoding_of(head: bytes) -> str:
    """How a JSON text is written: UTF-8, or UTF-16 of either kind."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # JSON begins with a character of ASCII, which shows how UTF-16 without a mark is written.
    if head[1:2] == b"\0" and head[:1] != b"\0":
        return "utf-16-le"
    return "utf-16-be" if head[:1] == b"\0" and head[1:2] != b"\0" else "utf-8"


class JsonReader:
    """A place in a JSON text. Raises UnreadableSource (TRUNCATED, naming the file and about where)
    where the text breaks off or is no JSON."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self._text, self._at = "", 0
        self._passed = 0  # characters before the window
        self._ended = False
        self._decode: codecs.IncrementalDecoder = codecs.getincrementaldecoder("utf-8")("replace")

    def begin(self) -> bool:
        """Go to the first value; whether there is anything."""
        head = self._stream.read(_CHUNK)
        while 0 < len(head) < _HEAD and (more := self._stream.read(_CHUNK)):
            head += more  # of a stream that gives little at a time
        self._decode = codecs.getincrementaldecoder(encoding_of(head))("replace")
        self._text = self._decode.decode(head).removeprefix("\ufeff")
        if match := _ASSIGNMENT.match(self._text):
            self._at = match.end()
        return self._next() != ""

    def peek(self) -> str:
        """The character that the next value begins with."""
        return self._next() or self._cut()

    def each_key(self) -> Iterator[str]:
        """The keys of the object that begins here; whoever asks passes each value."""
        self._at += 1
        while self.peek() != "}":
            key = self._key()
            self._expect(":")
            self.peek()
            yield key
            self._separate("}")
        self._at += 1

    def items(self) -> Iterator[object]:
        """The items of the list that begins here."""
        self._at += 1
        while self.peek() != "]":
            yield self._value()
            self._separate("]")
        self._at += 1

    def single(self) -> Iterator[object]:
        start = self._passed + self._at
        value = self._value()
        if isinstance(value, Broken):
            self._refuse(start)
        if value is not None:
            yield value

    def skip(self) -> None:
        """Pass the value that begins here, however long and deep it is."""
        if self.peek() not in '"[{':
            self._value()
            return
        depth = 0
        while True:
            match = _TOKEN.search(self._text, self._at)
            if match is None:
                self._at = len(self._text)
                self._more_or_cut()
                continue
            depth += self._pass(match)
            if depth == 0:
                return

    def _pass(self, token: re.Match[str]) -> int:
        """Pass a string or a bracket; what it adds to the depth."""
        mark = token[0][0]
        if mark == '"':
            self._at = token.start() + 1
            self._pass_string()
            return 0
        self._at = token.end()
        return 1 if mark in "[{" else -1

    def _pass_string(self) -> None:
        while True:
            match = _IN_STRING.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._text.startswith('"', self._at):
                self._at += 1
                return
            self._more_or_cut()  # a backslash at the end of the window stays in it

    def _value(self) -> object:
        """The value that begins here; `Broken` if it cannot be read, and is passed."""
        while True:
            try:
                value, after = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if (end := self._end()) is None:
                    if len(self._text) - self._at > RECORD_LIMIT:
                        return self._too_long()
                    self._more_or_cut()
                    continue
                return self._broken(error, end)
            if after == len(self._text) and self._more():  # a number may go on
                continue
            self._at = after
            return value

    def _end(self) -> int | None:
        """Where the value that begins here ends; None if that is not in the window."""
        if self._text[self._at] not in '"[{':
            match = _SCALAR.match(self._text, self._at)
            end = match.end() if match else self._at
            return None if end == len(self._text) and not self._ended else end
        depth = 0
        for token in _TOKEN.finditer(self._text, self._at):
            if token[0][0] == '"':
                if not token[1]:
                    return None
            else:
                depth += 1 if token[0] in "[{" else -1
            if depth <= 0:
                return token.end()
        return None

    def _broken(self, error: Exception, end: int) -> Broken:
        raw = tidy(self._text[self._at : min(end, self._at + RAW_LIMIT)])
        if end == self._at:
            self._refuse()
        self._at = end
        return Broken(_in_words(error), raw)

    def _too_long(self) -> Broken:
        raw = tidy(self._text[self._at : self._at + RAW_LIMIT])
        if self._text[self._at] not in '"[{':
            self._refuse()
        self.skip()
        return Broken(f"it is longer than {RECORD_LIMIT:,} characters", raw)

    def _key(self) -> str:
        if self.peek() != '"':
            self._refuse()
        value = self._value()
        if not isinstance(value, str):
            self._refuse()
        return value

    def _separate(self, end: str) -> None:
        """Pass a comma; what ends the list or object stays."""
        found = self.peek()
        if found == ",":
            self._at += 1
        elif found != end:
            self._refuse()

    def _expect(self, mark: str) -> None:
        if self.peek() != mark:
            self._refuse()
        self._at += 1

    def _next(self) -> str:
        """The next character that is no white space; "" at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _more(self) -> bool:
        """Read on, twice as far the longer the record is; what lies behind is let go."""
        if self._ended:
            return False
        rest = self._text[self._at :]
        chunk = self._stream.read(max(_CHUNK, len(rest)))
        self._ended = not chunk
        self._passed += self._at
        self._text, self._at = rest + self._decode.decode(chunk, final=self._ended), 0
        return not self._ended or len(self._text) > len(rest)

    def _more_or_cut(self) -> None:
        if not self._more():
            self._cut()

    def _cut(self) -> NoReturn:
        sentence = f"{self._name} breaks off after about {self._passed + self._at:,} characters"
        raise UnreadableSource(Problem.TRUNCATED, sentence)

    def _refuse(self, place: int | None = None) -> NoReturn:
        place = self._passed + self._at if place is None else place
        sentence = (
            f"{self._name} is damaged: after about {place:,} characters it is no JSON any more"
        )
        raise UnreadableSource(Problem.TRUNCATED, sentence)


def _in_words(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"it is no JSON: {error.msg}"
    return "it holds a number without an end"
