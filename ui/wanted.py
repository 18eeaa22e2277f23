"""The page asked for: kept while somebody signs in, for Streamlit always leads to the front page.

The browser says where it comes from when it asks to sign in (`Referer`, never sent to anybody
else). That address is kept in a cookie of its own for as long as signing in takes, and takes the
place of the front page's when the provider sends the person back.
"""

import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from earshot.words.errors import EarshotError
from ui import sign_in_settings
from ui.addresses import ENTRIES, SETTING_UP

LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
COOKIE = "_earshot_wanted"
KEPT = 900  # seconds: a password looked up, a telephone found
LONGEST = 1_500  # characters of an address
PAGES = frozenset({"", *(entry.name for entry in (*ENTRIES, SETTING_UP))})
# Nothing by which a browser could leave this server: //host, /\\host, what is no plain character.
SAFE = re.compile(r"/(?![/\\])[!-\[\]-~]*")


class PageAskedFor:
    """Middleware around Streamlit's own two steps of signing in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.endswith((LOGIN, CALLBACK)):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        leaving = path.endswith(LOGIN)

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                if leaving:
                    _keep(answer, path, came_from(headers.get("referer", "")))
                else:
                    _lead(answer, path, kept_in(headers.get("cookie", "")))
            await send(message)

        await self.app(scope, receive, send_on)


def came_from(referer: str) -> str | None:
    """Path and query of a page of our own; None of anything else."""
    try:
        parts, sign_in = urlsplit(referer), sign_in_settings.in_force()
    except (ValueError, EarshotError):
        return None
    if sign_in is None or f"{parts.scheme}://{parts.netloc}" != sign_in.origin:
        return None
    return _safe(f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path)


def kept_in(cookies: str) -> str | None:
    """What the cookie holds, if it leads nowhere but here: whoever sends it may have written it."""
    try:
        kept = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return None
    return _safe(unquote(kept.value)) if kept else None


def _safe(address: str) -> str | None:
    """A page of ours, and nothing else that this server answers to, such as signing out."""
    if len(address) > LONGEST or not SAFE.fullmatch(address):
        return None
    return address if urlsplit(address).path.rpartition("/")[2] in PAGES else None


def _keep(answer: MutableHeaders, login: str, address: str | None) -> None:
    path = login.removesuffix(LOGIN) + CALLBACK
    if address is not None:
        answer.append("set-cookie", _cookie(quote(address, safe=""), path, KEPT))


def _lead(answer: MutableHeaders, callback: str, address: str | None) -> None:
    """To the address kept, in the place of the front page; and it is kept no longer."""
    if address is None:
        return
    answer.append("set-cookie", _cookie("", callback, 0))
    if answer.get("location", "").rstrip("/") == callback.removesuffix(CALLBACK):
        answer["location"] = address


def _cookie(value: str, path: str, seconds: int) -> str:
    return f"{COOKIE}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax"
