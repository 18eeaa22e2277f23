"""Addresses: cleaned, taken out of their wrappers, and what they say about platform and identity.

No network: what only a server could resolve (t.co, Google News articles) stays as it is.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, unquote_plus, urlsplit

import idna

from collectors.post import Kind, Platform

_MOST_WRAPPERS = 5
_LONGEST = 4_000  # code points; browsers and servers refuse longer ones

# As RFC 3986 has them; "%" stays, so that what is escaped already is not escaped again.
_SAFE_IN_PATH = "%/:@!$&'()*+,;=~-._"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?[]"


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TRACKING = _names(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id mc_cid mc_eid"
    " igsh igshid _hsenc _hsmi __hssc __hstc hsctatracking mkt_tok vero_id oly_anon_id oly_enc_id"
    " ref_src ref_url cmpid ncid ito wt_mc s_cid _ga _gl guccounter guce_referrer"
    " guce_referrer_sig mibextid rdid share_url __tn__ __cft__[0] __xts__[0] ns_mchannel"
    " ns_source ns_campaign ns_linkname at_medium at_campaign at_custom1 at_custom2 at_custom3"
    " at_custom4 at_link_id at_link_origin at_link_type at_format at_bbc_team at_ptr_name"
)
# Names that mean something elsewhere, and only track on these hosts.
_TRACKING_ON = {
    "youtube.com": _names("si feature ab_channel pp app"),
    "youtu.be": _names("si feature"),
    "spotify.com": _names("si"),
    "x.com": _names("s t"),
    "twitter.com": _names("s t"),
    "news.google.com": _names("oc"),
    "linkedin.com": _names("trk trackingid rcm lipi original_referer"),
    "reddit.com": _names("share_id rdt context ref ref_source"),
    "tiktok.com": _names("_r _t is_from_webapp sender_device sender_web_id web_id is_copy_url"),
    "instagram.com": _names("img_index hl ig_rid ig_mid"),
}

# A fragment is kept where it points at one comment or post of the page.
_IDENTIFYING_FRAGMENT = re.compile(
    r"(?:issue|discussion)?comment[-_][\w-]+|discussion_r\d+"
    r"|(?:c|p|comment|post|reply|review|answer)[-_]?\d[\w-]*"
)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")


def clean_url(url: str) -> str | None:
    """One spelling of an http(s) address; None if it is no such address. Applying it twice
    changes nothing.

    Scheme and host in lower case, the host as IDNA; default port, credentials, tracking
    parameters, and fragments that identify nothing are dropped; the parameters' order is kept.
    """
    parts = _split(url)
    host = _host(parts) if parts else None
    if parts is None or not host:
        return None
    place = f"{parts.scheme}://{host}{_port(parts)}{_escaped(parts.path, _SAFE_IN_PATH) or '/'}"
    query = _query(parts.query, host)
    fragment = parts.fragment if _IDENTIFYING_FRAGMENT.fullmatch(parts.fragment) else ""
    fragment = _escaped(fragment, _SAFE_IN_QUERY)
    cleaned = place + (query and f"?{query}") + (fragment and f"#{fragment}")
    return cleaned if len(cleaned) <= _LONGEST else None


def host_of(url: str) -> str | None:
    """The host of an http(s) address, in lower case and without `www.`; None if it has none."""
    parts = _split(url)
    host = _host(parts) if parts else None
    return host.removeprefix("www.") if host else None


@lru_cache(maxsize=256)  # one address is asked for its host, platform and id in turn
def _split(url: str) -> SplitResult | None:
    if not url.isprintable():
        url = "".join(c for c in url if c >= " " and c != "\x7f")
    try:
        parts = urlsplit(url.strip())
        _ = parts.port  # raises if it is no number
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") else None


@lru_cache(maxsize=256)
def _host(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii").rstrip(".")
        except idna.IDNAError:
            return None
    return host if _HOST.fullmatch(host) and ".." not in host else None


def _port(parts: SplitResult) -> str:
    usual = {"http": 80, "https": 443}[parts.scheme]
    return "" if parts.port in (None, usual) else f":{parts.port}"


def _escaped(text: str, safe: str) -> str:
    return quote(text, safe=safe, errors="replace")


def _query(query: str, host: str) -> str:
    kept = [pair for pair in query.split("&") if pair and not _tracks(pair, host)]
    return "&".join(_escaped(pair, _SAFE_IN_QUERY) for pair in kept)


def _tracks(pair: str, host: str) -> bool:
    name = unquote_plus(pair.partition("=")[0]).lower()
    if name.startswith("utm_") or name in _TRACKING:
        return True
    return any(name in names and _is_on(host, site) for site, names in _TRACKING_ON.items())


def _is_on(host: str, site: str) -> bool:
    """Whether a host is a site or lies below it: `x.com.evil.example` is not on `x.com`."""
    return host == site or host.endswith("." + site)


# Wrappers: host, beginning of the path, the parameters that may hold the target.


def is_google_host(host: str) -> bool:
    """Whether a host is Google's search in some country; news.google.com is not."""
    return bool(re.fullmatch(r"(www\.)?google\.(com|[a-z]{2}|com?\.[a-z]{2})", host))


