"""`earshot import`: downloads, tables, rejected rows that come back, columns by hand, mail."""

import csv
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from collectors.post import Platform
from collectors.tables.mapping import Mapping
from earshot.bringing.importing import Imported, Importer
from earshot.handling import administration
from earshot.handling.house import House
from earshot.rules.company import Account, Profile
from earshot.store import questions
from earshot.store.questions import Item, Wanted
from tests.collectors.mail.letters import FACEBOOK, letter, proved
from tests.commands.conftest import Command

NOW = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The house that the `earshot` fixture's commands work in."""
    return founded(tmp_path / "data")


def founded(folder: Path) -> House:
    house = House(folder)
    profile = Profile("Example Training", ('"Example Training"',))
    administration.found_company(house, profile, now=NOW)
    add_account(house, "Our page", Platform.FACEBOOK, "exampletraining")
    return house


def add_account(house: House, name: str, platform: Platform, handle: str) -> None:
    account = Account(f"a-{handle}-{platform}", name, date(2026, 10, 1), platform, handle)
    with house.store.unit() as connection:
        administration.add_account(connection, account, actor="earshot", now=NOW)


def items(house: House) -> list[Item]:
    with house.store.unit() as connection:
        return questions.items(connection, Wanted())


def handed_over(house: House, path: Path, **given: Any) -> list[Imported]:
    """The same as the command does, without the start of a process."""
    return list(Importer(house, "earshot", **given).import_path(path, now=NOW))


# Archives.


def javascript(name: str, records: object) -> str:
    return f"window.YTD.{name}.part0 = {json.dumps(records)}"


def tweet(number: int, text: str, **more: str) -> dict[str, Any]:
    return {
        "tweet": {
            "id_str": f"18000000000000000{number:02}",
            "full_text": text,
            "created_at": f"Tue Nov 17 10:0{number}:00 +0000 2026",
            **more,
        }
    }


X_ARCHIVE = {
    "data/account.js": javascript(
        "account",
        [{"account": {"username": "ExampleTraining", "accountDisplayName": "Ours"}}],
    ),
    "data/direct-messages.js": javascript("direct_messages", [{"dmConversation": {}}]),
    "data/follower.js": javascript("follower", [{"follower": {"accountId": "1"}}]),
    "data/manifest.js": "window.__THAR_CONFIG = {}",
    "data/tweets.js": javascript(
        "tweets",
        [
            tweet(1, "We are open on Saturday"),
            tweet(2, "@someone we have written to you", in_reply_to_status_id_str="17"),
        ],
    ),
    "data/tweets-part1.js": javascript("tweets", [tweet(3, "Our courses begin in May")]),
    "Your archive.html": "<html></html>",
}
LEFT = [
    ["direct messages", 1],
    ["parts of the download that hold no posts", 2],
    ["people followed or blocked", 1],
]


def unpacked(folder: Path, files: dict[str, str]) -> Path:
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(body)
    return folder


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return path


def test_an_archive_of_our_own_account_is_ours_unpacked_and_packed(
    earshot: Command, house: House, tmp_path: Path
) -> None:
    add_account(house, "Our X account", Platform.X, "exampletraining")
    folder = unpacked(tmp_path / "twitter-2026", X_ARCHIVE)
    packed = zipped(tmp_path / "twitter-2026.zip", X_ARCHIVE)
    done = earshot("import", str(folder), str(packed), "--json")
    assert done.status == 0, done.err
    ours = ["data/account.js", "data/tweets-part1.js", "data/tweets.js"]
    assert [line["file"] for line in done.lines[:3]] == ours
    inside = [f"twitter-2026.zip!{name}" for name in (ours[0], ours[2], ours[1])]
    assert [line["file"] for line in done.lines[4:7]] == inside
    for of_it, own in ((done.lines[:4], "twitter-2026"), (done.lines[4:], "twitter-2026.zip")):
        assert sorted(line["outgoing"] for line in of_it) == [0, 0, 1, 2]
        assert {line["platform"] for line in of_it[:3]} == {"x"}
        assert (of_it[3]["file"], of_it[3]["read"]) == (own, 0)
        assert of_it[3]["left_unread"] == LEFT
    assert items(house) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, " is a private person’s download (X archive: posts, of @ExampleTraining)"),
        ({"platform": Platform.LINKEDIN}, " was taken for linkedin, and is X archive: posts."),
        ({"account": "Our page"}, " is X archive: posts; the account “Our page” is on another"),
    ],
)
def test_an_archive_that_is_not_ours_or_not_what_is_said_is_refused(
    house: House, tmp_path: Path, given: dict[str, Any], said: str
) -> None:
    done = handed_over(house, zipped(tmp_path / "twitter.zip", X_ARCHIVE), **given)
    assert sum(each.read for each in done) == 0
    assert any((each.error or "").startswith(f"twitter.zip!data/tweets.js{said}") for each in done)


