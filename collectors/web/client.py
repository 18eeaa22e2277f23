"""The client: one pool of connections that asks checked addresses only, and remembers nobody."""

import ssl
from collections.abc import AsyncIterator
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version

import certifi
import httpcore
import httpx

from collectors.web.address import AllowedHosts, CheckedBackend

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)


@cache
def trusted() -> ssl.SSLContext:
    """Whom TLS trusts: this machine's own certificates and Mozilla's. Made once, since it is slow.

    A company that inspects its traffic has its certificate in the machine's store; a bare container
    has no store at all: hence both.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def open_client(
    allowed: AllowedHosts, *, at_once: int = 32, tls: ssl.SSLContext | None = None
) -> httpx.AsyncClient:
    """A client for `fetch`: no cookies, no proxy or netrc of the environment, checked addresses."""
    pool = httpcore.AsyncConnectionPool(
        ssl_context=tls or trusted(),
        max_connections=at_once,
        keepalive_expiry=2.0,  # servers hang up after 5 s or more; a race with that is no failure
        network_backend=CheckedBackend(allowed),
    )
    return httpx.AsyncClient(
        transport=_Transport(pool),
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={
            "User-Agent": f"Earshot/{version('earshot')} (+self-hosted brand monitoring)",
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip, deflate, br",
        },
    )


class _Transport(httpx.AsyncBaseTransport):
    """httpx over a pool of our own making, since its own transport takes no network backend."""

    def __init__(self, pool: httpcore.AsyncConnectionPool) -> None:
        self._pool = pool

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        target = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                "GET", target, headers=request.headers.raw, extensions=request.extensions
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer))

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._answer.aiter_stream()

    async def aclose(self) -> None:
        await self._answer.aclose()
