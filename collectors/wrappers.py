"""Wrappers: redirecting addresses that hold their target themselves, and what it is."""

from urllib.parse import SplitResult

from collectors.links import (
    clean_url,
    full_host,
    is_google_host,
    parameters_of,
    sites_of,
    split_url,
)

_MOST_WRAPPERS = 5

# By site: how the path of a wrapper begins, and the parameters that may hold the target.
_GOOGLE = (("/url", ("url", "q")),)
_WRAPPERS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "news.google.com": (("/", ("url",)),),
    "bing.com": (("/news/apiclick.aspx", ("url",)),),
    "facebook.com": (("/l.php", ("u",)),),
    "instagram.com": (("/l.php", ("u",)),),
    "l.facebook.com": (("/", ("u",)),),
    "lm.facebook.com": (("/", ("u",)),),
    "l.instagram.com": (("/", ("u",)),),
    "out.reddit.com": (("/", ("url",)),),
    "linkedin.com": (("/redir", ("url",)), ("/safety/go", ("url",))),
    "youtube.com": (("/redirect", ("q",)),),
    "t.umblr.com": (("/redirect", ("z",)),),
    "href.li": (("/", ("url",)),),
    "duckduckgo.com": (("/l/", ("uddg",)),),
}


def unwrap(url: str) -> str:
    """The address inside a redirecting one, where the address itself holds it; else the same."""
    for _ in range(_MOST_WRAPPERS):
        target = _target(url)
        if target is None:
            break
        url = target
    return url


def _target(url: str) -> str | None:
    parts = split_url(url)
    host = full_host(parts) if parts else None
    if parts is None or not host:
        return None
    found = _amp_target(host, parts) or _parameter_target(host, parts)
    return found if found and clean_url(found) else None


def _parameter_target(host: str, parts: SplitResult) -> str | None:
    for path, names in _wrappers_on(host):
        if parts.path.startswith(path):
            given = parameters_of(parts)
            return next((given[name] for name in names if name in given), None)
    return None


def _wrappers_on(host: str) -> list[tuple[str, tuple[str, ...]]]:
    if is_google_host(host):
        return list(_GOOGLE)
    return [wrapper for site in sites_of(host) for wrapper in _WRAPPERS.get(site, ())]


def _amp_target(host: str, parts: SplitResult) -> str | None:
    """The page behind Google's copy of it: google.com/amp/s/HOST/PATH, or on cdn.ampproject.org."""
    if is_google_host(host) and parts.path.startswith("/amp/"):
        rest = parts.path.removeprefix("/amp/")
    elif "cdn.ampproject.org" in sites_of(host) and parts.path[:3] in ("/c/", "/v/"):
        rest = parts.path[3:]
    else:
        return None
    scheme = "https" if rest.startswith("s/") else "http"
    return f"{scheme}://{rest.removeprefix('s/')}" + (parts.query and f"?{parts.query}")
