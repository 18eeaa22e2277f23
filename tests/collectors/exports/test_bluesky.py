"""Bluesky: records of posts are read, an archive for machines is refused with a way out."""

import pytest

from collectors.errors import Problem
from collectors.exports.bluesky import FORMS
from collectors.exports.export import Member
from tests.collectors.exports.downloads import entries, member, only_post, posts, refused, tally

DID = "did:plc:abcdefghijklmnopqrstuvwx"
KEY = "3k2yihcrp6f2c"


def record(**said: object) -> dict[str, object]:
    value = {"$type": "app.bsky.feed.post", "text": "Thanks!", "createdAt": "2024-02-22T19:58:13Z"}
    return {"uri": f"at://{DID}/app.bsky.feed.post/{KEY}", "cid": "x", "value": value | said}


def of(said: object) -> Member:
    return member("records.json", said)


def test_a_record_is_the_owners_own_under_the_id_that_its_address_shows() -> None:
    said = only_post(FORMS, of(record()))
    assert said.own
    assert (said.text, said.native_id) == ("Thanks!", KEY)
    assert said.url == f"https://bsky.app/profile/{DID}/post/{KEY}"


def test_a_reply_names_the_post_that_it_answers() -> None:
    parent = {"uri": "at://did:plc:other/app.bsky.feed.post/3k2yinh52ne2x", "cid": "y"}
    said = only_post(FORMS, of(record(reply={"parent": parent, "root": parent})))
    assert said.in_reply_to == "3k2yinh52ne2x"


@pytest.mark.parametrize("wrap", [lambda r: {"records": r, "cursor": "x"}, lambda r: r])
def test_a_list_of_records_is_read_and_what_is_no_post_rejected(wrap: object) -> None:
    other = record() | {"value": {"$type": "app.bsky.feed.like"}}
    file = of(wrap([record(), other, record()]))  # type: ignore[operator]
    assert len(posts(FORMS, file)) == 2
    assert tally(entries(FORMS, file)) == {"posts": 2, "rejected": 1}


@pytest.mark.parametrize(
    "body",
    [
        b"\x3a\xa2eroots\x81\xd8\x2a\x58\x25\x00gversion\x01",
        '{"blobs": null, "blocks": {"$bytes": "OqJl"}}',
        '{"uri": "at://x", "value": {"$type": "app.bsky.feed.like"}}',
        '{"follows": [{"did": "did:plc:x", "handle": "sam.example"}]}',
    ],
)
def test_what_holds_no_posts_that_can_be_read_is_refused_with_a_way_out(body: bytes | str) -> None:
    problem, sentence = refused(FORMS, member("x", body))
    assert problem is Problem.NO_POSTS
    assert "listRecords" in sentence
