"""The wire: a connection to a mail server's checked address, bounded in size and time.

It is encrypted, but to a server on this very machine that offers no encryption. The protocol is
spoken by the standard library's imaplib (RFC 3501); this gives it a socket, and reads for it, so
that no server can send 2 GB or nothing for ever.
"""

import asyncio
import imaplib
import socket
import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from time import monotonic

from collectors.errors import Problem
from collectors.mail.address import MailAddress
from collectors.web.address import TRIED, AllowedHosts, addresses_of
from collectors.web.imapwords import Closed, TooMuch, failure, in_words, text_of

LINE = 8 * 1024 * 1024  # bytes of one line: a list of a million message numbers


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a server may take, in seconds."""

    connect: float = 10.0  # with the lookup of the name, and TLS
    answer: float = 30.0  # for one whole answer, however it drips in


class Wire(imaplib.IMAP4):
    """imaplib over a socket that is given to it, with limits on each answer."""

    def __init__(self, sock: socket.socket, address: MailAddress, waiting: Waiting) -> None:
        self._given = sock
        self._unread = bytearray()
        self._waiting = waiting
        self.expect(LINE)
        super().__init__(address.host, address.port)

    def expect(self, size: int, seconds: float | None = None) -> None:
        """Let the next answer be this long, in bytes, and take as long as any may."""
        self._left = size
        self._ends = monotonic() + (self._waiting.answer if seconds is None else seconds)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        self.host, self.port = host, port
        self.sock = self._given

    def read(self, size: int) -> bytes:
        if size > self._left:
            raise TooMuch
        while len(self._unread) < size:
            self._receive()
        return self._take(size)

    def readline(self) -> bytes:
        searched = 0
        while (end := self._unread.find(b"\n", searched)) < 0:
            searched = len(self._unread)
            self._receive()
        return self._take(end + 1)

    def encrypt(self, tls: ssl.SSLContext) -> None:
        """STARTTLS. What a server, or somebody on the way, sent before it began is refused."""
        self.expect(LINE)
        said, _ = self.xatom("STARTTLS")
        if said != "OK" or self._unread:
            raise ssl.SSLError("no encryption")
        self.sock = tls.wrap_socket(self.sock, server_hostname=self.host)
        _, words = self.capability()
        self.capabilities = tuple(text_of(words[-1]).upper().split()) if words else ()

    def shutdown(self) -> None:
        self.sock.close()

    def _receive(self) -> None:
        left = self._ends - monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)
        data = self.sock.recv(65_536)
        if not data:
            raise Closed
        self._unread += data
        if len(self._unread) > self._left:
            raise TooMuch

    def _take(self, size: int) -> bytes:
        taken = bytes(self._unread[:size])
        del self._unread[:size]
        self._left -= size
        return taken


def wire_to(
    address: MailAddress, allowed: AllowedHosts, waiting: Waiting, tls: ssl.SSLContext
) -> Wire:
    sock = _connected(address, allowed, waiting)
    try:
        with in_words(address):
            if address.tls:
                sock = tls.wrap_socket(sock, server_hostname=address.host)
            wire = Wire(sock, address, waiting)
            if not address.tls:
                _encrypt(wire, address, allowed, tls)
            return wire
    except BaseException:
        sock.close()
        raise


def may_go_plain(address: MailAddress, peer: str, allowed: AllowedHosts) -> bool:
    """Whether a password may go unencrypted to `peer`, the IP address at the other end: only within
    this machine, to a server that was allowed by name."""
    return ip_address(peer).is_loopback and allowed.permits(address.host, address.port)


def _encrypt(wire: Wire, address: MailAddress, allowed: AllowedHosts, tls: ssl.SSLContext) -> None:
    """STARTTLS, which is required of every server but one that may do without."""
    if "STARTTLS" in wire.capabilities and wire.state == "NONAUTH":
        wire.encrypt(tls)
    elif not may_go_plain(address, wire.sock.getpeername()[0], allowed):
        raise failure(
            Problem.UNREACHABLE, address, "offers no encryption here; try imaps:// instead"
        )


def _connected(address: MailAddress, allowed: AllowedHosts, waiting: Waiting) -> socket.socket:
    """A socket to one of the addresses that were checked, the first that answers."""
    ends = monotonic() + waiting.connect
    with in_words(address, beginning=True):
        found = asyncio.run(_addresses(address, allowed, waiting.connect))[:TRIED]
        for left in range(len(found), 0, -1):
            share = max((ends - monotonic()) / left, 0.01)
            try:
                sock = socket.create_connection((found[-left], address.port), share)
            except OSError:
                if left == 1:
                    raise
            else:
                sock.settimeout(max(ends - monotonic(), 1.0))  # for TLS; answers have their own
                return sock
    raise failure(Problem.NO_SUCH_HOST, address, "has no address")


async def _addresses(address: MailAddress, allowed: AllowedHosts, seconds: float) -> list[str]:
    async with asyncio.timeout(seconds):
        return await addresses_of(address.host, address.port, allowed)