# Rows that were rejected.

WRONG = {
    "text": ("", "Where do I park?"),
    "published_at": ("soon", "2026-11-17T10:01:00Z"),
    "kind": ("poem", "comment"),
    "rating": ("7", "2"),
    "url": ("page", "https://page.example/comments/5"),
}
GOOD = {"text": "Nobody answers", "author": "Ada Example", "published_at": "2026-11-17T10:00:00Z"}


def rows(number: int) -> list[dict[str, str]]:
    """A row for each mistake: 0, with it; 1, without."""
    wrong = [
        GOOD | {"author": f"Writer {at}", column: values[number]}
        for at, (column, values) in enumerate(WRONG.items())
    ]
    return [GOOD, *wrong]


def write_table(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, ["author", "text", *list(WRONG)[1:]])
        writer.writeheader()
        writer.writerows(rows)
    return path


def corrected(rejects: Path, path: Path) -> Path:
    """What a person makes of a rejects file in a spreadsheet: the wrong cell, and no other."""
    with rejects.open(encoding="utf-8-sig", newline="") as stream:
        kept = list(csv.DictReader(stream))
    for row, (column, (_, right)) in zip(kept, WRONG.items(), strict=True):
        row[column] = right
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(kept[0]))
        writer.writeheader()
        writer.writerows(kept)
    return path


def told(each: Item) -> tuple[object, ...]:
    """What of a Mention does not depend on when and by what file it came."""
    return (each.id, each.text, each.author, each.url, each.kind, each.account, each.published_at)


def test_rows_that_were_rejected_come_back_as_if_they_had_been_right_at_once(
    earshot: Command, house: House, tmp_path: Path
) -> None:
    wrong = write_table(tmp_path / "seen.csv", rows(0))
    said_of_all = ("--platform", "facebook", "--account", "Our page")
    (first,) = earshot("import", str(wrong), *said_of_all, "--json").lines
    assert (first["new"], first["rejected"]) == (1, 5)

    rejects = Path(first["rejects_file"])
    for line, column in enumerate(WRONG, start=3):
        said = "it has no text" if column == "text" else f"{column}: "
        assert f"line {line}," in rejects.read_text(encoding="utf-8-sig")
        assert said in rejects.read_text(encoding="utf-8-sig")

    right = corrected(rejects, tmp_path / "corrected.csv")
    (untouched,) = handed_over(house, rejects)
    assert (untouched.counts.rejected, untouched.read) == (5, 5)
    reasons = [row["reason"] for row in read_table(Path(untouched.rejects_file or ""))]
    assert reasons == [row["reason"] for row in read_table(rejects)]
    (back,) = handed_over(house, right)
    assert (back.counts.new, back.read, back.rejects_file) == (5, 5, None)
    (again,) = handed_over(house, right)
    assert (again.counts.known, again.read) == (5, 5)

    at_once = founded(tmp_path / "at once")
    from_start = write_table(tmp_path / "right.csv", rows(1))
    handed_over(at_once, from_start, platform=Platform.FACEBOOK, account="Our page")
    assert {told(each) for each in items(house)} == {told(each) for each in items(at_once)}


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


# Columns by hand.


