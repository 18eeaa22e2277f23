"""A member's own download of LinkedIn."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import Problem
from collectors.exports.export import Owner
from collectors.exports.linkedin import FORMS, unwrapped
from collectors.plaintext import tidy
from collectors.post import DateMark, Kind
from tests.collectors.exports.downloads import (
    entries,
    form_of,
    member,
    on_disk,
    only_post,
    only_rejected,
    posts,
    refused,
    tally,
    utc,
)

LINK = "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7000000000000000001"
START = f"2026-03-02 17:01:32,{LINK},"


def comments(*records: str, end: str = "\n") -> object:
    return member("Comments.csv", end.join(["Date,Link,Message", *records, ""]))


def test_a_comment_that_stands_under_a_post_is_no_answer_to_it() -> None:
    post = only_post(FORMS, comments(f"{START}Thank you for asking"), Owner(name="Sam Sample"))
    assert (post.text, post.author, post.kind) == (
        "Thank you for asking",
        "Sam Sample",
        Kind.COMMENT,
    )
    assert post.in_reply_to is None
    assert (post.url, post.native_id) == (None, None)  # or two comments would be taken for one


def test_a_time_is_in_utc_as_linkedin_says() -> None:
    published = only_post(FORMS, comments(f"{START}Yes")).published
    assert (published.at, published.mark) == (utc("2026-03-02T17:01:32"), DateMark.EXACT)


def test_lines_without_any_quotes_belong_to_the_message_they_follow() -> None:
    file = comments(f"{START}First line\n\nsecond, with a comma", f"{START}Another")
    assert [post.text for post in posts(FORMS, file)] == [
        "First line\n\nsecond, with a comma",
        "Another",
    ]


@pytest.mark.parametrize(
    "message",
    [
        r'"He said \"make it so\", and went"',  # 2025
        '"He said ""make it so"", and went"',
        'He said "make it so", and went',
    ],
)
def test_a_quote_within_a_message_is_read_in_every_dialect(message: str) -> None:
    post = only_post(FORMS, comments(START + message))
    assert post.text == 'He said "make it so", and went'


def test_an_escaped_quote_may_end_a_message() -> None:
    post = only_post(FORMS, comments(rf'{START}"He said: \"make it so.\""'))
    assert post.text == 'He said: "make it so."'


def test_a_message_may_begin_with_a_quotation() -> None:
    post = only_post(FORMS, comments(f'{START}"Whose college?" sums it up'))
    assert post.text == '"Whose college?" sums it up'


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\\\r"), min_size=1, max_size=60)


@given(st.lists(WORDS.filter(lambda words: tidy(words) != ""), min_size=1, max_size=4))
def test_whatever_was_written_comes_back_from_quotes_written_twice(messages: list[str]) -> None:
    records = [f'{START}"{message.replace(chr(34), chr(34) * 2)}"' for message in messages]
    found = posts(FORMS, comments(*records, end="\r\n"))
    assert [post.text for post in found] == [tidy(message) for message in messages]


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (f'{START}"It breaks off he', "never closed"),
        (f",{LINK},No date", "no date"),
        ("2026-13-45 17:01:32," + LINK + ",Bad date", "is no date"),
    ],
)
def test_a_bad_record_costs_itself_and_says_why(record: str, why: str) -> None:
    file = comments(f"{START}Fine", record)
    assert tally(entries(FORMS, file)) == {"posts": 1, "rejected": 1}
    rejected = only_rejected(FORMS, file)
    assert (rejected.where, why in rejected.reason) == ("line 3", True)
    assert "text" in dict(rejected.cells)


def test_what_precedes_the_first_record_is_shown_and_not_lost() -> None:
    rejected = only_rejected(FORMS, comments("stray words", f"{START}Fine"))
    assert rejected.where == "line 2"
    assert "does not begin" in rejected.reason


def test_bytes_that_are_no_text_cost_one_comment() -> None:
    body = f"Date,Link,Message\n{START}Schöner Tag\n".encode() + START.encode() + b"caf\xe9\n"
    file = member("Comments.csv", body)
    assert tally(entries(FORMS, file)) == {"posts": 1, "rejected": 1}
    assert "UTF-8" in only_rejected(FORMS, file).reason


def test_a_post_whose_row_is_cut_is_rejected_with_what_can_be_corrected() -> None:
    table = "Date,ShareLink,ShareCommentary,Visibility\n2026-03-02 17:01:32,https://lnkd.in/a\n"
    rejected = only_rejected(FORMS, member("Shares.csv", table))
    cells = {"published_at": "2026-03-02 17:01:32", "url": "https://lnkd.in/a"}
    assert dict(rejected.cells) == cells


@pytest.mark.parametrize("names", ["SharedURL,MediaURL", "SharedUrl,MediaUrl"])
def test_a_post_is_known_by_linkedins_own_id(names: str) -> None:
    link = "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7000000000000000002"
    table = (
        f"Date,ShareLink,ShareCommentary,{names},Visibility\n2026-03-02 17:01:32,{link},Hi,,,X\n"
    )
    post = only_post(FORMS, member("Shares_123.csv", table))
    assert post.native_id == "share:7000000000000000002"
    assert post.url == "https://www.linkedin.com/feed/update/urn:li:share:7000000000000000002"
    assert post.kind is Kind.POST


def test_a_post_whose_every_line_is_quoted_is_read_without_those_quotes() -> None:
    table = (
        "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
        '2026-03-02 17:01:32,,"Our open day.""\n""""\n""Come and see ""us"" there",,,X\n'
    )
    post = only_post(FORMS, member("Shares.csv", table))
    assert post.text == 'Our open day.\n\nCome and see "us" there'


