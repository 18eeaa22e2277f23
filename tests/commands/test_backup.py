"""The commands backup and restore, as processes, with others writing; and killed at random."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.commands.conftest import Command
from tests.earshot.desk import Desk, post

KILLS = 4  # as many again, and more, without the command around it: test_backups.py
KEYS = {
    "backup": ["file", "made_at", "expires_on", "bytes", "events", "head"],
    "list": ["name", "made_at", "expires_on", "bytes", "past", "ours"],
    "restore": ["file", "made_at", "events", "head", "counts", "ok"],
}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A store with one thing in it; its folder."""
    desk = Desk(tmp_path / "data")
    desk.take_in(desk.feed, post())
    return desk.house.folder


def elsewhere(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "earshot", *words],
        env=os.environ | {"EARSHOT_DATA": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_backup_is_made_listed_and_restored_into_an_empty_folder(
    earshot: Command, kept: Path
) -> None:
    done = earshot("backup", "--json")
    (made,) = done.lines
    assert list(made) == KEYS["backup"]
    assert "no secrets: keep sign-in.toml" in done.err
    day = date.fromisoformat(made["made_at"][:10]) + timedelta(days=30)
    assert abs(date.fromisoformat(made["expires_on"]) - day) <= timedelta(days=1)
    (listed,) = earshot("backup", "list", "--json").lines
    assert list(listed) == KEYS["list"]
    assert (listed["name"], listed["bytes"]) == (Path(made["file"]).name, made["bytes"])
    kept.rename(kept.with_name("old"))
    file = str(made["file"]).replace("/data/", "/old/")
    back = earshot("restore", file, "--json")
    assert back.status == 0, back.err
    assert "has to be erased again: earshot person erase" in back.err
    assert "earshot retain --apply" in back.err
    (restored,) = back.lines
    assert list(restored) == KEYS["restore"]
    assert {name: restored[name] for name in ("events", "head", "ok")} == {
        "events": made["events"],
        "head": made["head"],
        "ok": True,
    }
    assert len(earshot("mentions", "--json").lines) == restored["counts"]["mentions"] == 1


def test_a_backup_elsewhere_is_the_persons_own_to_delete_and_no_store_is_restored_over(
    earshot: Command, kept: Path, tmp_path: Path
) -> None:
    done = earshot("backup", "--out", str(tmp_path / "disk"))
    assert "Delete it yourself by" in done.err
    (listed,) = earshot("backup", "list", "--json").lines
    assert listed["name"].startswith(str(tmp_path / "disk"))
    assert listed["ours"] is False
    refused = earshot("restore", listed["name"], "--json")
    assert (refused.status, refused.out) == (1, "")
    assert "holds no store" in refused.err


def test_where_nothing_is_set_up_there_is_nothing_to_back_up(earshot: Command) -> None:
    done = earshot("backup", "--json")
    assert (done.status, done.out) == (1, "")
    assert "earshot init" in done.err


def test_the_command_killed_at_any_moment_leaves_a_whole_backup_or_none_and_clears_up(
    earshot: Command, kept: Path, tmp_path: Path
) -> None:
    for number in range(KILLS):
        process = elsewhere(kept, "backup")
        time.sleep(random.uniform(0.3, 1.6))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        whole = list((kept / "backups").glob("*.zip"))
        if whole and number == KILLS - 1:
            tried = elsewhere(tmp_path / f"new-{number}", "restore", str(random.choice(whole)))
            tried.communicate()
            assert tried.returncode == 0
    (made,) = earshot("backup", "--json").lines
    assert Path(made["file"]).is_file()
    assert [each for each in (kept / "backups").iterdir() if each.suffix != ".zip"] == []
