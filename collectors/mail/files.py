"""Mail in files: one message (`.eml`), or a whole folder of them in one file (mbox).

Format of mbox: RFC 4155 and what programs really write: a message begins with a line `From `; such
a line within a message has `>` before it, which is taken off again. One message at a time is held.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import BinaryIO

from collectors.errors import Problem, UnreadableSource
from collectors.mail.authentication import Proof
from collectors.mail.message import HEADS_LIMIT
from collectors.mail.notice import Entry
from collectors.mail.reading import LARGEST, read_message
from collectors.mail.senders import Foreign, Known, Unproven
from collectors.post import Unread
from collectors.tables.csvtable import Opening

_LINE = 64 * 1024  # bytes of a line that are held at once
_FROM = re.compile(rb"From \S.*\d\d:\d\d")  # with its date: prose begins with "From " too
_HEADER = re.compile(rb"([!-9;-~]{1,76}):")
# Any message has some of these near its top, and no table has.
_OF_MAIL = {b"received", b"return-path", b"from", b"date", b"subject", b"message-id", b"to"}
_OF_MAIL |= {b"delivered-to", b"mime-version", b"content-type", b"x-received", b"dkim-signature"}


def is_mail(head: bytes) -> bool:
    """Whether a file that begins so is a message or an mbox of them."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if start.startswith(b"From ") and _FROM.match(start):
        start = start.partition(b"\n")[2]
    names = set()
    for line in start.splitlines()[:60]:
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        if (match := _HEADER.match(line)) is None:
            return False
        names.add(match[1].lower())
    return b"from" in names and len(names & _OF_MAIL) >= 2


class MailRead(Iterator[Entry]):
    """What a file's messages tell of, and what had to be assumed of them: known after the last."""

    def __init__(
        self, opening: Opening, *, name: str, now: datetime, servers: Collection[str]
    ) -> None:
        self._by_address_only = 0
        self._entries = self._read(opening, name, now, servers)

    def __next__(self) -> Entry:
        return next(self._entries)

    @property
    def assumed(self) -> str | None:
        """A sentence for a person; None where nothing was assumed."""
        return by_address_only(self._by_address_only) if self._by_address_only else None

    def _read(
        self, opening: Opening, name: str, now: datetime, servers: Collection[str]
    ) -> Iterator[Entry]:
        passed: Counter[str] = Counter()
        is_any = False
        with opening() as stream:
            for raw in _messages(stream):
                is_any = True
                message = read_message(
                    raw.start, now=now, servers=servers, is_whole=not raw.is_too_large
                )
                yield from message.entries
                if isinstance(message.sender, Known):
                    self._by_address_only += message.sender.proof is Proof.NOT_STATED
                else:
                    passed[_passed_over(message.sender)] += 1
        if not is_any:
            raise UnreadableSource(Problem.EMPTY, f"{name} holds no message.")
        yield from (Unread(what, number) for what, number in passed.items())


def read_mail(
    opening: Opening, *, name: str, now: datetime, servers: Collection[str] = ()
) -> MailRead:
    """The Posts that a file's messages tell of, in the memory that one message takes.

    Messages of others are passed over after their headers and counted at the end, as are those
    that only pretend to come from a service. Raises UnreadableSource if the file holds no mail.
    `servers`: the names of our own mail servers in Authentication-Results.
    """
    return MailRead(opening, name=name, now=now, servers=servers)


def by_address_only(count: int) -> str:
    """How many messages were believed without a proof, as a person is told."""
    messages = "1 message was" if count == 1 else f"{count} messages were"
    return f"{messages} believed by the sender’s address only, since no mail server notes a proof"


def _passed_over(sender: Unproven | Foreign) -> str:
    if isinstance(sender, Unproven):
        return f"mail in the name of {sender.service} that nothing proves"
    return "other mail"


class _Raw:
    """One message as it is gathered. Of one beyond the limit, the beginning is kept."""

    def __init__(self) -> None:
        self._data = bytearray()
        self.is_too_large = False

    @property
    def start(self) -> bytes:
        return bytes(self._data)

    def add(self, line: bytes) -> None:
        if len(self._data) + len(line) <= LARGEST and not self.is_too_large:
            self._data += line
        elif not self.is_too_large:
            self.is_too_large = True
            del self._data[HEADS_LIMIT:]

    def __bool__(self) -> bool:
        return bool(self._data.strip())


def _messages(stream: BinaryIO) -> Iterator[_Raw]:
    """Parts an mbox into its messages; a file that does not begin with `From ` is one message."""
    first = _first_line(stream)
    is_mbox = _FROM.match(first) is not None
    raw, after_gap, at_start = _Raw(), False, True
    if not is_mbox:
        raw.add(first)
    while line := stream.readline(_LINE):
        if is_mbox and at_start and after_gap and _FROM.match(line):
            if raw:
                yield raw
            raw = _Raw()
        else:
            raw.add(_unescaped(line) if is_mbox and at_start else line)
        after_gap = at_start and not line.strip()
        at_start = line.endswith(b"\n")
    if raw:
        yield raw


def _first_line(stream: BinaryIO) -> bytes:
    line = stream.readline(_LINE).removeprefix(b"\xef\xbb\xbf")
    while line and not line.strip():
        line = stream.readline(_LINE)
    return line


def _unescaped(line: bytes) -> bytes:
    """`>From ` was `From `, and `>>From ` was `>From `, before it went into the mbox."""
    is_escaped = line.startswith(b">") and line.lstrip(b">").startswith(b"From ")
    return line[1:] if is_escaped else line
