"""The one way out: a link built by us from a checked address, with its host shown."""

import html
from urllib.parse import urlsplit

from collectors.links import host_of
from ui.safe import say


def way_out(url: str | None, words: str = "Open where it was said") -> None:
    """A link to an address from outside; the address as plain words where it cannot be trusted."""
    link = link_html(url, words)
    if link:
        say(link)


def link_html(url: str | None, words: str) -> str:
    """The link as HTML, "" where there is no address; `words` are ours.

    It opens a new tab that knows nothing of this one, and tells the other side nothing of us.
    """
    if not url:
        return ""
    host = trusted_host(url)
    if host is None:
        return f'<span class="es-quiet">An address that is not opened: {html.escape(url)}</span>'
    return (
        f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer nofollow">'
        f'{html.escape(words)}</a> <span class="es-quiet">({html.escape(host)})</span>'
    )


def trusted_host(url: str) -> str | None:
    """The host of an http(s) address that says where it leads; None for any other."""
    if any(ord(letter) <= 0x20 or ord(letter) == 0x7F for letter in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or "\\" in url:
        return None
    return host_of(url)
