"""Comments and live chat messages of a channel, as Google Takeout hands them out."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.exports.export import Owner
from collectors.exports.youtube import FORMS, words_of
from collectors.plaintext import tidy
from collectors.platforms import native_id_of
from tests.collectors.exports.downloads import (
    entries,
    form_of,
    member,
    on_disk,
    only_post,
    only_rejected,
    posts,
    tally,
    utc,
)

OLD = "Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Video ID,Comment Text"
NEW = "Channel ID,Comment Create Timestamp,Price,Comment ID,Parent Comment ID,Video ID,Comment Text"
NEWEST = (
    "Comment ID,Channel ID,Comment create timestamp,Price,Parent comment ID,Post ID,Video ID,"
    "Comment text,Top-level comment ID"
)
AT = "2026-09-19T17:42:53.434647+00:00"


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def segments(*texts: str) -> str:
    return quoted(",".join(json.dumps({"text": text}) for text in texts))


@pytest.mark.parametrize(
    "table",
    [
        f"{OLD}\nUgx1,UCours,{AT},0,Ugx0,abcdefghijk,{segments('Thank you')}\n\n\n",
        f"{NEW}\nUCours,{AT},0,Ugx1,Ugx0,abcdefghijk,{segments('Thank you')}\n",
        f"{NEWEST}\nUgx1,UCours,{AT},0,Ugx0,,abcdefghijk,{segments('Thank you')},Ugx0\n",
    ],
    ids=["until 2024", "since 2024", "nine columns"],
)
def test_an_answer_names_the_comment_that_it_answers_in_every_order_of_columns(table: str) -> None:
    post = only_post(FORMS, member("comments.csv", table))
    assert (post.text, post.native_id, post.in_reply_to) == (
        "Thank you",
        "comment:Ugx1",
        "comment:Ugx0",
    )
    assert post.url == "https://www.youtube.com/watch?v=abcdefghijk&lc=Ugx1"
    assert native_id_of(post.url) == post.native_id
    assert (post.own, post.published.at) == (True, utc("2026-09-19T17:42:53"))


def test_a_comment_that_answers_no_other_answers_its_video() -> None:
    table = f"{OLD}\nUgx1,UCours,{AT},0,,abcdefghijk,{segments('Welcome')}\n"
    post = only_post(FORMS, member("comments.csv", table))
    assert post.in_reply_to == "https://www.youtube.com/watch?v=abcdefghijk"


def test_a_comment_on_a_post_of_the_channel_has_that_posts_address() -> None:
    table = f"{NEWEST}\nUgx1,UCours,{AT},0,,Ugkx9,,{segments('Soon')},\n"
    post = only_post(FORMS, member("comments.csv", table))
    assert post.url == "https://www.youtube.com/post/Ugkx9?lc=Ugx1"
    assert post.in_reply_to == "https://www.youtube.com/post/Ugkx9"


def test_the_channel_is_whose_download_it_is() -> None:
    table = f"{OLD}\nUgx1,UCours,{AT},0,,abcdefghijk,{segments('Welcome')}\n"
    file = member("comments.csv", table)
    assert form_of(FORMS, file).owner(file) == Owner(handle="UCours")
    assert only_post(FORMS, file, Owner("UCours", "Harbour College")).author == "Harbour College"


def test_live_chat_messages_beside_one_video_stay_apart_and_answer_nothing() -> None:
    header = "Live Chat ID,Channel ID,Live Chat Create Timestamp,Price,Video ID,Live Chat Text"
    rows = [f"L{n},UCours,{AT},0,abcdefghijk,{segments(f'Hello {n}')}" for n in (1, 2)]
    found = posts(FORMS, member("live chats.csv", "\n".join([header, *rows])))
    assert [post.native_id for post in found] == ["chat:L1", "chat:L2"]
    assert {post.url for post in found} == {None}
    assert {post.in_reply_to for post in found} == {None}


CUT = quoted('{"text":"cut of')


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_both_ways_of_writing_segments_say_the_same(texts: list[str]) -> None:
    each = [{"text": text} for text in texts]
    in_a_row = ",".join(map(json.dumps, each))
    in_an_object = json.dumps({"takeoutSegments": each})
    assert words_of(in_a_row) == words_of(in_an_object) == tidy("".join(texts))


def test_a_text_that_is_no_json_is_the_comment_itself() -> None:
    assert words_of('He said "yes", twice') == 'He said "yes", twice'


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (f"Ugx1,UCours,{AT},0,,abcdefghijk,{CUT}", "breaks off"),
        (f"Ugx1,UCours,soon,0,,abcdefghijk,{segments('Hello')}", "no date"),
        (f"a b/c,UCours,{AT},0,,abcdefghijk,{segments('Hello')}", "no id"),
    ],
)
def test_a_bad_row_costs_itself_and_says_why(row: str, why: str) -> None:
    good = f"Ugx2,UCours,{AT},0,,abcdefghijk,{segments('Fine')}"
    file = member("comments.csv", f"{OLD}\n{row}\n{good}\n")
    assert tally(entries(FORMS, file)) == {"rejected": 1, "posts": 1}
    rejected = only_rejected(FORMS, file)
    assert (rejected.where, why in rejected.reason) == ("line 2", True)
    assert {"text", "published_at", "platform"} <= dict(rejected.cells).keys()


@pytest.mark.real_data
def test_real_comments_are_read(real_data: Path) -> None:
    found = entries(FORMS, on_disk(real_data / "exports/youtube_takeout/comments_0.csv"))
    assert tally(found) == {"posts": 2}
