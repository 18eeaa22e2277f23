"""feedparser made quicker makes the same of every feed as feedparser as it comes."""

import threading
from pathlib import Path

import feedparser
import pytest

from collectors.errors import UnreadableSource
from collectors.feeds.feed import Feed
from collectors.feeds.quicker import as_it_comes
from tests.collectors.reading import FIXTURES, feed_in, posts_in, rss


def made_of(body: bytes) -> Feed | str:
    try:
        return feed_in(body)
    except UnreadableSource as error:
        return str(error)


def assert_same(body: bytes, name: str) -> None:
    quick = made_of(body)
    with as_it_comes():
        slow = made_of(body)
    assert quick == slow, name


@pytest.mark.parametrize("name", sorted(p.name for p in FIXTURES.iterdir() if p.suffix == ".xml"))
def test_our_own_feeds_are_read_the_same(name: str) -> None:
    assert_same((FIXTURES / name).read_bytes(), name)


@pytest.mark.real_data
def test_real_feeds_are_read_the_same(real_data: Path) -> None:
    kinds = ("feeds", "searchfeeds")
    files = [f for kind in kinds for f in sorted((real_data / kind).rglob("*")) if f.is_file()]
    assert len(files) > 300
    for file in files:
        assert_same(file.read_bytes(), file.name)


def test_a_text_longer_than_what_is_handed_over_at_once_is_whole() -> None:
    text = "café &amp; &lt;3 " * 20_000
    (post,) = posts_in(feed_in(rss(f"<title>Long</title><description>{text}</description>")))
    short = posts_in(feed_in(rss("<title>Long</title><description>café &amp;</description>")))
    assert post.text.startswith(short[0].text)
    assert len(post.text) > 10_000
    assert_same(rss(f"<title>Long</title><description>{text}</description>"), "long")


def test_a_feed_is_read_by_the_driver_that_hands_over_whole_texts() -> None:
    assert feedparser.api.PREFERRED_XML_PARSERS == ["collectors.feeds.expat"]


def test_feeds_are_read_in_several_threads_at_once() -> None:
    body, read = (FIXTURES / "blog.rss.xml").read_bytes(), []
    threads = [threading.Thread(target=lambda: read.append(made_of(body))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [made_of(body)] * 8
