"""Fetching: one polite, bounded question to one web address. Nothing is asked twice.

Every failure is a FetchError whose sentence names the host and needs no knowledge of HTTP.
Formats: RFC 9110 (validators, redirects, Retry-After, codings), RFC 7725 (451).
"""

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from hashlib import sha256
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version

import brotli  # type: ignore[import-untyped]
import certifi
import httpcore
import httpx

from collectors.address import AllowedHosts, CheckedBackend, checked_url
from collectors.errors import FetchError, Problem

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)
PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_WAIT = timedelta(days=7)  # a slip in a Retry-After is not to silence a source for years
GLANCE = 65_536  # bytes of an error page that are looked at
MEMBERS = 64  # parts of one gzip answer; each costs a copy of what follows it
CHALLENGES = (b"just a moment", b"captcha", b"cf-chl", b"challenge-platform", b"are you a robot")
BROKEN_OFF = "peer closed connection without sending complete message body"  # h11's words


@dataclass(frozen=True, slots=True)
class Validators:
    """What lets a later fetch ask "only if it changed"; as the server said it, byte for byte."""

    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None  # hexadecimal, of the unpacked body


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how large one fetch may become."""

    connect: float = 10.0  # seconds, with the lookup of the name
    whole: float = 60.0  # seconds, from the question to the last byte, redirects included
    redirects: int = 10
    size: int = 20_000_000  # bytes, of the answer as sent and, apart from that, unpacked


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with something new in it."""

    url: str  # where the answer came from, after redirects
    body: bytes  # unpacked
    content_type: str | None
    validators: Validators
    moved_to: str | None  # how far the redirects from the start were all permanent
    retrieved_at: datetime  # aware, UTC


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says, or the same body shows, that nothing is new."""

    moved_to: str | None  # as in Fetched
    validators: Validators


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


async def fetch(
    client: httpx.AsyncClient,
    url: str,
    validators: Validators,
    limits: Limits,
    *,
    now: Callable[[], datetime],
) -> Fetched | Unchanged:
    """Ask once, follow redirects, and give what came; FetchError says why nothing could."""
    try:
        async with asyncio.timeout(limits.whole):
            return await _follow(client, checked_url(url), validators, limits, now)
    except TimeoutError as error:
        host = checked_url(url).host
        sentence = f"{host} was too slow: its answer was not complete after {limits.whole:g} s."
        raise FetchError(Problem.TIMED_OUT, sentence) from error


async def _follow(
    client: httpx.AsyncClient,
    url: httpx.URL,
    validators: Validators,
    limits: Limits,
    now: Callable[[], datetime],
) -> Fetched | Unchanged:
    asked = [url]  # every address so far, the present one last
    moved_to: str | None = None
    permanent = True
    while True:
        async with aclosing(await _hop(client, asked, validators, limits)) as response:
            if response.status_code not in REDIRECTS:
                return await _answer(response, validators, limits, moved_to, now())
            url = await _target(response)
        permanent = permanent and response.status_code in PERMANENT
        moved_to = str(url) if permanent else moved_to
        _no_loop(asked, url, limits)
        asked.append(url)


async def _hop(
    client: httpx.AsyncClient, asked: list[httpx.URL], validators: Validators, limits: Limits
) -> httpx.Response:
    """Ask the present address. A redirect inside is not met with advice how to allow it."""
    try:
        return await _ask(client, asked[-1], validators, limits)
    except FetchError as error:
        if error.problem is not Problem.REFUSED_ADDRESS or len(asked) == 1:
            raise
        words = f"sends on to {asked[-1].host}, which is inside this network; that was not followed"
        raise _failure(Problem.REFUSED_ADDRESS, asked[0], words) from error


async def _ask(
    client: httpx.AsyncClient, url: httpx.URL, validators: Validators, limits: Limits
) -> httpx.Response:
    headers: dict[bytes, bytes] = {}
    if validators.etag:
        headers[b"If-None-Match"] = validators.etag.encode("latin-1")
    if validators.last_modified:
        headers[b"If-Modified-Since"] = validators.last_modified.encode("latin-1")
    timeout = httpx.Timeout(None, connect=limits.connect)  # the rest is bounded as a whole
    with _in_words(url, limits):
        request = client.build_request("GET", url, headers=headers, timeout=timeout)
        return await client.send(request, stream=True)


async def _target(response: httpx.Response) -> httpx.URL:
    """Where a redirect leads; its own small body is read so that the connection can be kept."""
    url, location = response.request.url, response.headers.get("Location")
    if not location:
        raise _failure(Problem.BAD_ANSWER, url, "sends elsewhere, but does not say where", response)
    if _length(response) <= GLANCE:
        await _glance(response)
    try:
        return checked_url(url.join(location)).copy_with(fragment=None)
    except (httpx.InvalidURL, FetchError) as error:
        words = f"sends to “{location[:200]}”, which cannot be fetched"
        raise _failure(Problem.REFUSED_ADDRESS, url, words, response) from error


def _no_loop(asked: list[httpx.URL], url: httpx.URL, limits: Limits) -> None:
    host = asked[0].host
    if url in asked:
        sentence = f"{host} sends in a circle, back to {url.host}; look for its present address."
        raise FetchError(Problem.REDIRECT_LOOP, sentence)
    if len(asked) > limits.redirects:
        sentence = f"{host} sends on and on, more than {limits.redirects} times."
        raise FetchError(Problem.REDIRECT_LOOP, sentence)


async def _answer(
    response: httpx.Response,
    validators: Validators,
    limits: Limits,
    moved_to: str | None,
    now: datetime,
) -> Fetched | Unchanged:
    if response.status_code == 304 and validators != Validators():
        await _glance(response)  # its end must be read, or the connection cannot be kept
        return Unchanged(moved_to, _renewed(validators, response))
    if response.status_code not in (200, 203):
        raise await _refusal(response, now)
    body = await _body(response, limits)
    digest = sha256(body).hexdigest()
    found = replace(_renewed(Validators(), response), body_sha256=digest)
    if digest == validators.body_sha256:
        return Unchanged(moved_to, found)
    kind = response.headers.get("Content-Type")
    return Fetched(str(response.request.url), body, kind, found, moved_to, now)


def _renewed(validators: Validators, response: httpx.Response) -> Validators:
    return replace(
        validators,
        etag=_raw(response, b"etag") or validators.etag,
        last_modified=_raw(response, b"last-modified") or validators.last_modified,
    )


def _raw(response: httpx.Response, name: bytes) -> str | None:
    """A header's bytes as Latin-1, which gives every byte back when it is sent again."""
    found = [value for key, value in response.headers.raw if key.lower() == name]
    return found[0].decode("latin-1") if found else None


