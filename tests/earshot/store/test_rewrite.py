"""Writing the store's file anew: nothing that was deleted is left in it, and it is never half."""

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from earshot.store import gone
from earshot.store.gate import Store
from earshot.store.gone import Why
from earshot.store.rows import Connection
from earshot.words.errors import StoreError
from tests.conftest import ROOT
from tests.earshot.desk import NOW

SECRET = "zebedee quill was here"


def count(connection: Connection) -> int:
    row = connection.execute("SELECT count(*) FROM gone").fetchone()
    return int(row[0]) if row else 0


def filled(folder: Path, rows: int = 2_000) -> Store:
    store = Store(folder)
    with store.unit() as connection:
        gone.add(connection, [f"m-{n}" for n in range(rows)], Why.PAST, NOW)
        gone.add(connection, [SECRET], Why.PAST, NOW)
    return store


def test_what_was_deleted_cannot_be_read_in_the_file_any_more(tmp_path: Path) -> None:
    store = filled(tmp_path)
    with store.unit() as connection:
        connection.execute("DELETE FROM gone WHERE id = ?", [SECRET])
    assert SECRET.encode() in store.path.read_bytes()
    store.rewrite()
    assert SECRET.encode() not in store.path.read_bytes()
    with store.unit() as connection:
        assert count(connection) == 2_000


def test_what_broken_off_work_left_beside_it_goes_too(tmp_path: Path) -> None:
    store = filled(tmp_path)
    spilled = tmp_path / "store.duckdb.tmp"
    spilled.mkdir()
    (spilled / "block").write_text(SECRET)
    (tmp_path / "store.rewriting").write_text(SECRET)
    store.rewrite()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store.duckdb", "store.lock"]


def test_the_new_file_is_as_locked_as_the_old_one(tmp_path: Path) -> None:
    store = filled(tmp_path / "it's a folder")
    store.rewrite()
    with store.unit() as connection:
        asked = "SELECT current_setting('enable_external_access'), "
        asked += "current_setting('lock_configuration'), current_setting('TimeZone')"
        assert connection.execute(asked).fetchone() == (False, True, "UTC")


def test_a_rewrite_inside_a_unit_of_work_would_wait_for_itself(tmp_path: Path) -> None:
    store = filled(tmp_path)
    with store.unit(), pytest.raises(RuntimeError):
        store.rewrite()


def test_where_there_is_no_room_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = filled(tmp_path)

    def full(path: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError, match="unharmed"):
        store.rewrite()
    monkeypatch.undo()
    with store.unit() as connection:
        assert count(connection) == 2_001


def test_killed_at_any_moment_the_old_file_or_the_new_one_is_whole(tmp_path: Path) -> None:
    store = filled(tmp_path, 50_000)
    code = f"""
        from pathlib import Path
        from earshot.store.gate import Store
        print("ready", flush=True)
        while True:
            Store(Path({str(tmp_path)!r})).rewrite()
    """
    for attempt in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.05 + 0.037 * attempt)
        process.kill()
        process.wait()
        process.stdout.close()
        with store.unit() as connection:
            assert count(connection) == 50_001
    store.rewrite()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store.duckdb", "store.lock"]
