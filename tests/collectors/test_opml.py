"""Claims about lists of feeds: what is read out of them, what is refused, and what is written."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from collectors.errors import Problem, UnreadableSource
from collectors.opml import FeedList, Outline, read_opml, write_opml

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


def listed(body: str, head: str = "", declaration: str = "<?xml version='1.0'?>\n") -> bytes:
    return (
        f"{declaration}<opml version='2.0'><head>{head}</head><body>{body}</body></opml>".encode()
    )


def urls(found: FeedList) -> list[str]:
    return [feed.url for feed in found.feeds]


def problem(body: bytes) -> Problem:
    with pytest.raises(UnreadableSource) as refused:
        read_opml(body)
    assert str(refused.value)
    return refused.value.problem


def test_feeds_in_folders_are_found_with_their_folders_and_lines() -> None:
    found = read_opml(
        listed(
            "<outline text='News'>\n<outline text='Local'>\n"
            "<outline text='Voice' type='rss' xmlUrl='https://voice.example/feed'/></outline>"
            "</outline><outline title='Echo' xmlURL=' http://echo.example/rss '/>",
            "<title>My feeds</title>",
        )
    )
    assert found.title == "My feeds"
    assert found.feeds == (
        Outline("https://voice.example/feed", "Voice", ("News", "Local"), "line 4"),
        Outline("http://echo.example/rss", "Echo", (), "line 4"),
    )


def test_what_is_no_feed_is_left_out_with_its_reason_and_an_empty_folder_says_nothing() -> None:
    found = read_opml(
        listed(
            "<outline text='Empty'/><outline text='A' htmlUrl='https://a.example/'/>"
            "<outline text='B' type='include' url='https://b.example/more.opml'/>"
            "<outline text='C' xmlUrl='javascript:alert(1)'/>"
            "<outline text='D' xmlUrl='file:///etc/passwd'/>"
        )
    )
    assert found.feeds == ()
    reasons = [each.reason for each in found.rejected]
    assert reasons == [
        "it names a site but no feed: paste the site’s address",
        "it leads to another list, which is not fetched",
        "its address is not http(s)",
        "its address is not http(s)",
    ]


@pytest.mark.parametrize("way", ["https://", "HTTP://", "feed:https://", "feed://", "imaps://"])
def test_an_address_with_a_password_is_left_out_and_nowhere_repeated(way: str) -> None:
    found = read_opml(listed(f"<outline text='A' xmlUrl='{way}u:s3cret@a.example/feed'/>"))
    (rejected,) = found.rejected
    assert (found.feeds, "must not hold" in rejected.reason) == ((), True)
    assert "s3cret" not in repr(found)
    assert "a.example/feed" in rejected.raw


def test_one_address_in_several_spellings_is_one_feed() -> None:
    found = read_opml(
        listed(
            "<outline xmlUrl='https://a.example/feed' text='A'/>"
            "<outline xmlUrl='HTTPS://A.example:443/feed' text='A again'/>"
            "<outline xmlUrl='feed:https://a.example/feed'/>"
            "<outline xmlUrl='feed://b.example/feed'/>"
        )
    )
    assert urls(found) == ["https://a.example/feed", "http://b.example/feed"]
    assert found.repeated == 2


def test_an_ampersand_as_pages_have_it_costs_no_feed() -> None:
    body = "<outline text='Fish & Chips&nbsp;&eacute;&bogus; &LT;&#0;&#xFFFFFF;\x0b' xmlUrl='https://a.example/?a=1&b=2&amp;c=3'/>"
    (feed,) = read_opml(listed(body)).feeds
    assert feed.url == "https://a.example/?a=1&b=2&c=3"
    assert feed.title == "Fish & Chips é&bogus; <"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_list_is_read_in_the_encoding_that_it_names_or_marks(encoding: str) -> None:
    declaration = f"<?xml version='1.0' encoding='{encoding.removesuffix('-sig')}'?>"
    body = listed("<outline text='Café' xmlUrl='https://a.example/'/>", declaration=declaration)
    found = read_opml(body.decode().encode(encoding))
    assert (found.feeds[0].title, found.warning) == ("Café", None)


@pytest.mark.parametrize(
    ("named", "real"),
    [("ascii", "utf-8"), ("utf-8", "cp1252"), ("klingon", "utf-8"), ("punycode", "utf-8")],
)
def test_a_list_in_another_encoding_than_it_names_is_read_and_said_to_be(
    named: str, real: str
) -> None:
    declaration = f"<?xml version='1.0' encoding='{named}'?>"
    body = listed("<outline text='Café' xmlUrl='https://a.example/'/>", declaration=declaration)
    found = read_opml(body.decode().encode(real))
    assert found.feeds[0].title == "Café"
    assert "read as" in (found.warning or "")


def test_a_list_that_breaks_off_gives_what_stands_before() -> None:
    whole = listed("<outline text='A' xmlUrl='https://a.example/'/>\n<outline text='B' xmlU")
    found = read_opml(whole[: whole.index(b"xmlU", 90)])
    assert urls(found) == ["https://a.example/"]
    assert "line 3" in (found.warning or "")
    assert problem(b"<opml><body><outline") is Problem.TRUNCATED


BOMB = """<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]>"""


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", Problem.EMPTY),
        (b" \n", Problem.EMPTY),
        (b"text,url\nA,https://a.example\n", Problem.UNKNOWN_FILE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Problem.UNKNOWN_FILE),
        (b"<html><body><outline xmlUrl='https://a.example/'/></body></html>", Problem.UNKNOWN_FILE),
        (b"<rss version='2.0'><channel/></rss>", Problem.UNKNOWN_FILE),
        (BOMB.encode() + listed("<outline text='&b;'/>", declaration=""), Problem.UNSAFE_ARCHIVE),
        (b" " * 20_000_001, Problem.TOO_LARGE),
    ],
)
def test_what_is_no_list_of_feeds_is_refused_in_words(body: bytes, why: Problem) -> None:
    assert problem(body) is why


def test_folders_without_end_stop_the_reading_and_not_the_program() -> None:
    deep = "<outline text='x'>" * 50_000
    found = read_opml(listed("<outline text='A' xmlUrl='https://a.example/'/>" + deep))
    assert urls(found) == ["https://a.example/"]
    assert "100 deep" in (found.warning or "")


def test_ten_thousand_feeds_are_read_in_a_second_or_two() -> None:
    body = "".join(f"<outline text='N{n}' xmlUrl='https://{n}.example/'/>" for n in range(10_000))
    started = time.monotonic()
    assert len(read_opml(listed(body)).feeds) == 10_000
    assert time.monotonic() - started < 5


def test_spaces_without_end_are_read_in_no_time() -> None:
    started = time.monotonic()
    assert problem(b"<" + b" " * 5_000_000) is Problem.UNKNOWN_FILE
    assert problem(b"<?xml " * 500_000) is Problem.UNKNOWN_FILE
    assert time.monotonic() - started < 5


names = some.text(max_size=40).map(lambda text: " ".join(text.split()))
addresses = some.from_regex(
    r"https?://[a-z]{1,9}\.example/[a-z0-9?=&;%'\"<>]{0,20}", fullmatch=True
)


@given(some.lists(some.tuples(addresses, names), max_size=8, unique_by=lambda pair: pair[0]))
def test_what_is_written_is_read_again(pairs: list[tuple[str, str]]) -> None:
    written = write_opml("Sources of A & <B>", [Outline(url, name) for url, name in pairs], NOW)
    found = read_opml(written.encode())
    assert found.title == "Sources of A & <B>"
    assert (found.rejected, found.warning) == ((), None)
    assert len(found.feeds) + found.repeated == len(pairs)
    assert {feed.url for feed in found.feeds} <= {url for url, _ in pairs}


def test_a_written_list_is_opml_2_and_holds_nothing_but_web_addresses() -> None:
    written = write_opml(
        "T", [Outline("https://a.example/?a=1&b=2", 'A "quoted" <b>'), Outline("note:x", "N")], NOW
    )
    assert '<opml version="2.0">' in written
    assert "<dateCreated>Wed, 18 Nov 2026 09:00:00 GMT</dateCreated>" in written
    (feed,) = read_opml(written.encode()).feeds
    assert (feed.url, feed.title) == ("https://a.example/?a=1&b=2", 'A "quoted" <b>')
