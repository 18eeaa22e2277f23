"""One fetch: what is brought home, what is told of a failure, and that nothing lasts too long."""

import asyncio
import gzip
import ssl
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import FetchError, Problem
from collectors.web.address import AllowedHosts
from collectors.web.client import open_client
from collectors.web.fetch import Fetched, Limits, Unchanged, Validators, fetch
from collectors.web.unpack import unpack
from tests.collectors.server import PACKERS, FeedServer, endless

NOW = datetime(2026, 11, 14, 13, 35, tzinfo=UTC)
NONE = Validators()
FEED = b"<rss><channel><title>Riverside News</title></channel></rss>" * 40
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


def got(
    server: FeedServer,
    url: str,
    validators: Validators = NONE,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    tls: ssl.SSLContext | None = None,
) -> Fetched | Unchanged:
    async def one() -> Fetched | Unchanged:
        async with open_client(server.allowed, tls=tls) as client:
            return await fetch(client, url, validators, limits, now=lambda: NOW)

    return asyncio.run(one())


def fetched(server: FeedServer, url: str, limits: Limits = Limits()) -> Fetched:  # noqa: B008
    came = got(server, url, limits=limits)
    assert isinstance(came, Fetched)
    return came


def failed(
    server: FeedServer,
    url: str,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    tls: ssl.SSLContext | None = None,
) -> FetchError:
    with pytest.raises(FetchError) as caught:
        got(server, url, limits=limits, tls=tls)
    return caught.value


# What comes home


@pytest.mark.parametrize(
    "where",
    ["javascript:alert(1)", "mailto:x@y", "http:foo", "https:foo:bar", "http://xn--/", "urn:x:y"],
)
def test_a_redirect_to_what_is_no_web_address_is_a_failure_in_words(
    server: FeedServer, where: str
) -> None:
    url = server.put("/away.xml", b"", status=302, headers={"Location": where})
    assert failed(server, url).problem in (Problem.BAD_ANSWER, Problem.REFUSED_ADDRESS)


def test_a_feed_comes_with_what_lets_the_next_question_be_short(server: FeedServer) -> None:
    said = "Sat, 14 Nov 2026 09:00:00 GMT"
    url = server.put("/news.xml", FEED, etag='"v1"', last_modified=said)
    came = fetched(server, url)
    assert (came.url, came.body, came.retrieved_at) == (url, FEED, NOW)
    assert came.content_type == "application/rss+xml; charset=utf-8"
    assert (came.validators.etag, came.validators.last_modified) == ('"v1"', said)
    assert came.moved_to is None


def test_an_unchanged_feed_is_told_by_the_server(server: FeedServer) -> None:
    url = server.put("/news.xml", FEED, etag=True)
    first = fetched(server, url)
    assert got(server, url, first.validators) == Unchanged(None, first.validators)


def test_a_server_that_knows_only_dates_is_asked_by_date(server: FeedServer) -> None:
    url = server.put("/news.xml", FEED, last_modified="Sat, 14 Nov 2026 09:00:00 GMT")
    assert isinstance(got(server, url, fetched(server, url).validators), Unchanged)


def test_a_server_that_cannot_tell_is_seen_through_by_the_body(server: FeedServer) -> None:
    url = server.put("/news.xml", FEED)
    first = fetched(server, url)
    assert isinstance(got(server, url, first.validators), Unchanged)
    server.put("/news.xml", FEED + b"<!-- more -->")
    assert isinstance(got(server, url, first.validators), Fetched)


def test_an_etag_goes_back_byte_for_byte_even_where_it_is_not_ascii(server: FeedServer) -> None:
    url = server.put("/news.xml", FEED, etag='W/"caf\u00e9"')
    first = fetched(server, url)
    assert isinstance(got(server, url, first.validators), Unchanged)
    assert server.requests[-1].headers["if-none-match"] == 'W/"caf\u00e9"'


def test_an_unasked_304_is_an_error_and_no_feed_without_news(server: FeedServer) -> None:
    error = failed(server, server.put("/news.xml", b"", status=304))
    assert error.problem is Problem.BAD_ANSWER


@pytest.mark.parametrize("packing", sorted(PACKERS))
def test_a_packed_feed_comes_home_unpacked(server: FeedServer, packing: str) -> None:
    assert fetched(server, server.put("/news.xml", FEED, packed=packing)).body == FEED


