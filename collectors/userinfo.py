"""Userinfo: a name or password inside an address (RFC 3986, 3.2.1), which none of ours may hold.

An address is stored, shown, exported and said in errors, so a password in it would be, too.
"""

import re

WHY_NONE = "an address must not hold a name or password (what stands before “@”)"

# Also behind `feed:`, without slashes, or with those of Windows: however somebody may write it.
_USERINFO = re.compile(r"[/\\]*+(?:[a-z][a-z0-9+.-]*+:[/\\]*+){0,3}[^/\\?#]+@", re.IGNORECASE)


def holds_userinfo(url: str) -> bool:
    return _USERINFO.match(_printable(url)) is not None


def shown(url: str) -> str:
    """An address as errors may say it: what could hold a password is left out."""
    plain = _printable(url)
    if plain.lower().startswith(("http://", "https://")) and not holds_userinfo(plain):
        authority = re.split(r"[/?#]", plain.partition("//")[2], maxsplit=1)[0]
        if re.fullmatch(r"[^:]*(:\d*)?", authority):
            return plain
    return f"…@{plain.rpartition('@')[2]}" if "@" in plain else plain


def _printable(url: str) -> str:
    return "".join(filter(str.isprintable, url)).strip()
