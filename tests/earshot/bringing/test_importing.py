"""A file comes in whole, however many parts it is taken in by, and as far as it can be read."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from collectors.errors import Problem, UnreadableSource
from collectors.post import Platform, Post
from collectors.tables.mapped import MappedRows
from earshot.bringing import handed, parts
from earshot.bringing.importing import Imported, Importer
from earshot.store import runs
from earshot.store.runs import Status
from earshot.words.vocabulary import State
from tests.collectors.mail.letters import FACEBOOK, letter
from tests.earshot.desk import NOW, Desk

PAGE = "https://facebook.example/exampletraining/posts/1"


def table(*texts: str) -> bytes:
    rows = [f"{text},{PAGE},2026-11-17T10:0{n}:00Z,Writer {n}" for n, text in enumerate(texts)]
    return "\n".join(["text,url,published_at,author", *rows]).encode()


def take_in(desk: Desk, content: bytes, name: str = "seen.csv") -> Imported:
    importer = Importer(desk.house, desk.kay.id, account=desk.page.name)
    (done,) = importer.import_stream(io.BytesIO(content), name, now=NOW)
    return done


@pytest.mark.parametrize("part", [1, 2, 3, 2_000])
def test_comments_below_one_post_stay_apart_wherever_a_part_ends(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.setattr(parts, "PART", part)
    seen = table("Where do I park?", "Is it open on Sunday?", "Where is room 5?", "Who teaches?")
    first, again = take_in(desk, seen), take_in(desk, seen)
    assert (first.counts.new, first.counts.changed) == (4, 0)
    assert (again.counts.known, again.counts.changed, again.counts.new) == (4, 0, 0)
    assert {item.edition for item in desk.items()} == {1}
    assert len(desk.items()) == 4


def test_a_file_that_is_read_no_further_says_what_was_taken_in_and_is_not_doubled_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = handed.read_mapped
    error = UnreadableSource(Problem.TRUNCATED, "seen.csv, line 4: the file breaks off")

    def rows(*given: Any, **named: Any) -> Iterator[Post]:
        for number, entry in enumerate(whole(*given, **named)):
            if number == 3:
                raise error
            assert isinstance(entry, Post)
            yield replace(entry, url=f"{PAGE}/{number}")

    def breaking_off(*given: Any, **named: Any) -> MappedRows:
        return MappedRows(rows(*given, **named), None)

    monkeypatch.setattr(parts, "PART", 2)
    monkeypatch.setattr(handed, "read_mapped", breaking_off)
    done = take_in(desk, table("One", "Two", "Three", "Four", "Five"))
    assert done.counts.new == done.read == 3
    assert done.error == (
        "seen.csv, line 4: the file breaks off. The 3 rows before that were taken in; import the "
        "file again once it is whole, nothing is doubled."
    )
    with desk.house.store.unit() as connection:
        (run,) = [r for r in runs.last(connection).values() if r.source not in _collected(desk)]
    assert (run.status, run.counts.new, run.error) == (Status.FAILED, 3, str(error))


def test_a_file_that_vanishes_while_a_folder_is_read_is_told_and_the_others_are_read(
    desk: Desk, tmp_path: Path
) -> None:
    given = tmp_path / "seen"
    given.mkdir()
    for name in ("a.csv", "b.csv", "c.csv"):
        (given / name).write_bytes(table(f"Example Training {name}"))
    importer = Importer(desk.house, desk.kay.id, account=desk.page.name)
    coming = importer.import_path(given, now=NOW)
    first = next(coming)
    (given / "b.csv").unlink()
    gone, last = coming
    assert (first.file, first.read, last.file, last.read) == ("a.csv", 1, "c.csv", 1)
    assert gone.error == "b.csv cannot be read: No such file or directory."


def test_a_folder_is_called_by_its_name_also_from_within(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "downloads").mkdir()
    monkeypatch.chdir(tmp_path / "downloads")
    (done,) = Importer(desk.house, desk.kay.id).import_path(Path("."), now=NOW)
    assert (done.file, done.error) == ("downloads", "downloads holds no files.")


def archived(files: dict[str, str]) -> io.BytesIO:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return body


def test_a_download_without_any_post_is_refused_and_nobody_is_asked_whose_it_is(
    desk: Desk,
) -> None:
    empty = io.BytesIO(b"window.YTD.tweets.part0 = []")
    (done,) = Importer(desk.house, desk.kay.id).import_stream(empty, "tweets.js", now=NOW)
    assert done.error == "tweets.js (X archive: posts) holds no posts."
    assert (done.problem, done.platform) == (Problem.NO_POSTS, "x")
    assert set(desk.company.sources) == _collected(desk)


def test_a_platforms_own_table_that_nobody_has_named_columns_of_is_left_unread(desk: Desk) -> None:
    archive = archived(
        {
            "data/tweets.js": "window.YTD.tweets.part0 = []",
            "data/figures.csv": "colour,size\nred,1\n",
            "data/notes.txt": "What I wanted to say",
            "data/performance.csv": "Date (GMT),Post Permalink,Post Message,Reach\n",
        }
    )
    importer = Importer(desk.house, desk.kay.id, mine=True)
    posts, left = importer.import_stream(archive, "x.zip", now=NOW)
    assert (posts.file, posts.error, posts.read) == ("x.zip!data/tweets.js", None, 0)
    assert (left.file, left.error) == ("x.zip", None)
    assert left.left_unread == (
        ("files of no kind that is known", 1),
        ("files that hold nothing that anybody said", 1),
        ("tables whose columns nobody has named", 1),
    )


def test_files_of_a_refused_download_that_hold_nothing_make_no_source(desk: Desk) -> None:
    archive = archived(
        {
            "data/account.js": 'window.YTD.account.part0 = [{"account": {"username": "stranger"}}]',
            "data/tweets.js": 'window.YTD.tweets.part0 = [{"tweet": {"full_text": "Mine"}}]',
        }
    )
    account, posts = Importer(desk.house, desk.kay.id).import_stream(archive, "x.zip", now=NOW)
    assert account.left_unread == (("X account", 1),)
    assert posts.problem is Problem.PRIVATE_DOWNLOAD
    assert set(desk.company.sources) == _collected(desk)


def test_an_archive_of_private_things_only_is_told_to_hold_nothing_that_is_read(
    desk: Desk,
) -> None:
    archive = archived({"data/direct-messages.js": "x", "data/contact.js": "y"})
    (done,) = Importer(desk.house, desk.kay.id).import_stream(archive, "x.zip", now=NOW)
    assert done.error == (
        "x.zip holds nothing that is read here, only contacts and address books (1), direct "
        "messages (1)."
    )
    assert dict(done.left_unread) == {"contacts and address books": 1, "direct messages": 1}


def test_what_was_assumed_is_said_of_ones_own_table_too(desk: Desk) -> None:
    seen = io.BytesIO(b"text,published_at\nExample Training,03/04/2026 10:00\n")
    importer = Importer(desk.house, desk.kay.id, mine=True)
    (done,) = importer.import_stream(seen, "seen.csv", now=NOW)
    assert "day before month" in done.notes[0]


def _collected(desk: Desk) -> set[str]:
    return {desk.feed.id, desk.news.id}


class Failing(io.BytesIO):
    """A disk that fails once the first of the file has been read."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(64)


