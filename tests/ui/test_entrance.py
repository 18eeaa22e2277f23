"""Without sign-in nobody is answered but who asks on this machine."""

from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.runtime.secrets import Secrets

from tests.ui.test_wanted import AUTH
from ui.entrance import CLOSED, Entrance

NEAR = {"host": "localhost:8501"}


def page(request: Request) -> PlainTextResponse:
    return PlainTextResponse("what was said")


async def stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("what was said")
    await websocket.close()


def asking(client: str = "127.0.0.1") -> TestClient:
    routes = [Route("/triage", page), WebSocketRoute("/stream", stream)]
    app = Starlette(routes=routes, middleware=[Middleware(Entrance)])
    return TestClient(app, client=(client, 50_000))


@pytest.fixture(autouse=True)
def _without_sign_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path))
    monkeypatch.setattr(st, "secrets", Secrets())


def test_a_browser_on_this_machine_is_answered() -> None:
    assert asking().get("/triage", headers=NEAR).text == "what was said"
    with asking().websocket_connect(
        "/stream", headers=NEAR | {"origin": "http://localhost:8501"}
    ) as stream:
        assert stream.receive_text() == "what was said"


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_what_comes_through_a_proxy_on_this_machine_is_told_what_is_missing(name: str) -> None:
    answer = asking().get("/triage", headers=NEAR | {name: "127.0.0.1"})
    assert (answer.status_code, answer.text) == (403, CLOSED)


def test_another_machine_and_another_name_are_told_the_same() -> None:
    assert asking("192.168.1.4").get("/triage", headers=NEAR).text == CLOSED
    assert asking().get("/triage", headers={"host": "ear.example"}).text == CLOSED


@pytest.mark.parametrize(
    "headers",
    [
        {},  # no browser leaves its origin away: this may come through a silent proxy
        {"origin": "https://ear.example"},
        {"origin": "http://localhost:8501", "x-forwarded-for": "10.0.0.1"},
    ],
)
def test_no_stream_is_opened_to_them_either(headers: dict[str, str]) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        asking().websocket_connect("/stream", headers=NEAR | headers),
    ):
        raise AssertionError("it was opened")


def test_a_server_that_listens_to_others_answers_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "get_option", {"server.address": "0.0.0.0"}.get)
    assert asking().get("/triage", headers=NEAR).text == CLOSED


def test_with_sign_in_it_is_the_sign_in_that_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = Secrets()
    secrets._secrets = {"auth": AUTH}
    monkeypatch.setattr(st, "secrets", secrets)
    through = {"host": "ear.example", "x-forwarded-for": "10.0.0.1"}
    assert asking("10.0.0.2").get("/triage", headers=through).text == "what was said"
