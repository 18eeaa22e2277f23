"""Mastodon archives: what the account said in public, and nothing that it said in private."""

from datetime import UTC, datetime

import pytest

from collectors.errors import Problem
from collectors.exports.export import Member, Owner
from collectors.exports.mastodon import FORMS
from collectors.post import Unread
from tests.collectors.exports.downloads import (
    entries,
    form_of,
    member,
    only_post,
    only_rejected,
    refused,
)

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ACTOR = "https://social.example/users/acme"
FOLLOWERS = f"{ACTOR}/followers"


def outbox(*activities: object) -> Member:
    head = {"@context": ["x"], "id": "outbox.json", "type": "OrderedCollection"}
    return member("outbox.json", head | {"orderedItems": list(activities)})


def status(to: list[str] | None = None, cc: list[str] | None = None, **said: object) -> object:
    note = {
        "id": f"{ACTOR}/statuses/109300000000000001",
        "type": "Note",
        "published": "2022-11-08T03:07:14Z",
        "url": "https://social.example/@acme/109300000000000001",
        "content": "<p>Thanks, <b>Sam</b>!</p><p>Monday.</p>",
    }
    return {
        "type": "Create",
        "actor": ACTOR,
        "to": [PUBLIC] if to is None else to,
        "cc": cc or [],
        "object": note | said,
    }


def test_a_post_is_the_owners_own_and_plain() -> None:
    said = only_post(FORMS, outbox(status()))
    assert said.own
    assert said.text == "Thanks, Sam!\n\nMonday."
    assert said.native_id == "social.example/109300000000000001"
    assert said.url == "https://social.example/@acme/109300000000000001"
    assert said.author == "acme"
    assert said.published.at == datetime(2022, 11, 8, 3, 7, 14, tzinfo=UTC)


def test_a_reply_names_the_address_that_it_answers() -> None:
    answered = "https://else.example/users/sam/statuses/109300000000000000"
    assert only_post(FORMS, outbox(status(inReplyTo=answered))).in_reply_to == answered


def test_a_warning_before_a_post_is_its_title() -> None:
    assert only_post(FORMS, outbox(status(summary="Long"))).title == "Long"


def test_a_boost_is_the_owners_own_and_has_the_address_of_what_was_boosted() -> None:
    boosted = "https://else.example/users/sam/statuses/1"
    activity = {
        "id": f"{ACTOR}/statuses/109300000000000002/activity",
        "type": "Announce",
        "actor": ACTOR,
        "published": "2022-11-08T03:07:14Z",
        "to": [PUBLIC],
        "object": boosted,
    }
    said = only_post(FORMS, outbox(activity))
    assert (said.text, said.native_id) == (boosted, "social.example/109300000000000002")


@pytest.mark.parametrize("to", [[], [FOLLOWERS], ["https://else.example/users/sam"]])
def test_what_is_not_public_is_left_unread(to: list[str]) -> None:
    (entry,) = entries(FORMS, outbox(status(to=to)))
    assert entry == Unread("posts that are not public, and direct messages")


def test_an_unlisted_post_is_public() -> None:
    assert only_post(FORMS, outbox(status(to=[FOLLOWERS], cc=[PUBLIC]))).own


def test_other_activities_are_left_unread() -> None:
    (entry,) = entries(FORMS, outbox({"type": "Add", "id": "x", "type2": '"type": "Create"'}))
    assert isinstance(entry, Unread)


def test_a_picture_without_words_is_a_post() -> None:
    assert only_post(FORMS, outbox(status(content=""))).text == ""


def test_an_activity_without_a_post_is_rejected() -> None:
    activity = {"type": "Create", "to": [PUBLIC], "object": "https://social.example/1"}
    assert only_rejected(FORMS, outbox(activity)).reason == "it holds no post"


def test_the_outbox_and_the_profile_say_whose_archive_it_is() -> None:
    posts = outbox(status())
    said = {"preferredUsername": "acme", "name": "Acme Training", "outbox": "outbox.json"}
    profile = member("actor.json", said | {"id": ACTOR})
    assert form_of(FORMS, posts).owner(posts) == Owner("acme@social.example")
    assert form_of(FORMS, profile).owner(profile) == Owner("acme@social.example", "Acme Training")


def test_a_profile_without_its_address_says_no_server() -> None:
    profile = member("actor.json", {"preferredUsername": "acme", "outbox": "outbox.json"})
    assert form_of(FORMS, profile).owner(profile) == Owner("acme")


@pytest.mark.parametrize("name", ["likes", "bookmarks"])
def test_likes_and_bookmarks_are_not_read(name: str) -> None:
    said = {
        "id": f"{name}.json",
        "type": "OrderedCollection",
        "orderedItems": ["https://a.example"],
    }
    assert refused(FORMS, member(f"{name}.json", said))[0] is Problem.NO_POSTS


@pytest.mark.parametrize("fault", ["01", "9" * 5_000, "[" * 5_000 + "]" * 5_000])
def test_nothing_is_kept_of_a_record_whose_audience_cannot_be_read(fault: str) -> None:
    to_one = outbox(status(), status(to=[f"{ACTOR}/kid"], content="a secret", broken="FAULT"))
    with to_one.open() as stream:
        body = stream.read().replace(b'"FAULT"', fault.encode())
    found = entries(FORMS, member("outbox.json", body))
    assert len(found) == 2
    assert "secret" not in str(found)
    (kept,) = entries(FORMS, outbox("a secret"))
    assert "secret" not in str(kept)
