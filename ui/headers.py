"""Security headers: the second wall, should words from outside ever be drawn as more than words."""

from typing import ClassVar

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from earshot.words.errors import EarshotError
from ui import sign_in_settings

# Nothing but this server is asked for anything. Styles stand inside the pages that Streamlit
# makes; WebAssembly and blob workers draw its tables and charts.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# To others nothing is said of where somebody comes from; to ourselves it is, for the way back to
# the page that was asked for before signing in.
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Middleware that sends HEADERS with every answer, and makes its cookies safer."""

    in_use: ClassVar[bool] = False  # so that the dashboard can say when they are missing

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        SecurityHeaders.in_use = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
                message["headers"] = [_guarded(*header) for header in message["headers"]]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _guarded(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Streamlit's cookies, kept off unencrypted connections, which it leaves to us."""
    if name.lower() != b"set-cookie" or b"; secure" in value.lower() or not _is_encrypted():
        return name, value
    return name, value + b"; Secure"


def _is_encrypted() -> bool:
    try:
        sign_in = sign_in_settings.in_force()
    except EarshotError:
        return False
    return sign_in is not None and sign_in.is_encrypted
