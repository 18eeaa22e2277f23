"""Changes of the tables: each is kept apart first, and killed at any moment leaves a store."""

import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from earshot.handling.doctor import examine
from earshot.handling.house import House
from earshot.protection import backups
from earshot.protection.restoring import restore
from earshot.store import log
from earshot.store.contents import contents_of
from earshot.store.gate import CONFIGURATION, Store
from earshot.store.schema import LATEST, MIGRATIONS
from tests.earshot.copying import kill_at_random, opening
from tests.earshot.desk import Desk, post

KILLS = 12


def aged(desk: Desk, number: int) -> Path:
    """The desk's store as an older version of the program would have left it."""
    desk.take_in(desk.feed, *(post(url=f"https://page.example/{n}") for n in range(10)))
    path, old = desk.house.store.path, desk.house.folder / "old.duckdb"
    with desk.house.store.still():
        new = duckdb.connect(str(path), config=CONFIGURATION)
        kept = {
            table: new.execute(f'FROM "{table}"').to_arrow_table()
            for (table,) in new.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        }
        new.close()
        older = duckdb.connect(str(old), config=CONFIGURATION)
        for step in MIGRATIONS[:number]:
            older.execute(step)
        older.execute("CREATE TABLE schema_version (number INTEGER)")
        for table, rows in kept.items():
            _fill(older, table, rows, number)
        older.close()
        old.replace(path)
    return path


def _fill(older: duckdb.DuckDBPyConnection, table: str, rows: object, number: int) -> None:
    columns = older.execute(
        "SELECT string_agg(column_name, ', ' ORDER BY column_index) FROM duckdb_columns() "
        "WHERE table_name = ?",
        [table],
    ).fetchone()
    if columns is None or columns[0] is None:  # a table of later days
        return
    older.register("kept", rows)
    where = f"WHERE number <= {number}" if table == "schema_version" else ""
    older.execute(f'INSERT INTO "{table}" SELECT {columns[0]} FROM kept {where}')
    older.unregister("kept")


def copies(house: House) -> list[Path]:
    return sorted(backups.folder_of(house).glob("*"))


def assert_sound(store: Store) -> None:
    with store.unit() as connection:
        assert contents_of(connection).schema == LATEST
        assert contents_of(connection).counts["mentions"] == 10
        assert [each for each in examine(connection, repair=False) if each.problems] == []
        assert log.verify(connection) == []


@pytest.mark.parametrize("number", range(2, LATEST))
def test_a_store_is_copied_before_its_tables_change_and_the_copy_is_listed(
    desk: Desk, number: int
) -> None:
    before = aged(desk, number).read_bytes()
    assert_sound(desk.house.store)
    (copy,) = copies(desk.house)
    assert copy.name.startswith(f"before-migration-{number + 1}-20")
    assert copy.read_bytes() == before
    assert copy.stat().st_mode & 0o777 == 0o600
    now = datetime.now(UTC)
    (listed,) = backups.listed(desk.house, now)
    assert listed.name == copy.name
    assert abs(listed.made_at - now) < timedelta(minutes=5)


def test_a_store_that_is_new_or_up_to_date_is_not_copied(desk: Desk) -> None:
    opening(desk.house.folder)
    assert not backups.folder_of(desk.house).exists()


def test_the_copy_can_be_restored(desk: Desk, tmp_path: Path) -> None:
    aged(desk, 2)
    opening(desk.house.folder)
    (copy,) = copies(desk.house)
    house = House(tmp_path / "new")
    assert restore(house, copy, datetime.now(UTC)).ok
    assert_sound(house.store)
    assert not backups.folder_of(house).exists()


def test_whenever_a_migration_is_killed_the_store_opens_again_and_its_copies_are_whole(
    desk: Desk, tmp_path: Path
) -> None:
    before = aged(desk, 2).read_bytes()
    changed = 0
    for number in range(KILLS):
        folder = tmp_path / f"store-{number}"
        shutil.copytree(desk.house.folder, folder)
        kill_at_random(opening, folder, longest=random.choice([0.03, 0.1, 0.2]))
        house = House(folder)
        changed += house.store.path.read_bytes() != before
        assert_sound(house.store)
        whole = [each for each in copies(house) if each.suffix == ".duckdb"]
        assert whole[0].read_bytes() == before
    print(f"{changed} of {KILLS} had begun to change the tables")
