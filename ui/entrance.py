"""The entrance: without sign-in nobody comes in but from this very machine."""

from typing import ClassVar

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from earshot.rules.nearness import asks_from_near, is_near
from earshot.words.errors import Refused
from ui import sign_in_settings

CLOSED = (
    "Without sign-in Earshot is open on the machine that it runs on and nowhere else: whoever "
    "reached it here could read and decide everything. Set up sign-in (the file sign-in.toml, see "
    "docs/deploy.md) and start it again, or open it at http://localhost on the machine itself."
)


def require_near_or_sign_in() -> None:
    """Raises Refused where sign-in is off and who asks may be on another machine."""
    if sign_in_settings.is_on():
        return
    headers = {name.lower(): value for name, value in st.context.headers.items()}
    asked = bool(headers)  # none at all: no browser asks, as in a test of the script alone
    if not _listens_near() or (asked and not asks_from_near(headers, st.context.ip_address)):
        raise Refused(CLOSED)


def _listens_near() -> bool:
    return is_near(st.get_option("server.address"))


class Entrance:
    """Middleware that refuses what `require_near_or_sign_in` would, before anything is answered."""

    STATUS: ClassVar[int] = 403

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or sign_in_settings.is_on() or _is_near(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(CLOSED, self.STATUS)(scope, receive, send)


def _is_near(scope: Scope) -> bool:
    client = scope.get("client")
    headers = dict(Headers(scope=scope))
    if scope["type"] == "websocket" and "origin" not in headers:
        return False  # every browser says it; what does not may speak through a silent proxy
    return _listens_near() and asks_from_near(headers, client[0] if client else None)
