"""Tables: what each row becomes, and how far one bad row reaches."""

import csv
import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import Problem, UnreadableSource
from collectors.plaintext import tidy
from collectors.post import DateMark, Kind, Platform, Post, Rejected
from collectors.table import TABLE_COLUMNS, read_table

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def _read(body: bytes | str) -> list[Post | Rejected]:
    data = body.encode() if isinstance(body, str) else body
    return list(read_table(io.BytesIO(data), name="notes.csv", now=NOW, zone=LONDON))


def _refusal(body: bytes) -> tuple[Problem, str]:
    with pytest.raises(UnreadableSource) as caught:
        read_table(io.BytesIO(body), name="notes.csv", now=NOW, zone=LONDON)
    return caught.value.problem, str(caught.value)


def _post(body: bytes | str) -> Post:
    (row,) = _read(body)
    assert isinstance(row, Post), row
    return row


def _rejected(row: Post | Rejected) -> Rejected:
    assert isinstance(row, Rejected), row
    return row


def test_a_row_with_everything_becomes_a_post_with_everything() -> None:
    post = _post(
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
    plain = _post("TEXT\nHello\n")
    known = _post("url,Text\nhttps://x.com/jo/status/123,Hello\n")

    assert (plain.platform, plain.kind, plain.where) == (Platform.TABLE, Kind.POST, "line 2")
    assert (known.platform, known.native_id) == (Platform.X, "123")
    assert plain.published.mark is DateMark.MISSING


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_office_programs_save_can_be_read(encoding: str, delimiter: str) -> None:
    body = f"author{delimiter}text\r\nJörg{delimiter}“Café”\r\n".encode(encoding)
    post = _post(body)
    assert (post.author, post.text) == ("Jörg", "“Café”")


def test_excels_own_hint_and_empty_rows_are_passed_over() -> None:
    rows = _read("sep=;\n\ntext;rating\ngood;4,5\n;\n\n;5\n")
    assert [row.where for row in rows] == ["line 4", "line 7"]
    assert [row.rating for row in rows if isinstance(row, Post)] == [4.5, 5.0]


def test_a_missing_column_names_the_file_and_what_was_found() -> None:
    problem, sentence = _refusal(b"Message,Date\nx,y\n")
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
    problem, sentence = _refusal(body)
    assert problem is Problem.NOT_A_TABLE
    assert says in sentence


def test_an_empty_file_is_empty_and_a_header_alone_is_a_table_of_nothing() -> None:
    assert _refusal(b" \n")[0] is Problem.EMPTY
    assert _read("text,author\n") == []


# One bad row costs one row.


def test_a_bad_row_is_rejected_with_its_line_its_reason_and_itself() -> None:
    rows = _read(
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
    assert _rejected(rows[1]).raw == "b,ftp://e,,,"
    assert isinstance(rows[0], Post)
    assert rows[0].text == "two\nlines"


@pytest.mark.parametrize(
    "after",
    ["row two,b\nrow three,c\n", 'row two,"b"\nrow three,c\n', '"row two","b"\n"row three",c\n'],
)
def test_a_quote_that_is_never_closed_costs_the_row_that_it_opens_in(after: str) -> None:
    first, *others = _read('text,author\n"never closed,a\n' + after)

    assert _rejected(first).where == "line 2"
    assert "quote" in _rejected(first).reason
    assert [row.text for row in others if isinstance(row, Post)] == ["row two", "row three"]


def test_a_runaway_quote_does_not_swallow_a_long_file() -> None:
    rows = _read('text,author\n"never closed,a\n' + "row,b\n" * 5_000)
    assert sum(isinstance(row, Post) for row in rows) == 5_000


def test_a_line_without_end_is_passed_over_in_little_memory() -> None:
    class Endless(io.RawIOBase):
        """50 MB in one cell, made as it is read."""

        def __init__(self) -> None:
            self._left = iter([b"text\nbefore\n", *[b"x" * 1_000_000] * 50, b"\nafter\n"])
            self._rest = b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
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
    assert "longer than" in _rejected(long).reason
    assert len(_rejected(long).raw) <= 500
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
    good, nul, bad = _read("text\nCafé “x”\nn\0ul\n".encode() + b"caf\xe9\n")
    assert isinstance(good, Post)
    assert isinstance(nul, Post)
    assert nul.text == "nul"
    assert "not UTF-8" in _rejected(bad).reason
    _rejected(bad).raw.encode()


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1)))
def test_what_a_spreadsheet_writes_comes_back(texts: list[str]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["author", "text"])
    writer.writerows(["Jo", text] for text in texts)

    rows = _read(out.getvalue())
    assert [row.text for row in rows if isinstance(row, Post)] == [t for t in map(tidy, texts) if t]
    assert len(rows) == len(texts)


