"""Feeds: every item becomes one Post or one Rejected, and what is no feed is refused in words."""

import json
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.errors import Problem, UnreadableSource
from collectors.feeds.feed import FeedKind
from collectors.post import DateMark, Kind, Platform, Post, Rejected
from tests.collectors.reading import FIXTURES, feed_in, feed_of, posts_in, refused_feed, rss

# What the formats say.


def test_an_rss_item_becomes_a_post_in_plain_text() -> None:
    feed = feed_of("blog.rss.xml")
    post = posts_in(feed)[0]

    assert (feed.title, feed.kind, feed.warning) == ("Harbour & Hill Gazette", FeedKind.RSS, None)
    assert post.title == "College opens its doors"
    assert post.text == "First paragraph & more.\n\nSecond."
    assert post.url == "https://gazette.example/2026/11/doors?id=7"
    assert (post.guid, post.host, post.author) == ("gazette-7", "gazette.example", "Ada Field")
    assert post.published.at == datetime(2026, 11, 14, 18, 5, tzinfo=UTC)
    assert (post.platform, post.kind, post.where) == (Platform.NEWS, Kind.ARTICLE, "item 1")


def test_a_comment_on_a_blog_is_a_comment_and_keeps_the_address_of_the_comment() -> None:
    comment = posts_in(feed_of("blog.rss.xml"))[1]
    assert (comment.kind, comment.published.mark) == (Kind.COMMENT, DateMark.ZONE_ASSUMED)
    assert comment.url == "https://gazette.example/2026/11/doors#comment-81"


def test_only_an_item_that_holds_nothing_is_rejected() -> None:
    entries = feed_of("blog.rss.xml").entries

    assert [isinstance(entry, Rejected) for entry in entries] == [False, False, True, False]
    assert entries[2].where == "item 3"
    assert entries[3].where == "item 4"
    assert isinstance(entries[3], Post)
    assert entries[3].published.mark is DateMark.MISSING


def test_an_atom_entry_without_an_author_has_the_feeds() -> None:
    reply, review = posts_in(feed_of("replies.atom.xml"))
    assert (reply.author, review.author) == ("The whole forum", "Cy")


def test_a_reply_names_what_it_answers_and_a_rating_makes_a_review() -> None:
    reply, review = posts_in(feed_of("replies.atom.xml"))

    assert (reply.in_reply_to, reply.kind) == ("tag:forum.example,2026:1", Kind.COMMENT)
    assert (review.rating, review.kind) == (2.0, Kind.REVIEW)
    assert reply.published.at == datetime(2026, 11, 14, 9, 0, tzinfo=UTC)
    assert review.published.mark is DateMark.FUTURE


def test_a_title_that_is_called_text_is_taken_literally() -> None:
    review = posts_in(feed_of("replies.atom.xml"))[1]
    assert review.title == "Is 3 < 4 and 5 > 4?"
    assert review.text == "one\n\ntwo"


def test_an_rdf_feed_and_its_day() -> None:
    feed = feed_of("old.rdf.xml")
    (post,) = posts_in(feed)
    assert feed.kind is FeedKind.RDF
    assert (post.published.at, post.published.mark) == (
        datetime(2003, 12, 31, tzinfo=UTC),
        DateMark.DAY,
    )


def test_a_json_feed_gives_posts_and_says_what_was_wrong_with_the_rest() -> None:
    feed = feed_of("feed.json")
    one, two, *bad = feed.entries

    assert (feed.kind, feed.title) == (FeedKind.JSON, "A JSON Feed")
    assert isinstance(one, Post)
    assert isinstance(two, Post)
    assert (one.text, one.author, one.guid) == ("Hello & welcome", "The editors", "1")
    assert (two.text, two.author, two.published.mark) == ("Plain <text>", "Di", DateMark.DAY)
    assert [entry.where for entry in bad if isinstance(entry, Rejected)] == ["item 3", "item 4"]


# What goes wrong.


def test_a_web_page_is_not_a_feed() -> None:
    problem, sentence = refused_feed((FIXTURES / "web_page.html").read_bytes())
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
    problem, sentence = refused_feed(body)
    assert problem is Problem.NOT_A_FEED
    assert says in sentence


@pytest.mark.parametrize("body", [b"", b" \n", b"\xef\xbb\xbf", b"\0\0\0"])
def test_an_answer_of_nothing_is_empty(body: bytes) -> None:
    assert refused_feed(body)[0] is Problem.EMPTY


def test_an_empty_feed_is_a_feed() -> None:
    assert feed_in(rss()).entries == ()


def test_a_cut_feed_gives_what_was_whole_and_says_that_it_is_cut() -> None:
    whole = rss("<title>one</title>", "<title>two</title>", "<title>three</title>")
    feed = feed_in(whole[: whole.index(b"three") + 2])
    one, two, three = feed.entries

    assert [entry.title for entry in (one, two) if isinstance(entry, Post)] == ["one", "two"]
    assert isinstance(three, Rejected)  # half an item would have another identity tomorrow
    assert "cut in the middle" in three.reason
    assert "cut" in (feed.warning or "")


def test_a_feed_cut_before_its_first_item_is_truncated() -> None:
    assert refused_feed(rss("<title>one</title>")[:45])[0] is Problem.TRUNCATED


def test_a_body_that_spells_a_path_or_an_address_is_only_text(tmp_path: Path) -> None:
    hidden = tmp_path / "feed.xml"
    hidden.write_bytes(rss("<title>hidden</title>"))
    for body in (str(hidden).encode(), b"http://127.0.0.1:9/feed"):
        assert refused_feed(body)[0] is Problem.NOT_A_FEED


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(path.name for path in FIXTURES.iterdir())),
    st.integers(0, 3_000),
    st.binary(max_size=6),
)
def test_a_damaged_feed_gives_a_feed_or_a_sentence(name: str, at: int, noise: bytes) -> None:
    body = (FIXTURES / name).read_bytes()
    with suppress(UnreadableSource):
        feed = feed_in(body[:at] + noise + body[at + len(noise) :])
        assert [entry.where for entry in feed.entries] == [
            f"item {number}" for number in range(1, len(feed.entries) + 1)
        ]


def _seconds_for(items: int) -> float:
    item = (
        "<title>News {0}</title><link>https://paper.example/{0}?utm_source=rss</link>"
        "<guid>g-{0}</guid><description>&lt;p&gt;Said of {0}&lt;/p&gt;</description>"
    )
    body = rss(*(item.format(number) for number in range(items)))
    began = time.process_time()
    assert len(feed_in(body).entries) == items
    return time.process_time() - began


def test_ten_times_the_items_take_about_ten_times_as_long() -> None:
    short = min(_seconds_for(400) for _ in range(3))
    assert _seconds_for(4_000) < 25 * short


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
            found = len(feed_in(path.read_bytes(), f"https://real.example/{name}").entries)
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
        feed = feed_in(path.read_bytes(), f"https://real.example/{path.name}")
        assert len(posts_in(feed)) == len(feedparser.parse(str(path)).entries), path.name
        for post in posts_in(feed):
            assert post.url, path.name
            assert "/url?" not in post.url
            assert "apiclick" not in post.url
            assert post.published.mark in (DateMark.EXACT, DateMark.MISSING), path.name
