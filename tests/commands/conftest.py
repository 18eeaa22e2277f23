"""The real command, as a process, over a folder of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

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
    """Run `earshot WORDS`; `stdin`, `stdout`, `allow` (hosts inside) and what the system is
    `speaking` may be given. Of `stdin`, a surrogate is the byte that it stands for."""

    def run(
        *words: str,
        stdin: str = "",
        allow: str = "",
        stdout: IO[str] | int = subprocess.PIPE,
        speaking: str = "utf-8",
    ) -> Done:
        environment = os.environ | {
            "EARSHOT_DATA": str(tmp_path / "data"),
            "EARSHOT_ALLOW_HOSTS": allow,
            "PYTHONIOENCODING": speaking,
        }
        done = subprocess.run(
            [sys.executable, "-m", "earshot", *words],
            input=stdin.encode("utf-8", "surrogateescape"),
            stdout=stdout,
            stderr=subprocess.PIPE,
            env=environment,
            timeout=60,
            check=False,
        )
        out, err = (done.stdout or b"").decode(), done.stderr.decode()
        assert "Traceback" not in err, err
        return Done(done.returncode, out, err)

    return run
