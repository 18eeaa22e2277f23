"""Workbooks: what the cells of a sheet show, and what a hostile one may not do."""

import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from collectors.errors import Problem
from collectors.post import DateMark, Post, Rejected
from tests.collectors.tables.finding import (
    entries_in,
    found_in,
    posts_of,
    reasons,
    refused,
    saved,
    workbook,
)

WALL_CLOCK = datetime(2026, 7, 14, 10, 30)  # noqa: DTZ001  a workbook knows no zone


def test_dates_are_dates_and_numbers_numbers_below_a_title() -> None:
    body = workbook(
        ["Reviews of November"],
        [],
        ["Review", "Reviewer", "Stars", "Date", "Link"],
        ["Kind staff", "Jo", 5, WALL_CLOCK, "https://r.example/1"],
        ["Cold rooms", "Al", 2.5, date(2026, 4, 3), "https://r.example/2"],
    )
    first, second = posts_of(body)
    assert (first.rating, second.rating) == (5.0, 2.5)
    assert first.published.at == datetime(2026, 7, 14, 9, 30, tzinfo=UTC)
    assert (second.published.at, second.published.mark) == (
        datetime(2026, 4, 3, tzinfo=UTC),
        DateMark.DAY,
    )
    assert (first.where, second.where) == ("row 4", "row 5")


def test_empty_and_hidden_sheets_are_passed_over_and_named() -> None:
    body = workbook(["Comment", "Author"], ["Fine", "Jo"], Secret="hidden")
    assert found_in(body).notes == ("the hidden sheet “Secret” was left unread",)
    assert posts_of(body)[0].text == "Fine"


def test_a_heading_merged_over_several_columns_is_not_taken_for_their_names() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["What was said", None, "Who"], ["Comment", "Date", "Author"]):
        sheet.append(row)
    sheet.append(["Fine", "2026-11-02", "Jo"])
    sheet.merge_cells("A1:B1")
    (post,) = posts_of(saved(book))
    assert (post.text, post.author) == ("Fine", "Jo")


def test_a_formula_that_was_never_worked_out_and_an_error_cost_their_rows() -> None:
    body = workbook(["Comment", "Author", "Other"], ["=A9", "Jo", 1], ["#REF!", "Al", 2])
    never, error = entries_in(body)
    assert "text: the cell holds a formula that was never worked out" in reasons([never])[0]
    assert "text: the cell holds an error (#REF!)" in reasons([error])[0]


def test_a_formula_beside_what_is_read_costs_nothing() -> None:
    (post,) = posts_of(workbook(["Comment", "Author", "Other"], ["Fine", "Jo", "=A9"]))
    assert post.text == "Fine"


def test_a_cell_beside_the_table_is_a_row_too_wide() -> None:
    wide, good = entries_in(workbook(["Comment", "Author"], ["a", "b", "c"], ["d", "e"]))
    assert isinstance(wide, Rejected)
    assert dict(wide.cells) == {"text": "a", "author": "b"}
    assert isinstance(good, Post)


def _archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "problem", "says"),
    [
        (_archive(xl__workbook_xml=b"\0" * 30_000_000), Problem.UNSAFE_ARCHIVE, "as a bomb would"),
        (_archive(notes=b"x"), Problem.NOT_A_TABLE, "an archive (ZIP)"),
        (_archive(content_xml=b"x"), Problem.NOT_A_TABLE, "LibreOffice"),
        (_archive(xl__workbook_xml=b"<broken"), Problem.TRUNCATED, "damaged"),
        (workbook(["Comment"])[:3_000], Problem.TRUNCATED, "cut off or damaged"),
        (workbook(), Problem.EMPTY, "no sheet that holds a table"),
    ],
)
def test_a_hostile_or_broken_workbook_is_refused_in_words(
    body: bytes, problem: Problem, says: str
) -> None:
    found, sentence = refused(body, "book.xlsx")
    assert found is problem
    assert says in sentence


def _changed(body: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as given, zipfile.ZipFile(out, "w") as archive:
        for name in given.namelist():
            content = given.read(name)
            archive.writestr(name, content.replace(old, new) if name == part else content)
    return out.getvalue()


def test_entities_that_grow_are_refused_before_they_do() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'
    body = _changed(workbook(["Comment"], ["x"]), "xl/worksheets/sheet1.xml", b"<worksheet", bomb)
    problem, sentence = refused(body, "book.xlsx")
    assert problem is Problem.UNSAFE_ARCHIVE
    assert "entities" in sentence


def test_a_row_that_claims_an_absurd_number_ends_the_sheet() -> None:
    body = workbook(["Comment", "Author"], ["x", "y"], ["far", "away"])
    for old, new in ((b'r="3"', b'r="999999999"'), (b'"A3"', b'"A999999999"')):
        body = _changed(body, "xl/worksheets/sheet1.xml", old, new)
    assert [post.text for post in posts_of(body)] == ["x"]
