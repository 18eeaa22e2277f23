"""Finding feeds: what a page shows of the feeds that belong to it. No network; pages are hostile.

Sources of the forms: `link rel=alternate` of the HTML standard; Apple's lookup answer
(developer.apple.com, iTunes Search API).
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from collectors.feeds.sites import Candidate, candidates, channel_feed
from collectors.links import clean_url, host_of
from collectors.plaintext import one_line

LOOKED_AT = 1_500_000  # bytes of a page; what names its feeds stands at its beginning
MOST_FEEDS = 20  # of one page
MOST_LINKS = 5_000  # elements of a page that are looked at
MOST_ANCHORS = 5  # plain links that look like a feed's

COMMON_PATHS = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml")

_KINDS = {
    "application/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/rdf+xml": "RDF",
    "application/feed+json": "JSON Feed",
}
_NO_SCHEME = re.compile(
    r"(?![a-z][a-z0-9+.-]*://)[^\s/@:]+\.[^\s/@:]{2,}(?::\d+)?(?:[/?#].*)?", re.I
)
# A YouTube page names many channels; its own is named in these places, the surest first.
_ID = rb"(UC[\w-]{22})"
_CHANNEL_IN_PAGE = tuple(
    re.compile(place + _ID)
    for place in (
        rb'rel="canonical" href="https://www\.youtube\.com/channel/',
        rb'itemprop="(?:identifier|channelId)" content="',
        rb'"externalId":\s?"',
        rb'"channelId":\s?"',
    )
)
_FEED_NAME = re.compile(r"(?:^|[/._-])(?:feeds?|rss|atom|rdf)(?:$|[/._?-])", re.I)
_COMMENTS = re.compile(r"comment|kommentar|/replies", re.I)


def address_of(typed: str) -> str | None:
    """The http(s) address that somebody typed or pasted; None where it is none.

    Without `https://` it is given that; `feed:` comes off; spaces around it too, and within a path
    they are escaped.
    """
    text = "".join(c for c in typed if c.isprintable() or c == " ").strip(" <>\"'“”")
    if text.lower().startswith("feed:"):
        text = text[5:].removeprefix("//")
    if _NO_SCHEME.fullmatch(text) or text.startswith("//"):
        text = "https://" + text.removeprefix("//")
    text = text.replace(" ", "%20")
    return text if clean_url(text) else None


def feeds_in_page(body: bytes, url: str) -> tuple[Candidate, ...]:
    """The feeds that a page at `url` names, those of comments last; of JSON, Apple's answer."""
    if body.lstrip()[:1] == b"{":
        return _of_lookup(body)
    found: dict[str, Candidate] = {}
    for each in (*_named(body, url), *_of_channel(body, url)):
        key = clean_url(each.url)
        if key is not None and len(found) < MOST_FEEDS:
            found.setdefault(key, each)
    return tuple(sorted(found.values(), key=_is_of_comments))


def common_feeds(url: str) -> tuple[Candidate, ...]:
    """Where sites usually have their feed, at the address' own host."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    return candidates([root + path for path in COMMON_PATHS], "sites often have it there")


def _is_of_comments(candidate: Candidate) -> bool:
    return bool(_COMMENTS.search(candidate.title) or _COMMENTS.search(urlsplit(candidate.url).path))


def _named(body: bytes, url: str) -> Iterator[Candidate]:
    """What the page's `link` elements name, then what it only links to as a feed."""
    base, anchors = url, list[Candidate]()
    for element in islice(_elements(body), MOST_LINKS):
        href = (element.get("href") or "").strip()
        if element.tag == "base" and href:
            base = _joined(url, href) or base
        elif element.tag == "link" and (found := _of_link(element, href, base)):
            yield found
        elif element.tag == "a" and len(anchors) < MOST_ANCHORS and _FEED_NAME.search(href):
            anchors += _of_anchor(href, base, url)
    yield from anchors


def _of_anchor(href: str, base: str, page: str) -> list[Candidate]:
    """A plain link to what is called a feed at the page's own site; others lead to feed readers."""
    url = _joined(base, href)
    host = host_of(url) if url else None
    own = host is not None and (host == host_of(page) or host.startswith("feeds."))
    return [Candidate(url, "", "the page links to it")] if url and own else []


def _elements(body: bytes) -> Iterator["etree._Element"]:
    """The page's links in their order, as far as it can be read."""
    text = body[:LOOKED_AT].decode("utf-8", "replace").replace("\0", "")
    parser = etree.HTMLPullParser(
        events=("end",), tag=("base", "link", "a"), encoding="utf-8", no_network=True
    )
    try:
        parser.feed(text.encode("utf-8", "replace"))
        parser.close()
    except etree.LxmlError:
        pass  # what was read before it broke counts
    for _, element in parser.read_events():
        yield element


def _of_link(element: "etree._Element", href: str, base: str) -> Candidate | None:
    kind = _KINDS.get((element.get("type") or "").partition(";")[0].strip().lower())
    rel = (element.get("rel") or "").lower().split()
    url = _joined(base, href) if href and kind and {"alternate", "feed"} & set(rel) else None
    if url is None:
        return None
    title = one_line(element.get("title") or "") or ""
    return Candidate(url, title[:200], f"the page names it ({kind})")


def _joined(base: str, href: str) -> str | None:
    try:
        url = urljoin(base, "".join(c for c in href[:4_000] if c.isprintable()))
    except ValueError:
        return None
    return url.partition("#")[0] if clean_url(url) else None


def _of_channel(body: bytes, url: str) -> Iterator[Candidate]:
    """A YouTube page's channel, whichever of its places names it."""
    if host_of(url) not in ("youtube.com", "m.youtube.com"):
        return
    places = filter(None, (place.search(body) for place in _CHANNEL_IN_PAGE))
    if found := next(places, None):
        yield Candidate(channel_feed(found[1].decode()), "", "YouTube has it there")


def _of_lookup(body: bytes) -> tuple[Candidate, ...]:
    try:
        results = json.loads(body)["results"]
        feeds = [one["feedUrl"] for one in results[:MOST_FEEDS] if "feedUrl" in one]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()
    return candidates([f for f in feeds if isinstance(f, str) and clean_url(f)], "Apple names it")
