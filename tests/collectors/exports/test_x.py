"""X archives: the account's own posts, replies and reposts, and each long text once."""

import json
from datetime import UTC, datetime

from collectors.errors import Problem
from collectors.exports.export import Member, Owner
from collectors.exports.x import FORMS, joined
from collectors.post import DateMark, Post
from tests.collectors.exports.downloads import (
    CONTEXT,
    entries,
    form_of,
    member,
    only_post,
    only_rejected,
    posts,
    refused,
)

ACME = Owner(handle="acmetraining", name="Acme Training")
POST_ID, NOTE_ID = 1_700_000_000_067_108_864, 1_700_000_000_000_000_000  # 16 ms apart


def assigned(name: str, *records: object) -> str:
    return f"window.YTD.{name}.part0 = {json.dumps(records)}"


def post(**said: object) -> dict[str, object]:
    usual = {
        "id_str": str(POST_ID),
        "created_at": "Wed Oct 10 20:19:24 +0000 2018",
        "full_text": "Thanks for asking!",
    }
    return {"tweet": {key: value for key, value in (usual | said).items() if value is not None}}


def note(text: str, native_id: int = NOTE_ID) -> dict[str, object]:
    core = {"text": text, "urls": []}
    created = "2018-10-10T20:19:24.000Z"
    return {"noteTweet": {"noteTweetId": str(native_id), "createdAt": created, "core": core}}


def tweets(*records: object) -> Member:
    return member("data/tweets.js", assigned("tweets", *records))


def notes(*records: object) -> Member:
    return member("data/note-tweet.js", assigned("note_tweet", *records))


def read_together(*files: Member) -> list[Post]:
    pairs = joined([(form_of(FORMS, file), file) for file in files])
    found = [entry for form, file in pairs for entry in form.read(file, CONTEXT)]
    assert all(isinstance(entry, Post) for entry in found)
    return [entry for entry in found if isinstance(entry, Post)]


def test_a_post_is_the_owners_own_with_its_address_and_its_second() -> None:
    said = only_post(FORMS, tweets(post()), ACME)
    assert said.own
    assert said.author == "acmetraining"
    assert said.native_id == str(POST_ID)
    assert said.url == f"https://x.com/acmetraining/status/{POST_ID}"
    assert said.published.at == datetime(2018, 10, 10, 20, 19, 24, tzinfo=UTC)
    assert said.published.mark is DateMark.EXACT
    assert said.published.said == "Wed Oct 10 20:19:24 +0000 2018"


def test_without_an_owner_there_is_no_address_and_the_id_remains() -> None:
    said = only_post(FORMS, tweets(post()))
    assert (said.url, said.author, said.native_id) == (None, None, str(POST_ID))


def test_a_reply_names_the_post_that_it_answers() -> None:
    assert only_post(FORMS, tweets(post(in_reply_to_status_id_str="17"))).in_reply_to == "17"


def test_a_repost_is_the_owners_own() -> None:
    said = only_post(FORMS, tweets(post(full_text="RT @sam: Acme &amp; Co…")))
    assert said.own
    assert said.text == "RT @sam: Acme & Co…"


def test_short_addresses_are_written_out_and_those_of_its_pictures_left_out() -> None:
    urls = [{"url": "https://t.co/a", "expanded_url": "https://acme.example/open-day"}]
    media = [{"url": "https://t.co/b"}]
    text = "Come https://t.co/a https://t.co/b"
    said = only_post(FORMS, tweets(post(full_text=text, entities={"urls": urls, "media": media})))
    assert said.text == "Come https://acme.example/open-day"


def test_archives_before_2020_have_bare_records() -> None:
    assert only_post(FORMS, tweets(post()["tweet"])).text == "Thanks for asking!"


def test_older_names_and_further_parts_are_known_and_empty_ones_hold_nothing() -> None:
    for name in ("tweet", "tweets", "community_tweet"):
        assert len(posts(FORMS, member("data/x.js", assigned(name, post())))) == 1
        assert entries(FORMS, member("data/x.js", f"window.YTD.{name}.part3 = [ ]")) == []


def test_a_record_without_a_date_is_rejected_with_what_could_be_read() -> None:
    rejected = only_rejected(FORMS, tweets(post(), post(created_at="some day")))
    assert rejected.where == "post 2"
    assert rejected.reason == "“some day” is no date"
    cells = dict(rejected.cells)
    assert cells["text"] == "Thanks for asking!"
    assert cells["platform"] == "x"
    assert cells["native_id"] == str(POST_ID)


def test_what_is_no_post_is_rejected() -> None:
    assert only_rejected(FORMS, tweets(post(), 5)).reason == "it is no post"
    assert "neither id nor text" in only_rejected(FORMS, tweets({"tweet": {}})).reason


def test_a_long_text_stands_in_the_place_of_its_cut_beginning_and_once() -> None:
    whole = "It begins so, and it goes on & on. " * 12
    cut = "It begins so, and it goes on &amp; on. It begins so… https://t.co/x"
    (said,) = read_together(notes(note(whole)), tweets(post(full_text=cut)))
    assert said.text == whole.strip()
    assert said.native_id == str(POST_ID)


def test_a_long_text_whose_post_is_not_there_is_a_post_of_its_own() -> None:
    first, second = read_together(tweets(post(full_text="Something else")), notes(note("Whole")))
    assert (first.text, second.text) == ("Something else", "Whole")


def test_a_long_text_of_another_moment_is_not_taken_for_the_posts() -> None:
    later = note("It begins so and goes on", NOTE_ID + (60_000 << 22))
    first, second = read_together(tweets(post(full_text="It begins so…")), notes(later))
    assert first.text == "It begins so…"
    assert second.text == "It begins so and goes on"


def test_long_texts_by_themselves_are_posts() -> None:
    assert only_post(FORMS, notes(note("Whole"))).text == "Whole"


def test_the_account_says_whose_archive_it_is() -> None:
    said = {"account": {"username": "acmetraining", "accountDisplayName": "Acme Training"}}
    file = member("data/account.js", assigned("account", said))
    assert form_of(FORMS, file).owner(file) == ACME


def test_messages_handed_over_by_themselves_are_not_read() -> None:
    problem, sentence = refused(FORMS, member("dm.js", assigned("direct_messages", {"a": 1})))
    assert problem is Problem.NO_POSTS
    assert "tweets.js" in sentence


def test_lists_without_texts_are_not_read() -> None:
    file = member("data/tweet-headers.js", assigned("tweet_headers", {"tweet": {"tweet_id": "1"}}))
    assert refused(FORMS, file)[0] is Problem.NO_POSTS
