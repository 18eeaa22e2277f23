"""XML feeds: what feedparser finds in RSS, Atom and RDF, and whether that is a feed at all.

Markup is made plain later, so feedparser is not asked to clean or rebase it.
"""

import io
import re
from dataclasses import dataclass
from typing import Any

import feedparser

from collectors.errors import Problem, UnreadableSource
from collectors.feeds import quicker
from collectors.feeds.xmlentry import XmlEntry, words
from collectors.feeds.xmlhead import SafeXml
from collectors.plaintext import plain_line, tidy

_OF_A_PAGE = frozenset("html head body title meta link script style div span p br h1 table".split())
_HOLDS_A_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_ITEM_TAG = re.compile(rb"</?(?:\w+:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)

quicker.make_quicker()


@dataclass(frozen=True, slots=True)
class XmlFeed:
    """A feed as feedparser took it apart."""

    version: str  # feedparser's name for the format: "rss20", "atom10", ...; "" if it knows none
    title: str | None
    author: str | None  # of all entries that name none; Atom only
    entries: list[XmlEntry]
    is_cut: bool  # its end is missing
    ends_inside_entry: bool


def read_xml(xml: SafeXml, url: str) -> XmlFeed:
    """The feed in a document. Raises UnreadableSource: NOT_A_FEED, or TRUNCATED."""
    if xml.root == "html" and not _HOLDS_A_FEED.search(xml.data):
        raise UnreadableSource(Problem.NOT_A_FEED, _what_it_is(xml.root))  # without parsing it
    parsed = _parse(xml.data, url)
    is_cut = _is_cut(parsed, xml)
    _refuse_unless_feed(parsed, xml.root, is_cut)
    is_atom = parsed.version.startswith("atom")
    return XmlFeed(
        version=parsed.version,
        title=plain_line(words(parsed.feed, "title")),
        author=words(parsed.feed, "author") if is_atom else None,
        entries=parsed.entries,
        is_cut=is_cut,
        ends_inside_entry=is_cut and _ends_inside_entry(xml.data),
    )


def _parse(data: bytes, url: str) -> Any:
    """What feedparser makes of a feed in UTF-8. It gets bytes, never an address or a path."""
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        return feedparser.parse(
            io.BytesIO(data),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # its lenient parser raises many kinds on hostile input
        sentence = f"this cannot be taken apart as a feed ({type(error).__name__}: {error})"
        raise UnreadableSource(Problem.NOT_A_FEED, tidy(sentence[:500])) from error


def _refuse_unless_feed(parsed: Any, root: str, is_cut: bool) -> None:
    """An empty feed is one, if it is whole: "no mentions" must not be said of what is broken."""
    if not parsed.version and (root in _OF_A_PAGE or not (parsed.entries or root == "rdf")):
        raise UnreadableSource(Problem.NOT_A_FEED, _what_it_is(root))
    problem = _xml_error(parsed)
    if parsed.entries or not problem:
        return
    if is_cut:
        raise UnreadableSource(Problem.TRUNCATED, "the feed is cut before its first item ends")
    sentence = f"this begins as a feed, but its XML is broken and no item could be read ({problem})"
    raise UnreadableSource(Problem.NOT_A_FEED, sentence)


def _what_it_is(root: str) -> str:
    if root in _OF_A_PAGE:
        return "this is a web page, not a feed"
    if root == "opml":
        return "this is a list of feeds (OPML), not a feed; import it instead"
    return f"this is XML that begins with <{root[:40]}>, not a feed"


def _xml_error(parsed: Any) -> str | None:
    """What was wrong with the XML, with its line and column; None if it was well-formed."""
    problem = parsed.get("bozo_exception")
    if not parsed.get("bozo") or not hasattr(problem, "getLineNumber"):
        return None
    return f"line {problem.getLineNumber()}: {problem.getMessage()}"


def _is_cut(parsed: Any, xml: SafeXml) -> bool:
    end = rb"</(?:[\w.-]+:)?" + re.escape(xml.root.encode())
    closed = re.search(end, xml.data[-5_000:], re.IGNORECASE)
    return _xml_error(parsed) is not None and not closed


def _ends_inside_entry(data: bytes) -> bool:
    tags = _ITEM_TAG.findall(data)
    return bool(tags) and not tags[-1].startswith(b"</")
