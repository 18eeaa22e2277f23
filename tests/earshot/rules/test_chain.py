"""The chain tells in which way a log was tampered with, and where."""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.rules import chain
from earshot.rules.chain import GENESIS, Head, Record, as_line, chain_hash, verify
from earshot.rules.events import ABOUT_FEW, ABOUT_RESTRICTED, EventKind, NewEvent, link
from earshot.rules.guarded_steps import GUARDED_STEPS
from earshot.words.times import utc_text

BEGUN = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
Rows = list[Record]
Told = list[tuple[int, str]]
SIZE = 12


def written(*details: dict[str, object], kind: EventKind = EventKind.ASSIGNED) -> Rows:
    """A log as the program writes it."""
    rows: Rows = []
    previous = GENESIS
    for seq, each in enumerate(details, start=1):
        event = NewEvent(EventKind.ERASED if "seqs" in each else kind, f"m-{seq}", each, "p-1")
        row = link(event, seq=seq, recorded_at=BEGUN + timedelta(hours=seq), previous=previous)
        time = utc_text(row.recorded_at)
        previous = row.hash
        rows.append(
            Record(seq, time, row.actor, row.kind, row.subject, row.details_sha256, row.hash,
                   row.salt, row.details)
        )  # fmt: skip
    return rows


def log(size: int = SIZE) -> Rows:
    return written(*({"reason": f"number {n}"} for n in range(size)))


def told(rows: Rows, *heads: Head) -> Told:
    return [tuple(each) for each in verify(rows, heads).problems]


def rehashed(row: Record, previous: str) -> Record:
    digest = chain.details_digest(row.salt or "", row.details or "")
    row = row._replace(details_sha256=digest)
    return row._replace(hash=chain_hash(previous, *row[:6]))


def renumbered(rows: Rows) -> Rows:
    return [row._replace(seq=seq) for seq, row in enumerate(rows, start=1)]


def chained_anew(rows: Rows) -> Rows:
    """What somebody leaves who knows the program: every hash fits."""
    anew: Rows = []
    for row in renumbered(rows):
        anew.append(rehashed(row, anew[-1].hash if anew else GENESIS))
    return anew


def put(rows: Rows, at: int, row: Record) -> Rows:
    return [*rows[:at], row, *rows[at:]]


def other(rows: Rows, at: int, **fields: object) -> Rows:
    return [row._replace(**fields) if n == at else row for n, row in enumerate(rows)]


def swapped(rows: Rows, at: int) -> Rows:
    return [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]


def forged(rows: Rows, at: int) -> Record:
    """An Event that never was, its hash computed as if it followed the one before."""
    row = rows[at]._replace(seq=at + 1, actor="p-9", details='{"reason": "forged"}', salt="00")
    return rehashed(row, rows[at - 1].hash if at else GENESIS)


@pytest.mark.parametrize("size", [0, 1, 2, SIZE])
def test_a_log_as_it_was_written_holds(size: int) -> None:
    rows = log(size)
    found = verify(rows)
    assert (found.ok, found.events) == (True, size)
    assert found.head == (rows[-1].hash if rows else GENESIS)
    heads = [Head(GENESIS, 0), *(Head(row.hash, row.seq) for row in rows)]
    assert verify(rows, heads).ok


