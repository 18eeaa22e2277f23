"""Backups: whole or none, whatever happens; gone after their time; restored as they were."""

import json
import os
import warnings
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from earshot.handling import last_good
from earshot.handling.doctor import examine
from earshot.handling.house import House, company_of
from earshot.protection import backups, safeguarding
from earshot.protection.backing_up import Made, back_up
from earshot.protection.packing import POLICY
from earshot.protection.restoring import Restored, restore
from earshot.rules.company import Hold, HoldKind, Role, hold_set
from earshot.rules.events import EventKind
from earshot.rules.restriction import Danger
from earshot.store import cases, log
from earshot.store.schema import LATEST
from earshot.words.errors import NoCompany, Refused, StoreError
from tests.earshot.copying import backing_up, kill_at_random, restoring
from tests.earshot.desk import NOW, Desk, post
from tests.earshot.writing import Writing, noted, start

KILLS = 8
LATER = NOW + timedelta(hours=1)
TIMES_UP = NOW + timedelta(days=backups.KEPT_DAYS)


def made(desk: Desk, out: Path | None = None, now: datetime = NOW) -> Made:
    return back_up(desk.house, "earshot", now, out)


def restored(file: Path, folder: Path) -> tuple[House, Restored]:
    house = House(folder)
    return house, restore(house, file, LATER)


def files(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.rglob("*"))


def assert_sound(house: House) -> None:
    with house.store.unit() as connection:
        assert [each for each in examine(connection, repair=False) if each.problems] == []
        assert log.verify(connection) == []


def urls(house: House) -> set[str]:
    with house.store.unit() as connection:
        return {url for (url,) in connection.execute("SELECT url FROM mentions").fetchall()}


# Making one


