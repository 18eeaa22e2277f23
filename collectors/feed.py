"""Feeds: RSS, Atom, RDF and JSON Feed, read into Posts. No network: bytes in, entries out.

feedparser finds the items; here each becomes one Post, or one Rejected with the reason. Markup is
made plain, so feedparser is not asked to clean or rebase it.
"""

import codecs
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import feedparser
from feedparser.encodings import convert_to_utf8

from collectors.dates import read_date
from collectors.errors import Problem, UnreadableSource
from collectors.jsonfeed import JsonDocument, JsonItem, looks_like_json, names_of, read_json
from collectors.links import clean_url, host_of, kind_of, native_id_of, platform_of, unwrap
from collectors.plaintext import one_line, plain_line, plain_text, tidy
from collectors.post import NO_DATE, DateMark, Kind, Platform, Post, Published, Rejected

_RAW = 500  # characters of a rejected item that are kept
_LONGEST_ENTITY = 64  # bytes that a feed's own entity may stand for: "&a;" grows 20-fold at most


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


# Any format, once taken apart: plain values, not yet a Post.


@dataclass(frozen=True, slots=True)
class _Item:
    title: str | None
    text: str
    link: str
    raw: str
    guid: str | None = None
    author: str | None = None
    published: Published = NO_DATE
    publisher: str | None = None
    in_reply_to: str | None = None
    rating: float | None = None
    discussion: str = ""  # where it is talked about, if that is another page than `link`


def _post(item: _Item, where: str, feed_url: str) -> Post | Rejected:
    url = clean_url(unwrap(item.link))
    if not (item.title or item.text or url):
        return Rejected("it holds no title, no text and no http(s) link", where, item.raw)
    feed_host = host_of(feed_url)
    platform = _platform(item, url, feed_url)
    native_id = _native_id(item, url, platform)
    title, publisher = _title_and_publisher(item, feed_host)
    return Post(
        platform=platform,
        kind=_kind(item, url, platform, native_id),
        text="" if item.text in _repeats(title, publisher) else item.text,
        where=where,
        published=item.published,
        title=title,
        url=url,
        native_id=native_id,
        guid=item.guid,
        host=feed_host,
        author=item.author or _author_in(url, platform),
        publisher=publisher,
        in_reply_to=item.in_reply_to,
        rating=item.rating,
    )


def _platform(item: _Item, url: str | None, feed_url: str) -> Platform:
    """By the link; a Hacker News item links to what it is about, and is still said there."""
    if Platform.HACKERNEWS in map(platform_of, (item.discussion, item.guid or "")):
        return Platform.HACKERNEWS
    return platform_of(url or feed_url)


def _native_id(item: _Item, url: str | None, platform: Platform) -> str | None:
    for address in (item.guid or "", item.discussion, url or ""):
        if platform_of(address) is platform and (found := native_id_of(address)):
            return found
    return _id_in_guid(item.guid or "", platform)


def _id_in_guid(guid: str, platform: Platform) -> str | None:
    if platform is Platform.REDDIT:
        return guid if re.fullmatch(r"t[13]_\w+", guid) else None
    if platform is Platform.YOUTUBE:
        return guid.removeprefix("yt:video:") if guid.startswith("yt:video:") else None
    if platform is Platform.BLUESKY:
        match = re.fullmatch(r"at://(did:[^/]+)/[\w.]+/(\w+)", guid)
        return f"{match[1]}/{match[2]}" if match else None
    return None


def _kind(item: _Item, url: str | None, platform: Platform, native_id: str | None) -> Kind:
    if item.rating is not None:
        return Kind.REVIEW
    is_reply = item.in_reply_to is not None or "#comment" in (url or "")  # as WordPress has them
    if platform in (Platform.NEWS, Platform.BLOG) and is_reply:
        return Kind.COMMENT
    if platform is Platform.HACKERNEWS and (item.title or "").startswith("New comment by "):
        return Kind.COMMENT  # hnrss.org's own words
    return kind_of(platform, native_id)


def _title_and_publisher(item: _Item, feed_host: str | None) -> tuple[str | None, str | None]:
    """Takes the outlet's name off the end of a Google News title: "Title - Outlet"."""
    title, publisher = item.title, item.publisher
    if title and publisher and title.endswith(f" - {publisher}"):
        return title.removesuffix(f" - {publisher}").strip() or title, publisher
    if title and not publisher and feed_host == "news.google.com" and " - " in title:
        title, _, publisher = title.rpartition(" - ")
    return title, publisher


