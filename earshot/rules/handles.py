"""Handles: whether what two places call an account is one account. Pure rules.

On Mastodon a handle is whole only with its server: @acme@our.example is not @acme@other.example. Of
a handle without one the server is that of the account's address, where that is known.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from collectors.links import host_of
from collectors.post import Platform, Post
from earshot.rules.company import Account

# Where the first part of an address names the account that posted it.
PROFILE_FIRST = frozenset({Platform.X, Platform.TIKTOK})
# A server shows also what accounts of others post: then the whole handle is in the address.
_ON_MASTODON = re.compile(r"/(?:web/)?(?:users/|@)([\w.-]+)(?:@([\w.-]+))?(?=/|$)")


def plain_name(name: str) -> str:
    """Names as people compare them: case, accents' encoding and a leading @ do not count."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(plain.strip().removeprefix("@").removeprefix("/u/").split())


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, as people compare them; no name is none."""
    return bool(plain_name(one)) and plain_name(one) == plain_name(other)


def is_whole(handle: str, platform: Platform) -> bool:
    """Whether a handle says by itself which account it is."""
    return bool(handle) and (platform is not Platform.MASTODON or "@" in plain_name(handle))


def handles_of(account: Account, platform: Platform) -> frozenset[str]:
    """The account's whole handle, plain, in each way that it may be written; none if unknown."""
    handle = plain_name(account.handle)
    if not handle or platform is not Platform.MASTODON:
        return frozenset({handle} - {""})
    local, _, server = handle.partition("@")
    # A server's handles may name another host than its pages stand on: both are the account's.
    servers = {server, host_of(account.url) or ""} - {""}
    return frozenset(f"{local}@{each}" for each in servers)


def without_server(handle: str) -> str:
    """What a handle is on its own server, plain."""
    return plain_name(handle).partition("@")[0]


def handle_of_writer(post: Post) -> str:
    """The handle of who posted, plain, or else their name, where the Post shows either."""
    shown = _handle_in(post.url, post.platform) if post.url else ""
    author = plain_name(post.author or "")
    return shown or author if post.platform is Platform.MASTODON else author or shown


def _handle_in(url: str, platform: Platform) -> str:
    path = urlsplit(url).path
    if platform is Platform.MASTODON:
        found = _ON_MASTODON.match(path)
        return plain_name(f"{found[1]}@{found[2] or host_of(url)}") if found else ""
    return plain_name(path.strip("/").partition("/")[0]) if platform in PROFILE_FIRST else ""
