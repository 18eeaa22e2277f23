"""Bad files through the real command: each is told in words, and none stops or harms the others.

All files are made once and handed over by one command; each test looks at what became of one.
"""

import json
import os
import random
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from earshot.handling import administration
from earshot.handling.house import House, company_of
from earshot.rules.company import Profile
from earshot.store import questions
from earshot.store.questions import Wanted
from tests.commands.conftest import Done

KEYS = (
    "file platform read new changed known outgoing not_about_us rejected left_unread rejects_file"
)
HEADER = "text,published_at,author\n"
MB = bytes(1024 * 1024)
OUTSIDE = "/tmp/earshot-was-led-outside.csv"


def row(text: str, at: str = "2026-11-17T10:00:00Z") -> str:
    return f"Example Training {text},{at},Ada Example\n"


def table(text: str) -> bytes:
    return (HEADER + row(text)).encode()


def reviews(number: int) -> str:
    said = [
        {
            "name": f"accounts/1/locations/2/reviews/r{each}",
            "reviewer": {"displayName": f"Invented Visitor {each}"},
            "starRating": "TWO",
            "comment": f"I waited for an answer, visit {each}",
            "createTime": f"2026-11-1{each}T10:00:00Z",
            "updateTime": f"2026-11-1{each}T10:00:00Z",
        }
        for each in range(number)
    ]
    return json.dumps({"reviews": said})


def packed(path: Path, members: dict[str, str | bytes]) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path.read_bytes()


def patched(path: Path, *patches: tuple[bytes, int, bytes]) -> None:
    """Overwrite fields of an archive's headers: a header's mark, the place in it, the bytes."""
    body = bytearray(path.read_bytes())
    for mark, place, value in patches:
        at = body.index(mark) + place
        body[at : at + len(value)] = value
    path.write_bytes(body)


LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def cut_archive(path: Path) -> None:
    whole = packed(path, {"reviews.json": reviews(9)})
    path.write_bytes(whole[: len(whole) // 2])


def cut_json(path: Path) -> None:
    whole = reviews(8)
    path.write_text(whole[: len(whole) // 2])


def locked(path: Path) -> None:
    packed(path, {"reviews.json": reviews(1)})
    patched(path, (LOCAL, 6, b"\x01"), (CENTRAL, 8, b"\x01"))


def bomb(path: Path) -> None:
    """200 MB of nothing in 200 KB, and 80 MB, that begin as reviews and as a table do."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, start, filling, size in (
            ("reviews.json", b'{"reviews": [', MB.replace(b"\0", b" "), 200),
            ("seen.csv", HEADER.encode(), MB.replace(b"\0", b"\n"), 80),
        ):
            with archive.open(name, "w") as member:
                member.write(start)
                for _ in range(size):
                    member.write(filling)


def nested_bomb(path: Path) -> None:
    packed(path, {"inner.zip": packed(path.with_suffix(".inner"), {"zeros.json": MB})})


def leading_outside(path: Path) -> None:
    packed(path, dict.fromkeys(("../evil.csv", OUTSIDE, "C:/evil.csv"), table("evil")))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("good.csv", table("in good company"))


def claiming_two_gigabytes(path: Path) -> None:
    packed(path, {"reviews.json": reviews(1)})
    two = struct.pack("<I", 2 * 1024**3 - 1)
    patched(path, (LOCAL, 22, two), (CENTRAL, 24, two))


def strange_folder(path: Path) -> None:
    path.mkdir()
    os.mkfifo(path / "pipe.csv")
    (path / "users.csv").symlink_to("/etc/passwd")
    (path / "seen.csv").write_bytes(table("among strange things"))


def folder(path: Path) -> None:
    path.mkdir()


def folder_called_archive(path: Path) -> None:
    path.mkdir()
    (path / "within.csv").write_bytes(table("in a folder called an archive"))


def csv(*rows: str, header: str = HEADER) -> bytes:
    return (header + "".join(rows)).encode()


MADE: dict[str, bytes | Callable[[Path], object]] = {
    "cut.zip": cut_archive,
    "cut.json": cut_json,
    "locked.zip": locked,
    "bomb.zip": bomb,
    "nested.zip": nested_bomb,
    "outside.zip": leading_outside,
    "huge.zip": claiming_two_gigabytes,
    "empty.zip": lambda path: packed(path, {}),
    "strange": strange_folder,
    "bare": folder,
    "folder.zip": folder_called_archive,
    "empty.csv": b"",
    "zeros.csv": bytes(5_000),
    "rubbish.csv": random.Random(1).randbytes(100_000),
    "mixed.csv": csv(
        row("one", "17/11/2026 10:00"),
        row("two", "11/18/2026 10:00"),
        row("three", "05/06/2026 10:00"),
    ),
    "local.csv": csv(row("by our clock", "05/06/2026 10:00")),
    "twice.csv": csv("Example Training twice,,Jo\n", header="text,text,author\n"),
    "long.csv": csv(row("a" * 10_000_000), row("after a long line")),
    "utf16.csv": csv(row("in UTF-16")).decode().encode("utf-16"),
    "nuls.csv": csv(row("with\0 a NUL")),
    "pipe": os.mkfifo,
    "vanished.csv": lambda path: None,
}


@dataclass(frozen=True)
class Became:
    """What the command said of all of it."""

    done: Done
    folder: Path  # that everything lay in

    def line(self, file: str) -> dict[str, Any]:
        (line,) = (each for each in self.done.lines if each["file"] == file)
        return line

    def words(self, about: str) -> str:
        """What was said of a file on standard error."""
        said = self.done.err.splitlines()
        return "\n".join(line for line in said if line.removeprefix("earshot: ").startswith(about))


@pytest.fixture(scope="module")
def became(tmp_path_factory: pytest.TempPathFactory) -> Became:
    here = tmp_path_factory.mktemp("bad")
    bad = here / "bad"
    bad.mkdir()
    for name, made in MADE.items():
        if callable(made):
            made(bad / name)
        else:
            (bad / name).write_bytes(made)
    found(here)
    return Became(run(here, "import", *(str(bad / name) for name in MADE), "--json"), here)


def found(here: Path) -> House:
    house = House(here / "data")
    administration.found_company(house, Profile("Example Training", ()), now=datetime.now(UTC))
    return house


def run(here: Path, *words: str, before: tuple[str, ...] = ()) -> Done:
    done = subprocess.run(
        [*before, sys.executable, "-m", "earshot", *words],
        env=os.environ | {"EARSHOT_DATA": str(here / "data"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_no_file_ends_the_command_and_each_has_its_line_with_all_keys(became: Became) -> None:
    assert "Traceback" not in became.done.err
    assert became.done.status == 1
    for line in became.done.lines:
        assert list(line) == KEYS.split()
        kinds = ("new", "changed", "known", "outgoing", "not_about_us", "rejected")
        assert line["read"] == sum(line[kind] for kind in kinds)
    first = [line["file"].partition("!")[0] for line in became.done.lines]
    inside = {"within.csv": "folder.zip", "seen.csv": "strange"}
    assert list(dict.fromkeys(inside.get(name, name) for name in first)) == list(MADE)


REFUSED = {
    "cut.zip": ("cut.zip", "cut off: the end of the archive is missing"),
    "locked.zip": ("locked.zip!reviews.json", "reviews.json is protected by a password"),
    "huge.zip": ("huge.zip!reviews.json", "reviews.json is larger than 1.5 GB unpacked"),
    "bomb.zip": ("bomb.zip!reviews.json", "reviews.json grows to more than 200 times its size"),
    "bomb.zip as a table": ("bomb.zip!seen.csv", "seen.csv grows to more than 200 times its size"),
    "nested.zip": ("nested.zip", "archives within the download (1)"),
    "a step up": ("outside.zip!../evil.csv", "../evil.csv has a name that leads outside"),
    "an absolute name": (f"outside.zip!{OUTSIDE}", f"{OUTSIDE} has a name that leads outside"),
    "a drive": ("outside.zip!C:/evil.csv", "C:/evil.csv has a name that leads outside"),
    "empty.zip": ("empty.zip", "holds no files"),
    "bare": ("bare", "holds no files"),
    "empty.csv": ("empty.csv", "is empty"),
    "zeros.csv": ("zeros.csv", "is empty"),
    "rubbish.csv": ("rubbish.csv", "is no text, and no table"),
    "pipe": ("pipe", "is neither a file nor a folder"),
    "vanished.csv": ("vanished.csv", "cannot be read: No such file or directory"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_name_and_the_reason(
    became: Became, case: str
) -> None:
    file, reason = REFUSED[case]
    assert became.line(file)["read"] == 0
    assert reason in became.words(file.partition("!")[0])


def test_what_leads_outside_is_written_nowhere_and_the_rest_is_read(became: Became) -> None:
    assert became.line("outside.zip!good.csv")["new"] == 1
    assert not Path(OUTSIDE).exists()
    assert not list(became.folder.rglob("evil*"))


def test_of_a_download_that_is_cut_off_what_stands_before_is_taken_in(became: Became) -> None:
    line = became.line("cut.json")
    assert line["read"] == line["new"] == 3
    assert "breaks off after about" in became.words("cut.json")
    assert "The 3 posts before that were taken in" in became.words("cut.json")


def test_of_dates_in_both_orders_only_the_sure_ones_are_taken_in(became: Became) -> None:
    line = became.line("mixed.csv")
    assert (line["new"], line["rejected"]) == (2, 1)
    assert "“17/11/2026 10:00” on line 2 and “11/18/2026 10:00” on line 3" in became.words("mixed")
    assert "line 4" in Path(line["rejects_file"]).read_text(encoding="utf-8-sig")


def test_what_was_assumed_of_local_dates_is_said(became: Became) -> None:
    assert became.line("local.csv")["new"] == 1
    said = became.words("local.csv")
    assert "dates without a zone read as Europe/London time" in said
    assert "day before month, nothing in the file says otherwise" in said


def test_two_columns_of_one_name_cost_no_row(became: Became) -> None:
    assert became.line("twice.csv")["new"] == 1


def test_a_line_of_ten_megabytes_costs_itself(became: Became) -> None:
    line = became.line("long.csv")
    assert (line["new"], line["rejected"]) == (1, 1)
    kept = Path(line["rejects_file"]).read_text(encoding="utf-8-sig")
    assert 'line 2,"it is longer than 200,000 characters"' in kept
    assert len(kept) < 30_000


@pytest.mark.parametrize("file", ["utf16.csv", "nuls.csv", "within.csv"])
def test_what_is_only_unusual_is_read(became: Became, file: str) -> None:
    assert became.line(file)["new"] == 1


def test_of_a_folder_links_and_pipes_are_left_unread_and_counted(became: Became) -> None:
    assert became.line("seen.csv")["new"] == 1
    left = became.line("strange")["left_unread"]
    assert left == [["links, pipes and other things that are no files", 2]]
    assert "root:" not in became.done.out + became.done.err


def test_what_was_refused_made_no_source_and_no_mention(became: Became) -> None:
    house = House(became.folder / "data")
    sources = company_of(house.store).sources.values()
    assert {source.name for source in sources} == {"Imported tables", "Google download"}
    with house.store.unit() as connection:
        kept = questions.items(connection, Wanted())
    assert len(kept) == sum(line["new"] for line in became.done.lines)


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="root may read everything")
def test_what_may_not_be_read_is_named_also_a_folder_within(tmp_path: Path) -> None:
    given = tmp_path / "given"
    (given / "closed").mkdir(parents=True)
    for name in ("open.csv", "shut.csv", "closed/within.csv"):
        (given / name).write_bytes(table(f"in {name}"))
    found(tmp_path)
    (given / "shut.csv").chmod(0)
    (given / "closed").chmod(0)
    # Root may read everything, unless it gives that up.
    no_power = ("setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search")
    before = no_power if os.geteuid() == 0 else ()
    done = run(tmp_path, "import", str(given), str(given / "shut.csv"), "--json", before=before)
    (given / "closed").chmod(0o700)
    assert (done.status, "Traceback" in done.err) == (1, False)
    assert [line["new"] for line in done.lines] == [1, 0, 0, 0]
    assert "given: shut.csv cannot be read: Permission denied" in done.err
    assert "given: closed cannot be looked into: Permission denied" in done.err
    assert "earshot: shut.csv cannot be read: Permission denied" in done.err