def _on(*sites: str) -> Callable[[str], bool]:
    return lambda host: any(_is_on(host, site) for site in sites)


_WRAPPERS: tuple[tuple[Callable[[str], bool], str, tuple[str, ...]], ...] = (
    (is_google_host, "/url", ("url", "q")),
    (_on("news.google.com"), "/", ("url",)),
    (_on("bing.com"), "/news/apiclick.aspx", ("url",)),
    (_on("facebook.com", "instagram.com"), "/l.php", ("u",)),
    (_on("l.facebook.com", "lm.facebook.com", "l.instagram.com"), "/", ("u",)),
    (_on("out.reddit.com"), "/", ("url",)),
    (_on("linkedin.com"), "/redir", ("url",)),
    (_on("linkedin.com"), "/safety/go", ("url",)),
    (_on("youtube.com"), "/redirect", ("q",)),
    (_on("t.umblr.com"), "/redirect", ("z",)),
    (_on("href.li"), "/", ("url",)),
    (_on("duckduckgo.com"), "/l/", ("uddg",)),
)


def unwrap(url: str) -> str:
    """The address inside a redirecting one, where the address itself holds it; else the same."""
    for _ in range(_MOST_WRAPPERS):
        target = _target(url)
        if target is None:
            break
        url = target
    return url


def _target(url: str) -> str | None:
    parts = _split(url)
    host = _host(parts) if parts else None
    if parts is None or not host:
        return None
    found = _amp_target(host, parts) or _parameter_target(host, parts)
    return found if found and clean_url(found) else None


def _parameter_target(host: str, parts: SplitResult) -> str | None:
    for is_wrapper, path, names in _WRAPPERS:
        if is_wrapper(host) and parts.path.startswith(path):
            given = _parameters(parts)
            return next((given[name] for name in names if name in given), None)
    return None


def _parameters(parts: SplitResult) -> dict[str, str]:
    try:
        return dict(parse_qsl(parts.query, max_num_fields=100))
    except ValueError:  # more than that; no wrapper and no platform has so many
        return {}


def _amp_target(host: str, parts: SplitResult) -> str | None:
    """The page behind Google's copy of it: google.com/amp/s/HOST/PATH, or on cdn.ampproject.org."""
    if is_google_host(host) and parts.path.startswith("/amp/"):
        rest = parts.path.removeprefix("/amp/")
    elif _is_on(host, "cdn.ampproject.org") and parts.path[:3] in ("/c/", "/v/"):
        rest = parts.path[3:]
    else:
        return None
    scheme = "https" if rest.startswith("s/") else "http"
    return f"{scheme}://{rest.removeprefix('s/')}" + (parts.query and f"?{parts.query}")


# What an address says about the platform.