def test_we_say_who_we_are_and_what_we_read(server: FeedServer) -> None:
    fetched(server, server.put("/news.xml", FEED))
    headers = server.requests[0].headers
    assert headers["user-agent"].startswith("Earshot/")
    assert headers["user-agent"].endswith("(+self-hosted brand monitoring)")
    assert "application/atom+xml" in headers["accept"]
    assert headers["accept-encoding"] == "gzip, deflate, br"
    assert "if-none-match" not in headers


def test_no_cookie_is_kept(server: FeedServer) -> None:
    url = server.put("/news.xml", FEED, headers={"Set-Cookie": "who=you; Path=/"})
    server.redirect("/old.xml", url)
    server.put("/old.xml", b"", status=302, headers={"Location": url, "Set-Cookie": "a=b"})

    async def twice() -> None:
        async with open_client(server.allowed) as client:
            await fetch(client, server.url("/old.xml"), NONE, Limits(), now=lambda: NOW)
            await fetch(client, url, NONE, Limits(), now=lambda: NOW)

    asyncio.run(twice())
    assert not any("cookie" in request.headers for request in server.requests)
    assert server.connections == 1


def test_a_proxy_in_the_environment_is_not_used(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert fetched(server, server.put("/news.xml", FEED)).body == FEED


# Redirects


def test_a_permanent_move_is_reported_so_that_it_can_be_remembered(server: FeedServer) -> None:
    server.put("/new.xml", FEED, etag=True)
    server.redirect("/newer.xml", "/new.xml", 308)
    came = fetched(server, server.redirect("/old.xml", "/newer.xml", 301))
    assert came.url == came.moved_to == server.url("/new.xml")
    again = got(server, server.url("/old.xml"), came.validators)
    assert again == Unchanged(server.url("/new.xml"), came.validators)


def test_what_follows_a_temporary_move_is_not_to_be_remembered(server: FeedServer) -> None:
    server.put("/today.xml", FEED)
    server.redirect("/b.xml", "/c.xml", 302)
    server.redirect("/c.xml", "/today.xml", 301)
    came = fetched(server, server.redirect("/a.xml", "/b.xml", 301))
    assert came.url == server.url("/today.xml")
    assert came.moved_to == server.url("/b.xml")


def test_a_circle_of_redirects_is_left_at_once(server: FeedServer) -> None:
    server.redirect("/b.xml", "/a.xml")
    error = failed(server, server.redirect("/a.xml", "/b.xml"))
    assert error.problem is Problem.REDIRECT_LOOP
    assert len(server.requests) == 2


def test_a_chain_of_redirects_ends_at_the_limit(server: FeedServer) -> None:
    for n in range(30):
        server.redirect(f"/{n}", f"/{n + 1}", 302)
    assert failed(server, server.url("/0")).problem is Problem.REDIRECT_LOOP
    assert len(server.requests) == 11


def test_a_redirect_does_not_lead_inside(server: FeedServer) -> None:
    with FeedServer() as inside:
        secret = inside.put("/secret", b"the family silver")
        error = failed(server, server.redirect("/a.xml", secret))
        assert error.problem is Problem.REFUSED_ADDRESS
        assert "EARSHOT_ALLOW_HOSTS" not in str(error)  # an outsider's wish is not to be granted
        assert inside.requests == []


@pytest.mark.parametrize("to", ["file:///etc/passwd", "gopher://a.example/", "http://[::1/", ""])
def test_a_redirect_to_what_cannot_be_fetched_names_who_sent_us(
    server: FeedServer, to: str
) -> None:
    error = failed(server, server.redirect("/a.xml", to))
    assert error.problem in (Problem.REFUSED_ADDRESS, Problem.BAD_ANSWER)
    assert str(error).startswith("127.0.0.1 ")


# Refusals


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (204, Problem.EMPTY),
        (400, Problem.BAD_ANSWER),
        (401, Problem.BLOCKED),
        (403, Problem.BLOCKED),
        (404, Problem.NOT_FOUND),
        (410, Problem.GONE),
        (418, Problem.BAD_ANSWER),
        (429, Problem.RATE_LIMITED),
        (451, Problem.BLOCKED),
        (500, Problem.SERVER_ERROR),
        (503, Problem.SERVER_ERROR),
    ],
)
def test_each_refusal_is_told_by_kind_with_host_and_status(
    server: FeedServer, status: int, problem: Problem
) -> None:
    error = failed(server, server.put("/news.xml", b"<p>No.</p>", status=status))
    assert error.problem is problem
    assert str(error).startswith("127.0.0.1 ")
    assert str(status) in str(error)