def test_a_disk_that_fails_is_told_in_words(desk: Desk) -> None:
    importer = Importer(desk.house, desk.kay.id, account=desk.page.name)
    (done,) = importer.import_stream(Failing(table("One", "Two")), "seen.csv", now=NOW)
    assert done.error == "seen.csv cannot be read: Input/output error."
    assert desk.items() == []


def test_what_is_no_table_changes_nothing(desk: Desk) -> None:
    done = take_in(desk, b"colour,size\nred,1\n")
    assert done.error
    assert done.error.startswith("seen.csv is a table, and no column is named as one that holds")
    assert (done.problem, done.read) == (Problem.UNMAPPED_TABLE, 0)
    assert set(desk.company.sources) == _collected(desk)


def test_a_table_without_rows_is_read_and_brings_nothing(desk: Desk) -> None:
    done = take_in(desk, b"text\n")
    assert (done.read, done.error) == (0, None)


def test_one_name_on_two_platforms_is_two_accounts_also_in_one_table(desk: Desk) -> None:
    ours = desk.add_account("Example Training", Platform.FACEBOOK, "example.page")
    rows = (
        f"{text},Example Training,{platform},2026-11-17T10:00:00Z"
        for text, platform in (("Closed again", "google_business"), ("Nice page", "facebook"))
    )
    seen = "\n".join(["text,account,platform,published_at", *rows]).encode()
    importer = Importer(desk.house, desk.kay.id)
    for times in (1, 2):
        (done,) = importer.import_stream(io.BytesIO(seen), "seen.csv", now=NOW)
        assert done.new_accounts == (("Example Training",) if times == 1 else ())
    (made,) = [a for a in desk.company.accounts.values() if a.platform is Platform.GOOGLE_BUSINESS]
    assert made.name == "Example Training"
    assert {i.text: i.account for i in desk.items()} == {
        "Closed again": made.id,
        "Nice page": ours.id,
    }


def test_tables_about_two_accounts_of_one_name_come_by_two_sources(desk: Desk) -> None:
    desk.add_account("Example Training", Platform.FACEBOOK, "example.page")
    desk.add_account("Example Training", Platform.YOUTUBE, "example.channel")
    for platform in (Platform.FACEBOOK, Platform.YOUTUBE, Platform.FACEBOOK):
        importer = Importer(desk.house, desk.kay.id, platform, "Example Training")
        seen = f"text,published_at\nOn {platform},2026-11-17T10:00:00Z\n".encode()
        list(importer.import_stream(io.BytesIO(seen), "seen.csv", now=NOW))
    said_on = {
        item.text: desk.company.accounts[item.account or ""].platform for item in desk.items()
    }
    assert said_on == {"On facebook": Platform.FACEBOOK, "On youtube": Platform.YOUTUBE}
    assert len(set(desk.company.sources) - _collected(desk)) == 2