_SITES: tuple[tuple[Platform, tuple[str, ...]], ...] = (
    (Platform.X, ("x.com", "twitter.com")),
    (Platform.FACEBOOK, ("facebook.com", "fb.com", "fb.watch")),
    (Platform.INSTAGRAM, ("instagram.com",)),
    (Platform.LINKEDIN, ("linkedin.com", "lnkd.in")),
    (Platform.YOUTUBE, ("youtube.com", "youtu.be", "youtube-nocookie.com")),
    (Platform.TIKTOK, ("tiktok.com",)),
    (Platform.REDDIT, ("reddit.com", "redd.it")),
    (Platform.BLUESKY, ("bsky.app",)),
    (Platform.TRUSTPILOT, ("trustpilot.com",)),
    (Platform.HACKERNEWS, ("news.ycombinator.com", "hnrss.org")),
    (Platform.GOOGLE_BUSINESS, ("maps.app.goo.gl", "g.page")),
    (
        Platform.BLOG,
        (
            *("medium.com", "wordpress.com", "substack.com", "tumblr.com", "blogger.com"),
            *("livejournal.com", "ghost.io", "hashnode.dev", "dev.to"),
        ),
    ),
)
_BLOGSPOT = re.compile(r"[a-z0-9-]+\.blogspot\.(com|[a-z]{2}|com?\.[a-z]{2})")
_MASTODON_STATUS = re.compile(
    r"/(?:web/)?(?:@[\w.-]+(?:@[\w.-]+)?|users/[\w.-]+/statuses)/(\d{5,})(?=/|$)"
)


def platform_of(url: str) -> Platform:
    """Where an address leads, as far as its host and path show; NEWS where they show nothing."""
    host, path = host_of(url), _path(url)
    if host is None:
        return Platform.OTHER
    for platform, sites in _SITES:
        if any(_is_on(host, site) for site in sites):
            return platform
    if is_google_host(host) and path.startswith("/maps"):
        return Platform.GOOGLE_BUSINESS
    if _BLOGSPOT.fullmatch(host):
        return Platform.BLOG
    return Platform.MASTODON if _MASTODON_STATUS.match(path) else Platform.NEWS


def _path(url: str) -> str:
    parts = _split(url)
    return parts.path if parts else ""


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
}


def native_id_of(url: str) -> str | None:
    """The platform's own id of what an address leads to; None where the address shows none.

    Reddit `t3_ID` and `t1_ID`; Mastodon `HOST/ID`; Bluesky `DID/RKEY` (an address with a handle in
    place of the DID shows none, since handles change hands); comments elsewhere `comment:ID`.
    """
    parts = _split(url)
    host = host_of(url)
    if parts is None or host is None:
        return None
    platform, path = platform_of(url), unquote(parts.path)
    by_rule = _BY_PLATFORM.get(platform)
    found = by_rule(host, path, _parameters(parts)) if by_rule else None
    return found or _id_in_path(platform, path)


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


def _bluesky_id(host: str, path: str, given: dict[str, str]) -> str | None:
    match = re.match(r"/profile/(did:[a-z]+:[\w.:%-]+)/post/(\w+)", path)
    return f"{match[1]}/{match[2]}" if match else None


def _facebook_id(host: str, path: str, given: dict[str, str]) -> str | None:
    if comment := given.get("reply_comment_id") or given.get("comment_id"):
        return f"comment:{comment}" if comment.isdigit() else None
    post = given.get("story_fbid") or given.get("fbid") or given.get("v") or ""
    return post if post.isdigit() else None


def _linkedin_id(host: str, path: str, given: dict[str, str]) -> str | None:
    if match := re.search(r"urn:li:comment:\(.*,(\d+)\)", given.get("commentUrn", "")):
        return f"comment:{match[1]}"
    match = re.match(r"/(?:feed/update/urn:li:|posts/.*?-)(activity|ugcPost|share)[:-](\d+)", path)
    return f"{match[1]}:{match[2]}" if match else None


_BY_PLATFORM: dict[Platform, Callable[[str, str, dict[str, str]], str | None]] = {
    Platform.YOUTUBE: _youtube_id,
    Platform.REDDIT: _reddit_id,
    Platform.HACKERNEWS: _hackernews_id,
    Platform.MASTODON: _mastodon_id,
    Platform.BLUESKY: _bluesky_id,
    Platform.FACEBOOK: _facebook_id,
    Platform.LINKEDIN: _linkedin_id,
}
