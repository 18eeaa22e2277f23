"""One message's headers: who says to have sent it, when, and what the receiving server noted.

Formats: RFC 5322, RFC 2047. Nothing here raises, whatever it is given; the body is not looked at.
"""

import email.policy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.parser import BytesHeaderParser

from collectors.dates import read_date
from collectors.plaintext import one_line
from collectors.post import Published

# What is asked of a server before anything else of a message is.
FIELDS = ("FROM", "SUBJECT", "DATE", "MESSAGE-ID", "AUTHENTICATION-RESULTS")
HEADS_LIMIT = 256 * 1024  # bytes
# What the standard library's parsers have been seen to raise on hostile mail.
BROKEN = (
    *(MessageError, ValueError, LookupError, AttributeError, TypeError, AssertionError),
    RecursionError,
)

_LONGEST = 4_000  # code points of one header that are read
_LONGEST_RESULT = 20_000
_MOST_RESULTS = 20
_END_OF_HEADS = re.compile(rb"\r?\n\r?\n")
_ADDRESS = re.compile(r"([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+)@([A-Za-z0-9.-]+)")


@dataclass(frozen=True, slots=True)
class Heads:
    """What the headers of one message say. `address` is "" unless there is exactly one sender."""

    address: str  # of From, in lower case
    name: str | None  # as the sender shows it: proves nothing
    subject: str
    date: Published
    message_id: str
    results: tuple[str, ...]  # Authentication-Results, the topmost first, unfolded

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def where(self) -> str:
        """Which message it is, for a person who looks for it."""
        named = f"message {self.message_id}" if self.message_id else "a message without an id"
        return f"{named} of {self.date.said or 'no date'}"


def read_heads(raw: bytes, now: datetime) -> Heads:
    """The headers of a message, which may be all of it or its headers only."""
    block = raw[:HEADS_LIMIT]
    end = _END_OF_HEADS.search(block)
    try:
        parsed = BytesHeaderParser().parsebytes(block[: end.end()] if end else block)
        said = [(name.lower(), _unfolded(str(value))) for name, value in parsed.raw_items()]
    except BROKEN:
        said = []
    address, name = _sender([value for key, value in said if key == "from"])
    return Heads(
        address=address,
        name=name,
        subject=_words("subject", _first(said, "subject")) or "",
        date=read_date(_first(said, "date"), now),
        message_id=(one_line(_first(said, "message-id")) or "").strip("<>")[:200],
        results=_results(said),
    )


def _unfolded(value: str) -> str:
    """A header on one line. Bytes that are no ASCII come as half characters: most are UTF-8."""
    joined = re.sub(r"\r?\n(?=[ \t])", "", value[:_LONGEST_RESULT])
    return joined.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()


def _first(said: Sequence[tuple[str, str]], key: str) -> str:
    return next((value[:_LONGEST] for name, value in said if name == key), "")


def _results(said: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(value for key, value in said if key == "authentication-results")[:_MOST_RESULTS]


def _words(name: str, value: str) -> str | None:
    """A header that holds words, its encoded words read; line breaks hidden in them are spaces."""
    try:
        return one_line(str(email.policy.default.header_factory(name, value)))
    except BROKEN:
        return one_line(value)


def _sender(headers: Sequence[str]) -> tuple[str, str | None]:
    """Address and shown name; no address where there are several, or two readings of one.

    What one program takes for the address and another for the name is how a sender is forged; so
    the address must be what stands last in the header, and what the standard library finds too.
    """
    if len(headers) != 1 or not headers[0].isprintable():
        return "", None
    value = headers[0][:_LONGEST]
    try:
        addresses = email.policy.default.header_factory("from", value).addresses
        found = [(each.addr_spec, each.display_name) for each in addresses]
    except BROKEN:
        return "", None
    bare = value[value.rfind("<") + 1 : -1] if value.endswith(">") else value
    match = _ADDRESS.fullmatch(bare.strip())
    if len(found) != 1 or match is None or found[0][0] != match[0]:
        return "", None
    return match[0].lower(), one_line(found[0][1])