def test_columns_that_a_person_has_named_are_remembered_for_the_next_file_of_that_shape(
    earshot: Command, house: House, tmp_path: Path
) -> None:
    for week in (1, 2):
        (tmp_path / f"week{week}.csv").write_text(
            f"Bit,Bob,Bub\nExample Training is late {week},0{week}/11/2026,Ada Example\n"
        )
    first, second = (tmp_path / f"week{week}.csv" for week in (1, 2))
    (refused,) = handed_over(house, first)
    assert "`--map ours=theirs` says it" in (refused.error or "")

    named = ("--map", "text=Bit", "--map", "published_at=Bob", "--map", "author=Bub")
    seen = earshot("import", str(first), *named, "--preview")
    assert "Ada Example: Example Training is late 1" in seen.out
    assert "day before month, nothing in the file says otherwise" in seen.err
    assert items(house) == []

    columns = (("text", "Bit"), ("published_at", "Bob"), ("author", "Bub"))
    (named_once,) = handed_over(house, first, mapping=Mapping(columns))
    (remembered,) = handed_over(house, second)
    assert named_once.counts.new == remembered.counts.new == 1
    assert {each.author for each in items(house)} == {"Ada Example"}


def test_a_workbook_is_a_table(house: House, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Comment", "Date", "Author"])
    sheet.append(["Example Training lost my form", datetime(2026, 11, 17, 10, 0), "Jo"])  # noqa: DTZ001
    book.save(tmp_path / "seen.xlsx")
    (done,) = handed_over(house, tmp_path / "seen.xlsx")
    assert (done.file, done.counts.new) == ("seen.xlsx", 1)
    (item,) = items(house)
    assert item.published_at == datetime(2026, 11, 17, 10, 0, tzinfo=UTC)


# Mail.


def comment(words: str) -> bytes:
    page = f"<p>Robin Sample commented on your post</p><blockquote>{words}</blockquote>"
    return proved(FACEBOOK, "Robin Sample commented on your post", html=page)


def test_notices_are_read_from_one_message_and_from_a_mailbox_and_other_mail_is_not(
    earshot: Command, house: House, tmp_path: Path
) -> None:
    (tmp_path / "one.eml").write_bytes(comment("Where is my certificate?"))
    private = letter("Robin <robin@home.example>", "Holiday", text="See you at the harbour.")
    begun = b"From someone@mail.example Mon Nov 23 09:15:00 2026\n"
    (tmp_path / "all.mbox").write_bytes(
        b"".join(
            begun + each.replace(b"\r\n", b"\n") + b"\n\n" for each in (comment("Hello"), private)
        )
    )
    done = earshot("import", str(tmp_path / "one.eml"), str(tmp_path / "all.mbox"), "--json")
    one, mailbox = done.lines
    assert (done.status, one["platform"], one["new"], mailbox["new"]) == (0, "facebook", 1, 1)
    assert mailbox["left_unread"] == [["other mail", 1]]
    assert {(each.text, each.account) for each in items(house)} == {
        ("Where is my certificate?", "a-exampletraining-facebook"),
        ("Hello", "a-exampletraining-facebook"),
    }


# Real downloads, which test_real_exports.py has all of.


@pytest.mark.real_data
def test_real_downloads_come_in_by_the_command_as_they_do_within(
    earshot: Command, house: House, real_data: Path
) -> None:
    names = {
        "google_business/takeout_reviews_RECONSTRUCTED.json": ("google_business", 120, 120),
        "x_twitter/alrocar_2024_tweets.js": ("x", 0, 0),
        "tiktok/empty_2025_user_data_tiktok.json": ("tiktok", 0, 0),
    }
    done = earshot("import", *(str(real_data / "exports" / name) for name in names), "--json")
    assert done.status == 1
    became = [(line["platform"], line["read"], line["new"]) for line in done.lines]
    assert became == list(names.values())
    assert "alrocar_2024_tweets.js (X archive: posts) does not say whose it is" in done.err
    assert "empty_2025_user_data_tiktok.json is a private person’s download" in done.err
