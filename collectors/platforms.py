"""Platforms: what an address shows of where something was said, what it is, and its id there."""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import unquote

from collectors.links import host_of, is_google_host, parameters_of, sites_of, split_url
from collectors.post import Kind, Platform

_PLATFORM_OF_SITE = {
    site: platform
    for platform, sites in {
        Platform.X: "x.com twitter.com",
        Platform.FACEBOOK: "facebook.com fb.com fb.watch",
        Platform.INSTAGRAM: "instagram.com",
        Platform.LINKEDIN: "linkedin.com lnkd.in",
        Platform.YOUTUBE: "youtube.com youtu.be youtube-nocookie.com",
        Platform.TIKTOK: "tiktok.com",
        Platform.REDDIT: "reddit.com redd.it",
        Platform.BLUESKY: "bsky.app",
        Platform.TRUSTPILOT: "trustpilot.com",
        Platform.HACKERNEWS: "news.ycombinator.com hnrss.org",
        Platform.GOOGLE_BUSINESS: "maps.app.goo.gl g.page",
        Platform.BLOG: "medium.com wordpress.com substack.com tumblr.com blogger.com"
        " livejournal.com ghost.io hashnode.dev dev.to",
    }.items()
    for site in sites.split()
}
_BLOGSPOT = re.compile(r"[a-z0-9-]+\.blogspot\.(com|[a-z]{2}|com?\.[a-z]{2})")
_MASTODON_STATUS = re.compile(
    r"/(?:web/)?(?:@[\w.-]+(?:@[\w.-]+)?|users/[\w.-]+/statuses)/(\d{5,})(?=/|$)"
)


@lru_cache(maxsize=256)  # an item's address, guid and discussion are each asked about twice
def platform_of(url: str) -> Platform:
    """Where an address leads, as far as its host and path show; NEWS where they show nothing."""
    parts, host = split_url(url), host_of(url)
    if parts is None or host is None:
        return Platform.OTHER
    for site in sites_of(host):
        if platform := _PLATFORM_OF_SITE.get(site):
            return platform
    if is_google_host(host) and parts.path.startswith("/maps"):
        return Platform.GOOGLE_BUSINESS
    if _BLOGSPOT.fullmatch(host):
        return Platform.BLOG
    return Platform.MASTODON if _MASTODON_STATUS.match(parts.path) else Platform.NEWS


def kind_of(platform: Platform, native_id: str | None) -> Kind:
    """What sort of thing is said there; a comment where the platform's id is that of one."""
    if platform in (Platform.NEWS, Platform.BLOG):
        return Kind.ARTICLE
    if platform in (Platform.TRUSTPILOT, Platform.GOOGLE_BUSINESS):
        return Kind.REVIEW
    is_comment = native_id is not None and native_id.startswith(_COMMENT_IDS)
    return Kind.COMMENT if is_comment else Kind.POST


# The platform's own id. Comments' ids begin so that they can be told from what they stand under.

_COMMENT_IDS = ("t1_", "comment:")
# Bluesky: the key of a post's record, a time in microseconds and ten random bits
# (https://atproto.com/specs/tid). It stands without the writer, whom addresses name now by DID and
# now by handle. Two posts can share a key: some apps count in milliseconds and use five of the
# bits, which among 10,000 mentions a year comes to one such pair in some 20,000 years. Whoever
# chooses another post's key on purpose has theirs taken for that post. A key of any other form is
# free text, and no identity.
_TID = "[2-7a-j][2-7a-z]{12}"
_BLUESKY_POST = re.compile(rf"at://[^/]+/app\.bsky\.feed\.post/({_TID})")
_IN_PATH: dict[Platform, tuple[re.Pattern[str], ...]] = {
    Platform.X: (re.compile(r"/(?:\w+|i/web)/status(?:es)?/(\d+)"),),
    Platform.INSTAGRAM: (
        re.compile(r"/(?:[\w.]+/)?(?:p|reel|reels|tv)/[\w-]+/c/(?P<comment>\d+)"),
        re.compile(r"/(?:[\w.]+/)?(?:p|reel|reels|tv)/([\w-]+)"),
    ),
    Platform.YOUTUBE: (re.compile(r"/(?:shorts|live|embed|v)/([\w-]{11})(?![\w-])"),),
    Platform.TIKTOK: (re.compile(r"/@[\w.]+/(?:video|photo)/(\d+)"),),
    Platform.TRUSTPILOT: (re.compile(r"/reviews/([0-9a-f]{24})"),),
    Platform.FACEBOOK: (
        re.compile(r"/[\w.]+/(?:posts|videos)/(?:[^/]+/)?(\d{8,})"),
        re.compile(r"/groups/[\w.]+/(?:posts|permalink)/(\d{8,})"),
        re.compile(r"/reel/(\d{8,})"),
    ),
    Platform.BLUESKY: (re.compile(rf"/profile/[^/]+/post/({_TID})(?![^/])"),),
}