@pytest.mark.parametrize("status", [403, 503])
@pytest.mark.parametrize("packing", [None, "gzip"])
def test_a_test_for_people_is_known_for_what_it_is(
    server: FeedServer, status: int, packing: str | None
) -> None:
    page = b"<html><title>Just a moment...</title>"
    url = server.put("/news.xml", page, status=status, packed=packing)
    error = failed(server, url)
    assert error.problem is Problem.BLOCKED
    assert "only people" in str(error)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("said", "until", "words"),
    [
        ("1800", NOW + timedelta(minutes=30), "14:05 UTC"),
        ("Sat, 14 Nov 2026 14:05:00 GMT", NOW + timedelta(minutes=30), "14:05 UTC"),
        ("Sunday, 15-Nov-26 09:00:00 GMT", datetime(2026, 11, 15, 9, tzinfo=UTC), "15 November"),
        ("0", NOW, "13:35 UTC"),
        ("Sat, 14 Nov 2020 14:05:00 GMT", NOW, "13:35 UTC"),
        ("99999999999999999999", NOW + timedelta(days=7), "21 November"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", NOW + timedelta(days=7), "21 November"),
    ],
)
def test_a_server_that_asks_us_to_wait_is_heard(
    server: FeedServer, status: int, said: str, until: datetime, words: str
) -> None:
    error = failed(server, server.put("/a", b"", status=status, headers={"Retry-After": said}))
    assert error.problem is Problem.RATE_LIMITED
    assert error.retry_at == until
    assert words in str(error)


@pytest.mark.parametrize("said", ["soon", "-5", "1.5", "٣", "Sat, 99 Nov 2026 99:00:00 GMT"])
def test_a_wait_that_cannot_be_read_is_no_wait(server: FeedServer, said: str) -> None:
    raw = said.encode().decode("latin-1")
    error = failed(server, server.put("/a", b"", status=429, headers={"Retry-After": raw}))
    assert error.problem is Problem.RATE_LIMITED
    assert error.retry_at is None


# Answers that break