@given(st.lists(st.text(st.characters(exclude_characters='"\r\n'), max_size=20), min_size=1))
def test_wrapping_every_line_in_quotes_is_undone(lines: list[str]) -> None:
    assert unwrapped('"\n"'.join(lines)) == "\n".join(lines)


def test_a_post_of_plain_lines_keeps_them() -> None:
    assert unwrapped('He said "one"\nand then "two"') == 'He said "one"\nand then "two"'


def test_a_shared_link_without_words_is_counted() -> None:
    table = "Date,ShareLink,ShareCommentary\n2026-03-02 17:01:32,https://lnkd.in/a,\n"
    counts = tally(entries(FORMS, member("Shares.csv", table)))
    assert counts == {"posts without words of their own": 1}


def test_the_profile_gives_a_name_and_nothing_else() -> None:
    table = "First Name,Last Name,Maiden Name,Address,Birth Date\nSam,Sample,,1 Quay,Jan 1\n"
    file = member("Profile.csv", table)
    assert form_of(FORMS, file).owner(file) == Owner(name="Sam Sample")
    assert "Quay" not in refused(FORMS, file)[1]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("messages.csv", "CONVERSATION ID,CONVERSATION TITLE,FROM,TO,DATE\n1,,A,B,x\n"),
        ("Connections.csv", "Notes:\nSome are missing\n\nFirst Name,Last Name,URL\n"),
        ("Reactions.csv", "Date,Type,Link\n2026-01-01,LIKE,https://x.example/\n"),
        ("harbour-college_content_1790000000000.xls", b"\xd0\xcf\x11\xe0rest"),
    ],
)
def test_private_files_and_figures_are_refused(name: str, body: str | bytes) -> None:
    problem, sentence = refused(FORMS, member(name, body))
    assert (problem, name in sentence) == (Problem.NO_POSTS, True)


@pytest.mark.real_data
def test_every_real_record_is_read_once(real_data: Path) -> None:
    folder = real_data / "exports/linkedin"
    dated = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,", re.M)
    for name, expected in {
        "2021_Comments.csv": {"posts": 51},
        "2021_Shares.csv": {"posts": 23, "posts without words of their own": 17},
    }.items():
        found = entries(FORMS, on_disk(folder / name))
        assert tally(found) == expected
        assert len(found) == len(dated.findall((folder / name).read_text("utf-8")))


@pytest.mark.real_data
def test_no_real_post_keeps_the_quotes_of_its_lines(real_data: Path) -> None:
    found = posts(FORMS, on_disk(real_data / "exports/linkedin/2021_Shares.csv"))
    assert not any('"\n"' in post.text or '""' in post.text for post in found)
