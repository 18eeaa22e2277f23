"""Rejected rows come back: corrected, they are what they would have been; untouched, rejected."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.post import Platform, Post, Rejected
from collectors.tables.found import table_in
from collectors.tables.guard import FORMULA, bare, guarded
from collectors.tables.mapped import Entry, read_mapped
from collectors.tables.mapping import propose
from collectors.tables.table import read_table
from earshot.handling.rejects import COLUMNS, RejectsFile
from earshot.rules.mention import fingerprint, identities
from earshot.words.times import LONDON
from tests.earshot.desk import NOW


def read(body: str, name: str = "seen.csv") -> Iterator[Entry]:
    def opening() -> io.BytesIO:
        return io.BytesIO(body.encode())

    mapping = propose(table_in(opening, name)).mapping
    return read_mapped(opening, mapping, name=name, now=NOW, zone=LONDON)


def rejected_in(body: str) -> list[Rejected]:
    return [entry for entry in read(body) if isinstance(entry, Rejected)]


def kept(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def corrected(rows: list[dict[str, str]], **cells: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(row | cells for row in rows)
    return out.getvalue()


# A table, what is wrong in its last row, and how a person puts it right.
SLIPS = [
    (
        "Date (GMT),Facebook Page,Message Author,Type,Message ID,Message Permalink,Message\n"
        "2026-07-14 10:00:00,Our page,Jo,Received Comment,123456789012345678,{},Nobody answers\n",
        ("ftp://www.facebook.com/1", "https://www.facebook.com/1"),
        "url",
    ),
    (
        "Review,Reviewer,Stars,Date\nOk,Al,4,12/25/2025\n=Cold,Jo,{},03/04/2025 10:00\n",
        ("7", "2"),
        "rating",
    ),
    ("text,author,published_at,kind\n'Twas cold,Jo,2026-11-02,{}\n", ("poem", "review"), "kind"),
    (
        "Post ID,Page name,Title,Description,Publish time,Permalink\n"
        "9,Our page,Open day,,{},https://www.facebook.com/1/posts/123456789\n",
        ("soon", "2026-11-02"),
        "published_at",
    ),
]


@pytest.mark.parametrize(("table", "slip", "column"), SLIPS)
def test_a_corrected_row_is_the_mention_that_it_would_have_been_at_once(
    tmp_path: Path, table: str, slip: tuple[str, str], column: str
) -> None:
    wrong, right = slip
    file = RejectsFile(tmp_path / "rejects.csv")
    file.add(rejected_in(table.format(wrong)))
    (back,) = read(corrected(kept(file.path), **{column: right}))
    at_once = list(read(table.format(right)))[-1]
    assert isinstance(back, Post)
    assert isinstance(at_once, Post)
    assert identities(back) == identities(at_once)
    assert fingerprint(back) == fingerprint(at_once)
    assert (back.own, back.kind, back.published.at) == (
        at_once.own,
        at_once.kind,
        at_once.published.at,
    )


UNSURE = "Comment,Author,Date\na,Jo,03/04/2026\nb,Jo,12/25/2025\nc,Jo,25/12/2025\nd\ne,f,,g\n"


def test_a_row_that_nobody_touched_is_rejected_again_with_the_same_reason(tmp_path: Path) -> None:
    file = RejectsFile(tmp_path / "rejects.csv")
    first = rejected_in(UNSURE)
    file.add(first)
    again = list(read(file.path.read_text("utf-8-sig")))
    assert len(first) == 3
    assert [(e.reason, e.cells) for e in again if isinstance(e, Rejected)] == [
        (e.reason, e.cells) for e in first
    ]
    file_2 = RejectsFile(tmp_path / "again.csv")
    file_2.add(entry for entry in again if isinstance(entry, Rejected))
    assert [r["mark"] for r in kept(file_2.path)] == [r["mark"] for r in kept(file.path)]


def test_the_plain_reader_takes_a_rejects_file_too(tmp_path: Path) -> None:
    file = RejectsFile(tmp_path / "rejects.csv")
    file.add(rejected_in(UNSURE))
    body = corrected(kept(file.path), published_at="2026-11-02").encode()
    entries = list(read_table(io.BytesIO(body), name="rejects.csv", now=NOW, zone=LONDON))
    assert [type(entry) for entry in entries] == [Post] * 3


def test_what_the_import_was_told_stands_in_each_row(tmp_path: Path) -> None:
    file = RejectsFile(tmp_path / "r.csv", platform=Platform.TRUSTPILOT, account="Our profile")
    file.add(rejected_in("Review,Reviewer,Stars\nx,Jo,7\n" + "y,Al,4,5\n"))
    rows = kept(file.path)
    assert {(row["platform"], row["account"]) for row in rows} == {("trustpilot", "Our profile")}


def test_an_entry_that_has_no_columns_keeps_its_place_and_reason(tmp_path: Path) -> None:
    file = RejectsFile(tmp_path / "r.csv")
    file.add([Rejected("it is broken", "item 3", "<item>")])
    file.add([Rejected("it is broken too", "item 4", "<item>")])
    assert [row["place"] for row in kept(file.path)] == ["item 3", "item 4"]
    (entry, _) = read(file.path.read_text("utf-8-sig"))
    assert isinstance(entry, Rejected)
    assert (entry.reason, entry.raw) == ("it is broken", "<item>")


def test_nothing_in_the_file_can_be_computed_by_a_spreadsheet(tmp_path: Path) -> None:
    file = RejectsFile(tmp_path / "r.csv")
    evil = Rejected("=1+1", "@place", "+cmd", (("text", "=HYPERLINK()"), ("author", "\t-x")))
    file.add([evil, replace(evil, cells=(("native_id", "123456789012345678"),))])
    cells = [cell for row in kept(file.path) for cell in row.values()]
    assert not any(FORMULA.match(cell) for cell in cells)
    assert "'123456789012345678" in cells


@given(st.one_of(st.text(), st.text(st.sampled_from("'=+-@\t 123456789"))))
def test_what_was_guarded_comes_back(value: str) -> None:
    assert bare(guarded(value)) == value
    assert not FORMULA.match(guarded(value))