async def _body(response: httpx.Response, limits: Limits) -> bytes:
    url = response.request.url
    if _length(response) > limits.size:
        raise _too_large(url, limits)
    packed = bytearray()
    with _in_words(url, limits):
        async for chunk in response.aiter_raw():
            packed += chunk
            if len(packed) > limits.size:
                raise _too_large(url, limits)
    body = _unpacked(bytes(packed), response, limits) if packed else b""
    if not body:
        raise _failure(Problem.EMPTY, url, "answered with nothing at all", response)
    return body


def _unpacked(packed: bytes, response: httpx.Response, limits: Limits) -> bytes:
    url = response.request.url
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    try:
        body, complete = unpack(packed, coding, limits.size + 1)
    except (zlib.error, brotli.error, UnknownCoding) as error:
        words = f"sent an answer whose packing ({coding}) is broken or unknown"
        raise _failure(Problem.BAD_ANSWER, url, words) from error
    if len(body) > limits.size:
        raise _too_large(url, limits)
    if not complete:
        raise _failure(Problem.TRUNCATED, url, "broke off in the middle of its answer")
    return body


class UnknownCoding(ValueError):
    """A Content-Encoding that was not asked for."""


def unpack(packed: bytes, coding: str, most: int) -> tuple[bytes, bool]:
    """At most about `most` bytes of what was packed, and whether its end was reached.

    `coding` as in Content-Encoding: gzip, deflate (with or without its header), br, or none.
    Raises zlib.error, brotli.error, UnknownCoding.
    """
    if coding in ("", "identity", "none"):
        return packed, True
    if coding in ("gzip", "x-gzip"):
        return _gunzip(packed, most)
    if coding == "deflate":
        return _inflate(packed, most)
    if coding == "br":
        return _unbrotli(packed, most)
    raise UnknownCoding(coding)


def _gunzip(packed: bytes, most: int) -> tuple[bytes, bool]:
    """RFC 1952: members one after another; zeros and rubbish after the last are passed over."""
    body = b""
    for _ in range(MEMBERS):
        member = zlib.decompressobj(wbits=31)
        body += member.decompress(packed, most - len(body))
        packed = member.unused_data
        if not member.eof or len(body) >= most:
            return body, member.eof
        if not packed.startswith(b"\x1f\x8b"):
            return body, True
    raise zlib.error(f"more than {MEMBERS} members")


def _inflate(packed: bytes, most: int) -> tuple[bytes, bool]:
    """RFC 1950, or bare RFC 1951, which some servers send under the same name."""
    try:
        stream = zlib.decompressobj()
        return stream.decompress(packed, most), stream.eof
    except zlib.error:
        stream = zlib.decompressobj(wbits=-15)
        return stream.decompress(packed, most), stream.eof


def _unbrotli(packed: bytes, most: int) -> tuple[bytes, bool]:
    stream = brotli.Decompressor()
    body: bytes = stream.process(packed, output_buffer_limit=most)
    return body, stream.is_finished()


