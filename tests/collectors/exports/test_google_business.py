"""Reviews of a business, as Google Takeout hands them out."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import Problem
from collectors.exports.export import Holds
from collectors.exports.google_business import FORMS, original_of
from collectors.post import DateMark, Kind, Platform
from tests.collectors.exports.downloads import (
    entries,
    form_of,
    member,
    on_disk,
    only_post,
    only_rejected,
    posts,
    read_until_it_breaks,
    recognised,
    refused,
    tally,
    utc,
)

REVIEW: dict[str, Any] = {
    "reviewer": {"displayName": "Pat Example"},
    "starRating": "TWO",
    "comment": "Nobody rang me back about the course.",
    "createTime": "2026-11-02T09:30:00.123456Z",
    "updateTime": "2026-11-05T10:00:00Z",
    "name": "accounts/1/locations/2/reviews/AbC-9",
}


def reviews(*changes: dict[str, Any]) -> Any:
    return member("reviews.json", {"reviews": [{**REVIEW, **each} for each in changes]})


def test_a_review_keeps_its_stars_its_words_and_googles_own_id() -> None:
    post = only_post(FORMS, reviews({}))
    assert (post.platform, post.kind, post.rating) == (Platform.GOOGLE_BUSINESS, Kind.REVIEW, 2.0)
    assert (post.native_id, post.author) == ("AbC-9", "Pat Example")
    assert post.text == REVIEW["comment"]
    assert not post.own


def test_a_review_that_was_changed_later_counts_from_when_it_was_first_written() -> None:
    assert only_post(FORMS, reviews({})).published.at == utc("2026-11-02T09:30:00")


def test_the_owners_reply_stands_beside_the_review_with_its_time() -> None:
    reply = {"comment": "We are sorry, and have rung you.", "updateTime": "2026-11-02T16:00:00Z"}
    post = only_post(FORMS, reviews({"reviewReply": reply}))
    assert post.reply is not None
    assert post.reply.text == "We are sorry, and have rung you."
    assert post.reply.published.at == utc("2026-11-02T16:00:00")


def test_stars_without_words_are_still_a_review() -> None:
    post = only_post(FORMS, reviews({"comment": ""}))
    assert (post.text, post.rating) == ("", 2.0)


def test_an_anonymous_reviewer_has_no_name() -> None:
    assert only_post(FORMS, reviews({"reviewer": {"isAnonymous": True}})).author is None


def test_a_review_is_read_in_the_words_it_was_written_in_and_not_in_googles_translation() -> None:
    wrapped = "(Translated by Google) Very good\n\n(Original)\nTrès bien"
    behind = "Très bien\n\n(Translated by Google)\nVery good"
    for comment in (wrapped, behind):
        assert only_post(FORMS, reviews({"comment": comment})).text == "Très bien"


def test_a_translation_that_stands_alone_is_kept_with_its_mark() -> None:
    assert original_of("(Translated by Google) Very good") == "(Translated by Google) Very good"


@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="()"), max_size=80))
def test_words_that_name_no_translation_stay_as_they_are(words: str) -> None:
    assert original_of(words).split() == original_of(original_of(words)).split()
    assert original_of(f"(Translated by Google) x\n\n(Original)\n{words}y").endswith("y")


def test_a_bad_review_costs_itself_and_can_be_corrected() -> None:
    file = reviews({"createTime": "yesterday"}, {"name": "accounts/1/locations/2/reviews/Z"})
    assert tally(entries(FORMS, file)) == {"rejected": 1, "posts": 1}
    rejected = only_rejected(FORMS, file)
    assert rejected.where == "review 1"
    assert "yesterday" in rejected.reason
    assert dict(rejected.cells)["native_id"] == "AbC-9"


def test_a_review_with_neither_stars_nor_words_is_rejected() -> None:
    unspecified = {"starRating": "STAR_RATING_UNSPECIFIED", "comment": ""}
    assert "neither" in only_rejected(FORMS, reviews(unspecified)).reason


def test_a_review_without_a_time_is_read_as_such() -> None:
    post = only_post(FORMS, reviews({"createTime": ""}))
    assert post.published.mark is DateMark.MISSING


def test_a_file_cut_in_the_middle_gives_what_stands_before_the_cut() -> None:
    whole = json.dumps({"reviews": [REVIEW, REVIEW]})
    file = member("reviews.json", whole[:-40])
    found, error = read_until_it_breaks(FORMS, file)
    assert tally(found) == {"posts": 1}
    assert error is not None
    assert error.problem is Problem.TRUNCATED


def test_other_files_of_the_download_are_refused_in_words() -> None:
    name = "Takeout/Google Business Profile/account-1/data.json"
    problem, sentence = refused(FORMS, member(name, {"accountName": "Harbour College"}))
    assert problem is Problem.NO_POSTS
    assert "reviews" in sentence


def test_a_list_of_reviews_of_some_other_service_is_not_taken_for_googles() -> None:
    assert not recognised(FORMS, member("data.json", {"reviews": [{"stars": 3, "body": "x"}]}))


@pytest.mark.real_data
def test_every_review_of_a_real_business_is_read(real_data: Path) -> None:
    path = real_data / "exports/google_business/takeout_reviews_RECONSTRUCTED.json"
    file = on_disk(path)
    raw = json.loads(path.read_text("utf-8"))["reviews"]
    found = posts(FORMS, file)
    assert form_of(FORMS, file).holds is Holds.OTHERS
    assert tally(entries(FORMS, file)) == {"posts": 120}
    assert len({post.native_id for post in found}) == len(raw) == 120
    assert sum(post.reply is not None for post in found) == 18
    assert sum(post.text != "" for post in found) == sum("comment" in each for each in raw) == 43
