"""Claims about finding the feed behind an address: politely, on a real server, among bad pages."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from collectors.errors import Problem
from collectors.web.address import AllowedHosts
from earshot.bringing.finding import MOST_ASKED, Found, find_feeds
from tests.collectors.server import FeedServer

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Example Echo</title>
<item><title>One</title><link>https://echo.example/1</link></item></channel></rss>"""
HTML = {"Content-Type": "text/html; charset=utf-8"}
NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as running:
        yield running


def find(server: FeedServer, url: str) -> Found:
    return find_feeds(url, allowed=server.allowed, now=lambda: NOW)


def asked(server: FeedServer) -> list[str]:
    return [request.path for request in server.requests]


def page(*links: str) -> bytes:
    named = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{link}" href="{link}">'
        for link in links
    )
    return f"<!doctype html><html><head>{named}</head><body>Hello</body></html>".encode()


def test_a_feed_is_asked_once_and_is_what_was_found(server: FeedServer) -> None:
    url = server.put("/feed", RSS)
    found = find(server, f"  {url} ")
    assert (found.itself, found.title, found.problem) == (True, "Example Echo", None)
    assert asked(server) == ["/feed"]


def test_a_page_leads_to_the_feed_that_it_names_and_tells_of_the_others(
    server: FeedServer,
) -> None:
    url = server.put("/", page("/comments/feed", "/news.rss", "/jobs.rss"), headers=HTML)
    server.put("/news.rss", RSS)
    found = find(server, url)
    assert [each.url for each in found.feeds] == [
        server.url("/news.rss"),
        server.url("/jobs.rss"),
        server.url("/comments/feed"),
    ]
    assert not found.itself
    assert asked(server) == ["/", "/news.rss"]


def test_a_feed_that_a_page_names_and_that_is_none_is_passed_over(server: FeedServer) -> None:
    url = server.put("/", page("/gone", "/page", "/real"), headers=HTML)
    server.put("/page", page(), headers=HTML)
    server.put("/real", RSS)
    assert [each.url for each in find(server, url).feeds] == [server.url("/real")]


def test_a_page_that_was_moved_is_read_from_where_it_is_now(server: FeedServer) -> None:
    server.redirect("/old", "/en/new/")
    server.put("/en/new/", page("feed.xml"), headers=HTML)
    server.put("/en/new/feed.xml", RSS)
    assert find(server, server.url("/old")).feeds[0].url == server.url("/en/new/feed.xml")


def test_usual_places_are_tried_on_a_page_that_names_nothing_and_not_for_ever(
    server: FeedServer,
) -> None:
    url = server.put("/news", page(), headers=HTML)
    server.put("/rss.xml", RSS)
    found = find(server, url)
    assert [each.url for each in found.feeds] == [server.url("/rss.xml")]
    assert asked(server) == ["/news", "/feed", "/rss", "/rss.xml"]


def test_where_nothing_is_found_it_is_said_and_few_questions_were_asked(
    server: FeedServer,
) -> None:
    url = server.put("/", page(*(f"/{n}" for n in range(40))), headers=HTML)
    found = find(server, url)
    assert found.feeds == ()
    assert "not a feed" in (found.problem or "")
    assert len(server.requests) == MOST_ASKED


def test_a_server_that_asks_for_patience_is_not_asked_again(server: FeedServer) -> None:
    url = server.put("/", b"slow down", status=429, headers={"Retry-After": "60"})
    found = find(server, url)
    assert found.kind is Problem.RATE_LIMITED
    assert "asked to wait" in (found.problem or "")
    assert len(server.requests) == 1


def test_a_profile_whose_page_refuses_programs_still_has_its_feed(server: FeedServer) -> None:
    url = server.put("/@kay", b"no", status=403, headers=HTML)
    server.put("/@kay.rss", RSS)
    assert [each.url for each in find(server, url).feeds] == [server.url("/@kay.rss")]


def test_a_page_outside_leads_nobody_inside_even_where_people_may_go() -> None:
    with FeedServer() as outside, FeedServer() as inside:
        secret = inside.put("/feed", RSS)
        url = outside.put("/", page(secret, "http://169.254.169.254/feed"), headers=HTML)
        both = AllowedHosts.parse(f"127.0.0.1:{outside.port}, 127.0.0.1:{inside.port}")
        found = find_feeds(url, allowed=both, now=lambda: NOW)
        assert found.feeds == ()
        assert inside.requests == []


def test_what_is_typed_without_a_scheme_is_tried_without_tls_where_there_is_none(
    server: FeedServer,
) -> None:
    server.put("/feed", RSS)
    found = find(server, f"127.0.0.1:{server.port}/feed")
    assert (found.itself, found.url) == (True, server.url("/feed"))


@pytest.mark.parametrize(
    "typed", ["", "Example Training", "javascript:alert(1)", "ftp://a.example"]
)
def test_what_is_no_address_is_not_asked(server: FeedServer, typed: str) -> None:
    assert "no web address" in (find(server, typed).problem or "")
    assert server.requests == []


def test_a_platform_without_feeds_is_not_asked_either() -> None:
    found = find_feeds("x.com/example", allowed=AllowedHosts(), now=lambda: NOW)
    assert "X gives no feed" in (found.problem or "")


def test_an_address_inside_is_refused_with_what_to_do() -> None:
    found = find_feeds("http://127.0.0.1:9/", allowed=AllowedHosts(), now=lambda: NOW)
    assert (found.kind, found.feeds) == (Problem.REFUSED_ADDRESS, ())


def test_an_address_with_a_password_is_not_asked_and_not_repeated() -> None:
    found = find_feeds("https://u:s3cret@a.example/feed", allowed=AllowedHosts(), now=lambda: NOW)
    assert (found.feeds, "must not hold" in (found.problem or "")) == ((), True)
    assert "s3cret" not in repr(found)
