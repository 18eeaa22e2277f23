"""A mail server: pymap, a real one; and callers of any other sort, for servers that misbehave.

with MailServer() as server:
    server.deliver("INBOX", b"From: ...")
    server.address(), server.allowed, server.commands()
"""

import imaplib
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from collectors.mail.address import MailAddress
from collectors.mail.imapnames import in_quotes
from collectors.web.address import AllowedHosts
from tests.processes import stopped

USER, PASSWORD = "office", "correct-horse-7"
ARRIVED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody but a test trusts, and its key."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-keyout", str(key), "-out", str(cert), "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    return cert, key


class Listener:
    """Takes calls on loopback, each in a thread of its own."""

    def __init__(self, answer: Callable[[socket.socket], None]) -> None:
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._take_calls, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def address(self, folder: str = "INBOX", scheme: str = "imap") -> MailAddress:
        return MailAddress.parse(f"{scheme}://{USER}@127.0.0.1:{self.port}/{folder}")

    @property
    def allowed(self) -> AllowedHosts:
        return AllowedHosts.parse(f"127.0.0.1:{self.port}, localhost:{self.port}")

    def _take_calls(self) -> None:
        while True:
            try:
                call, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(call,), daemon=True).start()

    def _one(self, call: socket.socket) -> None:
        with suppress(OSError), call:
            self._answer(call)


class MailServer(Listener):
    """pymap with one user, behind a relay that writes down what it is asked."""

    def __init__(self, tls: tuple[Path, Path] | None = None, *, behind_tls: bool = False) -> None:
        self.said = bytearray()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if tls and not behind_tls else None
        if self._context and tls:
            self._context.load_cert_chain(*tls)
        self.inner_port = _free_port()
        own = ["--cert", str(tls[0]), "--key", str(tls[1])] if tls and behind_tls else ["--no-tls"]
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-c", "from pymap.main import main; main()"),
                *("--host", "127.0.0.1", "--port", str(self.inner_port), *own),
                *("dict", "--demo-user", USER, "--demo-password", PASSWORD),
            ],
            stderr=subprocess.DEVNULL,
        )
        super().__init__(self._relay)

    def __enter__(self) -> Self:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.inner_port), 1):
                return self
            time.sleep(0.05)
        raise TimeoutError("the mail server does not start")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        stopped(self._process)
        self.close()

    @cached_property
    def owner(self) -> imaplib.IMAP4:
        """The mailbox as its owner uses it."""
        client = imaplib.IMAP4("127.0.0.1", self.inner_port)
        client.login(USER, PASSWORD)
        return client

    def renew(self, folder: str) -> None:
        """Make a folder that is empty, whatever was in one of that name."""
        self.owner.delete(in_quotes(folder))
        self.owner.create(in_quotes(folder))

    def deliver(self, folder: str, *messages: bytes) -> None:
        arrived = imaplib.Time2Internaldate(ARRIVED)
        for message in messages:
            self.owner.append(in_quotes(folder), "", arrived, message)

    def flags(self, folder: str) -> list[bytes]:
        self.owner.select(in_quotes(folder))
        _, said = self.owner.fetch("1:*", "(FLAGS)")
        self.owner.close()
        return [each for each in said if isinstance(each, bytes)]

    def commands(self) -> list[str]:
        return [line.partition(" ")[2] for line in self.said.decode().splitlines()]

    def _relay(self, call: socket.socket) -> None:
        if self._context:
            call = self._context.wrap_socket(call, server_side=True)
        with socket.create_connection(("127.0.0.1", self.inner_port)) as inner:
            threading.Thread(target=_pass_on, args=(inner, call), daemon=True).start()
            while data := call.recv(65_536):
                self.said += data
                inner.sendall(data)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
