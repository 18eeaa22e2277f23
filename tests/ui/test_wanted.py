"""The page asked for is kept through signing in, and never leads anywhere else."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.runtime.secrets import Secrets

from ui.headers import SecurityHeaders
from ui.wanted import COOKIE, PageAskedFor, kept_in

ORIGIN = "https://ear.example"
AUTH = {
    "redirect_uri": f"{ORIGIN}/oauth2callback",
    "cookie_secret": "k4Vt9-nothing-but-a-test-QzX27-of-signing",
    "client_id": "earshot",
    "client_secret": "s",
    "server_metadata_url": "https://login.example/.well-known/openid-configuration",
}


def login(request: Request) -> RedirectResponse:
    return RedirectResponse("https://login.example/authorize", 302)


def callback(request: Request) -> RedirectResponse:
    answer = RedirectResponse("/", 302)
    answer.set_cookie("_streamlit_user", "signed", httponly=True, samesite="lax")
    return answer


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Streamlit's two addresses of signing in, behind our middleware."""
    secrets = Secrets()
    secrets._secrets = {"auth": AUTH}
    monkeypatch.setattr(st, "secrets", secrets)
    routes = [Route("/auth/login", login), Route("/oauth2callback", callback)]
    middleware = [Middleware(SecurityHeaders), Middleware(PageAskedFor)]
    app = Starlette(routes=routes, middleware=middleware)
    with TestClient(app, base_url=ORIGIN, follow_redirects=False) as client:
        yield client


def sign_in(browser: TestClient, referer: str) -> str:
    browser.get("/auth/login", headers={"referer": referer})
    return browser.get("/oauth2callback").headers["location"]


@pytest.mark.parametrize(
    "page", ["/triage?item=m-1&q=a%20b", "/mentions", "/mentions?q=%22early%20years%22", "/?x=1"]
)
def test_the_page_asked_for_is_led_to_with_all_that_stood_in_its_address(
    browser: TestClient, page: str
) -> None:
    assert sign_in(browser, ORIGIN + page) == page


def test_it_is_led_to_once(browser: TestClient) -> None:
    sign_in(browser, f"{ORIGIN}/triage")
    assert browser.get("/oauth2callback").headers["location"] == "/"


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://evil.example/triage",
        "http://ear.example/triage",
        f"{ORIGIN}//evil.example/",
        f"{ORIGIN}/auth/logout",
        f"{ORIGIN}/oauth2callback?code=1",
        f"{ORIGIN}/_stcore/metrics",
        f"{ORIGIN}/\\evil.example/",
        f"{ORIGIN}@evil.example/",
        f"{ORIGIN}.evil.example/",
        f"{ORIGIN}/{'a' * 3000}",
        "https://[",
    ],
)
def test_what_is_no_page_of_ours_is_not_led_to(browser: TestClient, referer: str) -> None:
    assert sign_in(browser, referer) == "/"


@pytest.mark.parametrize(
    "kept", ["//evil.example", "https://evil.example", "/\\evil", "%2F%2Fevil"]
)
def test_a_cookie_that_somebody_else_has_written_leads_nowhere(
    browser: TestClient, kept: str
) -> None:
    answer = browser.get("/oauth2callback", headers={"cookie": f"{COOKIE}={kept}"})
    assert answer.headers["location"] == "/"


@given(some.text())
def test_whatever_the_cookie_holds_leads_to_this_server(words: str) -> None:
    led = kept_in(f"{COOKIE}={words}")
    if led is not None:
        assert urlsplit(urljoin(ORIGIN, led)).netloc == "ear.example"
        assert led.isascii()
        assert led.isprintable()


def test_every_cookie_is_for_encrypted_connections_only_and_not_for_scripts(
    browser: TestClient,
) -> None:
    first = browser.get("/auth/login", headers={"referer": f"{ORIGIN}/triage"})
    second = browser.get("/oauth2callback")
    cookies = [*first.headers.get_list("set-cookie"), *second.headers.get_list("set-cookie")]
    assert len(cookies) == 3
    assert all("; Secure" in each and "; HttpOnly" in each for each in cookies)
    assert all("samesite=lax" in each.lower() for each in cookies)
