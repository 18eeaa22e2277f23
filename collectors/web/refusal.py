"""Refusals: why no feed came, in words that need no knowledge of HTTP or TLS.

Formats: RFC 9110 (Retry-After, status), RFC 7725 (451).
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from collectors.errors import FetchError, Problem
from collectors.web.unpack import BROKEN, unpack

LONGEST_WAIT = timedelta(days=7)  # a slip in a Retry-After is not to silence a source for years
GLANCE = 65_536  # bytes of an error page that are looked at
CHALLENGES = (b"just a moment", b"captcha", b"cf-chl", b"challenge-platform", b"are you a robot")
BROKEN_OFF = "peer closed connection without sending complete message body"  # h11's words
# What httpx says of a Location that is no web address: `javascript:`, `mailto:`, no name.
NO_ADDRESS = (httpx.InvalidURL, UnicodeError)
NETWORK_ERRORS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpx.HTTPError,  # httpx reads a Location of itself, though it is not to follow it
    *NO_ADDRESS,
)
MEANINGS = {
    204: (Problem.EMPTY, "answered with nothing at all"),
    205: (Problem.EMPTY, "answered with nothing at all"),
    401: (Problem.BLOCKED, "asks for a password"),
    403: (Problem.BLOCKED, "refuses programs"),
    404: (Problem.NOT_FOUND, "has nothing at this address; look for the feed's present address"),
    410: (Problem.GONE, "says that this feed has been taken away for good"),
    451: (Problem.BLOCKED, "may not show this for legal reasons"),
}


async def refusal(response: httpx.Response, now: datetime) -> FetchError:
    """What an answer that holds no feed means for the person who looks after the source."""
    url, status = response.request.url, response.status_code
    wait = _retry_at(response.headers.get("Retry-After"), now)
    if status in (202, 403, 503) and await _is_challenge(response):
        words = "shows a test that only people can pass, so programs cannot read it"
        return failure(Problem.BLOCKED, url, words, response)
    if status == 429 or (status == 503 and wait):
        until = f"; asked to wait until {_clock(wait, now)}" if wait else ": asked too often"
        sentence = f"{url.host} answered with {status}{until}."
        return FetchError(Problem.RATE_LIMITED, sentence, retry_at=wait)
    problem, words = MEANINGS.get(status, (Problem.BAD_ANSWER, "gave an answer that is no feed"))
    if status >= 500:
        problem, words = Problem.SERVER_ERROR, "has trouble of its own; it is asked again later"
    return failure(problem, url, words, response)


async def _is_challenge(response: httpx.Response) -> bool:
    headers = response.headers
    if headers.get("cf-mitigated") == "challenge" or "x-amzn-waf-action" in headers:
        return True
    page = (await glance(response)).lower()
    return any(mark in page for mark in CHALLENGES)


async def glance(response: httpx.Response) -> bytes:
    """The first bytes of an answer whose body does not matter; a broken one counts as empty."""
    packed = bytearray()
    try:
        async for chunk in response.aiter_raw():
            packed += chunk
            if len(packed) >= GLANCE:
                break
        coding = response.headers.get("Content-Encoding", "").strip().lower()
        return unpack(bytes(packed), coding, GLANCE)[0]
    except (*NETWORK_ERRORS, *BROKEN):
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


@contextmanager
def in_words(url: httpx.URL, connect: float) -> Iterator[None]:
    """Turn what the network says into a FetchError."""
    try:
        yield
    except NETWORK_ERRORS as error:
        problem, words = _meaning(error, connect)
        raise failure(problem, url, words) from error


def _meaning(error: Exception, connect: float) -> tuple[Problem, str]:
    cause = _tls_cause(error) if isinstance(error, httpcore.ConnectError) else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        words = f"cannot prove that it is itself: {cause.verify_message.rstrip('.')}"
        return Problem.BAD_CERTIFICATE, words
    if cause is not None:
        return Problem.UNREACHABLE, "does not speak https here; try the address with http://"
    if isinstance(error, httpcore.ConnectTimeout):
        return Problem.TIMED_OUT, f"did not take the call within {connect:g} s"
    if isinstance(error, httpcore.ConnectError):
        return Problem.UNREACHABLE, "cannot be reached: it does not take calls at this address"
    if isinstance(error, NO_ADDRESS):
        return Problem.BAD_ANSWER, "sends us on to what is no web address"
    if isinstance(error, httpcore.ReadError) or BROKEN_OFF in str(error):
        return Problem.TRUNCATED, "broke off in the middle of its answer"
    return Problem.BAD_ANSWER, f"gave an answer that breaks the rules of HTTP: {error}"


def _tls_cause(error: BaseException | None) -> ssl.SSLError | None:
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error


def failure(
    problem: Problem, url: httpx.URL, words: str, response: httpx.Response | None = None
) -> FetchError:
    status = f" ({response.status_code})" if response is not None else ""
    return FetchError(problem, f"{url.host} {words}{status}.")
