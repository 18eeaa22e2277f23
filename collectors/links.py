"""Addresses: which host one names, and one spelling for each page. No network.

What only a server could resolve (t.co, Google News articles) stays as it is.
"""

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote_plus, urlsplit

import idna

_LONGEST = 4_000  # code points; browsers and servers refuse longer ones
_LONGEST_GIVEN = 10 * _LONGEST  # before wrappers and tracking come off
_MOST_LABELS = 4  # of any site that is named in this house
_MOST_PARAMETERS = 100

# As RFC 3986 has them; "%" stays, so that what is escaped already is not escaped again.
_SAFE_IN_PATH = "%/:@!$&'()*+,;=~-._"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?[]"

_TRACKING = frozenset(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id mc_cid mc_eid"
    " igsh igshid _hsenc _hsmi __hssc __hstc hsctatracking mkt_tok vero_id oly_anon_id oly_enc_id"
    " ref_src ref_url cmpid ncid ito wt_mc s_cid _ga _gl guccounter guce_referrer"
    " guce_referrer_sig mibextid rdid share_url __tn__ __cft__[0] __xts__[0] ns_mchannel"
    " ns_source ns_campaign ns_linkname at_medium at_campaign at_custom1 at_custom2 at_custom3"
    " at_custom4 at_link_id at_link_origin at_link_type at_format at_bbc_team at_ptr_name".split()
)
# Names that mean something elsewhere, and only track on these hosts.
_TRACKING_ON = {
    "youtube.com": "si feature ab_channel pp app".split(),
    "youtu.be": "si feature".split(),
    "spotify.com": ["si"],
    "x.com": "s t".split(),
    "twitter.com": "s t".split(),
    "news.google.com": ["oc"],
    "linkedin.com": "trk trackingid rcm lipi original_referer".split(),
    "reddit.com": "share_id rdt context ref ref_source".split(),
    "tiktok.com": "_r _t is_from_webapp sender_device sender_web_id web_id is_copy_url".split(),
    "instagram.com": "img_index hl ig_rid ig_mid".split(),
}

# A fragment is kept where it points at one comment or post of the page.
_IDENTIFYING_FRAGMENT = re.compile(
    r"(?:issue|discussion)?comment[-_][\w-]+|discussion_r\d+"
    r"|(?:c|p|comment|post|reply|review|answer)[-_]?\d[\w-]*"
)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")
_GOOGLE = re.compile(r"(www\.)?google\.(com|[a-z]{2}|com?\.[a-z]{2})")


@lru_cache(maxsize=256)  # looking for an item's link and cleaning it ask for the same one
def clean_url(url: str) -> str | None:
    """One spelling of an http(s) address; None if it is no such address. Applying it twice
    changes nothing.

    Scheme and host in lower case, the host as IDNA; default port, credentials, tracking
    parameters, and fragments that identify nothing are dropped; the parameters' order is kept.
    """
    parts = split_url(url)
    host = full_host(parts) if parts else None
    if parts is None or not host:
        return None
    place = f"{parts.scheme}://{host}{_port(parts)}{_escaped(parts.path, _SAFE_IN_PATH) or '/'}"
    query = _query(parts.query, host) if parts.query else ""
    fragment = parts.fragment if _IDENTIFYING_FRAGMENT.fullmatch(parts.fragment) else ""
    fragment = _escaped(fragment, _SAFE_IN_QUERY)
    cleaned = place + (query and f"?{query}") + (fragment and f"#{fragment}")
    return cleaned if len(cleaned) <= _LONGEST else None


def host_of(url: str) -> str | None:
    """The host of an http(s) address, in lower case and without `www.`; None if it has none."""
    parts = split_url(url)
    host = full_host(parts) if parts else None
    return host.removeprefix("www.") if host else None


@lru_cache(maxsize=256)  # one address is asked for its host, platform and id in turn
def split_url(url: str) -> SplitResult | None:
    """The parts of an http(s) address; None if it is none, or absurdly long."""
    if len(url) > _LONGEST_GIVEN:
        return None
    if not url.isprintable():
        url = "".join(c for c in url if c >= " " and c != "\x7f")
    try:
        parts = urlsplit(url.strip())
        _ = parts.port  # raises if it is no number
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") else None


@lru_cache(maxsize=256)
def full_host(parts: SplitResult) -> str | None:
    """The host as it stands there, in lower case and as IDNA; None if it cannot be one."""
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii").rstrip(".")
        except idna.IDNAError:
            return None
    return host if _HOST.fullmatch(host) and ".." not in host else None


def sites_of(host: str) -> tuple[str, ...]:
    """The sites that a host may be on, the narrowest first: itself and what it lies below.

    `x.com.evil.example` is not on `x.com`. Only sites of up to four labels.
    """
    labels = host.rsplit(".", _MOST_LABELS)[-_MOST_LABELS:]
    return tuple(".".join(labels[start:]) for start in range(len(labels)))


def parameters_of(parts: SplitResult) -> dict[str, str]:
    """The query of an address, of a repeated name the last; nothing if there are more than 100."""
    try:
        return dict(parse_qsl(parts.query, max_num_fields=_MOST_PARAMETERS))
    except ValueError:  # no wrapper and no platform has so many
        return {}


def is_google_host(host: str) -> bool:
    """Whether a host is Google's search in some country; news.google.com is not."""
    return _GOOGLE.fullmatch(host) is not None


def _port(parts: SplitResult) -> str:
    usual = {"http": 80, "https": 443}[parts.scheme]
    return "" if parts.port in (None, usual) else f":{parts.port}"


def _escaped(text: str, safe: str) -> str:
    return quote(text, safe=safe, errors="replace")


def _query(query: str, host: str) -> str:
    tracking = _tracking_on(host)
    kept = [pair for pair in query.split("&") if pair and not _tracks(pair, tracking)]
    return "&".join(_escaped(pair, _SAFE_IN_QUERY) for pair in kept)


@lru_cache(maxsize=256)
def _tracking_on(host: str) -> frozenset[str]:
    return _TRACKING.union(*(_TRACKING_ON.get(site, ()) for site in sites_of(host)))


def _tracks(pair: str, tracking: frozenset[str]) -> bool:
    name = unquote_plus(pair.partition("=")[0]).lower()
    return name.startswith("utm_") or name in tracking