# name, what is done to the log of SIZE Events, what is to be told of it
WAYS: list[tuple[str, Callable[[Rows], Rows], Told]] = [
    ("another time", lambda r: other(r, 4, recorded_at="2026-11-01T00:00:00Z"), [(5, "changed")]),
    ("another actor", lambda r: other(r, 4, actor="p-2"), [(5, "changed")]),
    ("another kind", lambda r: other(r, 4, kind="closed"), [(5, "changed")]),
    ("another subject", lambda r: other(r, 4, subject="m-9"), [(5, "changed")]),
    ("another digest", lambda r: other(r, 4, details_sha256="0" * 64), [(5, "changed")]),
    ("other details", lambda r: other(r, 4, details="{}"), [(5, "changed")]),
    ("another salt", lambda r: other(r, 4, salt="00"), [(5, "changed")]),
    ("another number in place", lambda r: other(r, 4, seq=999), [(5, "changed")]),
    ("the first changed", lambda r: other(r, 0, actor="p-2"), [(1, "changed")]),
    ("the last changed", lambda r: other(r, SIZE - 1, actor="p-2"), [(SIZE, "changed")]),
    (
        "two neighbours changed",
        lambda r: other(other(r, 4, actor="p-2"), 5, actor="p-2"),
        [(5, "changed"), (6, "changed")],
    ),
    (
        "the last changed, its hash too, unseen by all but a head",
        lambda r: [*r[:-1], forged(r, SIZE - 1)],
        [],
    ),
    (
        "the details of two exchanged",
        lambda r: other(
            other(r, 4, details=r[8].details, salt=r[8].salt),
            8,
            details=r[4].details,
            salt=r[4].salt,
        ),
        [(5, "changed"), (9, "changed")],
    ),
    ("the first removed", lambda r: r[1:], [(1, "removed")]),
    ("one removed", lambda r: r[:4] + r[5:], [(5, "removed")]),
    ("two removed", lambda r: r[:4] + r[6:], [(5, "removed"), (6, "removed")]),
    ("the last but one removed", lambda r: r[:-2] + r[-1:], [(SIZE - 1, "removed")]),
    ("the first removed, numbered anew", lambda r: renumbered(r[1:]), [(1, "removed")]),
    ("one removed, numbered anew", lambda r: renumbered(r[:4] + r[5:]), [(5, "removed")]),
    (
        "two apart removed, numbered anew",
        lambda r: renumbered(r[:2] + r[3:7] + r[8:]),
        [(3, "removed"), (8, "removed")],
    ),
    ("two lines swapped", lambda r: swapped(r, 4), [(6, "reordered")]),
    ("two swapped with their numbers", lambda r: renumbered(swapped(r, 4)), [(6, "reordered")]),
    ("the first two swapped", lambda r: renumbered(swapped(r, 0)), [(2, "reordered")]),
    ("the last two swapped", lambda r: renumbered(swapped(r, SIZE - 2)), [(SIZE, "reordered")]),
    (
        "one moved far",
        lambda r: put(r[:2] + r[3:], 8, r[2]),
        [(3, "reordered")],
    ),
    (
        "one moved far, numbered anew",
        lambda r: renumbered(put(r[:2] + r[3:], 8, r[2])),
        [(3, "reordered")],
    ),
    ("a copy put in", lambda r: put(r, 8, r[2]), [(3, "inserted")]),
    ("a copy put in beside", lambda r: put(r, 3, r[2]), [(3, "inserted")]),
    ("a copy put in, numbered anew", lambda r: renumbered(put(r, 8, r[2])), [(9, "inserted")]),
    ("a copy put at the end", lambda r: [*r, r[2]._replace(seq=SIZE + 1)], [(13, "inserted")]),
    ("a forged one put in", lambda r: put(r, 4, forged(r, 4)), [(5, "inserted")]),
    (
        "a forged one put in, numbered anew",
        lambda r: renumbered(put(r, 4, forged(r, 4))),
        [(5, "inserted")],
    ),
    (
        "a forged one put in first, numbered anew",
        lambda r: renumbered(put(r, 0, forged(r, 0))),
        [(1, "inserted")],
    ),
    (
        "one with an invented hash put in, numbered anew",
        lambda r: renumbered(put(r, 4, forged(r, 4)._replace(hash="f" * 64))),
        [(5, "inserted")],
    ),
    (
        "one changed and another removed",
        lambda r: other(r, 2, actor="p-2")[:6] + r[7:],
        [(3, "changed"), (7, "removed")],
    ),
    ("details gone", lambda r: other(r, 4, details=None, salt=None), [(5, "details_removed")]),
]


@pytest.mark.parametrize(("way", "expected"), [w[1:] for w in WAYS], ids=[w[0] for w in WAYS])
def test_a_tampered_log_is_told_by_its_kind_and_place(
    way: Callable[[Rows], Rows], expected: Told
) -> None:
    rows = log()
    assert told(way(rows)) == expected


def test_one_row_changed_with_its_hash_shows_at_the_row_after_it() -> None:
    rows = log()
    tampered = [*rows[:4], forged(rows, 4), *rows[5:]]
    assert told(tampered) == [(6, "changed")]
    assert told(tampered, Head(rows[4].hash, 5)) == [(5, "changed")]


