"""Links in notices: the address that is meant, without what follows the reader about.

A notice's links carry who was written to and often let them in without a password. Only what names
the thing itself is kept. Nothing is asked of any server: a link that only a server could resolve
is no link. Forms of the links: from public samples of facebook.com/n/, linkedin.com/comm/,
twitter.com/i/redirect and youtube.com/attribution_link.
"""

import hashlib
import re
from urllib.parse import SplitResult, quote, unquote, urlencode

from collectors.links import (
    clean_url,
    full_host,
    is_google_host,
    parameters_of,
    sites_of,
    split_url,
)
from collectors.platforms import native_id_of
from collectors.post import Platform
from collectors.wrappers import unwrap

_SITES: dict[Platform, frozenset[str]] = {
    Platform.FACEBOOK: frozenset({"facebook.com"}),
    Platform.INSTAGRAM: frozenset({"instagram.com"}),
    Platform.LINKEDIN: frozenset({"linkedin.com"}),
    Platform.X: frozenset({"x.com", "twitter.com"}),
    Platform.YOUTUBE: frozenset({"youtube.com", "youtu.be"}),
    Platform.TRUSTPILOT: frozenset({"trustpilot.com"}),
    Platform.GOOGLE_BUSINESS: frozenset({"business.google.com", "maps.app.goo.gl", "g.page"}),
}
# The parameters that name the thing itself; every other one is dropped.
_NAMING: dict[Platform, frozenset[str]] = {
    Platform.FACEBOOK: frozenset(
        "story_fbid id fbid v comment_id reply_comment_id multi_permalinks".split()
    ),
    Platform.LINKEDIN: frozenset({"commentUrn", "replyUrn"}),
    Platform.YOUTUBE: frozenset({"v", "lc"}),
    Platform.GOOGLE_BUSINESS: frozenset(
        "placeid place_id query_place_id reviewid review_id fid ftid cid q query api kgmid".split()
    ),
}
# Of Google's own reviews no address is documented. What stands behind /reviews/, or is named so, is
# taken for an id where it can be no word.
_REVIEW = re.compile(r"/reviews?/(?=[\w-]*\d)([\w-]{10,})/?$")


def link_to(platform: Platform, href: str) -> str | None:
    """The cleaned address on a platform that a notice's link leads to; None if it leads nowhere
    there, or nothing in it says where."""
    url = unwrap(_out_of_redirect(unwrap(href)))
    parts = split_url(url)
    host = full_host(parts) if parts else None
    if parts is None or host is None or not _is_on(platform, host, parts):
        return None
    path = parts.path.removeprefix("/comm") if platform is Platform.LINKEDIN else parts.path
    given = parameters_of(parts)
    if platform is Platform.FACEBOOK and path.rstrip("/") in ("/n", "/nd"):
        path = "/" + unquote(parts.query.partition("&")[0]).lstrip("/")
        path, _, more = path.partition("?")
        given |= parameters_of(parts._replace(query=more))
    if platform is Platform.TRUSTPILOT and native_id_of(url):
        host = "www.trustpilot.com"  # the company's own view of a review has another host
    kept = [(k, v) for k, v in given.items() if k in _NAMING.get(platform, ())]
    query = f"?{urlencode(kept, safe=':(),')}" if kept else ""
    return clean_url(f"https://{host}{quote(path, safe='%/:@!$&()*+,;=~-._')}{query}")


def names_one_thing(url: str | None) -> bool:
    """Whether an address shows the platform's own id of a comment, a post or a review."""
    return bool(url and (native_id_of(url) or review_id_of(url)))


def review_id_of(url: str) -> str | None:
    """The id of one review that an address of Google's own shows."""
    parts = split_url(url)
    if parts is None or not _is_on(Platform.GOOGLE_BUSINESS, full_host(parts) or "", parts):
        return None
    given = parameters_of(parts)
    found = _REVIEW.search(parts.path)
    return given.get("reviewid") or given.get("review_id") or (found[1] if found else None)


def leads_to_reviews(url: str) -> bool:
    """Whether an address of Google's own is that of a place or its reviews, but of none of them.

    What else a notice links to there is the owner's own settings.
    """
    parts = split_url(url)
    host = full_host(parts) if parts else None
    if parts is None or host is None or not _is_on(Platform.GOOGLE_BUSINESS, host, parts):
        return False
    is_settings = host == "business.google.com" and "/review" not in parts.path
    return not is_settings and review_id_of(url) is None and parts.path != "/"


def of_one_review(url: str, notice: str) -> str:
    """The address of a place, marked so that two of its reviews are not taken for one: what has the
    same address is the same Mention. `notice`: what tells the notices of two reviews apart."""
    number = int(hashlib.sha256(notice.encode()).hexdigest()[:12], 16)
    return f"{url}#review-{number}"


def names_a_comment(url: str | None) -> bool:
    return (native_id_of(url) or "").startswith("comment:") if url else False


def _is_on(platform: Platform, host: str, parts: SplitResult) -> bool:
    if not _SITES[platform].isdisjoint(sites_of(host)):
        return True
    if platform is not Platform.GOOGLE_BUSINESS:
        return False
    return (is_google_host(host) and parts.path.startswith("/maps")) or (
        host == "search.google.com" and parts.path.startswith("/local/")
    )


def _out_of_redirect(href: str) -> str:
    """What a platform's own redirecting address holds; else the same."""
    parts = split_url(href)
    sites = sites_of(full_host(parts) or "") if parts else ()
    if parts is None:
        return href
    given = parameters_of(parts)
    if {"x.com", "twitter.com"} & set(sites) and parts.path == "/i/redirect":
        return given.get("url", href)
    if "youtube.com" in sites and parts.path == "/attribution_link":
        target = given.get("u", "")
        return f"https://www.youtube.com{target}" if target.startswith("/") else href
    return href
