"""A real OpenID Connect provider process, and the dashboard served with sign-in by it."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import PATIENCE, _free_port, _wait_for
from tests.conftest import ROOT
from tests.processes import stopped


@contextmanager
def provider(*people: Mapping[str, object], log: Path, token_seconds: int = 3600) -> Iterator[str]:
    """A provider that knows these people by their claims; its address."""
    port = _free_port()
    claims = [word for person in people for word in ("--user-claims", json.dumps(person))]
    command = [str(Path(sys.executable).with_name("oidc-provider-mock")), "-p", str(port), *claims]
    command += ["-e", str(token_seconds)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            _answers(f"http://localhost:{port}/.well-known/openid-configuration", log)
            yield f"http://localhost:{port}"
        finally:
            stopped(process)


@contextmanager
def served_with_sign_in(data: Path, issuer: str, log: Path, earshot: str = "") -> Iterator[str]:
    """`earshot serve` over this folder, with these lines of [earshot]; its address."""
    port = _free_port()
    write_sign_in(data, issuer, port, earshot)
    environment = os.environ | {"EARSHOT_DATA": str(data)}
    command = [sys.executable, "-m", "earshot", "serve", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://localhost:{port}"
        finally:
            stopped(process)


def write_sign_in(data: Path, issuer: str, port: int, earshot: str = "") -> Path:
    data.mkdir(exist_ok=True)
    path = data / "sign-in.toml"
    path.touch(mode=0o600)
    path.write_text(
        f"""[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "k4Vt9-nothing-but-a-test-QzX27-of-signing"
client_id = "earshot"
client_secret = "another secret of the test"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
{earshot}
""",
        "utf-8",
    )
    return path


def sign_in(window: Page, subject: str) -> None:
    """From the screen that asks for it, by the provider's button, back to Earshot."""
    window.get_by_role("button", name="Sign in", exact=True).click()
    window.get_by_role("button", name=subject, exact=True).click()


def _answers(url: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the provider did not start: {log.read_text(errors='replace')}")
