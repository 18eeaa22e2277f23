"""IMAP: a mailbox that is looked at, and left as it was found.

Everything that goes wrong is a FetchError in words. The password is in none of them.
"""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

from collectors.errors import FetchError, Problem
from collectors.mail.address import MailAddress
from collectors.mail.imapnames import decoded
from collectors.web.address import AllowedHosts
from collectors.web.client import trusted
from collectors.web.imapwire import LINE, Waiting, Wire, wire_to
from collectors.web.imapwords import (
    BROKEN,
    GARBLED,
    Secret,
    failure,
    in_words,
    quoted,
    said_by,
    text_of,
)

# What LIST says of a folder: its marks, what divides its parts, its name.
_LISTED = re.compile(r'\([^()]*\) (?:"\\?."|NIL) (?:"(.+)"|(\S+))$')
_NOT_LET_IN = "refuses the name or the password; some services want one made for programs"
_FOLDERS = 20  # of those that there are, told where one is missing
_DIGITS = 10  # of a number of 32 bits
_ENVELOPE = 64 * 1024  # bytes of an answer around what was asked for

Given = TypeVar("Given")
Fetched = list[tuple[str, bytes]]  # what stands around each literal, and the literal


class Mailbox:
    """A mailbox that is only looked at: folders are opened by EXAMINE, messages by BODY.PEEK."""

    def __init__(self, wire: Wire, address: MailAddress) -> None:
        self._wire = wire
        self._address = address
        self._secret = Secret()

    def log_in(self, password: str) -> None:
        """FetchError (NOT_LET_IN), without the server's words: these may repeat the password."""
        wire, user = self._wire, self._address.user
        self._secret = Secret(user, password)
        if wire.state != "NONAUTH":
            return  # the server greets us as somebody it knows already
        if "AUTH=PLAIN" in wire.capabilities:
            secret = f"\0{user}\0{password}".encode()
            self._ask(lambda: self._let_in(password, "PLAIN", secret))
        elif not f"{user}{password}".isascii():
            words = "takes no name or password with letters outside A to Z; choose another"
            raise self._failed(Problem.NOT_LET_IN, words)
        else:
            self._ask(lambda: self._let_in(password, "LOGIN", b""))

    def examine(self, quoted: str) -> tuple[int, int]:
        """Open a folder for reading only; its UIDVALIDITY, and the number its next message gets.

        FetchError (NO_SUCH_FOLDER) names the folders that there are.
        """
        said, words = self._ask(lambda: self._wire.select(quoted, readonly=True))
        if said != "OK":
            there = self._folders()
            words_there = f"; there are: {', '.join(there)}" if there else self._said_by(words)
            folder = f"has no folder “{self._address.folder}”{words_there}"
            raise self._failed(Problem.NO_SUCH_FOLDER, folder)
        return self._number("UIDVALIDITY"), self._number("UIDNEXT")

    def search(self, *criteria: str) -> list[int]:
        """The UIDs of the messages that meet some criteria, ascending."""
        said, words = self._ask(lambda: self._wire.uid("SEARCH", *criteria))
        if said != "OK":
            raise self._failed(Problem.BAD_ANSWER, f"will not search{self._said_by(words)}")
        numbers = b" ".join(part for part in words if isinstance(part, bytes)).split()
        return sorted({self._counted(number) for number in numbers if number.isdigit()})

    def fetch(self, uids: Sequence[int], items: str, size: int) -> Fetched:
        """What was asked of some messages, of at most `size` bytes together."""
        listed = ",".join(map(str, uids))
        limit = size + _ENVELOPE
        said, words = self._ask(lambda: self._wire.uid("FETCH", listed, items), limit)
        if said != "OK":
            raise self._failed(Problem.BAD_ANSWER, f"will not show a message{self._said_by(words)}")
        return list(_literals(words))

    def close(self) -> None:
        """Take leave; the socket is closed afterwards."""
        self._wire.expect(LINE, seconds=2.0)
        with suppress(*GARBLED, *BROKEN):
            self._wire.logout()

    def _let_in(self, password: str, way: str, secret: bytes) -> None:
        try:
            if way == "PLAIN":
                self._wire.authenticate(way, lambda _: secret)
            else:
                self._wire.login(quoted(self._address.user), password)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            raise failure(Problem.NOT_LET_IN, self._address, _NOT_LET_IN) from None

    def _folders(self) -> list[str]:
        try:
            said, words = self._ask(lambda: self._wire.list('""', '"*"'))
        except FetchError:
            return []  # the missing folder is what is to be told of
        found = (_LISTED.search(text_of(each)) for each in words if each)
        names = [re.sub(r"\\(.)", r"\1", match[1] or match[2]) for match in found if match]
        return [decoded(name) for name in names][:_FOLDERS] if said == "OK" else []

    def _number(self, name: str) -> int:
        _, words = self._wire.response(name)
        said = words[0] if words else None
        return self._counted(said) if isinstance(said, bytes) and said.isdigit() else 0

    def _counted(self, digits: bytes) -> int:
        """A number of a message or a folder: of 32 bits (RFC 3501, section 9)."""
        if len(digits) > _DIGITS:
            raise failure(Problem.BAD_ANSWER, self._address, "gave a number that none can have")
        return int(digits)

    def _ask(self, call: Callable[[], Given], size: int = LINE) -> Given:
        self._wire.expect(size)
        with in_words(self._address):
            return call()

    def _failed(self, problem: Problem, words: str) -> FetchError:
        return failure(problem, self._address, self._secret.hidden_in(words))

    def _said_by(self, words: Sequence[object]) -> str:
        return said_by(words, self._secret)


@contextmanager
def open_mailbox(
    address: MailAddress,
    password: str,
    *,
    allowed: AllowedHosts,
    waiting: Waiting,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Mailbox]:
    """A mailbox that we were let in to; it is left again at the end. FetchError otherwise."""
    wire = wire_to(address, allowed, waiting, tls or trusted())
    mailbox = Mailbox(wire, address)
    try:
        mailbox.log_in(password)
        yield mailbox
        mailbox.close()
    finally:
        wire.shutdown()


def _literals(words: Sequence[object]) -> Iterator[tuple[str, bytes]]:
    """Each literal of an answer with what stands before and behind it."""
    before, literal, behind = "", b"", ""
    for part in words:
        if isinstance(part, tuple) and len(part) == 2:
            if before:
                yield f"{before} {behind}", literal
            before, literal, behind = text_of(part[0]), bytes(part[1]), ""
        elif isinstance(part, bytes):
            behind = behind or text_of(part)
    if before:
        yield f"{before} {behind}", literal
