"""A feed server: real HTTP/1.1 on loopback, for tests and measurements.

    with FeedServer() as server:
        server.put("/news.xml", b"<rss/>", etag=True)
        server.url("/news.xml"), server.allowed, server.requests

It keeps connections open, answers conditional questions with 304, and can misbehave to order.
"""

import asyncio
import gzip
import itertools
import ssl
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import brotli  # type: ignore[import-untyped]

from collectors.web.address import AllowedHosts

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, 6),
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=3),
}
KINDS = {".json": "application/json", ".html": "text/html", ".atom": "application/atom+xml"}


@dataclass(frozen=True)
class Request:
    """What was asked."""

    method: str
    path: str
    headers: dict[str, str]  # names in lower case


@dataclass(frozen=True)
class Page:
    """What is answered: `head` and `body`, or the raw script of a server that misbehaves."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0  # seconds before the answer
    script: Callable[[], Iterable[bytes | float]] | None = None  # bytes to send, seconds to wait

    def answer(self, request: Request) -> bytes:
        unchanged = self._unchanged(request)
        status, body = (304, b"") if unchanged else (self.status, self.body)
        lines = [
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
            f"Date: {formatdate(usegmt=True)}",
        ]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += [] if unchanged else [f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body

    def _unchanged(self, request: Request) -> bool:
        pairs = (("if-none-match", "ETag"), ("if-modified-since", "Last-Modified"))
        known = [(request.headers.get(asked), self.headers.get(said)) for asked, said in pairs]
        return any(asked is not None and asked == said for asked, said in known)


class FeedServer:
    """Serves what was put; a context manager. `requests` holds what was asked, in order."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self.most_at_once = 0
        self._at_once = 0
        self._tls = tls
        self._pages: dict[str, Page] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        starting = asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result()
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def allowed(self) -> AllowedHosts:
        """What lets this server, and nothing else inside, be fetched."""
        return AllowedHosts.parse(f"127.0.0.1:{self.port}, localhost:{self.port}")

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def put(
        self,
        path: str,
        body: bytes,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        etag: bool | str = False,
        last_modified: str | None = None,
        packed: str | None = None,  # gzip, deflate or br
        delay: float = 0.0,
    ) -> str:
        """Serve a body; gives its address."""
        said = {"Content-Type": "application/rss+xml; charset=utf-8", **(headers or {})}
        if etag:
            said["ETag"] = etag if isinstance(etag, str) else f'"{sha256(body).hexdigest()[:16]}"'
        if last_modified:
            said["Last-Modified"] = last_modified
        if packed:
            said["Content-Encoding"] = packed
            body = PACKERS[packed](body)
        self._pages[path] = Page(body, status, said, delay)
        return self.url(path)

    def redirect(self, path: str, to: str, status: int = 301) -> str:
        return self.put(path, b"moved", status=status, headers={"Location": to})

    def misbehave(self, path: str, script: Callable[[], Iterable[bytes | float]]) -> str:
        """Send these raw bytes, waiting where the script holds seconds; then hang up."""
        self._pages[path] = Page(script=script)
        return self.url(path)

    def put_folder(self, folder: Path) -> list[str]:
        """Serve every file below a folder, with an ETag each; gives their addresses."""
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        return [self._put_file(file, folder) for file in files]

    def _put_file(self, file: Path, folder: Path) -> str:
        kind = KINDS.get(file.suffix, "application/xml")
        path = "/" + quote(file.relative_to(folder).as_posix())
        return self.put(path, file.read_bytes(), headers={"Content-Type": kind}, etag=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while request := await self._heard(reader, writer):
                self._at_once += 1
                self.most_at_once = max(self.most_at_once, self._at_once)
                try:
                    if not await self._said(request, writer):
                        break
                finally:
                    self._at_once -= 1
        except (OSError, asyncio.CancelledError):
            pass  # the other side hung up, or the test is over
        finally:
            writer.close()

    async def _heard(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Request | None:
        try:
            first = await reader.readexactly(1)
            if not first.isalpha():  # TLS, where this server speaks none
                writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return None
            head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return None
        asked, *lines = head.rstrip().split("\r\n")
        method, path, _ = asked.split(" ")
        pairs = (line.partition(":") for line in lines)
        request = Request(method, path, {name.lower(): said.strip() for name, _, said in pairs})
        self.requests.append(request)
        return request

    async def _said(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Answer; whether the connection is kept."""
        page = self._pages.get(request.path, Page(b"nothing here", 404))
        await asyncio.sleep(page.delay)
        steps = page.script() if page.script else [page.answer(request)]
        for step in steps:
            if isinstance(step, float):
                await asyncio.sleep(step)
            else:
                writer.write(step)
                await writer.drain()
        return page.script is None

    async def _stop(self) -> None:
        self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def endless(first: bytes, chunk: bytes) -> Callable[[], Iterable[bytes]]:
    """A script that never ends."""
    return lambda: itertools.chain([first], itertools.repeat(chunk))


if __name__ == "__main__":  # a server in a process of its own, so that it takes no time of ours
    with FeedServer() as server:
        print("\n".join(server.put_folder(Path(sys.argv[1]))), flush=True)
        print(flush=True)
        while True:
            time.sleep(3600)
