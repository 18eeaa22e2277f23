"""Sites: which feeds follow from an address on a platform that is known, and who gives none.

Sources of the forms: the platforms' own feeds, as they document or show them: YouTube
(feeds/videos.xml), Reddit (.rss), Mastodon (.rss), Bluesky (/rss), Medium (/feed), GitHub
(releases.atom), Blogger (/feeds/posts/default), WordPress and Substack (/feed), Tumblr (/rss).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from collectors.links import (
    clean_url,
    host_of,
    is_google_host,
    parameters_of,
    sites_of,
    split_url,
)

_CHANNEL = re.compile(r"UC[\w-]{22}")
_MASTODON = re.compile(r"/@[\w.-]+(?:@[\w.-]+)?/?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed's."""

    url: str  # http(s)
    title: str  # as the page calls it, plain; "" where it has no name
    why: str  # a few words of ours: "the page names it"


def without_feed(url: str) -> str | None:
    """For a platform that gives no feeds: a sentence of what to do instead; None for any other."""
    host = host_of(url)
    for site in sites_of(host) if host else ():
        if site in _NO_FEEDS:
            name, instead = _NO_FEEDS[site]
            return f"{name} gives no feed that could be read. {instead}"
    if host and is_google_host(host) and urlsplit(url).path.startswith("/maps"):
        return _ALERTS_OF_REVIEWS
    if host and is_google_host(host) and urlsplit(url).path.rstrip("/") == "/alerts":
        return _ALERTS
    return None


def asked_instead(url: str) -> str:
    """The address that says where the feed is; for most that is the page itself."""
    host, path = host_of(url), urlsplit(url).path
    podcast = re.search(r"/id(\d{5,12})(?:/|$)", path)
    if host in ("podcasts.apple.com", "itunes.apple.com") and podcast:
        return f"https://itunes.apple.com/lookup?id={podcast[1]}&entity=podcast"
    return url


def known_feeds(url: str) -> tuple[Candidate, ...]:
    """The feeds whose addresses follow from that of a page on a platform that is known."""
    host, parts = host_of(url), split_url(url)
    if host is None or parts is None:
        return ()
    way = [part for part in parts.path.split("/") if part]
    for site in sites_of(host):
        if rule := _BY_SITE.get(site):
            return candidates(rule(host, way, parameters_of(parts)), f"{site} has it there")
    if ".blogspot." in host:
        return candidates(_blogger(host, way, {}), "Blogger has it there")
    if _MASTODON.fullmatch(parts.path):
        feed = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}.rss"
        return candidates([feed], "Mastodon has it there")
    return ()


def candidates(urls: Iterable[str], why: str) -> tuple[Candidate, ...]:
    """Candidates without a name; what is no address is left out."""
    return tuple(Candidate(url, "", why) for url in urls if clean_url(url))


def channel_feed(channel: str) -> str:
    """The feed of a YouTube channel by its id."""
    return _videos("channel_id", channel)


def _videos(key: str, value: str) -> str:
    return f"https://www.youtube.com/feeds/videos.xml?{key}={quote(value)}"


# Rules by site: (host, the path's parts, its parameters) -> addresses


def _youtube(host: str, way: list[str], given: dict[str, str]) -> list[str]:
    if way[:1] == ["channel"] and len(way) > 1 and _CHANNEL.fullmatch(way[1]):
        return [_videos("channel_id", way[1])]
    if way[:1] == ["user"] and len(way) > 1:
        return [_videos("user", way[1])]
    if way[:1] == ["playlist"] and given.get("list"):
        return [_videos("playlist_id", given["list"])]
    return []


def _reddit(host: str, way: list[str], given: dict[str, str]) -> list[str]:
    if way[-1:] == [".rss"] or (way and way[-1].endswith(".rss")):
        return []
    if way[:1] == ["search"] and given.get("q"):
        return [f"https://www.reddit.com/search.rss?{urlencode({'q': given['q'], 'sort': 'new'})}"]
    if len(way) > 1 and way[0] in ("r", "user", "u"):
        rest = [{"u": "user"}.get(way[0], way[0]), *way[1:]]
        return [f"https://www.reddit.com/{'/'.join(rest)}/.rss"]
    return []