@given(st.text(st.sampled_from('a,"\n\r;\t 1/é')))
def test_no_table_can_break_it(body: str) -> None:
    for row in _read("text,author,published_at\n" + body):
        assert row.where.startswith("line ")


# Dates.


def _dated(*values: str) -> list[Post | Rejected]:
    return _read("text;published_at\n" + "".join(f"x;{value}\n" for value in values))


def _times(rows: list[Post | Rejected]) -> Iterator[tuple[str, DateMark]]:
    for row in rows:
        assert isinstance(row, Post), row
        at = row.published.at
        yield (f"{at:%Y-%m-%d %H:%M:%S}" if at else "", row.published.mark)


def test_a_time_without_an_offset_is_local_and_summer_counts() -> None:
    rows = _dated(
        *("2026-07-14 10:00", "2026-01-14T10:00:30", "14/07/2026 10:00", "14/7/2026 10:00:05"),
        *("2026-07-14T10:00Z", "2026-07-14 10:00 UTC", "2026-07-14 10:00:00 +0530"),
    )
    assert [at for at, _ in _times(rows)] == [
        "2026-07-14 09:00:00",
        "2026-01-14 10:00:30",
        "2026-07-14 09:00:00",
        "2026-07-14 09:00:05",
        "2026-07-14 10:00:00",
        "2026-07-14 10:00:00",
        "2026-07-14 04:30:00",
    ]


def test_a_day_is_only_a_day_and_next_year_is_the_future() -> None:
    assert list(_times(_dated("2026-11-14", "14/11/2026", "2027-11-14", ""))) == [
        ("2026-11-14 00:00:00", DateMark.DAY),
        ("2026-11-14 00:00:00", DateMark.DAY),
        ("2027-11-14 00:00:00", DateMark.FUTURE),
        ("", DateMark.MISSING),
    ]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("2026-03-29 01:30", "there was no such time in Europe/London"),
        ("29/03/2026 01:30", "there was no such time in Europe/London"),
        ("2026-10-25 01:30", "came twice in Europe/London"),
        ("31/02/2026", "31/02/2026"),
        ("2026-02-30", "2026-02-30"),
        ("14/11/26", "write it as"),
        ("yesterday", "write it as"),
        ("2026-W46-6", "write it as"),
        ("0001-01-01", "in that year"),
        ("9999-12-31 23:59", "in that year"),
    ],
)
def test_a_time_that_cannot_be_is_rejected_with_the_reason(said: str, reason: str) -> None:
    (row,) = _dated(said)
    assert reason in _rejected(row).reason


def test_the_hour_that_comes_twice_can_be_told_by_its_offset() -> None:
    rows = _dated("2026-10-25T01:30+01:00", "2026-10-25T01:30Z")
    assert [at for at, _ in _times(rows)] == ["2026-10-25 00:30:00", "2026-10-25 01:30:00"]


def test_where_day_and_month_are_mixed_only_what_is_certain_is_read() -> None:
    unsure, wrong, sure, same, iso = _dated(
        "03/04/2026", "12/25/2025", "25/12/2025", "04/04/2026", "2026-03-04"
    )
    assert "“12/25/2025” on line 3" in _rejected(unsure).reason
    assert "the month stands before the day" in _rejected(wrong).reason
    assert [at for at, _ in _times([sure, same, iso])] == [
        "2025-12-25 00:00:00",
        "2026-04-04 00:00:00",
        "2026-03-04 00:00:00",
    ]


def test_without_such_a_mixture_the_day_stands_first() -> None:
    assert [at for at, _ in _times(_dated("03/04/2026"))] == ["2026-04-03 00:00:00"]


def test_a_stream_that_can_be_read_only_once_is_read_too() -> None:
    class Once(io.BytesIO):
        def seekable(self) -> bool:
            return False

    rows = read_table(Once(b"text\na\nb\n"), name="notes.csv", now=NOW, zone=LONDON)
    assert len(list(rows)) == 2
