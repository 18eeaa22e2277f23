"""A file comes in whole, however many parts it is taken in by, and as far as it can be read."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from collectors.errors import Problem, UnreadableSource
from collectors.post import Post
from earshot.bringing import importing
from earshot.bringing.importing import Imported, Importer
from earshot.store import runs
from earshot.store.runs import Status
from tests.earshot.desk import NOW, Desk

PAGE = "https://facebook.example/exampletraining/posts/1"


def table(*texts: str) -> bytes:
    rows = [f"{text},{PAGE},2026-11-17T10:0{n}:00Z,Writer {n}" for n, text in enumerate(texts)]
    return "\n".join(["text,url,published_at,author", *rows]).encode()


def take_in(desk: Desk, content: bytes, name: str = "seen.csv") -> Imported:
    importer = Importer(desk.house, desk.kay.id, account=desk.page.name)
    return importer.import_stream(io.BytesIO(content), name, now=NOW)


@pytest.mark.parametrize("part", [1, 2, 3, 2_000])
def test_comments_below_one_post_stay_apart_wherever_a_part_ends(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.setattr(importing, "PART", part)
    seen = table("Where do I park?", "Is it open on Sunday?", "Where is room 5?", "Who teaches?")
    first, again = take_in(desk, seen), take_in(desk, seen)
    assert (first.counts.new, first.counts.changed) == (4, 0)
    assert (again.counts.known, again.counts.changed, again.counts.new) == (4, 0, 0)
    assert {item.edition for item in desk.items()} == {1}
    assert len(desk.items()) == 4


def test_a_file_that_is_read_no_further_says_what_was_taken_in_and_is_not_doubled_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = importing.read_table
    error = UnreadableSource(Problem.TRUNCATED, "seen.csv, line 4: the file breaks off")

    def breaking_off(*given: Any, **named: Any) -> Iterator[Post]:
        for number, entry in enumerate(whole(*given, **named)):
            if number == 3:
                raise error
            assert isinstance(entry, Post)
            yield replace(entry, url=f"{PAGE}/{number}")

    monkeypatch.setattr(importing, "PART", 2)
    monkeypatch.setattr(importing, "read_table", breaking_off)
    done = take_in(desk, table("One", "Two", "Three", "Four", "Five"))
    assert done.counts.new == done.read == 3
    assert done.error == (
        "seen.csv, line 4: the file breaks off. The 3 rows before that were taken in; import the "
        "file again once it is whole, nothing is doubled."
    )
    with desk.house.store.unit() as connection:
        (run,) = [r for r in runs.last(connection).values() if r.source not in _collected(desk)]
    assert (run.status, run.counts.new, run.error) == (Status.FAILED, 3, str(error))


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
    done = importer.import_stream(Failing(table("One", "Two")), "seen.csv", now=NOW)
    assert done.error == "seen.csv cannot be read: Input/output error."
    assert desk.items() == []


def test_what_is_no_table_changes_nothing(desk: Desk) -> None:
    done = take_in(desk, b"colour,size\nred,1\n")
    assert done.error
    assert done.error.startswith("seen.csv has no column “text”")
    assert set(desk.company.sources) == _collected(desk)


def test_a_table_without_rows_is_read_and_brings_nothing(desk: Desk) -> None:
    done = take_in(desk, b"text\n")
    assert (done.read, done.error) == (0, None)
