"""The log is checked, kept heads catch what it cannot tell itself, and taking away is logged."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from earshot.handling import casework
from earshot.handling.administration import add_person
from earshot.handling.decisions import Action
from earshot.protection import audit, heads, nightly
from earshot.protection.audit import Taken, export_log, note_export
from earshot.rules import chain
from earshot.rules.access import NOBODY, Reader
from earshot.rules.chain import GENESIS, Checked, Head
from earshot.rules.company import Role
from earshot.rules.events import EventKind, NewEvent
from earshot.store import log
from earshot.words.errors import Refused
from earshot.words.period import Period
from tests.earshot.desk import NOW, Desk, post

SECRET = "Unmistakable-Words-4711"
LENGTH = 14  # Events of the desk that is used here


@pytest.fixture(scope="module")
def prepared(furnished: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk at which something was decided: Events 1 to LENGTH."""
    desk = furnished.moved_to(tmp_path_factory.mktemp("audit") / "house")
    desk.take_in(desk.feed, post("Where is my certificate?"))
    item = desk.item()
    with desk.house.store.unit() as connection:
        more = LENGTH - log.head(connection)[0]
        assigned = NewEvent(EventKind.ASSIGNED, item.id, {"assignee": desk.sam.id}, desk.kay.id)
        casework.record(connection, [assigned] * more, now=NOW)
    return desk


