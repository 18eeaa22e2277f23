"""Which files are tables, whatever they are called and whatever stands above their columns."""

import codecs

import pytest

from collectors.errors import Problem
from collectors.post import Post, Rejected, Unread
from collectors.tables.columns import as_named, folded, shape_of
from tests.collectors.tables.finding import entries_in, found_in, posts_of, reasons, refused

ROWS = "Comment{0}Author{0}Date\r\n“Great” café{0}Jo Example{0}2026-11-02\r\n"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_table_is_found_however_it_was_saved(mark: str, encoding: str) -> None:
    (post,) = posts_of(ROWS.format(mark).encode(encoding))
    assert (post.text, post.author) == ("“Great” café", "Jo Example")


def test_utf_16_of_the_other_byte_order_is_read_with_its_mark_and_without() -> None:
    body = ROWS.format("\t").encode("utf-16-be")
    assert posts_of(body) == posts_of(codecs.BOM_UTF16_BE + body)


def test_a_title_and_a_range_of_dates_above_the_columns_are_passed_over() -> None:
    body = (
        "Report:,Example Training\nFrom:,2026-11-01\nLabel:,\n\n"
        "Query Id,Query Name,Date,Title,Url,Page Type,Author,Full Text\n"
        "1,Example,2026-11-02 10:00:00.0,T,https://forum.example/1,forum,Jo,Waiting for weeks\n"
    )
    (post,) = posts_of(body)
    assert (post.text, post.where) == ("Waiting for weeks", "line 6")


def test_columns_of_one_name_and_of_none_can_each_be_chosen() -> None:
    found = found_in("Comment,Author,,Comment\na,b,c,d\n")
    assert found.columns == ("Comment", "Author", "(column 3)", "Comment (column 4)")
    assert found.first == (("a", "b", "c", "d"),)


def test_two_files_of_one_shape_differ_in_case_and_marks_only() -> None:
    assert shape_of(["Author Name", "Date"]) == shape_of(["author_name", "DATE"])
    assert shape_of(["Date", "Author"]) != shape_of(["Author", "Date"])


def test_names_are_compared_without_accents_and_marks() -> None:
    assert folded("Review User Email?") == "review user email"
    assert folded("authorName") == folded("Author_name") == "author name"
    assert as_named(["", ""]) == ("(column 1)", "(column 2)")


@pytest.mark.parametrize(
    ("body", "problem", "says"),
    [
        (b"<!DOCTYPE html><html><body>", Problem.NOT_A_TABLE, "a web page (HTML)"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><a/>', Problem.NOT_A_TABLE, "XML"),
        (b'{"posts": []}', Problem.NOT_A_TABLE, "JSON"),
        (b'[{"a": 1}]', Problem.NOT_A_TABLE, "JSON"),
        (b"%PDF-1.7", Problem.NOT_A_TABLE, "a PDF"),
        (b" \r\n\r\n\n", Problem.EMPTY, "is empty"),
        (b",,,\n,,,\n", Problem.EMPTY, "is empty"),
        (b"x" * 300_000, Problem.NOT_A_TABLE, "a line without an end"),
        (b"text" + b",c" * 90_000, Problem.NOT_A_TABLE, "90,001 columns"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            Problem.PASSWORD,
            "a password",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Workbook", Problem.NOT_A_TABLE, "old workbook (.xls)"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(body: bytes, problem: Problem, says: str) -> None:
    found, sentence = refused(body, "export.csv")
    assert found is problem
    assert says in sentence
    assert sentence.startswith("export.csv")


def test_a_header_alone_is_a_table_of_nothing() -> None:
    assert entries_in("Comment,Author\n") == []


def test_a_header_in_the_middle_of_joined_files_is_left_unread_and_counted() -> None:
    assert [type(entry) for entry in entries_in("Comment,Author\na,b\nComment,Author\nc,d\n")] == [
        Post,
        Unread,
        Post,
    ]


def test_lines_may_end_as_they_did_on_an_old_macintosh() -> None:
    assert len(posts_of("Comment,Author\rone,a\rtwo,b\r")) == 2


def test_a_cell_of_ten_million_letters_costs_its_row_only() -> None:
    long, after = entries_in("Comment,Author\n" + "x" * 10_000_000 + ",a\nshort,b\n")
    assert isinstance(long, Rejected)
    assert "longer than" in long.reason
    assert isinstance(after, Post)


def test_a_formula_in_a_csv_file_is_only_text() -> None:
    (post,) = posts_of('Comment,Author\n"=HYPERLINK(""https://evil.example"")",Jo\n')
    assert post.text == '=HYPERLINK("https://evil.example")'


def test_nul_bytes_cost_nothing_and_an_unbalanced_quote_its_row() -> None:
    nul, quote, after = entries_in('Comment,Author\nn\0ul,a\n"never closed,b\nafter,c\n')
    assert isinstance(nul, Post)
    assert nul.text == "nul"
    assert "quote" in reasons([quote])[0]
    assert isinstance(after, Post)


def test_a_row_too_wide_is_rejected_with_what_could_be_placed() -> None:
    (entry,) = entries_in("Author,Comment\nJo,Good, really\n")
    assert isinstance(entry, Rejected)
    assert entry.reason == "it has 3 cells where the header has 2"
    assert dict(entry.cells) == {"text": "Good", "author": "Jo"}
