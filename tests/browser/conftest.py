"""A real browser, a real server process and a feed server of our own, on free ports."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, find
from tests.collectors.server import FeedServer
from tests.conftest import ROOT
from tests.processes import stopped

PATIENCE = 30.0  # seconds for the server to answer, and for the browser to show something


@dataclass(frozen=True)
class Dashboard:
    """A dashboard that is being served."""

    url: str
    data: Path

    def page(self, name: str = "") -> str:
        return f"{self.url}/{name}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = find()
    if program is None:
        pytest.skip("there is no Chromium; `python tests/browser/chromium.py` installs one")
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_window(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A new visitor's window; `width` in CSS pixels."""
    contexts = []

    def opened(width: int = 1280, height: int = 900) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True
        )
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


@pytest.fixture
def dashboard(tmp_path: Path, feeds: FeedServer) -> Iterator[Dashboard]:
    """A server that nobody has opened yet, over an empty folder; it may fetch from `feeds`."""
    data = tmp_path / "data"
    data.mkdir()
    with served(data, feeds, tmp_path / "server.log") as url:
        yield Dashboard(url, data)


@contextmanager
def served(data: Path, feeds: FeedServer, log: Path, at: str = "") -> Iterator[str]:
    """`at`: the time, in ISO 8601, at which the server's clock begins; else it is the present."""
    port = _free_port()
    environment = os.environ | {
        "EARSHOT_DATA": str(data),
        "EARSHOT_ALLOW_HOSTS": f"127.0.0.1:{feeds.port}",
    }
    command = [sys.executable, "-m", "streamlit", "run", "server.py", f"--server.port={port}"]
    if at:
        command = [sys.executable, str(Path(__file__).with_name("at_time.py")), at, str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            stopped(process)


def _wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                if answer.read() == b"ok":
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the dashboard did not start: {log.read_text(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
