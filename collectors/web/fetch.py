"""Fetching: one polite, bounded question to one web address. Nothing is asked twice.

Every failure is a FetchError whose sentence names the host and needs no knowledge of HTTP.
Formats: RFC 9110 (validators, redirects, codings).
"""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

import httpx

from collectors.errors import FetchError, Problem
from collectors.web.address import checked_url
from collectors.web.refusal import GLANCE, failure, glance, in_words, refusal
from collectors.web.unpack import BROKEN, unpack

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})


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
        raise failure(Problem.REFUSED_ADDRESS, asked[0], words) from error


async def _ask(
    client: httpx.AsyncClient, url: httpx.URL, validators: Validators, limits: Limits
) -> httpx.Response:
    headers: dict[bytes, bytes] = {}
    if validators.etag:
        headers[b"If-None-Match"] = validators.etag.encode("latin-1")
    if validators.last_modified:
        headers[b"If-Modified-Since"] = validators.last_modified.encode("latin-1")
    timeout = httpx.Timeout(None, connect=limits.connect)  # the rest is bounded as a whole
    with in_words(url, limits.connect):
        request = client.build_request("GET", url, headers=headers, timeout=timeout)
        return await client.send(request, stream=True)


async def _target(response: httpx.Response) -> httpx.URL:
    """Where a redirect leads; its own small body is read so that the connection can be kept."""
    url, location = response.request.url, response.headers.get("Location")
    if not location:
        raise failure(Problem.BAD_ANSWER, url, "sends elsewhere, but does not say where", response)
    if _length(response) <= GLANCE:
        await glance(response)
    try:
        return checked_url(url.join(location)).copy_with(fragment=None)
    except (httpx.InvalidURL, FetchError) as error:
        words = f"sends to “{location[:200]}”, which cannot be fetched"
        raise failure(Problem.REFUSED_ADDRESS, url, words, response) from error


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
        await glance(response)  # its end must be read, or the connection cannot be kept
        return Unchanged(moved_to, _renewed(validators, response))
    if response.status_code not in (200, 203):
        raise await refusal(response, now)
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
    with in_words(url, limits.connect):
        async for chunk in response.aiter_raw():
            packed += chunk
            if len(packed) > limits.size:
                raise _too_large(url, limits)
    body = _unpacked(bytes(packed), response, limits) if packed else b""
    if not body:
        raise failure(Problem.EMPTY, url, "answered with nothing at all", response)
    return body


def _unpacked(packed: bytes, response: httpx.Response, limits: Limits) -> bytes:
    url = response.request.url
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    try:
        body, complete = unpack(packed, coding, limits.size + 1)
    except BROKEN as error:
        words = f"sent an answer whose packing ({coding}) is broken or unknown"
        raise failure(Problem.BAD_ANSWER, url, words) from error
    if len(body) > limits.size:
        raise _too_large(url, limits)
    if not complete:
        raise failure(Problem.TRUNCATED, url, "broke off in the middle of its answer")
    return body


def _length(response: httpx.Response) -> int:
    """The bytes that were announced; 0 where nothing was. h11 has checked that it is a number."""
    return int(response.headers.get("Content-Length", 0))


def _too_large(url: httpx.URL, limits: Limits) -> FetchError:
    words = f"sends more than {limits.size / 1e6:g} MB, which is no feed's size; it was not read"
    return failure(Problem.TOO_LARGE, url, words)
