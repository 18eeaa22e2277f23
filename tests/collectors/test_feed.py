"""Feeds: every item becomes one Post or one Rejected, and what is no feed is refused in words."""

import json
import time
import tracemalloc
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.errors import Problem, UnreadableSource
from collectors.feed import Feed, FeedKind, read_feed
from collectors.post import DateMark, Kind, Platform, Post, Rejected

FIXTURES = Path(__file__).parent / "fixtures"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def _read(
    body: bytes, url: str = "https://gazette.example/feed", content_type: str | None = None
) -> Feed:
    return read_feed(body, url=url, content_type=content_type, now=NOW)


def _fixture(name: str, url: str = "https://gazette.example/feed") -> Feed:
    return _read((FIXTURES / name).read_bytes(), url)


def _posts(feed: Feed) -> list[Post]:
    return [entry for entry in feed.entries if isinstance(entry, Post)]


def _rss(*items: str, before: str = "") -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'{before}<rss version="2.0"><channel><title>T</title>{inside}</channel></rss>'.encode()


def _refusal(body: bytes) -> tuple[Problem, str]:
    with pytest.raises(UnreadableSource) as caught:
        _read(body)
    return caught.value.problem, str(caught.value)


# What the formats say.


def test_an_rss_item_becomes_a_post_in_plain_text() -> None:
    feed = _fixture("blog.rss.xml")
    post = _posts(feed)[0]

    assert (feed.title, feed.kind, feed.warning) == ("Harbour & Hill Gazette", FeedKind.RSS, None)
    assert post.title == "College opens its doors"
    assert post.text == "First paragraph & more.\n\nSecond."
    assert post.url == "https://gazette.example/2026/11/doors?id=7"
    assert (post.guid, post.host, post.author) == ("gazette-7", "gazette.example", "Ada Field")
    assert post.published.at == datetime(2026, 11, 14, 18, 5, tzinfo=UTC)
    assert (post.platform, post.kind, post.where) == (Platform.NEWS, Kind.ARTICLE, "item 1")


def test_a_comment_on_a_blog_is_a_comment_and_keeps_the_address_of_the_comment() -> None:
    comment = _posts(_fixture("blog.rss.xml"))[1]
    assert (comment.kind, comment.published.mark) == (Kind.COMMENT, DateMark.ZONE_ASSUMED)
    assert comment.url == "https://gazette.example/2026/11/doors#comment-81"


def test_only_an_item_that_holds_nothing_is_rejected() -> None:
    entries = _fixture("blog.rss.xml").entries

    assert [isinstance(entry, Rejected) for entry in entries] == [False, False, True, False]
    assert entries[2].where == "item 3"
    assert entries[3].where == "item 4"
    assert isinstance(entries[3], Post)
    assert entries[3].published.mark is DateMark.MISSING


def test_an_atom_entry_without_an_author_has_the_feeds() -> None:
    reply, review = _posts(_fixture("replies.atom.xml"))
    assert (reply.author, review.author) == ("The whole forum", "Cy")


def test_a_reply_names_what_it_answers_and_a_rating_makes_a_review() -> None:
    reply, review = _posts(_fixture("replies.atom.xml"))

    assert (reply.in_reply_to, reply.kind) == ("tag:forum.example,2026:1", Kind.COMMENT)
    assert (review.rating, review.kind) == (2.0, Kind.REVIEW)
    assert reply.published.at == datetime(2026, 11, 14, 9, 0, tzinfo=UTC)
    assert review.published.mark is DateMark.FUTURE


def test_a_title_that_is_called_text_is_taken_literally() -> None:
    review = _posts(_fixture("replies.atom.xml"))[1]
    assert review.title == "Is 3 < 4 and 5 > 4?"
    assert review.text == "one\n\ntwo"


def test_an_rdf_feed_and_its_day() -> None:
    feed = _fixture("old.rdf.xml")
    (post,) = _posts(feed)
    assert feed.kind is FeedKind.RDF
    assert (post.published.at, post.published.mark) == (
        datetime(2003, 12, 31, tzinfo=UTC),
        DateMark.DAY,
    )


def test_a_json_feed_gives_posts_and_says_what_was_wrong_with_the_rest() -> None:
    feed = _fixture("feed.json")
    one, two, *bad = feed.entries

    assert (feed.kind, feed.title) == (FeedKind.JSON, "A JSON Feed")
    assert isinstance(one, Post)
    assert isinstance(two, Post)
    assert (one.text, one.author, one.guid) == ("Hello & welcome", "The editors", "1")
    assert (two.text, two.author, two.published.mark) == ("Plain <text>", "Di", DateMark.DAY)
    assert [entry.where for entry in bad if isinstance(entry, Rejected)] == ["item 3", "item 4"]


# What search feeds and platforms do.


def test_google_news_has_the_outlet_taken_off_the_title() -> None:
    known, guessed = _posts(_fixture("google_news.rss.xml", "https://news.google.com/rss/search"))

    assert (known.title, known.publisher) == ("Harbour College - what next?", "The Hill Times")
    assert known.text == ""  # the summary only said the title again
    assert known.url == "https://news.google.com/rss/articles/CBMiabc"
    assert (guessed.title, guessed.publisher) == ("College closes", "Weekly Post")