@pytest.fixture
def worked(prepared: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.delenv(heads.ELSEWHERE, raising=False)
    return prepared.moved_to(tmp_path / "house")


def length(desk: Desk) -> int:
    with desk.house.store.unit() as connection:
        return log.head(connection)[0]


def sql(*statements: str) -> Callable[[Desk], None]:
    """Done to the file by somebody who has DuckDB and knows nothing of us."""

    def tamper(desk: Desk) -> None:
        with duckdb.connect(str(desk.house.store.path)) as connection:
            for statement in statements:
                connection.execute(statement)

    return tamper


def recomputed(desk: Desk) -> None:
    """One row changed together with its hash, by somebody who knows the program."""
    with desk.house.store.unit() as connection:
        records = log.records_after(connection, None)
        row, before = records[4]._replace(actor="p-9"), records[3]
        fresh = chain.chain_hash(before.hash, *row[:6])
        connection.execute("UPDATE events SET actor = 'p-9', hash = ? WHERE seq = 5", [fresh])


def written_anew(desk: Desk) -> None:
    """Everything from one row on, with every hash."""
    with desk.house.store.unit() as connection:
        records = log.records_after(connection, None)
        previous = records[3].hash
        for record in records[4:]:
            row = record._replace(actor="p-9") if record.seq == 5 else record
            previous = chain.chain_hash(previous, *row[:6])
            connection.execute(
                "UPDATE events SET actor = ?, hash = ? WHERE seq = ?",
                [row.actor, previous, row.seq],
            )


RENUMBER = "UPDATE {} SET seq = seq {} 1 WHERE seq {}"
NUMBERS = "CASE seq WHEN 5 THEN 6 WHEN 6 THEN 5 ELSE seq END"
STORE_WAYS: list[tuple[str, Callable[[Desk], None], list[tuple[int, str]]]] = [
    ("a time changed", sql("UPDATE events SET recorded_at = recorded_at + INTERVAL 1 HOUR "
                           "WHERE seq = 5"), [(5, "changed")]),
    ("a fraction of a second added", sql("UPDATE events SET recorded_at = recorded_at + INTERVAL "
                                         "5 MILLISECOND WHERE seq = 5"), [(5, "changed")]),
    ("a time taken away", sql("UPDATE events SET recorded_at = NULL WHERE seq = 5"),
     [(5, "changed")]),
    ("an actor changed", sql("UPDATE events SET actor = 'p-9' WHERE seq = 5"), [(5, "changed")]),
    ("a kind changed", sql("UPDATE events SET kind = 'no kind' WHERE seq = 5"), [(5, "changed")]),
    ("details changed", sql("UPDATE event_details SET details = '{}' WHERE seq = 5"),
     [(5, "changed")]),
    ("details and digest changed", sql(
        "UPDATE event_details SET details = '{}', salt = '' WHERE seq = 5",
        "UPDATE events SET details_sha256 = sha256('{}') WHERE seq = 5"), [(5, "changed")]),
    ("details deleted", sql("DELETE FROM event_details WHERE seq = 5"), [(5, "details_removed")]),
    ("a row and its hash changed", recomputed, [(6, "changed")]),
    ("an Event removed", sql("DELETE FROM events WHERE seq = 5"), [(5, "removed")]),
    ("an Event removed, the rest numbered anew", sql(
        "DELETE FROM events WHERE seq = 5", "DELETE FROM event_details WHERE seq = 5",
        RENUMBER.format("events", "-", "> 5"), RENUMBER.format("event_details", "-", "> 5")),
     [(5, "removed")]),
    ("two Events exchanged", sql(
        f"UPDATE events SET seq = {NUMBERS}", f"UPDATE event_details SET seq = {NUMBERS}"),
     [(6, "reordered")]),
    ("a copy put in", sql(
        "INSERT INTO events SELECT * FROM events WHERE seq = 5"), [(5, "inserted")]),
    ("an Event without a number is put in", sql(
        "INSERT INTO events SELECT NULL, * EXCLUDE (seq) FROM events WHERE seq = 5"),
     [(0, "inserted")]),
    ("an Event put in, the rest numbered anew", sql(
        RENUMBER.format("events", "+", "> 4"), RENUMBER.format("event_details", "+", "> 4"),
        "INSERT INTO events SELECT 5, recorded_at, 'p-9', kind, subject, details_sha256, "
        "repeat('f', 64) FROM events WHERE seq = 4",
        "INSERT INTO event_details SELECT 5, salt, details FROM event_details WHERE seq = 4"),
     [(5, "inserted")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("tamper", "expected"), [way[1:] for way in STORE_WAYS], ids=[way[0] for way in STORE_WAYS]
)
def test_a_store_that_was_tampered_with_is_told_by_kind_and_place(
    worked: Desk, tamper: Callable[[Desk], None], expected: list[tuple[int, str]]
) -> None:
    assert length(worked) == LENGTH
    assert audit.verify(worked.house, []).ok
    tamper(worked)
    found = audit.verify(worked.house, [])
    assert [tuple(each) for each in found.problems] == expected


def test_the_last_events_cut_off_are_missed_by_the_kept_head_alone(worked: Desk) -> None:
    audit.check(worked.house, NOW)
    sql("DELETE FROM events WHERE seq > 11", "DELETE FROM event_details WHERE seq > 11")(worked)
    assert audit.verify(worked.house, []).ok
    found, _ = audit.check(worked.house, NOW)
    assert found.problems == ((12, "truncated"),)


def test_a_log_written_anew_is_missed_by_the_kept_head_alone(worked: Desk) -> None:
    audit.check(worked.house, NOW)
    written_anew(worked)
    assert audit.verify(worked.house, []).ok
    assert audit.check(worked.house, NOW)[0].problems == ((LENGTH, "rewritten"),)


def test_an_emptied_log_is_missed_by_the_kept_head(worked: Desk) -> None:
    audit.check(worked.house, NOW)
    sql("DELETE FROM events")(worked)
    found, _ = audit.check(worked.house, NOW)
    assert (found.events, found.head, found.problems) == (0, GENESIS, ((1, "truncated"),))


def exported(desk: Desk, path: Path, *, with_details: bool = True) -> list[dict[str, object]]:
    found = export_log(desk.house, None, NOW, with_details=with_details)
    path.write_text("".join(found.lines()), "utf-8")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def verified(path: Path, *kept: Head) -> Checked:
    return chain.verify(chain.Export(path), kept)


Lines = list[dict[str, object]]
FILE_WAYS: list[tuple[str, Callable[[Lines], Lines], list[tuple[int, str]]]] = [
    ("a time changed", lambda x: changed(x, recorded_at="2026-11-18T10:00:00Z"), [(5, "changed")]),
    ("an actor changed", lambda x: changed(x, actor="p-9"), [(5, "changed")]),
    ("a subject changed", lambda x: changed(x, subject="m-9"), [(5, "changed")]),
    ("details changed", lambda x: changed(x, details="{}"), [(5, "changed")]),
    ("a salt changed", lambda x: changed(x, salt=""), [(5, "changed")]),
    ("details deleted", lambda x: changed(x, details=None, salt=None), [(5, "details_removed")]),
    ("a line removed", lambda x: x[:4] + x[5:], [(5, "removed")]),
    ("the first line removed", lambda x: x[1:], [(1, "removed")]),
    ("a line removed, the rest numbered anew", lambda x: numbered(x[:4] + x[5:]),
     [(5, "removed")]),
    ("two lines exchanged", lambda x: [*x[:4], x[5], x[4], *x[6:]], [(6, "reordered")]),
    ("two lines exchanged but for their numbers",
     lambda x: numbered([*x[:4], x[5], x[4], *x[6:]]), [(6, "reordered")]),
    ("a line doubled", lambda x: x[:5] + x[4:], [(5, "inserted")]),
    ("a line put in, the rest numbered anew", lambda x: numbered([*x[:4], x[9], *x[4:]]),
     [(5, "inserted")]),
]  # fmt: skip


def changed(lines: Lines, **fields: object) -> Lines:
    return [line | fields if n == 4 else line for n, line in enumerate(lines)]


def numbered(lines: Lines) -> Lines:
    return [line | {"seq": n} for n, line in enumerate(lines, start=1)]


@pytest.mark.parametrize(
    ("way", "expected"), [way[1:] for way in FILE_WAYS], ids=[way[0] for way in FILE_WAYS]
)
def test_an_export_that_was_tampered_with_is_told_by_kind_and_place(
    worked: Desk, tmp_path: Path, way: Callable[[Lines], Lines], expected: list[tuple[int, str]]
) -> None:
    path = tmp_path / "log.jsonl"
    lines = exported(worked, path)
    assert verified(path).ok
    path.write_text("".join(json.dumps(line) + "\n" for line in way(lines)), "utf-8")
    assert [tuple(each) for each in verified(path).problems] == expected


def test_the_tail_cut_off_an_export_is_missed_by_the_head_that_was_noted(
    worked: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "log.jsonl"
    lines = exported(worked, path)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines[:-2]), "utf-8")
    assert verified(path).ok
    assert verified(path, Head(str(lines[-1]["hash"]))).problems == ((LENGTH, "truncated"),)


def erased(desk: Desk, *seqs: int, said: bool) -> None:
    with desk.house.store.unit() as connection:
        log.erase_details(connection, seqs)
        if said:
            details = {"mentions": 1, "seqs": [[seq, seq] for seq in seqs]}
            log.append(connection, [NewEvent(EventKind.ERASED, "erasing", details)], now=NOW)


def test_erasing_keeps_the_chain_verifiable(worked: Desk) -> None:
    erased(worked, 9, 11, said=True)
    assert audit.verify(worked.house, []).ok
    erased(worked, 10, said=False)
    assert audit.verify(worked.house, []).problems == ((10, "details_removed"),)


def test_what_is_erased_while_the_log_is_read_in_parts_is_accounted_for(
    worked: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "PART", 3)
    parts = log.records_after
    read: list[int | None] = []

    def erasing_meanwhile(connection: log.Connection, last: int | None) -> list[chain.Record]:
        if len(read) == 2:
            log.erase_details(connection, [12])
            details = {"seqs": [[12, 12]]}
            log.append(connection, [NewEvent(EventKind.ERASED, "erasing", details)], now=NOW)
        read.append(last)
        return parts(connection, last)

    monkeypatch.setattr(log, "records_after", erasing_meanwhile)
    found = audit.verify(worked.house, [])
    assert (found.ok, found.events) == (True, LENGTH + 1)
    assert read[:3] == [None, 3, 6]


# What an export of the log holds


def restrict(desk: Desk) -> None:
    """The way of the item through the hands of the few who may see it."""
    item = desk.item()
    with desk.house.store.unit() as connection:
        reason = {"concern": "threat", "reason": SECRET}
        event = NewEvent(EventKind.RESTRICTED, item.id, reason, desk.sam.id)
        casework.record(connection, [event], now=NOW)


def test_restricted_items_are_in_no_export_of_the_log_for_anybody(
    worked: Desk, tmp_path: Path
) -> None:
    item = worked.item()
    worked.decide(Action.NO_REPLY_NEEDED, item, reason=SECRET)
    assert SECRET in json.dumps(exported(worked, tmp_path / "before.jsonl"))
    restrict(worked)
    lines = exported(worked, tmp_path / "log.jsonl")
    assert SECRET not in json.dumps(lines)
    assert item.id not in json.dumps(lines)
    about = [line for line in lines if line["sealed"]]
    assert len(about) > 2
    known = {"seq", "recorded_at", "hash", "withheld", "sealed"}
    assert all({name for name in x if x[name] is not None} == known for x in about)
    assert verified(tmp_path / "log.jsonl").ok
    assert json.loads(str(lines[-1]["details"])) == {
        "what": "log", "from": None, "to": None, "rows": len(lines),
        "restricted_left_out": len(about),
    }  # fmt: skip


def test_the_log_tells_whoever_takes_it_away_nothing_of_what_was_done_about_a_restricted_item(
    worked: Desk, tmp_path: Path
) -> None:
    item = worked.item()
    restrict(worked)
    with worked.house.store.unit() as connection:
        about = len(log.of_subjects(connection, [item.id])[item.id])
        (closed,) = log.of_kinds(connection, [EventKind.RESTRICTED])
    restricted = exported(worked, tmp_path / "log.jsonl")
    assert sum(bool(line["sealed"]) for line in restricted) == about
    with worked.house.store.unit() as connection:
        event = NewEvent(EventKind.LIFTED, item.id, {"reason": SECRET}, worked.sam.id)
        casework.record(connection, [event], now=NOW)
    lifted = exported(worked, tmp_path / "later.jsonl")
    sealed = [line["seq"] for line in lifted if line["sealed"]]
    assert sealed == [closed.seq, closed.seq + 2]  # between them is the export
    assert [line["kind"] for line in lifted if line["subject"] == item.id].count("assigned") > 2
    assert SECRET not in json.dumps(lifted)
    assert verified(tmp_path / "later.jsonl").ok


@pytest.mark.parametrize("kind", ["request_set", "hold_set", "person_searched", "restricted_read"])
def test_what_is_for_a_few_is_withheld_from_every_export(
    worked: Desk, tmp_path: Path, kind: str
) -> None:
    with worked.house.store.unit() as connection:
        event = NewEvent(EventKind(kind), "r-1", {"about": SECRET}, worked.kay.id)
        log.append(connection, [event], now=NOW)
    assert SECRET not in json.dumps(exported(worked, tmp_path / "log.jsonl"))


def test_an_export_without_details_still_proves_the_chain(worked: Desk, tmp_path: Path) -> None:
    lines = exported(worked, tmp_path / "log.jsonl", with_details=False)
    assert {line["details"] for line in lines} == {None}
    found = verified(tmp_path / "log.jsonl")
    assert (found.ok, found.events) == (True, len(lines))


def test_the_export_itself_is_the_last_thing_that_it_holds(worked: Desk, tmp_path: Path) -> None:
    lines = exported(worked, tmp_path / "log.jsonl")
    assert (lines[-1]["kind"], lines[-1]["seq"]) == ("exported", length(worked))


def reader(desk: Desk, role: Role, *, proven: bool = True) -> Reader:
    with desk.house.store.unit() as connection:
        person = add_person(connection, f"Una {role.value} Example", role, now=NOW)
    return Reader(person, proven)


@pytest.mark.parametrize("role", Role)
def test_the_log_is_for_the_senior_team_and_the_dpo_once_they_are_signed_in(
    worked: Desk, role: Role
) -> None:
    may = role in (Role.SMT, Role.DPO)
    signed_in = reader(worked, role)
    for asking in (Reader(signed_in.person), signed_in):
        before = length(worked)
        if may and asking.proven:
            export_log(worked.house, asking, NOW)
            audit.check_for(worked.house, asking, NOW)
            assert length(worked) == before + 1
        else:
            with pytest.raises(Refused):
                export_log(worked.house, asking, NOW)
            with pytest.raises(Refused):
                audit.check_for(worked.house, asking, NOW)
            assert length(worked) == before


def last_event(desk: Desk) -> log.Entry:
    with desk.house.store.unit() as connection:
        return log.entries(connection, log.Asked(), 1, 0)[0]


def test_reads_are_logged_an_export_without_names_or_words(worked: Desk) -> None:
    period = Period(NOW.date() - timedelta(days=7), NOW.date())
    with worked.house.store.unit() as connection:
        note_export(connection, Taken("mentions", 12, 1, period), Reader(worked.kay), NOW)
    told = last_event(worked)
    assert (told.kind, told.actor) == ("exported", worked.kay.id)
    assert told.details == {
        "what": "mentions", "from": "2026-11-11", "to": "2026-11-18", "rows": 12,
        "restricted_left_out": 1,
    }  # fmt: skip


def test_an_export_by_nobody_known_is_logged_as_that_and_one_by_staff_refused(
    worked: Desk,
) -> None:
    with worked.house.store.unit() as connection:
        note_export(connection, Taken("summary", 3), NOBODY, NOW)
    assert last_event(worked).actor == audit.SOMEBODY
    staff = reader(worked, Role.STAFF)
    with worked.house.store.unit() as connection, pytest.raises(Refused):
        note_export(connection, Taken("summary", 3), staff, NOW)


# The heads that are kept


def test_every_check_keeps_the_head_also_on_the_other_disk(
    worked: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "share" / "heads.jsonl"
    elsewhere.parent.mkdir()
    monkeypatch.setenv(heads.ELSEWHERE, str(elsewhere))
    found, complaints = audit.check(worked.house, NOW)
    assert complaints == []
    line = {"checked_at": "2026-11-18T09:00:00Z", "events": LENGTH, "head": found.head,
            "ok": True, "problems": []}  # fmt: skip
    for path in (worked.house.folder / "heads.jsonl", elsewhere):
        assert [json.loads(each) for each in path.read_text("utf-8").splitlines()] == [line]
    (worked.house.folder / "heads.jsonl").unlink()  # whoever cuts the log may reach this one
    sql("DELETE FROM events WHERE seq > 11", "DELETE FROM event_details WHERE seq > 11")(worked)
    assert audit.check(worked.house, NOW)[0].problems == ((12, "truncated"),)


def test_a_broken_line_among_the_heads_is_told_and_passed_over(worked: Desk) -> None:
    audit.check(worked.house, NOW)
    path = worked.house.folder / "heads.jsonl"
    with path.open("a") as file:
        file.write('{"checked_at": "2026-11')  # the machine stopped in the middle of it
    found, complaints = audit.check(worked.house, NOW)
    assert found.ok
    assert complaints == [f"{path}, line 2: this is no kept head."]
    assert heads.last(worked.house) == heads.Kept(NOW, LENGTH, found.head, True)
    assert len(heads.read(worked.house).kept) == 2


def test_heads_that_cannot_be_kept_are_told_of(
    worked: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(heads.ELSEWHERE, str(tmp_path / "not-mounted" / "heads.jsonl"))
    (told,) = audit.check_by_night(worked.house, NOW)
    assert "not-mounted" in told
    assert heads.last(worked.house) is not None


def test_the_heads_of_a_bad_night_are_no_measure_for_later(worked: Desk) -> None:
    sql("UPDATE events SET actor = 'p-9' WHERE seq = 14")(worked)
    assert not audit.check(worked.house, NOW)[0].ok
    assert heads.read(worked.house).heads == []


def test_at_night_the_watch_says_what_it_found_where_it_is_bad(worked: Desk) -> None:
    assert audit.check_by_night(worked.house, NOW) == []
    sql("DELETE FROM events WHERE seq = 5")(worked)
    (told,) = audit.check_by_night(worked.house, NOW)
    assert told.startswith("THE LOG DOES NOT HOLD. Event 5: removed")
    kept = heads.last(worked.house)
    assert kept is not None
    assert (kept.ok, kept.problems) == (False, ((5, "removed"),))


def test_the_watch_checks_the_log_once_in_a_night(worked: Desk) -> None:
    said: list[str] = []
    for at in (NOW, NOW + timedelta(minutes=5)):
        nightly.do_if_due(worked.house, at, said.append)
    assert len(heads.read(worked.house).kept) == 1