async def _refusal(response: httpx.Response, now: datetime) -> FetchError:
    """What an answer that holds no feed means for the person who looks after the source."""
    url, status = response.request.url, response.status_code
    wait = _retry_at(response.headers.get("Retry-After"), now)
    if status in (202, 403, 503) and await _is_challenge(response):
        words = "shows a test that only people can pass, so programs cannot read it"
        return _failure(Problem.BLOCKED, url, words, response)
    if status == 429 or (status == 503 and wait):
        until = f"; asked to wait until {_clock(wait, now)}" if wait else ": asked too often"
        sentence = f"{url.host} answered with {status}{until}."
        return FetchError(Problem.RATE_LIMITED, sentence, retry_at=wait)
    problem, words = MEANINGS.get(status, (Problem.BAD_ANSWER, "gave an answer that is no feed"))
    if status >= 500:
        problem, words = Problem.SERVER_ERROR, "has trouble of its own; it is asked again later"
    return _failure(problem, url, words, response)


MEANINGS = {
    204: (Problem.EMPTY, "answered with nothing at all"),
    205: (Problem.EMPTY, "answered with nothing at all"),
    401: (Problem.BLOCKED, "asks for a password"),
    403: (Problem.BLOCKED, "refuses programs"),
    404: (Problem.NOT_FOUND, "has nothing at this address; look for the feed's present address"),
    410: (Problem.GONE, "says that this feed has been taken away for good"),
    451: (Problem.BLOCKED, "may not show this for legal reasons"),
}


async def _is_challenge(response: httpx.Response) -> bool:
    headers = response.headers
    if headers.get("cf-mitigated") == "challenge" or "x-amzn-waf-action" in headers:
        return True
    page = (await _glance(response)).lower()
    return any(mark in page for mark in CHALLENGES)


async def _glance(response: httpx.Response) -> bytes:
    """The first bytes of an answer whose body does not matter; a broken one counts as empty."""
    packed = bytearray()
    try:
        async for chunk in response.aiter_raw():
            packed += chunk
            if len(packed) >= GLANCE:
                break
        coding = response.headers.get("Content-Encoding", "").strip().lower()
        return unpack(bytes(packed), coding, GLANCE)[0]
    except (*NETWORK_ERRORS, zlib.error, brotli.error, UnknownCoding):
        return b""


def _retry_at(said: str | None, now: datetime) -> datetime | None:
    """Retry-After as a time: seconds from now, or an HTTP date; None if absent or unreadable."""
    if not said:
        return None
    said = said.strip()
    if said.isascii() and said.isdigit():
        wait = timedelta(seconds=min(int(said[:9]), LONGEST_WAIT.total_seconds()))
        return now + wait
    try:
        at = parsedate_to_datetime(said)
        at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return min(max(at, now), now + LONGEST_WAIT)


def _clock(at: datetime, now: datetime) -> str:
    date = "" if at.date() == now.date() else f" on {at.day} {at:%B}"
    return f"{at:%H:%M} UTC{date}"


def _length(response: httpx.Response) -> int:
    """The bytes that were announced; 0 where nothing was. h11 has checked that it is a number."""
    return int(response.headers.get("Content-Length", 0))


def _failure(
    problem: Problem, url: httpx.URL, words: str, response: httpx.Response | None = None
) -> FetchError:
    status = f" ({response.status_code})" if response is not None else ""
    return FetchError(problem, f"{url.host} {words}{status}.")


def _too_large(url: httpx.URL, limits: Limits) -> FetchError:
    words = f"sends more than {limits.size / 1e6:g} MB, which is no feed's size; it was not read"
    return _failure(Problem.TOO_LARGE, url, words)


NETWORK_ERRORS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpx.HTTPError,  # httpx reads a Location of itself, though it is not to follow it
)


@contextmanager
def _in_words(url: httpx.URL, limits: Limits) -> Iterator[None]:
    """Turn what the network says into a FetchError."""
    try:
        yield
    except NETWORK_ERRORS as error:
        problem, words = _meaning(error, limits)
        raise _failure(problem, url, words) from error


def _meaning(error: Exception, limits: Limits) -> tuple[Problem, str]:
    cause = _tls_cause(error) if isinstance(error, httpcore.ConnectError) else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        words = f"cannot prove that it is itself: {cause.verify_message.rstrip('.')}"
        return Problem.BAD_CERTIFICATE, words
    if cause is not None:
        return Problem.UNREACHABLE, "does not speak https here; try the address with http://"
    if isinstance(error, httpcore.ConnectTimeout):
        return Problem.TIMED_OUT, f"did not take the call within {limits.connect:g} s"
    if isinstance(error, httpcore.ConnectError):
        return Problem.UNREACHABLE, "cannot be reached: it does not take calls at this address"
    if isinstance(error, httpcore.ReadError) or BROKEN_OFF in str(error):
        return Problem.TRUNCATED, "broke off in the middle of its answer"
    return Problem.BAD_ANSWER, f"gave an answer that breaks the rules of HTTP: {error}"


def _tls_cause(error: BaseException | None) -> ssl.SSLError | None:
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error


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