def _bluesky(host: str, way: list[str], given: dict[str, str]) -> list[str]:
    known = len(way) > 1 and way[0] == "profile" and way[2:] != ["rss"]
    return [f"https://bsky.app/profile/{way[1]}/rss"] if known else []


def _medium(host: str, way: list[str], given: dict[str, str]) -> list[str]:
    if way[:1] == ["feed"]:
        return []
    if host != "medium.com":
        return [f"https://{host}/feed"]
    return [f"https://medium.com/feed/{way[0]}"] if way else []


def _at_feed(host: str, way: list[str], given: dict[str, str]) -> list[str]:
    if way[:1] == ["feed"] or host in ("substack.com", "wordpress.com", "ghost.io"):
        return []
    return [f"https://{host}/feed/" if host.endswith("wordpress.com") else f"https://{host}/feed"]


def _ghost(host: str, way: list[str], given: dict[str, str]) -> list[str]:
    return [] if way[:1] == ["rss"] or host == "ghost.io" else [f"https://{host}/rss/"]


def _tumblr(host: str, way: list[str], given: dict[str, str]) -> list[str]:
    if way[-1:] == ["rss"]:
        return []
    if host != "tumblr.com":
        return [f"https://{host}/rss"]
    named = way[2:3] if way[:2] == ["blog", "view"] else way[:1]
    name = named[0].removeprefix("@") if named else ""
    return [f"https://{name}.tumblr.com/rss"] if re.fullmatch(r"[\w-]{1,63}", name) else []


def _blogger(host: str, way: list[str], given: dict[str, str]) -> list[str]:
    if way[:1] == ["feeds"]:
        return []
    return [f"https://{host}/feeds/{which}/default" for which in ("posts", "comments")]


def _github(host: str, way: list[str], given: dict[str, str]) -> list[str]:
    if host != "github.com" or not way or way[-1].endswith(".atom"):
        return []
    if len(way) == 1:
        return [f"https://github.com/{way[0]}.atom"]
    what = way[2] if len(way) > 2 and way[2] in ("releases", "tags", "commits") else "releases"
    return [f"https://github.com/{way[0]}/{way[1]}/{what}.atom"]


_BY_SITE: dict[str, Callable[[str, list[str], dict[str, str]], list[str]]] = {
    "youtube.com": _youtube,
    "reddit.com": _reddit,
    "bsky.app": _bluesky,
    "medium.com": _medium,
    "substack.com": _at_feed,
    "wordpress.com": _at_feed,
    "ghost.io": _ghost,
    "tumblr.com": _tumblr,
    "github.com": _github,
}

_BY_MAIL = (
    "Turn on its notification e-mails and let Earshot read their mailbox, or import the download "
    "that it gives you of your own page."
)
_BY_MAIL_ALONE = (
    "Turn on the notification e-mails of your page and let Earshot read their mailbox: a page has "
    "no download of its own."
)
_NO_FEEDS = {
    site: (name, instead)
    for name, sites, instead in (
        ("X", "x.com twitter.com", _BY_MAIL),
        ("Facebook", "facebook.com fb.com fb.watch", _BY_MAIL),
        ("Instagram", "instagram.com", _BY_MAIL),
        ("LinkedIn", "linkedin.com lnkd.in", _BY_MAIL_ALONE),
        ("TikTok", "tiktok.com", _BY_MAIL),
        ("Threads", "threads.net threads.com", _BY_MAIL),
        ("Trustpilot", "trustpilot.com", _BY_MAIL),
        (
            "Spotify",
            "spotify.com",
            "If the podcast stands on Apple Podcasts too, paste its address there.",
        ),
    )
    for site in sites.split()
}
_ALERTS_OF_REVIEWS = (
    "Google gives no feed of a place’s reviews. Turn on its notification e-mails and let Earshot "
    "read their mailbox, or import the download of your Business Profile."
)
_ALERTS = (
    "This is where Google Alerts are set up. Choose “RSS feed” where an alert asks where it is "
    "delivered to, and paste the address behind its feed sign."
)