@pytest.mark.parametrize("noted", [None, SIZE])
def test_a_truncated_log_is_caught_by_the_kept_head_alone(noted: int | None) -> None:
    rows = log()
    assert told(rows[:-3]) == []
    assert told(rows[:-3], Head(rows[-1].hash, noted)) == [(SIZE - 2, "truncated")]
    assert told([], Head(rows[-1].hash, noted)) == [(1, "truncated")]


def test_a_log_written_anew_from_one_row_on_is_caught_by_the_kept_head_alone() -> None:
    rows = log()
    anew = chained_anew(other(rows, 4, actor="p-9"))
    heads = [Head(rows[n - 1].hash, n) for n in (2, 4, 9, SIZE)]
    assert told(anew) == []
    assert told(anew, *heads) == [(9, "rewritten")]
    assert told(chained_anew(rows[:4] + rows[5:]), *heads) == [(9, "rewritten")]


def test_a_removed_row_whose_hash_was_kept_is_removed_and_nothing_else() -> None:
    rows = log()
    assert told(rows[:4] + rows[5:], Head(rows[4].hash, 5)) == [(5, "removed")]
    assert told(renumbered(rows[:-2] + rows[-1:]), Head(rows[-1].hash, SIZE)) == [(11, "removed")]


def test_an_honest_erasure_holds_and_a_dishonest_one_does_not() -> None:
    named: dict[str, object] = {"seqs": [[2, 3], [6, 6]]}
    rows = written(*({"reason": str(n)} for n in range(6)), named)

    def without(*places: int) -> Rows:
        gone = {"details": None, "salt": None}
        return [row._replace(**gone) if n in places else row for n, row in enumerate(rows)]

    assert told(without(1, 2, 5)) == []
    assert told(without(1, 2, 4)) == [(5, "details_removed")]
    assert told(without(1, 2, 6)) == [(2, "details_removed"), (3, "details_removed"),
                                      (7, "details_removed")]  # fmt: skip


def test_only_a_genuine_event_accounts_for_an_erasure() -> None:
    rows = other(log(), 4, details=None, salt=None)
    claim = rows[7]._replace(kind="erased", details='{"seqs": [[1, 12]]}', salt="00")
    claim = claim._replace(details_sha256=chain.details_digest("00", claim.details or ""))
    assert (5, "details_removed") in told([*rows[:7], claim, *rows[8:]])


def test_withheld_details_are_no_problem() -> None:
    hidden = [r._replace(details=None, salt=None, withheld=True) for r in log()]
    assert told(hidden) == []


# What an export seals

PLACES = [{1}, {12}, {7}, {1, 2}, {9, 10, 11}, {11, 12}, {1, 4, 5, 9, 12}, set(range(1, SIZE + 1))]


def sealed(rows: Rows, numbers: set[int], whole: Rows | None = None) -> Rows:
    """Those that bore these numbers in the whole log, sealed wherever they are now."""
    hashes = {row.hash for row in whole or rows if row.seq in numbers}
    return [chain.seal(row) if row.hash in hashes else row for row in rows]


@pytest.mark.parametrize("numbers", PLACES, ids=str)
def test_a_log_with_sealed_events_holds_and_so_do_its_heads(numbers: set[int]) -> None:
    rows = sealed(log(), numbers)
    assert verify(rows, [Head(row.hash, row.seq) for row in rows]).ok
    assert {chain.read_line(as_line(row).encode(), "here") for row in rows} == set(rows)


def test_a_sealed_event_tells_number_time_and_hash_and_nothing_to_guess_the_rest_by() -> None:
    row = log()[4]
    told = json.loads(as_line(chain.seal(row)))
    kept = {"seq": 5, "recorded_at": row.recorded_at, "hash": row.hash}
    assert told == dict.fromkeys(Record._fields) | kept | {"withheld": True, "sealed": True}


