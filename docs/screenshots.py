"""Makes the README's screenshots: the sample, in a real browser. `make screenshots`."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import ARGUMENTS, find  # noqa: E402 - after the path is known

SHOTS = {"triage": "triage", "overview": "", "compliance": "compliance", "sources": "sources"}
OUT = Path(__file__).resolve().parent / "screenshots"


def main() -> None:
    OUT.mkdir(exist_ok=True)
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"EARSHOT_DATA": folder}
        command = [sys.executable, "-m", "earshot", "serve", "--sample", "--port", str(port)]
        server = subprocess.Popen(command, env=environment)
        try:
            _wait_for(port)
            _take(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def _take(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        _get_past_the_notice(page, address)
        for name, path in SHOTS.items():
            page.goto(f"{address}/{path}")
            page.wait_for_selector("h1")
            page.wait_for_timeout(2500)  # charts are drawn after the page says that it is done
            page.screenshot(path=OUT / f"{name}.png")
        browser.close()


def _get_past_the_notice(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("h1")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the dashboard did not start")


if __name__ == "__main__":
    main()
