"""What Earshot writes is for the account that runs it, whatever that account's umask is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Command

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes say nothing of others there")


def run(data: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "earshot", *words],
        env=os.environ | {"EARSHOT_DATA": str(data)},
        capture_output=True,
        umask=0o022,
        cwd=data.parent,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def open_to_others(folder: Path) -> list[str]:
    return [str(each) for each in (folder, *folder.rglob("*")) if each.stat().st_mode & 0o077]


def test_all_that_is_written_is_for_its_owner_alone(tmp_path: Path) -> None:
    data, table = tmp_path / "data", tmp_path / "t.csv"
    table.write_text(
        "url,text,posted\nhttps://page.example/1,hello,never\nhttps://page.example/2,hello,2026-11-02\n"
    )
    run(data, "init", "--company", "Example Training", "--term", '"Example Training"')
    run(data, "accounts", "add", "Page", "--platform", "facebook")
    run(
        data,
        "import",
        str(table),
        "--account",
        "Page",
        "--map",
        "published_at=posted",
        "--map",
        "text=text",
        "--map",
        "url=url",
    )
    run(data, "backup")
    days = ("--from", "2026-11-01", "--to", "2026-11-30")
    run(data, "export", "mentions", *days, "--out", str(tmp_path / "out.csv"))
    assert list((data / "rejects").iterdir())
    assert open_to_others(data) == []
    assert (tmp_path / "out.csv").stat().st_mode & 0o077 == 0


def test_an_older_folder_that_others_can_read_is_told_with_the_cure(
    earshot: Command, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    earshot("init", "--company", "Example Training", "--term", '"Example Training"')
    assert "chmod" not in earshot("doctor").err
    data.chmod(0o755)
    (data / "store.duckdb").chmod(0o644)
    done = earshot("doctor")
    assert (done.status, f"chmod -R go= {data}" in done.err) == (0, True)
