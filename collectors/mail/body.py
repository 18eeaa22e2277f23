"""One message's body: its words and its markup, decoded. Attachments are never looked at.

Formats: RFC 2045, RFC 2046. Mail that is built to keep a reader busy is refused in words.
"""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser

from collectors.mail.message import BROKEN

_LONGEST = 1_000_000  # code points of a part that are read
_DEEPEST = 40  # parts of parts are parsed by generators inside generators
_LONGEST_TYPE = 8_000  # bytes; the standard library's reading of one is quadratic
_MOST_PARTS = 200
_TYPE = re.compile(rb"^content-type:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_CHARSET = re.compile(
    r"utf-?8|us-ascii|iso-?8859-\d\d?|(?:windows-|cp)125\d|koi8-[ru]|gb(?:2312|k|18030)|big5"
    r"|shift_jis|euc-(?:jp|kr)|iso-2022-jp|utf-16(?:[lb]e)?"
)


class UnreadableBody(Exception):
    """A body that is not read, and why."""


@dataclass(frozen=True, slots=True)
class Body:
    """The first plain and the first HTML part; "" where there is none."""

    text: str
    html: str


def read_body(raw: bytes) -> Body:
    """The body of a whole message; UnreadableBody if it cannot be read within reason."""
    _check(raw)
    try:
        parts = _texts(BytesParser().parsebytes(raw))
        return Body(_of(parts, "text/plain"), _of(parts, "text/html"))
    except BROKEN as error:
        raise UnreadableBody("its parts do not fit together") from error


def _check(raw: bytes) -> None:
    types = [len(match[0]) for match in _TYPE.finditer(raw)]
    if len(types) > _MOST_PARTS or raw.lower().count(b"boundary=") > _DEEPEST:
        raise UnreadableBody("it has more parts within parts than any honest message")
    if types and max(types) > _LONGEST_TYPE:
        raise UnreadableBody("one of its headers is longer than any honest one")


def _texts(message: Message) -> list[Message]:
    """Its parts of text, in their order; not of messages that it carries along."""
    found, waiting = [], [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = [each for each in part.get_payload() if isinstance(each, Message)]
        elif part.get_content_maintype() == "text" and not _is_attached(part):
            found.append(part)
    return found


def _is_attached(part: Message) -> bool:
    return str(part.get("content-disposition", "")).lstrip().lower().startswith("attachment")


def _of(parts: list[Message], kind: str) -> str:
    return next((_decoded(part) for part in parts if part.get_content_type() == kind), "")


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = str(part.get_param("charset") or "").lower()
    known = charset if _CHARSET.fullmatch(charset) else "utf-8"
    try:
        return data.decode(known)[:_LONGEST]
    except (UnicodeError, LookupError):  # called wrongly: nearly always one of these two
        return _guessed(data)[:_LONGEST]


def _guessed(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeError:
        return data.decode("cp1252", "replace")
