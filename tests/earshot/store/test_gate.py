"""The gate under fire: many writers, sudden death, a full disk, files that are no store."""

import os
import random
import resource
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import portalocker
import pytest

from earshot.handling.doctor import examine
from earshot.store import log, questions
from earshot.store.gate import Store
from earshot.store.questions import Wanted
from earshot.store.schema import LATEST
from earshot.words.errors import StoreBusy, StoreError, StoreTooNew
from tests.conftest import ROOT
from tests.earshot.desk import Desk, post
from tests.earshot.writing import BATCH, Writing, noted, start

KILLS = 12
ROUNDS = 3  # of each thread
PATIENCE = 20.0  # seconds that a test waits for what takes a few hundredths


@dataclass(frozen=True)
class Kept:
    """What a store holds."""

    urls: list[str]
    events: dict[int, str]  # sequence number -> the mark of its unit, "" of other Events

    @property
    def batches(self) -> Counter[str]:
        """How many of its Posts are there, by delivery."""
        return Counter(url.rpartition("/")[0] for url in self.urls if "/news.example/" in url)

    @property
    def units(self) -> Counter[str]:
        """How many of its Events are there, by unit of work."""
        return Counter(filter(None, self.events.values()))


def kept(store: Store) -> Kept:
    with store.unit() as connection:
        urls = connection.execute("SELECT url FROM mentions").fetchall()
        events = connection.execute(
            "SELECT seq, json_extract_string(details, 'assignee') FROM event_details"
        ).fetchall()
    return Kept([url for (url,) in urls], {seq: mark or "" for seq, mark in events})


def assert_sound(store: Store) -> None:
    with store.unit() as connection:
        findings = examine(connection, repair=False)
        numbers = connection.execute("SELECT seq FROM events ORDER BY seq").fetchall()
        assert log.verify(connection) == []
    assert [finding for finding in findings if finding.problems] == []
    assert [seq for (seq,) in numbers] == list(range(1, len(numbers) + 1))


def assert_all_is_kept(found: Kept, notes: Path) -> None:
    said = noted(notes)
    assert {url for note in said for url in note.mentions} <= set(found.urls)
    assert {seq for note in said for seq in note.events} <= found.events.keys()


# Many at once


def test_two_processes_with_four_threads_each_lose_and_double_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    store, notes = desk.house.store, tmp_path / "notes"
    writers = [
        start(Writing(store.folder, notes, name, threads=4, rounds=ROUNDS, shared=True))
        for name in ("one", "other")
    ]
    waits = list(read_until(store, lambda: all(w.exitcode is not None for w in writers)))
    assert [writer.exitcode for writer in writers] == [0, 0]
    found = kept(store)
    assert len(found.urls) == len(set(found.urls)) == (8 + 1) * ROUNDS * BATCH
    assert sorted(found.units.values()) == [BATCH] * 8 * ROUNDS
    assert_all_is_kept(found, notes)
    assert_sound(store)
    print(f"{len(waits)} reads while they wrote, the slowest after {max(waits):.2f} s")
    assert len(waits) > 5
    assert max(waits) < 15.0  # half of what the gate waits at most; others may have the machine


def read_until(store: Store, over: Callable[[], bool]) -> Iterator[float]:
    """Ask for what is on a page's list, again and again: seconds until it was answered."""
    while not over():
        asked = time.monotonic()
        with store.unit() as connection:
            questions.items(connection, Wanted())
        yield time.monotonic() - asked
        time.sleep(0.02)


# Sudden death


def test_whenever_a_writer_is_killed_all_that_it_was_told_is_kept_is_there_and_nothing_half(
    desk: Desk, tmp_path: Path
) -> None:
    store, notes = desk.house.store, tmp_path / "notes"
    moments = random.Random()
    for number in range(KILLS):
        before = len(noted(notes))
        writer = start(Writing(store.folder, notes, f"mortal-{number}", threads=2))
        until(partial(is_longer, notes, before))
        time.sleep(moments.uniform(0.0, 0.15))
        writer.kill()
        writer.join()
        found = kept(store)
        assert_all_is_kept(found, notes)
        assert set(found.batches.values()) == {BATCH}
        assert set(found.units.values()) <= {BATCH}
        assert_sound(store)