def _repeats(title: str | None, publisher: str | None) -> tuple[str, ...]:
    """Summaries that only say the title again, as Google News has them."""
    if not title:
        return ()
    return title, f"{title} {publisher}", f"{title} - {publisher}"


def _author_in(url: str | None, platform: Platform) -> str | None:
    """The writer, where the address names them and the item does not (Mastodon, Bluesky)."""
    pattern = {
        Platform.MASTODON: r"https?://[^/]+/(@[\w.-]+)/",
        Platform.BLUESKY: r"https?://bsky\.app/profile/([\w.:-]+)/",
    }.get(platform)
    match = re.match(pattern, url) if pattern and url else None
    if not match:
        return None
    home = f"@{host_of(url or '')}" if platform is Platform.MASTODON else ""
    return match[1] + home


# JSON Feed.


def _read_json_feed(body: bytes, url: str, now: datetime) -> Feed:
    text = body.decode("utf-8-sig", "replace")
    document = read_json(text)
    entries = tuple(
        item if isinstance(item, Rejected) else _post(_of_json(item, document, now), where, url)
        for where, item in _numbered(document.items)
    )
    warnings = ["the feed is cut: only its first items could be read"] if document.is_cut else []
    if "\ufffd" in text and b"\xef\xbf\xbd" not in body:
        warnings.append("some bytes are not UTF-8; \ufffd stands where they were")
    return Feed(plain_line(document.title or ""), FeedKind.JSON, entries, _sentence(warnings))


def _of_json(item: JsonItem, document: JsonDocument, now: datetime) -> _Item:
    text = plain_text(item.content_html or "") or tidy(item.content_text or item.summary or "")
    names = names_of(item.authors, item.author) or document.authors
    return _Item(
        title=one_line(item.title or ""),
        text=text,
        link=item.url or item.external_url or "",
        raw=tidy(item.model_dump_json(exclude_none=True))[:_RAW],
        guid=one_line(item.id or ""),
        author=one_line(", ".join(names)),
        published=read_date(item.date_published or item.date_modified, now),
    )


# RSS, Atom and RDF.


def _read_xml_feed(body: bytes, url: str, content_type: str | None, now: datetime) -> Feed:
    data, warnings = _in_utf8(body, content_type)
    root, data, has_entities = _with_harmless_entities(data)
    if has_entities:
        warnings.append("entities that it declares were not read; they could grow without end")
    if root == "html" and not _HOLDS_A_FEED.search(data):
        raise UnreadableSource(Problem.NOT_A_FEED, _what_it_is(root))  # without reading it through
    parsed = _parse(data, url)
    _refuse_unless_feed(parsed, root, data)
    is_cut = _is_cut(parsed, root, data)
    if is_cut:
        warnings.append("the feed is cut: items after its end are missing")
    items = (_of_entry(entry, parsed, now) for entry in parsed.entries)
    entries = [_post(item, where, url) for where, item in _numbered(items)]
    if is_cut and entries and _ends_inside_item(data):
        last = entries.pop()
        reason = "the feed is cut in the middle of this item"
        entries.append(Rejected(reason, last.where, _raw(parsed.entries[-1])))
    title = plain_line(_words(parsed.feed, "title"))
    return Feed(title, _feed_kind(parsed.version, root), tuple(entries), _sentence(warnings))


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
        raise UnreadableSource(Problem.NOT_A_FEED, tidy(sentence)[:_RAW]) from error