def test_a_backup_holds_the_store_the_policy_the_rejects_and_the_heads_and_says_so(
    desk: Desk,
) -> None:
    desk.take_in(desk.feed, post())
    (desk.house.folder / "rejects").mkdir()
    (desk.house.folder / "rejects" / "t.csv").write_text("a row")
    (desk.house.folder / "heads.jsonl").write_text('{"events": 1}\n')
    backup = made(desk)
    with zipfile.ZipFile(backup.file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = set(archive.namelist())
    assert names == {
        *("store.duckdb", "rejects/t.csv", "heads.jsonl", "manifest.json"),
        *POLICY,
    }
    assert manifest["made_at"] == "2026-11-18T09:00:00Z"
    assert manifest["schema"] == LATEST
    assert manifest["counts"]["mentions"] == 1
    assert (manifest["events"], manifest["head"]) == (backup.events, backup.head)
    assert manifest["parts"].keys() == names - {"manifest.json"}


def test_no_secret_is_in_a_backup(desk: Desk) -> None:
    for name in ("sign-in.toml", "mail.password"):
        (desk.house.folder / name).write_text("a-plain-secret")
    (desk.house.folder / "rejects").mkdir()
    (desk.house.folder / "rejects" / "t.csv").symlink_to(desk.house.folder / "sign-in.toml")
    with zipfile.ZipFile(made(desk).file) as archive:
        assert set(archive.namelist()) == {"store.duckdb", "manifest.json", *POLICY}


def test_a_backup_can_be_read_by_its_owner_alone(desk: Desk) -> None:
    assert made(desk).file.stat().st_mode & 0o777 == 0o600
    assert made(desk).file.parent.stat().st_mode & 0o777 == 0o700


def test_a_backup_is_logged_with_its_digest(desk: Desk) -> None:
    backup = made(desk)
    with desk.house.store.unit() as connection:
        (event,) = log.of_kinds(connection, [EventKind.BACKED_UP])
    assert event.details["name"] == backup.file.name
    assert len(event.details["sha256"]) == 64


def test_two_backups_of_one_second_are_both_kept(desk: Desk) -> None:
    first, second = made(desk), made(desk)
    assert first.file.name == "earshot-20261118T090000Z.zip"
    assert second.file.name == "earshot-20261118T090000Z-2.zip"
    assert len(backups.listed(desk.house, NOW)) == 2


def test_a_store_whose_log_does_not_hold_is_backed_up_all_the_same_and_restored_with_the_word(
    desk: Desk, tmp_path: Path
) -> None:
    with desk.house.store.unit() as connection:
        connection.execute("UPDATE events SET actor = 'p-somebody' WHERE seq = 2")
    backup = made(desk)
    assert not backup.log_holds
    assert not restored(backup.file, tmp_path / "new")[1].ok


def test_only_who_decides_how_long_things_are_kept_may_back_up(desk: Desk) -> None:
    back_up(desk.house, desk.kay.id, NOW)
    assert Role.MODERATOR in desk.sam.roles
    with pytest.raises(Refused, match="Your role"):
        back_up(desk.house, desk.sam.id, NOW)
    with pytest.raises(Refused):
        back_up(desk.house, "p-nobody", NOW)


def test_a_disk_that_is_not_there_does_not_become_a_folder_of_this_one(
    desk: Desk, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="Is the disk there"):
        made(desk, tmp_path / "no-such-disk" / "earshot")
    assert not (tmp_path / "no-such-disk").exists()


def test_of_nothing_there_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(NoCompany):
        back_up(House(tmp_path / "empty"), "earshot", NOW)
    assert not (tmp_path / "empty").exists()


# Their end


def test_a_backup_is_deleted_thirty_days_after_it_was_made_and_not_before(desk: Desk) -> None:
    backup = made(desk)
    (listed,) = backups.listed(desk.house, NOW)
    assert listed.expires_on == date(2026, 12, 18)
    assert backups.expire(desk.house, TIMES_UP - timedelta(days=1)) == []
    (said,) = backups.expire(desk.house, TIMES_UP)
    assert backup.file.name in said
    assert backups.listed(desk.house, TIMES_UP) == []
    assert not backup.file.exists()


def test_a_hold_stops_every_deletion_backups_too(desk: Desk) -> None:
    backup = made(desk)
    hold = Hold("h-1", HoldKind.POLICE, "asked in writing", date(2026, 11, 18))
    with desk.house.store.unit() as connection:
        log.append(connection, [hold_set(hold, desk.kay.id)], now=NOW)
    (said,) = backups.expire(desk.house, TIMES_UP)
    assert "hold (police)" in said
    assert backup.file.exists()


def test_copies_that_changes_of_the_tables_left_are_listed_and_expire_too(desk: Desk) -> None:
    folder = backups.folder_of(desk.house)
    folder.mkdir()
    (folder / "before-migration-3-20261118T090000Z.duckdb").write_bytes(b"copy")
    (folder / "before-migration-9-99999999T999999Z.duckdb").write_bytes(b"no time")
    (folder / "notes.txt").write_text("somebody's own")
    (desk.house.folder / "store.duckdb.before-2").write_bytes(b"older copy")
    found = {each.name for each in backups.listed(desk.house, NOW)}
    assert found == {"before-migration-3-20261118T090000Z.duckdb", "store.duckdb.before-2"}
    far = datetime.now(UTC) + timedelta(days=31)
    assert len(backups.expire(desk.house, max(far, TIMES_UP))) == 2
    assert backups.listed(desk.house, NOW) == []
    assert (folder / "notes.txt").exists()


def test_a_backup_that_lies_elsewhere_is_listed_while_it_may_be_there_and_left_to_its_owner(
    desk: Desk, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    backup = made(desk, disk)
    (listed,) = backups.listed(desk.house, TIMES_UP)
    assert (listed.name, listed.is_ours, listed.is_past) == (str(backup.file), False, True)
    (said,) = backups.expire(desk.house, TIMES_UP)
    assert "delete it yourself" in said
    assert backup.file.exists()
    disk.rename(tmp_path / "unplugged")
    assert len(backups.listed(desk.house, TIMES_UP)) == 1
    (tmp_path / "unplugged").rename(disk)
    backup.file.unlink()
    assert backups.listed(desk.house, TIMES_UP) == []


# Restoring


def test_a_restore_drill_while_others_write(desk: Desk, tmp_path: Path) -> None:
    """A backup made amid writers is one moment: what was acknowledged before is in it."""
    notes = tmp_path / "notes"
    writers = [start(Writing(desk.house.folder, notes, name)) for name in ("one", "other")]
    while len(noted(notes)) < 4:
        pass
    before = {url for note in noted(notes) for url in note.mentions}
    backup = made(desk)
    assert all(writer.is_alive() for writer in writers)
    for writer in writers:
        writer.kill()
        writer.join()
    house, done = restored(backup.file, tmp_path / "new")
    assert done.ok
    assert_sound(house)
    assert before <= urls(house) <= urls(desk.house)
    assert len(urls(house)) == done.counts["mentions"]
    with house.store.unit() as there, desk.house.store.unit() as here:
        asked = "SELECT hash FROM events WHERE seq <= ? ORDER BY seq"
        same = [c.execute(asked, [done.events]).fetchall() for c in (there, here)]
        (event,) = log.of_kinds(there, [EventKind.RESTORED])
    assert same[0] == same[1]
    assert same[0][-1] == (done.head,)
    assert event.seq == done.events + 1
    assert event.details == {"from": backup.file.name, "made_at": "2026-11-18T09:00:00Z"}


def test_policy_rejects_and_heads_come_back_and_what_lay_there_is_kept_aside(
    desk: Desk, tmp_path: Path
) -> None:
    (desk.house.folder / "rejects").mkdir()
    (desk.house.folder / "rejects" / "t.csv").write_text("a row")
    (desk.house.folder / "heads.jsonl").write_text("old\n")
    backup = made(desk)
    new = tmp_path / "new"
    new.mkdir()
    (new / "heads.jsonl").write_text("newer\n")
    house, done = restored(backup.file, new)
    assert (new / "rejects" / "t.csv").read_text() == "a row"
    assert (new / "heads.jsonl").read_text() == "old\n"
    assert done.aside == ("heads.before-restore-20261118T100000Z.jsonl",)
    assert (new / done.aside[0]).read_text() == "newer\n"
    assert house.policy == desk.house.policy


def test_a_store_that_is_there_is_never_touched(desk: Desk, tmp_path: Path) -> None:
    backup = made(desk, tmp_path / "disk")
    before = {each: each.read_bytes() for each in desk.house.folder.glob("*.*")}
    with pytest.raises(Refused, match="holds no store"):
        restore(desk.house, backup.file, LATER)
    assert before == {each: each.read_bytes() for each in desk.house.folder.glob("*.*")}


def test_the_journal_of_another_store_is_never_taken_for_the_restored_ones(
    desk: Desk, tmp_path: Path
) -> None:
    backup = made(desk)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "store.duckdb.wal").write_bytes(b"of another")
    with pytest.raises(Refused, match=r"store\.duckdb\.wal is there"):
        restored(backup.file, tmp_path / "new")


def test_a_bare_copy_of_a_store_is_taken_too(desk: Desk, tmp_path: Path) -> None:
    desk.take_in(desk.feed, post())
    copy = tmp_path / "before-migration-4-20261118T090000Z.duckdb"
    with desk.house.store.still() as path:
        copy.write_bytes(path.read_bytes())
    house, done = restored(copy, tmp_path / "new")
    assert (done.ok, done.counts["mentions"]) == (True, 1)
    assert_sound(house)


Spoil = Callable[[Path, dict[str, bytes]], None]


def again(file: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)


def told(packed: dict[str, bytes], /, **changed: object) -> dict[str, bytes]:
    manifest = json.loads(packed["manifest.json"]) | changed
    return packed | {"manifest.json": json.dumps(manifest).encode()}


def link_out(file: Path, parts: dict[str, bytes]) -> None:
    again(file, parts)
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("rejects/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")


def changed_bytes(file: Path, parts: dict[str, bytes]) -> None:
    store = bytearray(parts["store.duckdb"])
    store[-1000] ^= 1
    again(file, parts | {"store.duckdb": bytes(store)})


def doubled(file: Path, parts: dict[str, bytes]) -> None:
    again(file, parts)
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(file, "a") as archive:
        archive.writestr("store.duckdb", parts["store.duckdb"])


def bomb(file: Path, parts: dict[str, bytes]) -> None:
    """A member of 100 MB of nothing, which its manifest owns up to."""
    body = bytes(100 * 1024**2)
    manifest = json.loads(parts["manifest.json"])
    manifest["parts"]["store.duckdb"] = {"sha256": "0" * 64, "bytes": len(body)}
    again(file, told(parts, parts=manifest["parts"]) | {"store.duckdb": body})


def huge(file: Path, parts: dict[str, bytes]) -> None:
    """The directory and the manifest agree upon more than any disk holds."""
    manifest = json.loads(parts["manifest.json"])
    manifest["parts"]["store.duckdb"]["bytes"] = 0xFFFFFFF0
    again(file, told(parts, parts=manifest["parts"]))
    body = bytearray(file.read_bytes())
    place = body.find(b"PK\x01\x02")
    body[place + 24 : place + 28] = (0xFFFFFFF0).to_bytes(4, "little")
    file.write_bytes(bytes(body))


SPOILED: dict[str, tuple[Spoil, str]] = {
    "cut in the middle": (
        lambda f, p: f.write_bytes(f.read_bytes()[: f.stat().st_size // 2]) and None,
        "damaged or cut short",
    ),
    "no file of ours": (lambda f, p: f.write_bytes(b"hello" * 50) and None, "neither a backup"),
    "empty": (lambda f, p: f.write_bytes(b"") and None, "neither a backup"),
    "a byte of the store changed": (changed_bytes, "store.duckdb is not what was packed"),
    "a foreign archive": (lambda f, p: again(f, {"letter.txt": b"x"}), "no part of one"),
    "without a manifest": (
        lambda f, p: again(f, {"store.duckdb": p["store.duckdb"]}),
        "no store with a manifest",
    ),
    "a manifest that is no JSON": (
        lambda f, p: again(f, p | {"manifest.json": b"{"}),
        "manifest.json, the whole",
    ),
    "a manifest that lacks a key": (
        lambda f, p: again(f, p | {"manifest.json": b'{"format": 1}'}),
        "manifest.json, made_at",
    ),
    "a name with a step up": (
        lambda f, p: again(f, p | {"rejects/../../evil": b"x"}),
        "no part of one",
    ),
    "an absolute name": (lambda f, p: again(f, p | {"/tmp/evil": b"x"}), "no part of one"),
    "a hidden name": (lambda f, p: again(f, p | {"rejects/.evil": b"x"}), "no part of one"),
    "the settings of sign-in": (
        lambda f, p: again(f, p | {"sign-in.toml": b"x"}),
        "no part of one",
    ),
    "a symbolic link": (link_out, "no part of one"),
    "a member twice": (doubled, "store.duckdb.* twice"),
    "a bomb": (bomb, "as a ZIP bomb does"),
    "a member of four gigabytes": (huge, "is not what was packed|damaged|room for|share bytes"),
    "a part that the manifest does not name": (
        lambda f, p: again(f, p | {"rejects/more.csv": b"x"}),
        "does not hold what its manifest says",
    ),
    "fewer rows than it says": (
        lambda f, p: again(
            f, told(p, counts=json.loads(p["manifest.json"])["counts"] | {"mentions": 7})
        ),
        "as many rows",
    ),
    "another head than it says": (
        lambda f, p: again(f, told(p, head="f" * 64)),
        "log does not end",
    ),
    "a newer version's": (lambda f, p: again(f, told(p, schema=LATEST + 1)), "newer version"),
    "a newer form": (lambda f, p: again(f, told(p, format=2)), "newer version"),
}


@pytest.fixture(scope="module")
def packed(furnished: Desk, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    desk = furnished.moved_to(tmp_path_factory.mktemp("packed") / "house")
    return made(desk).file.read_bytes()


@pytest.mark.parametrize("how", SPOILED)
def test_what_is_no_sound_backup_is_refused_in_words_and_leaves_the_folder_empty(
    packed: bytes, tmp_path: Path, how: str
) -> None:
    file = tmp_path / "earshot-20261118T090000Z.zip"
    file.write_bytes(packed)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    spoil, why = SPOILED[how]
    spoil(file, parts)
    new = tmp_path / "new"
    new.mkdir()
    with pytest.raises(Refused, match=why) as refused:
        restored(file, new)
    assert file.name in str(refused.value)
    assert files(new) == []
    with pytest.raises(Refused):
        restored(file, tmp_path / "never")
    assert not (tmp_path / "never").exists()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_bare_copy_that_was_cut_short_is_refused(
    desk: Desk, tmp_path: Path, share: float
) -> None:
    copy = tmp_path / "copy.duckdb"
    with desk.house.store.still() as path:
        body = path.read_bytes()
    copy.write_bytes(body[: int(len(body) * share)])
    (tmp_path / "new").mkdir()
    with pytest.raises(Refused, match="cannot be restored"):
        restored(copy, tmp_path / "new")
    assert files(tmp_path / "new") == []


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"gone\.zip: No such file"):
        restored(tmp_path / "gone.zip", tmp_path / "new")


# Sudden death


def test_whenever_a_backup_is_killed_there_is_a_whole_one_or_none(
    desk: Desk, tmp_path: Path
) -> None:
    folder = backups.folder_of(desk.house)
    folder.mkdir()
    for number in range(KILLS):
        kill_at_random(backing_up, desk.house.folder, longest=0.8)
        whole = sorted(folder.glob("*.zip"))
        strays = [each for each in folder.iterdir() if each not in whole]
        assert all(each.name.startswith(".making-") for each in strays)
        if whole and number % 3 == 0:
            assert restored(whole[-1], tmp_path / f"new-{number}")[1].ok
    made(desk)
    assert [each for each in folder.iterdir() if each.suffix != ".zip"] == []
    assert_sound(desk.house)


def test_whenever_a_restore_is_killed_there_is_no_store_or_the_whole_one_and_again_works(
    desk: Desk, tmp_path: Path
) -> None:
    desk.take_in(desk.feed, *(post(url=f"https://page.example/{n}") for n in range(20)))
    backup, finished = made(desk), 0
    for number in range(KILLS):
        new = tmp_path / f"new-{number}"
        kill_at_random(restoring, new, backup.file)
        if not (new / "store.duckdb").exists():
            restored(backup.file, new)
        else:
            finished += 1
        assert_sound(House(new))
        assert len(urls(House(new))) == 20
        backups.clear_leavings(House(new))
        assert [each for each in os.listdir(new) if each.startswith(".")] == []
    print(f"{finished} of {KILLS} had finished")


def test_the_company_is_as_it_was(desk: Desk, tmp_path: Path) -> None:
    house, _ = restored(made(desk).file, tmp_path / "new")
    assert company_of(house.store).people == desk.company.people


# What others have changed in one


def harmed(desk: Desk, path: Path, *statements: str) -> Path:
    """A bare copy of the store, as somebody has changed it."""
    with desk.house.store.still() as store:
        path.write_bytes(store.read_bytes())
    connection = duckdb.connect(str(path))
    for each in statements:
        connection.execute(each)
    connection.close()
    return path


def restrictions(house: House) -> int:
    with house.store.unit() as connection:
        return len(cases.restrictions(connection))


def take_in_restricted(desk: Desk) -> None:
    desk.take_in(desk.feed, post("When does the course start?"))
    mention = desk.item().id
    with desk.house.store.unit() as connection:
        safeguarding.restrict(connection, mention, Danger.THREAT, desk.sam.id, now=NOW)


@pytest.mark.parametrize("table", ["restrictions", "cases", "promises"])
def test_what_was_taken_out_of_a_backup_and_stands_in_its_log_is_rebuilt_and_said(
    desk: Desk, tmp_path: Path, table: str
) -> None:
    take_in_restricted(desk)
    copy = harmed(desk, tmp_path / "copy.duckdb", f"DELETE FROM {table}")
    house, done = restored(copy, tmp_path / "new")
    (said,) = done.said
    assert done.ok
    assert "rebuilt from it" in said
    assert restrictions(house) == done.counts["restrictions"] == 1
    assert_sound(house)


def test_a_log_that_does_not_hold_opens_nothing_that_was_restricted(
    desk: Desk, tmp_path: Path
) -> None:
    take_in_restricted(desk)
    forged = "UPDATE events SET subject = 'm-other' WHERE kind = 'restricted'"
    house, done = restored(harmed(desk, tmp_path / "c.duckdb", forged), tmp_path / "new")
    assert not done.ok
    assert restrictions(house) == 1


def test_a_restored_store_that_cannot_be_put_right_is_not_called_sound(
    desk: Desk, tmp_path: Path
) -> None:
    desk.take_in(desk.feed, post())
    copy = harmed(desk, tmp_path / "copy.duckdb", "INSERT INTO mentions FROM mentions")
    _, done = restored(copy, tmp_path / "new")
    assert (done.ok, done.log_holds) == (False, True)
    assert "is kept twice" in done.said[0]


HOSTILE = {
    "a view in a table's place": (
        ["ALTER TABLE restrictions RENAME TO r", "CREATE VIEW restrictions AS FROM r WHERE false"],
        "a view that is none of ours, 'restrictions'",
    ),
    "a macro that defeats erasing": (
        ["CREATE MACRO list_contains(a, b) AS false"],
        "a macro that is none of ours, 'list_contains'",
    ),
    "a macro that hides the others": (
        ["CREATE MACRO duckdb_views() AS TABLE SELECT 1 WHERE false"],
        "a macro that is none of ours",
    ),
    "a further schema": (["CREATE SCHEMA other"], "a schema that is none of ours"),
    "a type": (["CREATE TYPE mood AS ENUM ('a')"], "a type that is none of ours"),
    "a sequence": (["CREATE SEQUENCE s"], "a sequence that is none of ours"),
    "an index": (["CREATE INDEX i ON events (seq)"], "an index that is none of ours"),
    "a further table": (["CREATE TABLE more (a INTEGER)"], "a table that is none of ours, 'more'"),
    "a table less": (["DROP TABLE restrictions"], "it lacks one, 'restrictions'"),
    "a column more": (["ALTER TABLE gone ADD COLUMN a INTEGER"], "'gone' has not the columns"),
    "another type of a column": (
        ["ALTER TABLE gone ALTER COLUMN why TYPE BLOB USING NULL"],
        "'gone' has not the columns",
    ),
    "a value that comes by itself": (
        ["ALTER TABLE gone ALTER COLUMN why SET DEFAULT 'x'"],
        "'gone' has not the columns",
    ),
    "no number": (["DELETE FROM schema_version"], "which tables it holds"),
    "nothing of ours": (["DROP TABLE schema_version"], "no tables of Earshot"),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_store_that_holds_more_than_the_tables_of_its_number_is_refused(
    desk: Desk, tmp_path: Path, how: str
) -> None:
    statements, why = HOSTILE[how]
    copy = harmed(desk, tmp_path / "copy.duckdb", *statements)
    (tmp_path / "new").mkdir()
    with pytest.raises(Refused, match=why):
        restored(copy, tmp_path / "new")
    assert files(tmp_path / "new") == []


@pytest.mark.parametrize(
    "name",
    [
        *("-rf.csv", "a\nb.csv", "\u202evsc.csv", "x.csv ", "a/b.csv", "l.txt", "a\u200bb.csv"),
        "a" * 201 + ".csv",
    ],
)
def test_a_name_that_a_rejects_file_never_has_is_refused(
    packed: bytes, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "backup.zip"
    file.write_bytes(packed)
    with zipfile.ZipFile(file) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    again(file, parts | {f"rejects/{name}": b"a,b\n"})
    with pytest.raises(Refused, match="no part of one"):
        restored(file, tmp_path / "new")


def test_a_rejects_file_that_somebody_named_oddly_is_backed_up_under_a_plain_name(
    desk: Desk, tmp_path: Path
) -> None:
    folder = desk.house.folder / "rejects"
    folder.mkdir()
    for name in ("Über uns (1)-ab12cd.csv", "-rf; x\u202e.csv"):
        (folder / name).write_text("a row")
    (folder / "notes.txt").write_text("somebody's own")
    house, _ = restored(made(desk).file, tmp_path / "new")
    found = files(house.folder / "rejects")
    assert found == ["rf- x--renamed-0.csv", "Über uns (1)-ab12cd.csv"]


def test_a_policy_and_heads_that_cannot_be_read_are_said_and_stop_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    (desk.house.folder / "policy.toml").write_text("no policy")
    (desk.house.folder / last_good.FILE).unlink()
    (desk.house.folder / "heads.jsonl").write_bytes(b"\xff junk\n" + b"[" * 200_000 + b"\n")
    house, done = restored(made(desk).file, tmp_path / "new")
    of_heads, of_policy = done.said
    assert "heads.jsonl: lines that are no kept heads, 2 of them" in of_heads
    assert "the shipped one counts; it is kept as policy.not-read-20261118T100000Z" in of_policy
    assert (house.folder / "policy.not-read-20261118T100000Z.toml").read_text() == "no policy"
    assert house.policy == House(tmp_path / "none").policy


def test_a_broken_policy_comes_back_with_the_last_good_one_and_that_counts(
    desk: Desk, tmp_path: Path
) -> None:
    rules = desk.house.folder / "concerns" / "marks.toml"
    with_more = rules.read_text("utf-8").replace("[words]\n", "[words]\nseaside = ['pier']\n", 1)
    rules.write_text(with_more, "utf-8")
    before = desk.house.policy
    assert before.concerns.words["seaside"] == ("pier",)
    rules.write_text("[words", "utf-8")
    house, done = restored(made(desk).file, tmp_path / "new")
    (said,) = done.said
    assert "concerns/marks.toml, line 1" in said
    assert "last good policy" in said
    assert (house.folder / "concerns" / "marks.toml").read_text("utf-8") == "[words"
    assert house.policy.fingerprint == before.fingerprint