def native_id_of(url: str) -> str | None:
    """The platform's own id of what an address leads to; None where the address shows none.

    Reddit `t3_ID` and `t1_ID`; Mastodon `HOST/ID`; Bluesky the record key, which is the same
    whether an address has the writer's DID or handle; comments elsewhere `comment:ID`.
    """
    parts = split_url(url)
    host = host_of(url)
    if parts is None or host is None:
        return None
    platform, path = platform_of(url), unquote(parts.path)
    by_rule = _BY_PLATFORM.get(platform)
    found = by_rule(host, path, parameters_of(parts)) if by_rule else None
    return found or _id_in_path(platform, path)


def native_id_in(guid: str, platform: Platform) -> str | None:
    """The platform's own id in what its feeds give as an item's id, where that is no address."""
    if platform is Platform.REDDIT:
        return guid if re.fullmatch(r"t[13]_\w+", guid) else None
    if platform is Platform.YOUTUBE:
        return guid.removeprefix("yt:video:") if guid.startswith("yt:video:") else None
    if platform is Platform.BLUESKY and (match := _BLUESKY_POST.fullmatch(guid)):
        return match[1]
    return None


def _id_in_path(platform: Platform, path: str) -> str | None:
    for pattern in _IN_PATH.get(platform, ()):
        if match := pattern.match(path):
            return f"comment:{match[1]}" if "comment" in match.groupdict() else match[1]
    return None


def _youtube_id(host: str, path: str, given: dict[str, str]) -> str | None:
    if comment := given.get("lc"):
        return f"comment:{comment}"
    video = path.strip("/") if host == "youtu.be" else given.get("v", "")
    return video if re.fullmatch(r"[\w-]{11}", video) else None


def _reddit_id(host: str, path: str, given: dict[str, str]) -> str | None:
    if host == "redd.it" and (match := re.fullmatch(r"/(\w+)/?", path)):
        return f"t3_{match[1]}"
    match = re.match(r"(?:/(?:r|user|u)/[\w-]+)?/comments/(\w+)(?:/[^/]*/(\w+))?", path)
    if not match:
        return None
    return f"t1_{match[2]}" if match[2] else f"t3_{match[1]}"


def _hackernews_id(host: str, path: str, given: dict[str, str]) -> str | None:
    item = given.get("id", "")
    return item if path == "/item" and item.isdigit() else None


def _mastodon_id(host: str, path: str, given: dict[str, str]) -> str | None:
    match = _MASTODON_STATUS.match(path)
    return f"{host}/{match[1]}" if match else None


def _facebook_id(host: str, path: str, given: dict[str, str]) -> str | None:
    if comment := given.get("reply_comment_id") or given.get("comment_id"):
        return f"comment:{comment}" if comment.isdigit() else None
    post = given.get("story_fbid") or given.get("fbid") or given.get("v") or ""
    return post if post.isdigit() else None


def _linkedin_id(host: str, path: str, given: dict[str, str]) -> str | None:
    if match := re.search(r"urn:li:comment:\([^()]*,(\d+)\)", given.get("commentUrn", "")):
        return f"comment:{match[1]}"
    match = re.match(r"/(?:feed/update/urn:li:|posts/.*?-)(activity|ugcPost|share)[:-](\d+)", path)
    return f"{match[1]}:{match[2]}" if match else None


_BY_PLATFORM: dict[Platform, Callable[[str, str, dict[str, str]], str | None]] = {
    Platform.YOUTUBE: _youtube_id,
    Platform.REDDIT: _reddit_id,
    Platform.HACKERNEWS: _hackernews_id,
    Platform.MASTODON: _mastodon_id,
    Platform.FACEBOOK: _facebook_id,
    Platform.LINKEDIN: _linkedin_id,
}