def _in_utf8(body: bytes, content_type: str | None) -> tuple[bytes, list[str]]:
    """The feed in UTF-8, decoded as feedparser decides, and what had to be bent to do so.

    Where feedparser would read a whole UTF-8 feed as Windows-1252 because of a few bad bytes, only
    those bytes are given up. A byte order mark of UTF-16 decides even where the XML names nothing.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and body[2:4] != b"\0\0":
        return body.decode("utf-16", "replace").encode("utf-8", "replace"), []
    found: dict[str, Any] = {}
    data = convert_to_utf8({"content-type": content_type} if content_type else {}, body, found)
    problem = found.get("bozo_exception")
    if not isinstance(problem, feedparser.CharacterEncodingOverride):
        return data, []
    if found["encoding"] not in ("windows-1252", "iso-8859-2"):
        return data, []
    text = body.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", "ignore")) - lost > lost:
        return text.encode(), ["some bytes are not UTF-8; \ufffd stands where they were"]
    return data, [f"it is not in the encoding that it names; read as {found['encoding']}"]


# Before the first element: what it is, and which entities it may declare.

_DECLARATION_TOKEN = re.compile(rb"\"[^\"]*\"|'[^']*'|<!--.*?-->|<\?.*?\?>|[\[\]>]", re.DOTALL)
_ENTITY = re.compile(rb"<!ENTITY\s+(\w+)\s+(?:\"([^\"]*)\"|'([^'\"]*)')\s*>")
_HARMLESS = re.compile(rb"&#\w+;|[^&<%]*")


def _with_harmless_entities(data: bytes) -> tuple[str, bytes, bool]:
    """The root element's name, the feed behind a rewritten head, and whether entities were left.

    Kept are entities that stand for a few plain characters. All else before the root goes: no
    entity of entities can grow, nothing can name a file or an address to be read.
    """
    start, root, doctype = _find_root(data)
    if not root:
        begins = tidy(data.partition(b">")[2][:60].decode("utf-8", "replace"))
        sentence = f"this is no XML, and not a feed; it begins with “{begins}”"
        raise UnreadableSource(Problem.NOT_A_FEED, sentence)
    kept = {
        name: value or value2
        for name, value, value2 in _ENTITY.findall(doctype)
        if len(value or value2) <= _LONGEST_ENTITY and _HARMLESS.fullmatch(value or value2)
    }
    declared = b"".join(b'\n<!ENTITY %s "%s">' % pair for pair in kept.items())
    head = b"<?xml version='1.0' encoding='utf-8'?>\n"
    if declared:
        head += b"<!DOCTYPE feed [" + declared + b"\n]>\n"
    return root, head + data[start:], doctype.count(b"<!ENTITY") > len(kept)


def _find_root(data: bytes) -> tuple[int, str, bytes]:
    """Where the first element begins, its name in lower case without prefix, and the DOCTYPE."""
    at, doctype = 0, b""
    while (at := data.find(b"<", at)) >= 0:
        if name := re.match(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)", data[at : at + 200]):
            return at, name[1].decode().lower(), doctype
        end = _end_of_declaration(data, at)
        if data[at : at + 9].upper() == b"<!DOCTYPE":
            doctype = data[at:end]
        at = end
    return len(data), "", doctype


def _end_of_declaration(data: bytes, at: int) -> int:
    for opening, closing in ((b"<!--", b"-->"), (b"<?", b"?>")):
        if data.startswith(opening, at):
            end = data.find(closing, at)
            return len(data) if end < 0 else end + len(closing)
    if not data.startswith(b"<!", at):
        return at + 1
    depth = 0
    for token in _DECLARATION_TOKEN.finditer(data, at + 2):
        depth += {b"[": 1, b"]": -1}.get(token[0], 0)
        if token[0] == b">" and depth <= 0:
            return token.end()
    return len(data)


# After parsing: a feed, a cut one, or none.

_OF_A_PAGE = {"html", "head", "body", "title", "meta", "link", "script", "style", "div"}
_OF_A_PAGE |= {"span", "p", "br", "h1", "table"}
_HOLDS_A_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)


def _refuse_unless_feed(parsed: Any, root: str, data: bytes) -> None:
    """An empty feed is one, if it is whole: "no mentions" must not be said of what is broken."""
    if not parsed.version and (root in _OF_A_PAGE or not (parsed.entries or root == "rdf")):
        raise UnreadableSource(Problem.NOT_A_FEED, _what_it_is(root))
    problem = _xml_error(parsed)
    if parsed.entries or not problem:
        return
    if _is_cut(parsed, root, data):
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


def _is_cut(parsed: Any, root: str, data: bytes) -> bool:
    closed = re.search(rb"</(?:[\w.-]+:)?" + re.escape(root.encode()), data[-5_000:], re.IGNORECASE)
    return _xml_error(parsed) is not None and not closed


def _ends_inside_item(data: bytes) -> bool:
    ends = [m[0] for m in re.finditer(rb"</?(?:\w+:)?(?:item|entry)(?=[\s>])", data, re.IGNORECASE)]
    return bool(ends) and not ends[-1].startswith(b"</")


def _feed_kind(version: str, root: str) -> FeedKind:
    if version.startswith("atom"):
        return FeedKind.ATOM
    return FeedKind.RDF if version in ("rss10", "rss090") or root == "rdf" else FeedKind.RSS


# One small function of fallbacks for each field of an entry. Plain `dict.get`, since feedparser's
# own answers for a missing "updated" with "published".

_Entry = dict[str, Any]  # feedparser promises no types, and any key may be missing


def _of_entry(entry: _Entry, parsed: Any, now: datetime) -> _Item:
    return _Item(
        title=" ".join(_plain(entry.get("title_detail")).split()) or None,
        text=_text(entry),
        link=_link(entry),
        raw=_raw(entry),
        guid=one_line(_words(entry, "id")),
        author=_author(entry, parsed),
        published=_published(entry, now),
        publisher=_publisher(entry),
        in_reply_to=_in_reply_to(entry),
        rating=_rating(entry),
        discussion=_words(entry, "comments"),
    )


def _words(entry: _Entry, key: str) -> str:
    said = dict.get(entry, key)
    return said if isinstance(said, str) else ""


def _plain(detail: object) -> str:
    """The text of a title, summary or content; plain text is left so unless it is escaped HTML."""
    if not isinstance(detail, dict):
        return ""
    said, kind = _words(detail, "value"), _words(detail, "type")
    if kind == "text/plain" and not ("</" in said or "/>" in said or "&" in said):
        return tidy(said)
    return plain_text(said) if kind.startswith("text/") or "xml" in kind else ""


def _text(entry: _Entry) -> str:
    """The content, else the summary."""
    for detail in [*(entry.get("content") or []), entry.get("summary_detail")]:
        if text := _plain(_without_reddit_footer(detail)):
            return text
    return plain_text(_words(entry, "summary"))


def _without_reddit_footer(detail: object) -> object:
    """Reddit puts "submitted by ... [link] [comments]" after a mark of its own."""
    if not isinstance(detail, dict) or "<!-- SC_ON -->" not in _words(detail, "value"):
        return detail
    return {**detail, "value": _words(detail, "value").partition("<!-- SC_ON -->")[0]}


def _link(entry: _Entry) -> str:
    """The original link of a feed that counts clicks, the link, an address as guid, the media."""
    addresses = [_words(entry, "feedburner_origlink"), _words(entry, "link"), _words(entry, "id")]
    addresses += [_words(link, "href") for link in entry.get("links") or []]
    return next((address for address in addresses if clean_url(address)), "")


def _author(entry: _Entry, parsed: Any) -> str | None:
    named = [_words(author, "name") for author in entry.get("authors") or []]
    own = one_line(", ".join(dict.fromkeys(filter(None, named))) or _words(entry, "author"))
    if own or not str(parsed.version).startswith("atom"):
        return own
    return one_line(_words(parsed.feed, "author"))


def _published(entry: _Entry, now: datetime) -> Published:
    for key in ("published", "created", "updated"):
        parsed = dict.get(entry, f"{key}_parsed")
        date = read_date(_words(entry, key), now, parsed)
        if date.mark is not DateMark.MISSING:
            return date
    return NO_DATE


def _publisher(entry: _Entry) -> str | None:
    source = entry.get("source")
    named = _words(source, "title") if isinstance(source, dict) else ""
    return one_line(named or _words(entry, "news_source"))


def _in_reply_to(entry: _Entry) -> str | None:
    """RFC 4685's thr:in-reply-to: the id of what is answered, else its address."""
    answered = entry.get("thr_in-reply-to")
    if not isinstance(answered, dict):
        return None
    return one_line(_words(answered, "ref") or _words(answered, "href"))


def _rating(entry: _Entry) -> float | None:
    """Stars given by the writer. (YouTube's media:starRating is its viewers' average.)"""
    said = _words(entry, "im_rating") or _words(entry, "rating")
    return float(said) if re.fullmatch(r"[1-5](\.\d)?", said) and float(said) <= 5 else None


def _raw(entry: _Entry) -> str:
    said = {key: value for key, value in entry.items() if isinstance(value, str)}
    return tidy(json.dumps(said, ensure_ascii=False)[:_RAW])


def _numbered(items: Any) -> Iterator[tuple[str, Any]]:
    return ((f"item {number}", item) for number, item in enumerate(items, start=1))


def _sentence(warnings: list[str]) -> str | None:
    return "; ".join(warnings) or None
