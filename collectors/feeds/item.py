"""Items: what a feed of any format says of one thing, in plain values, and the Post it makes."""

import re
from dataclasses import dataclass

from collectors.links import clean_url, host_of
from collectors.platforms import kind_of, native_id_in, native_id_of, platform_of
from collectors.post import NO_DATE, Kind, Platform, Post, Published
from collectors.wrappers import unwrap

HOLDS_NOTHING = "it holds no title, no text and no http(s) link"

_AUTHOR_IN_ADDRESS = {
    Platform.MASTODON: re.compile(r"https?://[^/]+/(@[\w.-]+)/"),
    Platform.BLUESKY: re.compile(r"https?://bsky\.app/profile/([\w.:-]+)/"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """Texts are plain; `link` is as the feed has it, and "" where it has none."""

    title: str | None
    text: str
    link: str
    guid: str | None = None
    author: str | None = None
    published: Published = NO_DATE
    publisher: str | None = None
    in_reply_to: str | None = None
    rating: float | None = None
    discussion: str = ""  # where it is talked about, if that is another page than `link`


def post_of(item: Item, where: str, feed_url: str) -> Post | None:
    """The Post that an item of the feed at `feed_url` makes; None if it holds nothing."""
    url = clean_url(unwrap(item.link))
    if not (item.title or item.text or url):
        return None
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


def _platform(item: Item, url: str | None, feed_url: str) -> Platform:
    """By the link; a Hacker News item links to what it is about, and is still said there."""
    if Platform.HACKERNEWS in map(platform_of, (item.discussion, item.guid or "")):
        return Platform.HACKERNEWS
    return platform_of(url or feed_url)


def _native_id(item: Item, url: str | None, platform: Platform) -> str | None:
    for address in (item.guid or "", item.discussion, url or ""):
        if platform_of(address) is platform and (found := native_id_of(address)):
            return found
    return native_id_in(item.guid or "", platform)


def _kind(item: Item, url: str | None, platform: Platform, native_id: str | None) -> Kind:
    if item.rating is not None:
        return Kind.REVIEW
    is_reply = item.in_reply_to is not None or "#comment" in (url or "")  # as WordPress has them
    if platform in (Platform.NEWS, Platform.BLOG) and is_reply:
        return Kind.COMMENT
    if platform is Platform.HACKERNEWS and (item.title or "").startswith("New comment by "):
        return Kind.COMMENT  # hnrss.org's own words
    return kind_of(platform, native_id)


def _title_and_publisher(item: Item, feed_host: str | None) -> tuple[str | None, str | None]:
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
    pattern = _AUTHOR_IN_ADDRESS.get(platform)
    match = pattern.match(url) if pattern and url else None
    if not match:
        return None
    home = f"@{host_of(url or '')}" if platform is Platform.MASTODON else ""
    return match[1] + home