@pytest.mark.parametrize("number", range(1, SIZE + 1))
@pytest.mark.parametrize("numbers", [{7}, {7, 8}, {1, 2, 7, 8, 12}], ids=str)
@pytest.mark.parametrize("anew", [False, True])
def test_what_is_removed_around_sealed_events_is_seen(
    number: int, numbers: set[int], anew: bool
) -> None:
    rows = log()
    left = sealed(rows[: number - 1] + rows[number:], numbers, rows)
    left = renumbered(left) if anew else left
    head = Head(rows[-1].hash, SIZE)
    assert not verify(left, [head]).ok
    if not anew and number < SIZE:
        assert told(left) == [(number, "removed")]


@pytest.mark.parametrize("numbers", [{7}, {7, 8}, {1, 2, 7, 8, 12}], ids=str)
@pytest.mark.parametrize("place", [2, 3, 4, 5, 8, 9, 10])
def test_what_is_changed_beside_sealed_events_is_told_with_its_number(
    place: int, numbers: set[int]
) -> None:
    rows = log()
    assert told(sealed(other(rows, place, actor="p-9"), numbers, rows)) == [(place + 1, "changed")]
    assert told(sealed(other(rows, place, details="{}"), numbers, rows)) == [(place + 1, "changed")]


@pytest.mark.parametrize("numbers", [{7}, {7, 8}, {1, 2, 7, 8}], ids=str)
@pytest.mark.parametrize("place", range(3, 9))
def test_what_is_moved_or_put_in_around_sealed_events_is_seen(
    place: int, numbers: set[int]
) -> None:
    rows = log()
    assert [kind for _, kind in told(sealed(swapped(rows, place), numbers, rows))] == ["reordered"]
    put_in = told(sealed(put(rows, place, forged(rows, place)), numbers, rows))
    assert [kind for _, kind in put_in] == ["inserted"]
    copied = told(sealed(put(rows, place, rows[6]), numbers, rows))
    assert [kind for _, kind in copied] == ["inserted"]
    assert not verify(renumbered(sealed(put(rows, place, rows[6]), numbers, rows))).ok


def test_another_hash_or_number_of_a_sealed_event_shows_at_what_follows_it() -> None:
    rows = sealed(log(), {7})
    assert told(other(rows, 6, hash="f" * 64)) == [(8, "changed")]
    assert told(other(rows, 6, seq=999)) == [(7, "changed")]


def test_what_only_a_kept_head_tells_of_sealed_events() -> None:
    rows = log()
    within, end = sealed(rows, {7, 8}), sealed(rows, {11, 12})
    head = Head(rows[6].hash, 7)
    assert told(other(within, 6, hash="f" * 64)) == []
    assert told(other(within, 6, hash="f" * 64), head) == [(7, "rewritten")]
    assert told(other(end, 11, hash="f" * 64), Head(rows[11].hash, 12)) == [(12, "rewritten")]
    assert told(end[:-1], Head(rows[11].hash)) == [(12, "truncated")]


@pytest.mark.parametrize("field", ["actor", "kind", "subject", "details_sha256", "details"])
def test_a_line_that_says_it_is_sealed_and_tells_something_is_no_line_of_a_log(field: str) -> None:
    line = json.loads(as_line(chain.seal(log()[4]))) | {field: "p-9"}
    with pytest.raises(chain.NoLog, match=f"here: {field} cannot be read"):
        chain.read_line(json.dumps(line).encode(), "here")


def test_an_export_from_before_anything_was_sealed_is_still_read() -> None:
    row = log()[4]
    line = json.loads(as_line(row))
    del line["sealed"]
    assert chain.read_line(json.dumps(line).encode(), "here") == row


@pytest.mark.parametrize("seqs", ["{}", '{"seqs": 5}', '{"seqs": [[5]]}', '{"seqs": [["a", "b"]]}'])
def test_an_erasure_that_names_nothing_readable_accounts_for_nothing(seqs: str) -> None:
    rows = written({}, json.loads(seqs), kind=EventKind.ERASED)
    assert told([rows[0]._replace(details=None, salt=None), rows[1]]) == [(1, "details_removed")]


LONG = log(40)
Deed = tuple[str, int, int]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["change", "remove", "move", "copy", "forge", "number"]),
            st.integers(0, 30),
            st.integers(0, 30),
        ),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