def test_a_dash_in_a_title_from_elsewhere_is_part_of_it() -> None:
    _, post = _posts(_fixture("google_news.rss.xml", "https://gazette.example/copy"))
    assert (post.title, post.publisher) == ("College closes - Weekly Post", None)


def test_a_google_alert_leads_to_the_page_itself() -> None:
    (post,) = _posts(_fixture("google_alerts.atom.xml"))
    assert post.title == "Why Harbour College wins"
    assert post.text == "The college's year ..."
    assert (post.url, post.author) == ("https://paper.example/wins?id=3", None)


def test_bing_news_names_the_outlet_and_leads_to_the_page_itself() -> None:
    (post,) = _posts(_fixture("bing_news.rss.xml"))
    assert (post.url, post.publisher) == ("https://daily.example/inspected", "The Daily")


def test_each_platform_is_known_with_its_own_id() -> None:
    found = [
        (post.platform.value, post.kind.value, post.native_id)
        for post in _posts(_fixture("platforms.rss.xml"))
    ]
    assert found == [
        ("mastodon", "post", "social.example/112233445566778899"),
        ("bluesky", "post", "did:plc:abc123/3labcdefghij2"),
        ("youtube", "post", "abcdefghijk"),
        ("reddit", "comment", "t1_k9xyz"),
        ("hackernews", "post", "41000001"),
        ("hackernews", "comment", "41000002"),
        ("trustpilot", "review", "64b0c1d2e3f405162738495a"),
        ("blog", "article", None),
        ("news", "article", None),
    ]


def test_a_toot_has_no_title_and_its_writer_from_its_address() -> None:
    toot, skeet, _, comment, *_ = _posts(_fixture("platforms.rss.xml"))
    assert (toot.title, toot.text, toot.author) == (None, "A toot", "@jo@social.example")
    assert (skeet.title, skeet.text) == (None, "One line\nand another")
    assert comment.text == "Avoid."


def test_viewers_stars_are_not_the_writers_rating() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">'
        "<title>T</title><entry><id>yt:video:abcdefghijk</id><title>V</title><media:group>"
        '<media:community><media:starRating average="4.90"/></media:community></media:group>'
        "</entry></feed>"
    )
    (post,) = _posts(_read(body.encode()))
    assert (post.rating, post.kind) == (None, Kind.ARTICLE)


# What goes wrong.


def test_a_web_page_is_not_a_feed() -> None:
    problem, sentence = _refusal((FIXTURES / "web_page.html").read_bytes())
    assert (problem, sentence) == (Problem.NOT_A_FEED, "this is a web page, not a feed")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"Service unavailable", "Service unavailable"),
        (b"\x89PNG\r\n\x1a\n\0\0", "no XML"),
        (b"<opml version='2.0'><body/></opml>", "list of feeds (OPML)"),
        (b"<urlset><url/></urlset>", "<urlset>"),
        (b"<p>Please log in", "web page"),
        (b'{"error": "no"}', "it holds: error"),
        (b'<rss version="2.0"><a:b/></rss>', "broken and no item could be read (line 2"),
    ],
)
def test_what_is_no_feed_is_refused_with_what_it_looks_like(body: bytes, says: str) -> None:
    problem, sentence = _refusal(body)
    assert problem is Problem.NOT_A_FEED
    assert says in sentence


@pytest.mark.parametrize("body", [b"", b" \n", b"\xef\xbb\xbf", b"\0\0\0"])
def test_an_answer_of_nothing_is_empty(body: bytes) -> None:
    assert _refusal(body)[0] is Problem.EMPTY


def test_an_empty_feed_is_a_feed() -> None:
    assert _read(_rss()).entries == ()


def test_a_cut_feed_gives_what_was_whole_and_says_that_it_is_cut() -> None:
    whole = _rss("<title>one</title>", "<title>two</title>", "<title>three</title>")
    feed = _read(whole[: whole.index(b"three") + 2])
    one, two, three = feed.entries

    assert [entry.title for entry in (one, two) if isinstance(entry, Post)] == ["one", "two"]
    assert isinstance(three, Rejected)  # half an item would have another identity tomorrow
    assert "cut in the middle" in three.reason
    assert "cut" in (feed.warning or "")


def test_a_feed_cut_before_its_first_item_is_truncated() -> None:
    assert _refusal(_rss("<title>one</title>")[:45])[0] is Problem.TRUNCATED


def test_one_bad_byte_costs_one_character_and_not_every_accent() -> None:
    body = _rss("<title>Café “naïve” and façade</title>").replace("ï".encode(), b"\xef")
    feed = _read(body)

    assert _posts(feed)[0].title == "Café “na\ufffdve” and façade"
    assert "not UTF-8" in (feed.warning or "")


