"""`earshot serve` is what people start: dashboard and watch together, and both end together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from earshot.commands import service
from earshot.handling.sign_in_file import sign_in_in
from tests.browser.provider import write_sign_in
from tests.collectors.server import FeedServer
from tests.commands.conftest import Command

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Page</title>
<item><link>https://page.example/1</link><title>Example Training: when do you open?</title></item>
</channel></rss>"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data: Path, *words: str, allow: str = "") -> Iterator[tuple[str, int]]:
    """The service over a folder; its address and process id."""
    port = free_port()
    environment = os.environ | {"EARSHOT_DATA": str(data), "EARSHOT_ALLOW_HOSTS": allow}
    command = [sys.executable, "-m", "earshot", "serve", "--port", str(port), *words]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) != 0  # stopped, not finished


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.3)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address + "/_stcore/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def children_of(process: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True)
    return [int(pid) for pid in listed.stdout.split()]


def test_the_watch_collects_while_the_dashboard_answers_and_both_end_together(
    earshot: Command, tmp_path: Path
) -> None:
    earshot("init", "--company", "Example Training")
    with FeedServer() as server:
        server.put("/feed", FEED)
        host = server.url("/").split("/")[2]
        url = server.url("/feed")
        earshot("sources", "add", url, "--account", "Our page", "--json", allow=host)
        with serving(tmp_path / "data", allow=host) as (address, process):
            wait_until(lambda: answers(address))
            wait_until(lambda: bool(earshot("mentions", "--json").lines))
            children = children_of(process)
            assert len(children) == 2
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children), 10)


def test_every_answer_carries_the_headers_that_keep_strangers_code_out(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (address, _):
        wait_until(lambda: answers(address))
        with urllib.request.urlopen(address + "/triage") as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "script-src 'self'" in policy
            assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_sample_is_made_once_and_only_where_nothing_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, "--sample") as (address, _):
        wait_until(lambda: answers(address), 120)
    made = (data / "sample" / "store.duckdb").stat().st_ino
    with serving(data, "--sample") as (address, _):
        wait_until(lambda: answers(address))
    assert (data / "sample" / "store.duckdb").stat().st_ino == made  # the same one, kept
    assert not (data / "store.duckdb").exists()


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.7", "::", "monitor.example"])
def test_without_sign_in_it_listens_to_nobody_else_and_says_what_to_do(
    earshot: Command, address: str, tmp_path: Path
) -> None:
    done = earshot("serve", "--address", address)
    assert done.status == 1
    assert done.err.startswith("earshot: There is no sign-in")
    assert f"Set it up in {tmp_path / 'data' / 'sign-in.toml'}" in done.err
    assert len(done.err.splitlines()) == 1


def test_settings_of_sign_in_with_a_mistake_or_that_others_can_read_are_refused(
    earshot: Command, tmp_path: Path
) -> None:
    path = write_sign_in(tmp_path / "data", "https://login.example", 8501)
    path.chmod(0o644)
    done = earshot("serve")
    assert done.status == 1
    assert f"chmod 600 {path}" in done.err
    path.chmod(0o600)
    path.write_text(path.read_text("utf-8").replace("client_id", "client"), "utf-8")
    done = earshot("serve", "--address", "0.0.0.0")
    assert done.status == 1
    assert done.err == f"earshot: {path}: [auth] client_id: is missing.\n"


@pytest.mark.parametrize(("role", "told"), [("moderator", True), ("smt", False)])
def test_it_says_where_no_group_is_the_senior_teams(
    role: str, told: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    claims = f'[earshot]\nrole_claim = "groups"\n[earshot.roles]\n"Heads" = "{role}"'
    write_sign_in(tmp_path, "https://login.example", 8501, claims)
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path))
    said: list[str] = []
    monkeypatch.setattr(service, "say", said.append)
    service.say_who_leads(sign_in_in(tmp_path))
    assert ["no group is the senior team's" in line for line in said] == [True] * told


def test_a_port_that_signing_in_does_not_lead_back_to_is_refused(
    earshot: Command, tmp_path: Path
) -> None:
    write_sign_in(tmp_path / "data", "https://login.example", 8501)
    done = earshot("serve", "--port", "8600")
    assert done.status == 1
    assert "port 8600" in done.err


def test_with_sign_in_it_listens_to_others_and_answers_those_who_come_through_a_proxy(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    path = write_sign_in(data, "https://login.example", 8501)
    https = path.read_text("utf-8").replace("http://localhost:8501", "https://ear.example")
    path.write_text(https, "utf-8")
    with serving(data, "--address", "0.0.0.0") as (address, _):
        wait_until(lambda: answers(address))
        through = {"Host": "ear.example", "X-Forwarded-For": "192.0.2.7"}
        asked = urllib.request.Request(address + "/triage", headers=through)
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 200


def test_without_sign_in_what_comes_through_a_proxy_is_refused_in_words(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (address, _):
        wait_until(lambda: answers(address))
        through = {"Host": "localhost", "X-Forwarded-For": "192.0.2.7"}
        asked = urllib.request.Request(address + "/triage", headers=through)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked)
        assert refused.value.code == 403
        assert b"Set up sign-in" in refused.value.read()
        assert "script-src 'self'" in refused.value.headers["Content-Security-Policy"]