def test_whatever_is_done_to_a_log_is_seen_and_quickly(deeds: list[Deed], numbered: bool) -> None:
    rows = list(LONG)
    for what, at, to in deeds:
        row = rows[at]
        if what == "change":
            rows[at] = row._replace(actor=row.actor + "x")
        elif what == "number":
            rows[at] = row._replace(seq=to)
        elif what == "forge":
            rows.insert(at, forged(rows, at))
        else:
            rows.insert(to, rows[at] if what == "copy" else rows.pop(at))
            if what == "remove":
                rows.pop(to)
    rows = renumbered(rows) if numbered else rows
    found = verify(rows, [Head(LONG[-1].hash, len(LONG))])
    assert found.ok == ([*rows] == LONG)


def test_a_log_where_everything_was_changed_is_told_of_without_end_of_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chain, "TRIES", 100_000)
    rows = [row._replace(actor="p-9") for row in log(3_000)]
    random.Random(4).shuffle(rows)
    found = verify(rows)
    assert len(found.problems) == chain.TOLD


class Counting:
    """Records that are made as they are asked for, and counted."""

    def __init__(self, rows: Rows) -> None:
        self.rows, self.passes = rows, 0

    def __iter__(self) -> Iterator[Record]:
        self.passes += 1
        yield from self.rows


def test_a_log_that_holds_is_gone_through_once() -> None:
    rows = Counting(log())
    assert verify(rows).ok
    assert rows.passes == 1


def test_what_is_told_of_restricted_items_is_among_what_no_export_holds() -> None:
    assert GUARDED_STEPS.keys() <= ABOUT_FEW
    assert GUARDED_STEPS.keys() - {EventKind.TAKEN_OVER} <= ABOUT_RESTRICTED


# What is read from a file

GOOD = json.dumps(
    dict.fromkeys(Record._fields, "") | {"seq": 1, "withheld": False, "sealed": False}
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,text\n1,2\n", "line 1: this is no JSON"),
        ("[]\n", "line 1: this is no Event of an exported log: no seq, "),
        (GOOD + "\n" + '{"seq": 2}\n', "line 2: this is no Event of an exported log: no recorded"),
        (GOOD + "\n" + GOOD[:40], "line 2: this is no JSON"),
        (GOOD.replace('"seq": 1', '"seq": "one"') + "\n", "line 1: seq cannot be read"),
        (GOOD + "\n\udcff\n", "line 2: this is no JSON"),
        (GOOD + "\n\n" + GOOD, "line 2: this is no JSON"),
    ],
)
def test_what_is_no_export_of_a_log_is_refused_with_file_and_line(
    tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "not-a-log.jsonl"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(chain.NoLog) as caught:
        verify(chain.Export(path))
    assert str(caught.value).startswith(f"{path}, {told}")


# The file alone, in an empty folder, with Python and nothing else


def alone(folder: Path, rows: Rows, *words: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(Path(chain.__file__), folder / "chain.py")
    (folder / "log.jsonl").write_text("".join(as_line(r) + "\n" for r in rows), "utf-8")
    return subprocess.run(
        [sys.executable, "-I", "chain.py", "log.jsonl", *words],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_verifier_needs_python_and_nothing_else(tmp_path: Path) -> None:
    rows = log()
    done = alone(tmp_path, rows, "--head", rows[-1].hash)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "ok": True, "events": SIZE, "head": rows[-1].hash, "problems": []
    }  # fmt: skip
    bad = alone(tmp_path, rows[:4] + rows[5:])
    assert bad.returncode == 1
    assert json.loads(bad.stdout)["problems"] == [{"seq": 5, "kind": "removed"}]
    assert "Event 5: removed" in bad.stderr
    cut = alone(tmp_path, rows[:-1], "--head", rows[-1].hash)
    assert json.loads(cut.stdout)["problems"] == [{"seq": SIZE, "kind": "truncated"}]
    assert alone(tmp_path, rows, "--head", "short").returncode == 2


def test_it_imports_only_what_comes_with_python() -> None:
    source = Path(chain.__file__).read_text("utf-8")
    names = {line.split()[1].split(".")[0] for line in source.splitlines()
             if line.startswith(("import ", "from "))}  # fmt: skip
    assert names <= sys.stdlib_module_names
