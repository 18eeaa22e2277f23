"""The real command, as a process, over a folder of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., "Done"]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def earshot(tmp_path: Path) -> Command:
    """Run `earshot WORDS`; `stdin` and `allow` (hosts inside) may be given."""

    def run(*words: str, stdin: str = "", allow: str = "") -> Done:
        environment = os.environ | {
            "EARSHOT_DATA": str(tmp_path / "data"),
            "EARSHOT_ALLOW_HOSTS": allow,
        }
        done = subprocess.run(
            [sys.executable, "-m", "earshot", *words],
            input=stdin,
            capture_output=True,
            text=True,
            env=environment,
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    return run