def test_naming_an_account_that_is_not_entered_does_not_open_a_strangers_archive(
    desk: Desk,
) -> None:
    archive = archived(
        {
            "data/account.js": 'window.YTD.account.part0 = [{"account": {"username": "stranger"}}]',
            "data/tweets.js": 'window.YTD.tweets.part0 = [{"tweet": {"full_text": "Mine"}}]',
        }
    )
    importer = Importer(desk.house, desk.kay.id, account="Our X")
    _, posts = importer.import_stream(archive, "x.zip", now=NOW)
    assert (posts.read, posts.problem) == (0, Problem.WHOSE_DOWNLOAD)
    assert [a.name for a in desk.company.accounts.values()] == [desk.page.name]


def test_of_a_persons_own_download_only_what_is_about_the_company_is_kept(desk: Desk) -> None:
    posts = [
        {"id_str": f"18000000000000000{n}", "full_text": text, "created_at": at}
        for n, (text, at) in enumerate(
            [("On my divorce", "never"), ("My breakfast", "Tue Nov 17 10:00:00 +0000 2026")]
        )
    ]
    body = f"window.YTD.tweets.part0 = {json.dumps([{'tweet': each} for each in posts])}"
    importer = Importer(desk.house, desk.kay.id, mine=True)
    (done,) = importer.import_stream(io.BytesIO(body.encode()), "tweets.js", now=NOW)
    assert (done.counts.rejected, done.counts.not_about_us) == (1, 1)
    with desk.house.store.unit() as connection:
        (last,) = [r for r in runs.last(connection).values() if r.source not in _collected(desk)]
        (kept,) = runs.rejects_of(connection, last.id)
    assert (kept.where, kept.raw) == ("post 1", "")
    assert "divorce" not in Path(done.rejects_file or "").read_text("utf-8-sig")


def test_a_persons_own_words_stand_on_no_account_whichever_is_named(desk: Desk) -> None:
    desk.add_account("Our X", Platform.X, "exampletraining")
    tweet = {"id_str": "18", "full_text": "Lunch", "created_at": "Tue Nov 17 10:00:00 +0000 2026"}
    body = f"window.YTD.tweets.part0 = {json.dumps([{'tweet': tweet}])}".encode()
    importer = Importer(desk.house, desk.kay.id, account="Our X", mine=True)
    (done,) = importer.import_stream(io.BytesIO(body), "tweets.js", now=NOW)
    assert (done.counts.not_about_us, done.counts.new) == (1, 0)


def test_a_file_of_the_longest_name_has_a_rejects_file_too(desk: Desk, tmp_path: Path) -> None:
    given = tmp_path / f"{'é' * 125}.csv"
    given.write_bytes(b"text,published_at\n,2026-11-17\n")
    (done,) = Importer(desk.house, desk.kay.id).import_path(given, now=NOW)
    assert done.counts.rejected == 1
    assert Path(done.rejects_file or "").exists()


def test_a_notice_is_on_the_account_that_is_named_for_it(desk: Desk) -> None:
    desk.add_account("Other page", Platform.FACEBOOK, "other.page")
    told = "Robin Sample commented on Another Name's post"
    where = "https://www.facebook.com/acme/posts/123456789?comment_id=555555"
    text = f"{told}\n> Hi there, when do you open\n{where}\n"
    notice = io.BytesIO(letter(FACEBOOK, told, text=text))
    importer = Importer(desk.house, desk.kay.id, account=desk.page.name)
    list(importer.import_stream(notice, "notice.eml", now=NOW))
    assert desk.item().account == desk.page.id


def test_how_many_are_history_is_said(desk: Desk) -> None:
    rows = "text,published_at,author\nNew,2026-11-17T10:00:00Z,A\nOld,2020-01-01T10:00:00Z,B\n"
    done = take_in(desk, rows.encode())
    assert done.counts.new == 2
    assert done.notes[-1].startswith("1 of the 2 new ones are history")


def test_an_own_row_answers_a_row_of_the_same_table(desk: Desk) -> None:
    rows = (
        "text,published_at,account,native_id,in_reply_to,own\n"
        "Where is my certificate?,2026-11-17T10:00:00Z,Facebook page,q1,,\n"
        "Sorry here it is,2026-11-17T11:00:00Z,Facebook page,r1,q1,yes\n"
    )
    done = take_in(desk, rows.encode())
    assert (done.counts.new, done.counts.outgoing) == (1, 1)
    assert desk.item().state is State.ANSWERED


def test_an_older_download_after_a_newer_one_takes_nothing_back(desk: Desk) -> None:
    def download(text: str) -> Imported:
        head = "text,published_at,native_id,author"
        return take_in(desk, f"{head}\n{text},2026-11-17T10:00:00Z,q1,Jo\n".encode())

    download("Lovely course")
    assert download("Where is my certificate?").counts.changed == 1
    assert download("Lovely course").counts.known == 1
    assert download("Where is my certificate?").counts.known == 1
    assert (desk.item().text, desk.item().edition) == ("Where is my certificate?", 2)
