"""Reading what a test spells out: feeds and tables, with the clock held still."""

import io
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from collectors.errors import Problem, UnreadableSource
from collectors.feeds.feed import Feed, read_feed
from collectors.post import Post, Rejected
from collectors.tables.table import read_table

FIXTURES = Path(__file__).parent / "fixtures"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def feed_in(
    body: bytes, url: str = "https://gazette.example/feed", content_type: str | None = None
) -> Feed:
    return read_feed(body, url=url, content_type=content_type, now=NOW)


def feed_of(name: str, url: str = "https://gazette.example/feed") -> Feed:
    return feed_in((FIXTURES / name).read_bytes(), url)


def posts_in(feed: Feed) -> list[Post]:
    return [entry for entry in feed.entries if isinstance(entry, Post)]


def rss(*items: str, before: str = "") -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'{before}<rss version="2.0"><channel><title>T</title>{inside}</channel></rss>'.encode()


def refused_feed(body: bytes) -> tuple[Problem, str]:
    with pytest.raises(UnreadableSource) as caught:
        feed_in(body)
    return caught.value.problem, str(caught.value)


def rows_in(body: bytes | str) -> list[Post | Rejected]:
    data = body.encode() if isinstance(body, str) else body
    return list(read_table(io.BytesIO(data), name="notes.csv", now=NOW, zone=LONDON))


def refused_table(body: bytes) -> tuple[Problem, str]:
    with pytest.raises(UnreadableSource) as caught:
        read_table(io.BytesIO(body), name="notes.csv", now=NOW, zone=LONDON)
    return caught.value.problem, str(caught.value)


def only_post(body: bytes | str) -> Post:
    (row,) = rows_in(body)
    assert isinstance(row, Post), row
    return row


def rejected(entry: Post | Rejected) -> Rejected:
    assert isinstance(entry, Rejected), entry
    return entry