def test_an_answer_of_no_bytes_is_not_taken_for_no_news(server: FeedServer) -> None:
    assert failed(server, server.put("/a.xml", b"")).problem is Problem.EMPTY
    assert failed(server, server.put("/b.xml", b"", packed="gzip")).problem is Problem.EMPTY


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (OK + b"Content-Length: 500\r\n\r\n<rss>", Problem.TRUNCATED),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n", Problem.TRUNCATED),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n", Problem.BAD_ANSWER),
        (OK + b"Transfer-Encoding: gzip\r\n\r\n<rss>", Problem.BAD_ANSWER),
        (OK + b"Content-Length: -1\r\n\r\n<rss>", Problem.BAD_ANSWER),
        (OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n<rss>", Problem.BAD_ANSWER),
        (OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n<rss>", Problem.BAD_ANSWER),
        (OK + b"Content-Encoding: zstd\r\n\r\n<rss>", Problem.BAD_ANSWER),
        (OK + b"Content-Encoding: gzip\r\n\r\n<rss>", Problem.BAD_ANSWER),
        (OK + b"Content-Encoding: br\r\n\r\n\xff\xff\xff\xff", Problem.BAD_ANSWER),
        (b"<rss>no head at all</rss>", Problem.BAD_ANSWER),
        (b"", Problem.BAD_ANSWER),
        (b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n", Problem.BAD_ANSWER),
    ],
)
def test_broken_http_is_told_in_words_with_the_host(
    server: FeedServer, raw: bytes, problem: Problem
) -> None:
    error = failed(server, server.misbehave("/a.xml", lambda: [raw]))
    assert error.problem is problem
    assert str(error).startswith("127.0.0.1 ")


@pytest.mark.parametrize("packing", sorted(PACKERS))
def test_a_packed_answer_that_was_cut_is_not_taken_for_a_short_feed(
    server: FeedServer, packing: str
) -> None:
    cut = PACKERS[packing](FEED)[:-5]
    url = server.put("/a.xml", cut, headers={"Content-Encoding": packing})
    assert failed(server, url).problem is Problem.TRUNCATED


def test_an_answer_without_a_length_ends_where_the_server_hangs_up(server: FeedServer) -> None:
    assert fetched(server, server.misbehave("/a", lambda: [OK + b"\r\n" + FEED])).body == FEED


@pytest.mark.parametrize("packing", sorted(PACKERS))
@given(body=st.binary(max_size=5000), most=st.integers(1, 6000))
def test_unpacking_gives_everything_or_stops_at_its_limit(
    packing: str, body: bytes, most: int
) -> None:
    came, complete = unpack(PACKERS[packing](body), packing, most)
    assert body.startswith(came)
    if len(body) < most:
        assert (came, complete) == (body, True)


def test_gzip_in_several_members_is_one_body_and_zeros_after_it_are_nothing() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 10
    assert unpack(packed, "gzip", 100) == (b"one two", True)


# Too much, too slow


def test_a_feed_of_50_mb_is_not_read(server: FeedServer) -> None:
    url = server.put("/a.xml", bytes(50_000_000))
    error = failed(server, url)
    assert error.problem is Problem.TOO_LARGE
    assert "20 MB" in str(error)


@pytest.mark.parametrize("packing", sorted(PACKERS))
def test_a_small_answer_that_unpacks_to_50_mb_is_not_read(server: FeedServer, packing: str) -> None:
    url = server.put("/a.xml", bytes(50_000_000), packed=packing)
    assert failed(server, url).problem is Problem.TOO_LARGE


def test_an_endless_feed_is_left(server: FeedServer) -> None:
    url = server.misbehave("/a.xml", endless(OK + b"\r\n", b"<item/>" * 10_000))
    assert failed(server, url, Limits(size=1_000_000)).problem is Problem.TOO_LARGE


def test_an_endless_head_is_left(server: FeedServer) -> None:
    url = server.misbehave("/a.xml", endless(OK, b"X-More: and more\r\n" * 1000))
    assert failed(server, url).problem is Problem.BAD_ANSWER


def test_an_endless_page_behind_a_refusal_is_left(server: FeedServer) -> None:
    head = b"HTTP/1.1 403 Forbidden\r\n\r\n"
    assert failed(server, server.misbehave("/a", endless(head, b"no" * 9999))).problem is (
        Problem.BLOCKED
    )


def test_a_feed_of_just_the_limit_is_read(server: FeedServer) -> None:
    limits = Limits(size=len(FEED))
    for packing in (None, *PACKERS):
        url = server.put("/a.xml", FEED, packed=packing)
        assert fetched(server, url, limits).body == FEED
        error = failed(server, url, Limits(size=len(FEED) - 1))
        assert error.problem is Problem.TOO_LARGE


@pytest.mark.parametrize("head", [OK + b"\r\n", b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n", b""])
def test_a_server_that_drips_is_stopped(server: FeedServer, head: bytes) -> None:
    steps = (step for _ in repeat(None) for step in (b"x", 0.02))
    url = server.misbehave("/a.xml", lambda: [head, *(next(steps) for _ in range(400))])
    started = time.monotonic()
    error = failed(server, url, Limits(whole=0.3))
    assert error.problem is Problem.TIMED_OUT
    assert time.monotonic() - started < 2


def test_where_nobody_listens_it_is_said(server: FeedServer) -> None:
    with FeedServer() as gone:
        url = gone.put("/a.xml", FEED)
    everywhere = AllowedHosts.parse("127.0.0.1")

    async def one() -> None:
        async with open_client(everywhere) as client:
            await fetch(client, url, NONE, Limits(), now=lambda: NOW)

    with pytest.raises(FetchError, match=r"127\.0\.0\.1") as caught:
        asyncio.run(one())
    assert caught.value.problem is Problem.UNREACHABLE


# Certificates


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that its own maker has signed, with its key."""
    file = tmp_path_factory.mktemp("tls") / "own.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    try:
        subprocess.run(
            [*command, *name, "-keyout", file, "-out", f"{file}.crt"],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("openssl, which makes a certificate for this test, is not installed")
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


@pytest.fixture
def secure(certificate: Path) -> Iterator[FeedServer]:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    with FeedServer(tls) as server:
        server.put("/a.xml", FEED)
        yield server


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: FeedServer) -> None:
    error = failed(secure, secure.url("/a.xml", "localhost"))
    assert error.problem is Problem.BAD_CERTIFICATE
    assert secure.requests == []


def test_tls_speaks_with_the_name_and_not_with_the_address_behind_it(
    secure: FeedServer, certificate: Path
) -> None:
    trust = ssl.create_default_context(cafile=str(certificate))
    came = got(secure, secure.url("/a.xml", "localhost"), tls=trust)
    assert isinstance(came, Fetched)
    assert secure.requests[0].headers["host"] == f"localhost:{secure.port}"
    by_address = failed(secure, secure.url("/a.xml"), tls=trust)
    assert by_address.problem is Problem.BAD_CERTIFICATE


def test_https_asked_of_a_server_that_speaks_http_says_so(server: FeedServer) -> None:
    error = failed(server, server.url("/a.xml").replace("http:", "https:"))
    assert error.problem is Problem.UNREACHABLE
    assert "https" in str(error)
