"""Tables: which files are tables, and what each row becomes."""

from datetime import UTC, datetime

import pytest

from collectors.errors import Problem
from collectors.post import DateMark, Kind, Platform, Post
from collectors.tables.table import TABLE_COLUMNS
from tests.collectors.reading import only_post, refused_table, rows_in


def test_a_row_with_everything_becomes_a_post_with_everything() -> None:
    post = only_post(
        ",".join(TABLE_COLUMNS)
        + '\n"Still waiting, ""really""",2026-07-14T10:00:00+02:00,Facebook,Comment,'
        "https://www.facebook.com/jo/posts/123456789?fbclid=x,Jo,A title,Our page,2,123456789,99\n"
    )
    assert post.text == 'Still waiting, "really"'
    assert post.published.at == datetime(2026, 7, 14, 8, 0, tzinfo=UTC)
    assert (post.platform, post.kind) == (Platform.FACEBOOK, Kind.COMMENT)
    assert post.url == "https://www.facebook.com/jo/posts/123456789"
    assert (post.author, post.title, post.account) == ("Jo", "A title", "Our page")
    assert (post.rating, post.in_reply_to, post.native_id) == (2.0, "123456789", "99")


def test_only_the_text_must_be_there_and_the_address_says_the_rest() -> None:
    plain = only_post("TEXT\nHello\n")
    known = only_post("url,Text\nhttps://x.com/jo/status/123,Hello\n")

    assert (plain.platform, plain.kind, plain.where) == (Platform.TABLE, Kind.POST, "line 2")
    assert (known.platform, known.native_id) == (Platform.X, "123")
    assert plain.published.mark is DateMark.MISSING


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_office_programs_save_can_be_read(encoding: str, delimiter: str) -> None:
    body = f"author{delimiter}text\r\nJörg{delimiter}“Café”\r\n".encode(encoding)
    post = only_post(body)
    assert (post.author, post.text) == ("Jörg", "“Café”")


def test_excels_own_hint_and_empty_rows_are_passed_over() -> None:
    rows = rows_in("sep=;\n\ntext;rating\ngood;4,5\n;\n\n;5\n")
    assert [row.where for row in rows] == ["line 4", "line 7"]
    assert [row.rating for row in rows if isinstance(row, Post)] == [4.5, 5.0]


def test_a_missing_column_names_the_file_and_what_was_found() -> None:
    problem, sentence = refused_table(b"Message,Date\nx,y\n")
    assert problem is Problem.NOT_A_TABLE
    assert "notes.csv has no column “text”. Found: message, date. Expected: text," in sentence


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"text,TEXT\n1,2\n", "line 1: the column “text” is there twice"),
        (b"PK\x03\x04rest", "workbook"),
        ("text\nx\n".encode("utf-16-le"), "UTF-16 without its mark"),
        (b"x" * 300_000, "line without an end"),
    ],
)
def test_what_is_no_table_is_refused_in_words(body: bytes, says: str) -> None:
    problem, sentence = refused_table(body)
    assert problem is Problem.NOT_A_TABLE
    assert says in sentence


def test_an_empty_file_is_empty_and_a_header_alone_is_a_table_of_nothing() -> None:
    assert refused_table(b" \n")[0] is Problem.EMPTY
    assert rows_in("text,author\n") == []
