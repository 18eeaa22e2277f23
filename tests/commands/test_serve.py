"""`earshot serve` is what people start: dashboard and watch together, and both end together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

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
        assert process.wait(timeout=20) != 0  # stopped, not finished


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
        earshot("sources", "add", server.url("/feed"), "--json", allow=host)
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
            assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_sample_is_made_once_and_only_where_nothing_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, "--sample") as (address, _):
        wait_until(lambda: answers(address), 120)
    made = (data / "sample" / "store.duckdb").stat().st_ino
    with serving(data, "--sample") as (address, _):
        wait_until(lambda: answers(address))
    assert (data / "sample" / "store.duckdb").stat().st_ino == made  # the same one, kept
    assert not (data / "store.duckdb").exists()