def test_windows_text_that_calls_itself_utf_8_is_read_and_the_lie_is_told() -> None:
    feed = _read(_rss("<title>Café</title>").replace("é".encode(), b"\xe9"))
    assert _posts(feed)[0].title == "Café"
    assert "windows-1252" in (feed.warning or "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "iso-8859-1"])
def test_an_encoding_that_is_named_is_read(encoding: str) -> None:
    named = encoding.removesuffix("-sig")
    text = _rss("<title>Café</title>", before=f'<?xml version="1.0" encoding="{named}"?>').decode()
    feed = _read(text.encode(encoding))
    assert (_posts(feed)[0].title, feed.warning) == ("Café", None)


def test_the_servers_word_on_the_encoding_counts() -> None:
    body = _rss("<title>Café</title>").decode().encode("iso-8859-1")
    feed = _read(body, content_type="text/xml; charset=iso-8859-1")
    assert _posts(feed)[0].title == "Café"


# Entities.


def _with_entities(declared: str, title: str) -> bytes:
    return _rss(f"<title>{title}</title>", before=f'<?xml version="1.0"?><!DOCTYPE r [{declared}]>')


_LAUGHS = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
)


@pytest.mark.parametrize(
    "body",
    [
        _with_entities(_LAUGHS, "&a11;"),
        _with_entities(_LAUGHS.replace('"ha"', '"<ha"'), "&a11;"),
        _with_entities(_LAUGHS, "&a11;").decode().encode("utf-16"),
        _with_entities(f'<!ENTITY a "{"A" * 50_000}">', "&a;" * 50_000),
        _with_entities(f"\n<!ENTITY a '{'A' * 50_000}'>\n", "&a;" * 50_000),
    ],
)
def test_entities_that_would_explode_are_not_expanded(body: bytes) -> None:
    tracemalloc.start()
    began = time.perf_counter()
    feed = _read(body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(_posts(feed)[0].title or "") <= 20_000
    assert "entities" in (feed.warning or "")
    assert peak < 60_000_000
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("declared", ['<!ENTITY x SYSTEM "{}">', '<!ENTITY % p SYSTEM "{}"> %p;'])
def test_an_entity_reads_no_file(declared: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text('<!ENTITY x "hunter2">')
    for address in (str(secret), secret.as_uri()):
        feed = _read(_with_entities(declared.format(address), "a&x;b"))
        assert "hunter2" not in repr(feed)
        assert "entities" in (feed.warning or "")


def test_harmless_entities_are_read() -> None:
    feed = _read(_with_entities("<!ENTITY co 'Tom'><!ENTITY nbsp \"&#160;\">", "&co;&nbsp;Ltd"))
    assert (_posts(feed)[0].title, feed.warning) == ("Tom Ltd", None)


def test_a_body_that_spells_a_path_or_an_address_is_only_text(tmp_path: Path) -> None:
    hidden = tmp_path / "feed.xml"
    hidden.write_bytes(_rss("<title>hidden</title>"))
    for body in (str(hidden).encode(), b"http://127.0.0.1:9/feed"):
        assert _refusal(body)[0] is Problem.NOT_A_FEED


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(path.name for path in FIXTURES.iterdir())),
    st.integers(0, 3_000),
    st.binary(max_size=6),
)
def test_a_damaged_feed_gives_a_feed_or_a_sentence(name: str, at: int, noise: bytes) -> None:
    body = (FIXTURES / name).read_bytes()
    with suppress(UnreadableSource):
        feed = _read(body[:at] + noise + body[at + len(noise) :])
        assert [entry.where for entry in feed.entries] == [
            f"item {number}" for number in range(1, len(feed.entries) + 1)
        ]


# Feeds that nobody here wrote.


def _real_files(real_data: Path) -> list[Path]:
    folders = (real_data / "feeds", real_data / "searchfeeds")
    return sorted(p for f in folders for p in f.rglob("*") if p.is_file() and p.parent != f)


@pytest.mark.real_data
def test_every_item_that_feedparser_finds_in_real_feeds_is_an_entry(real_data: Path) -> None:
    reference = json.loads((real_data / "feeds" / "REFERENCE_feedparser.json").read_text())
    wrong, seen = [], 0
    for path in _real_files(real_data):
        name = path.relative_to(real_data).as_posix()
        found = 0
        with suppress(UnreadableSource):
            found = len(_read(path.read_bytes(), f"https://real.example/{name}").entries)
        if name in reference:
            seen += 1
            wrong += [(name, found)] if found != reference[name]["n"] else []
    assert seen == len(reference)
    assert wrong == []


@pytest.mark.real_data
def test_real_search_feeds_are_read_without_loss(real_data: Path) -> None:
    for path in _real_files(real_data):
        if path.parent.parent.name != "searchfeeds" or path.suffix == ".json":
            continue
        feed = _read(path.read_bytes(), f"https://real.example/{path.name}")
        assert len(_posts(feed)) == len(feedparser.parse(str(path)).entries), path.name
        for post in _posts(feed):
            assert post.url, path.name
            assert "/url?" not in post.url
            assert "apiclick" not in post.url
            assert post.published.mark in (DateMark.EXACT, DateMark.MISSING), path.name
