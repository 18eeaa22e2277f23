"""Feeds: RSS, Atom, RDF and JSON Feed, read into Posts. No network: bytes in, entries out.

Every item that is found becomes one Post, or one Rejected with the reason.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from collectors.errors import Problem, UnreadableSource
from collectors.feeds import jsonfeed, xmlentry
from collectors.feeds.item import HOLDS_NOTHING, post_of
from collectors.feeds.jsonfeed import JsonDocument, JsonItem, looks_like_json, read_json
from collectors.feeds.xmlentry import XmlEntry
from collectors.feeds.xmlfeed import XmlFeed, read_xml
from collectors.feeds.xmlhead import LOST_BYTES, made_safe
from collectors.plaintext import plain_line
from collectors.post import Post, Rejected


class FeedKind(StrEnum):
    RSS = "rss"
    ATOM = "atom"
    RDF = "rdf"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds, in its own order; `warning` is a sentence for whoever looks after it."""

    title: str | None
    kind: FeedKind
    entries: tuple[Post | Rejected, ...]
    warning: str | None = None


def read_feed(body: bytes, *, url: str, content_type: str | None, now: datetime) -> Feed:
    """The feed in the answer that `url` gave, with the Content-Type it came with, if any.

    `now` is aware, and only marks dates that lie after it. Raises UnreadableSource: EMPTY,
    NOT_A_FEED (the sentence says what it looks like), TRUNCATED (cut before its first item).
    """
    if not body.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableSource(Problem.EMPTY, "the answer is empty: there is no feed in it")
    if looks_like_json(body):
        return _read_json_feed(body, url, now)
    return _read_xml_feed(body, url, content_type, now)


def _read_json_feed(body: bytes, url: str, now: datetime) -> Feed:
    text = body.decode("utf-8-sig", "replace")
    document = read_json(text)
    entries = tuple(
        item if isinstance(item, Rejected) else _of_json(item, document, f"item {number}", url, now)
        for number, item in enumerate(document.items, start=1)
    )
    warnings = ["the feed is cut: only its first items could be read"] if document.is_cut else []
    if "\ufffd" in text and b"\xef\xbf\xbd" not in body:
        warnings.append(LOST_BYTES)
    return Feed(plain_line(document.title or ""), FeedKind.JSON, entries, _sentence(warnings))


def _of_json(
    item: JsonItem, document: JsonDocument, where: str, url: str, now: datetime
) -> Post | Rejected:
    post = post_of(jsonfeed.item_of(item, document, now), where, url)
    return post or Rejected(HOLDS_NOTHING, where, jsonfeed.raw_of(item))


def _read_xml_feed(body: bytes, url: str, content_type: str | None, now: datetime) -> Feed:
    xml = made_safe(body, content_type)
    found = read_xml(xml, url)
    entries = [
        _of_xml(entry, found, f"item {number}", url, now)
        for number, entry in enumerate(found.entries, start=1)
    ]
    if entries and found.ends_inside_entry:
        last = entries.pop()
        reason = "the feed is cut in the middle of this item"
        entries.append(Rejected(reason, last.where, xmlentry.raw_of(found.entries[-1])))
    cut = ["the feed is cut: items after its end are missing"] if found.is_cut else []
    kind = _xml_kind(found.version, xml.root)
    return Feed(found.title, kind, tuple(entries), _sentence([*xml.warnings, *cut]))


def _of_xml(entry: XmlEntry, feed: XmlFeed, where: str, url: str, now: datetime) -> Post | Rejected:
    post = post_of(xmlentry.item_of(entry, feed.author, now), where, url)
    return post or Rejected(HOLDS_NOTHING, where, xmlentry.raw_of(entry))


def _xml_kind(version: str, root: str) -> FeedKind:
    if version.startswith("atom"):
        return FeedKind.ATOM
    return FeedKind.RDF if version in ("rss10", "rss090") or root == "rdf" else FeedKind.RSS


def _sentence(warnings: list[str]) -> str | None:
    return "; ".join(warnings) or None