@pytest.mark.parametrize("moment", [0.0, 0.005, 0.01, 0.02, 0.04])
def test_a_store_whose_first_writer_was_killed_while_it_was_made_can_be_opened(
    tmp_path: Path, moment: float
) -> None:
    code = (
        "import sys; from pathlib import Path; from earshot.store.gate import Store\n"
        "print('ready', flush=True)\n"
        "with Store(Path(sys.argv[1])).unit(): pass"
    )
    maker = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert maker.stdout
    maker.stdout.readline()
    time.sleep(moment)
    maker.kill()
    maker.communicate()
    assert_sound(Store(tmp_path))


# A full disk


def command(folder: Path, *words: str, most: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line; `most`: bytes that any of its files may hold, as on a full disk."""
    most = resource.RLIM_INFINITY if most is None else most
    return subprocess.run(
        [sys.executable, "-m", "earshot", *words],
        cwd=ROOT,
        env={**os.environ, "EARSHOT_DATA": str(folder)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
        capture_output=True,
        text=True,
        check=False,
    )


ADD = ("add", "--text", "Example Training never called back", "--url", "https://seen.example/1")


def test_a_full_disk_is_told_in_words_and_costs_nothing_that_was_there(desk: Desk) -> None:
    desk.take_in(desk.feed, post(url="https://page.example/comments/kept"))
    store = desk.house.store
    failed = command(store.folder, *ADD, most=512)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith(f"earshot: {store.path} could not be written: ")
    assert "make room on the disk" in failed.stderr
    assert len(failed.stderr.splitlines()) == 1
    assert kept(store).urls == ["https://page.example/comments/kept"]
    assert_sound(store)
    assert command(store.folder, *ADD).returncode == 0
    assert "https://seen.example/1" in kept(store).urls


def test_an_import_that_filled_the_disk_can_be_done_again_and_doubles_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    store, table = desk.house.store, tmp_path / "said.csv"
    rows = [f"https://table.example/{n},Example Training {n}" for n in range(60)]
    table.write_text("\n".join(["url,text", *rows]))
    failed = command(store.folder, "import", str(table), most=20_000)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith(f"earshot: {store.path} could not be written: ")
    assert_sound(store)
    for _ in range(2):
        assert command(store.folder, "import", str(table)).returncode == 0
        assert len(set(kept(store).urls)) == len(kept(store).urls) == len(rows)


@pytest.mark.parametrize("most", [0, 512, 5_000, 10_000, 100_000])
def test_a_store_that_found_no_room_to_begin_begins_when_there_is_some(
    tmp_path: Path, most: int
) -> None:
    code = (
        "import sys; from pathlib import Path; from resource import RLIMIT_FSIZE, setrlimit\n"
        "from earshot.words.errors import StoreError; from earshot.store.gate import Store\n"
        "setrlimit(RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "try:\n"
        "    with Store(Path(sys.argv[1])).unit(): pass\n"
        "except StoreError as error: print(error)"
    )
    began = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(most)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told = f"{tmp_path / 'store.duckdb'} could not be written: "
    assert began.stdout == "" or began.stdout.startswith(told)
    assert_sound(Store(tmp_path))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="file/house cannot be written to: Not a directory"):
        enter(Store(tmp_path / "file" / "house"))


# Files that are no store of ours


def test_a_store_of_a_newer_version_is_refused_in_words_and_left_alone(desk: Desk) -> None:
    store = desk.house.store
    with store.unit() as connection:
        connection.execute("INSERT INTO schema_version VALUES (?)", [LATEST + 1])
    before = store.path.read_bytes()
    with pytest.raises(StoreTooNew, match="newer version of Earshot"):
        enter(store)
    shown = command(store.folder, "queue", "--json")
    assert (shown.returncode, shown.stdout) == (1, "")
    assert str(store.path) in shown.stderr
    assert "install the newer version" in shown.stderr
    assert store.path.read_bytes() == before


@pytest.mark.parametrize(
    "found", [b"", b"x", b"this is no store\n" * 1_000, b"SQLite format 3\0" + bytes(5_000)]
)
def test_a_file_that_is_no_store_is_refused_in_words_and_left_alone(
    tmp_path: Path, found: bytes
) -> None:
    store = Store(tmp_path)
    store.path.write_bytes(found)
    with pytest.raises(StoreError, match="cannot be opened") as refused:
        enter(store)
    assert str(store.path) in str(refused.value)
    assert store.path.read_bytes() == found
    assert command(tmp_path, "doctor").returncode == 1


def test_a_store_that_was_cut_short_is_refused_in_words(desk: Desk) -> None:
    store = desk.house.store
    found = store.path.read_bytes()
    for length in (4_096, 12_288, len(found) // 2):
        store.path.write_bytes(found[:length])
        with pytest.raises(StoreError, match="cannot be opened"):
            enter(store)
        assert store.path.read_bytes() == found[:length]


# Waiting


def test_a_gate_that_stays_shut_is_reported_within_the_limit_and_opens_for_the_next(
    desk: Desk,
) -> None:
    hurried = Store(desk.house.folder, wait=0.2)
    with held(hurried):
        asked = time.monotonic()
        with pytest.raises(StoreBusy, match=r"for more than 0\.2 seconds.*being written anew"):
            enter(hurried)
        assert 0.2 <= time.monotonic() - asked < 2.0
    enter(Store(desk.house.folder, wait=2.0))


def test_those_who_gave_up_do_not_stand_in_the_way_of_those_who_wait(desk: Desk) -> None:
    folder, opened = desk.house.folder, list[str]()
    with held(Store(folder)):
        for _ in range(5):
            with pytest.raises(StoreBusy):
                enter(Store(folder, wait=0.01))
        patient = threading.Thread(target=lambda: opened.append(entered(Store(folder, wait=10))))
        patient.start()
        time.sleep(0.1)
        assert opened == []
    patient.join(PATIENCE)
    assert opened == ["entered"]


def test_giving_up_and_being_let_in_at_the_same_moment_leaves_the_gate_open(desk: Desk) -> None:
    folder = desk.house.folder
    for _ in range(20):
        with held(Store(folder)) as leave:
            threading.Timer(0.02, leave).start()
            try:
                enter(Store(folder, wait=0.02))
            except StoreBusy:
                continue
    enter(Store(folder, wait=2.0))


def test_a_unit_inside_another_is_refused_at_once_and_the_outer_one_is_undone(desk: Desk) -> None:
    store, asked = desk.house.store, time.monotonic()
    with pytest.raises(RuntimeError, match="inside another"):
        write_and(store, lambda: enter(Store(desk.house.folder)))
    assert time.monotonic() - asked < 2.0
    assert rejects(store) == 0
    enter(store)


def test_what_a_unit_raises_undoes_it_and_is_raised_on(desk: Desk) -> None:
    store = desk.house.store
    with pytest.raises(ZeroDivisionError):
        write_and(store, lambda: 1 // 0)
    assert rejects(store) == 0
    write_and(store, lambda: None)
    assert rejects(store) == 1


def test_a_stores_version_differs_after_a_change_and_stays_after_a_look(desk: Desk) -> None:
    store = desk.house.store
    first = store.version()
    desk.items()
    assert store.version() == first
    desk.take_in(desk.feed, post())
    assert store.version() != first


def enter(store: Store) -> None:
    with store.unit() as connection:
        connection.execute("SELECT count(*) FROM mentions").fetchall()


def write_and(store: Store, then: Callable[[], object]) -> None:
    """Write one row, and do something else in the same unit."""
    with store.unit() as connection:
        connection.execute("INSERT INTO rejects VALUES ('r', 's', 'p', 'w', '')")
        then()


def rejects(store: Store) -> int:
    with store.unit() as connection:
        return len(connection.execute("FROM rejects").fetchall())


def entered(store: Store) -> str:
    enter(store)
    return "entered"


@contextmanager
def held(store: Store) -> Iterator[Callable[[], None]]:
    """Hold the store's lock as another process does; gives what lets go before the end."""
    handle = (store.folder / "store.lock").open("a")
    portalocker.lock(handle, portalocker.LockFlags.EXCLUSIVE)
    try:
        yield handle.close
    finally:
        handle.close()


def is_longer(notes: Path, than: int) -> bool:
    return len(noted(notes)) > than


def until(true: Callable[[], bool]) -> None:
    """Wait for something that is soon the case."""
    limit = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.005)


@pytest.mark.skipif(os.name != "posix", reason="modes say nothing of others there")
def test_a_store_that_is_written_anew_is_for_its_owner_alone(desk: Desk) -> None:
    desk.house.store.path.chmod(0o644)
    desk.house.store.rewrite()
    assert desk.house.store.path.stat().st_mode & 0o777 == 0o600
