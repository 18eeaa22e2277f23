"""Rows of a CSV file: how far one bad row reaches, and in how much memory."""

import csv
import io
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.plaintext import tidy
from collectors.post import Post, Rejected
from collectors.tables.table import read_table
from tests.collectors.reading import (
    LONDON,
    NOW,
    rejected,
    rows_in,
)


def test_a_bad_row_is_rejected_with_its_line_its_reason_and_itself() -> None:
    rows = rows_in(
        'text,url,platform,kind,rating\n"two\nlines",,,,\nb,ftp://e,,,\nc,,fbook,,\n'
        "d,,,poem,\ne,,,,7\n,,,,\nf,,,\n,https://e.example/,,,\ng,,,,\n"
    )
    assert [row.where for row in rows] == [f"line {n}" for n in (2, 4, 5, 6, 7, 9, 10, 11)]
    reasons = [row.reason for row in rows if isinstance(row, Rejected)]
    for reason, says in zip(
        reasons,
        (
            "url: “ftp://e”",
            "platform: “fbook”",
            "kind: “poem”",
            "rating: “7”",
            "4 cells",
            "no text",
        ),
        strict=True,
    ):
        assert says in reason
    assert rejected(rows[1]).raw == "b,ftp://e,,,"
    assert isinstance(rows[0], Post)
    assert rows[0].text == "two\nlines"


@pytest.mark.parametrize(
    "after",
    ["row two,b\nrow three,c\n", 'row two,"b"\nrow three,c\n', '"row two","b"\n"row three",c\n'],
)
def test_a_quote_that_is_never_closed_costs_the_row_that_it_opens_in(after: str) -> None:
    first, *others = rows_in('text,author\n"never closed,a\n' + after)

    assert rejected(first).where == "line 2"
    assert "quote" in rejected(first).reason
    assert [row.text for row in others if isinstance(row, Post)] == ["row two", "row three"]


def test_a_runaway_quote_does_not_swallow_a_long_file() -> None:
    rows = rows_in('text,author\n"never closed,a\n' + "row,b\n" * 5_000)
    assert sum(isinstance(row, Post) for row in rows) == 5_000


def test_a_line_without_end_is_passed_over_in_little_memory() -> None:
    class Endless(io.RawIOBase):
        """50 MB in one cell, made as it is read."""

        def __init__(self) -> None:
            self._left = iter([b"text\nbefore\n", *[b"x" * 1_000_000] * 50, b"\nafter\n"])
            self._rest = b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self._rest = self._rest or next(self._left, b"")
            part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
            buffer[: len(part)] = part
            return len(part)

    tracemalloc.start()
    stream = io.BufferedReader(Endless())
    before, long, after = read_table(stream, name="notes.csv", now=NOW, zone=LONDON)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (before.where, long.where, after.where) == ("line 2", "line 3", "line 4")
    assert "longer than" in rejected(long).reason
    assert len(rejected(long).raw) <= 500
    assert peak < 25_000_000


def test_a_large_table_is_read_in_the_memory_of_a_small_one() -> None:
    body = b"text,published_at\n" + b"Still waiting,2026-07-14 10:00\n" * 20_000
    stream = io.BytesIO(body)
    tracemalloc.start()
    count = sum(1 for _ in read_table(stream, name="notes.csv", now=NOW, zone=LONDON))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 20_000
    assert peak < 3_000_000
    assert not stream.closed


def test_bytes_that_are_not_utf_8_cost_their_row_and_nuls_cost_nothing() -> None:
    good, nul, bad = rows_in("text\nCafé “x”\nn\0ul\n".encode() + b"caf\xe9\n")
    assert isinstance(good, Post)
    assert isinstance(nul, Post)
    assert nul.text == "nul"
    assert "not UTF-8" in rejected(bad).reason
    rejected(bad).raw.encode()


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1)))
def test_what_a_spreadsheet_writes_comes_back(texts: list[str]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["author", "text"])
    writer.writerows(["Jo", text] for text in texts)

    rows = rows_in(out.getvalue())
    assert [row.text for row in rows if isinstance(row, Post)] == [t for t in map(tidy, texts) if t]
    assert len(rows) == len(texts)


@given(st.text(st.sampled_from('a,"\n\r;\t 1/é')))
def test_no_table_can_break_it(body: str) -> None:
    for row in rows_in("text,author,published_at\n" + body):
        assert row.where.startswith("line ")


def test_a_stream_that_can_be_read_only_once_is_read_too() -> None:
    class Once(io.BytesIO):
        def seekable(self) -> bool:
            return False

    rows = read_table(Once(b"text\na\nb\n"), name="notes.csv", now=NOW, zone=LONDON)
    assert len(list(rows)) == 2
