"""An Instagram account's own download."""

import json
from pathlib import Path
from typing import Any

import pytest

from collectors.errors import Problem
from collectors.exports.export import Owner
from collectors.exports.instagram import FORMS
from collectors.post import Kind
from tests.collectors.exports.downloads import (
    entries,
    form_of,
    member,
    on_disk,
    only_post,
    only_rejected,
    recognised,
    refused,
    tally,
    utc,
)

AT = 1_790_000_000  # 21 September 2026, 14:13:20 UTC
OURS = Owner(handle="harbourcollege")


def comment(text: str, labels: tuple[str, str, str], owner: str = "pat") -> dict[str, Any]:
    words, whose, when = labels
    return {
        "string_map_data": {
            words: {"href": "", "value": text.encode().decode("latin-1"), "timestamp": 0},
            whose: {"href": "", "value": owner, "timestamp": 0},
            when: {"href": "", "value": "", "timestamp": AT},
        }
    }


@pytest.mark.parametrize(
    "labels",
    [
        ("Comment", "Media owner", "Comment creation time"),
        ("Comment", "Media Owner", "Time"),
        ("Kommentar", "Medieninhaber", "Zeit"),
        ("Athugasemd", "Eigandi", "Tími"),  # a language that is not known: by where it stands
    ],
)
def test_a_comment_is_read_in_every_spelling_of_its_labels(labels: tuple[str, str, str]) -> None:
    body = {"comments_media_comments": [comment("Schön, danke 🙂", labels)]}
    post = only_post(FORMS, member("post_comments.json", body), OURS)
    assert (post.text, post.kind, post.own) == ("Schön, danke 🙂", Kind.COMMENT, True)
    assert (post.author, post.published.at) == ("harbourcollege", utc("2026-09-21T14:13:20"))


LABELS = ("Comment", "Media Owner", "Time")


def test_reels_and_bare_lists_hold_the_same_records() -> None:
    for name, body in (
        ("reels_comments.json", {"comments_reels_comments": [comment("Hello", LABELS)]}),
        ("post_comments_1.json", [comment("Hello", LABELS)]),
    ):
        assert only_post(FORMS, member(name, body)).text == "Hello"


def test_the_older_list_of_strings_is_read() -> None:
    item = {
        "title": "pat",
        "media_list_data": [],
        "string_list_data": [{"href": "", "value": "Ahh, of course", "timestamp": AT}],
    }
    file = member("post_comments.json", {"comments_media_comments": [item]})
    assert only_post(FORMS, file).text == "Ahh, of course"


def test_labels_and_values_in_a_list_are_read() -> None:
    values = [{"label": "Comment", "value": "Hello"}, {"label": "Media Owner", "value": "pat"}]
    file = member("post_comments_1.json", [{"timestamp": AT, "label_values": values}])
    assert only_post(FORMS, file).published.at == utc("2026-09-21T14:13:20")


def test_a_comment_that_was_deleted_is_counted_and_not_read() -> None:
    gone = comment("Hello", LABELS)
    gone["string_map_data"]["Deletion status"] = {"value": "True"}
    file = member("post_comments_1.json", [gone])
    assert tally(entries(FORMS, file)) == {"comments that were deleted": 1}


def test_a_comment_without_a_time_is_rejected_with_its_words() -> None:
    bare = comment("Hello", LABELS)
    bare["string_map_data"]["Time"]["timestamp"] = 0
    rejected = only_rejected(FORMS, member("post_comments_1.json", [bare]))
    assert dict(rejected.cells)["text"] == "Hello"


def test_the_flat_lists_of_2020_are_read_and_their_texts_left_whole() -> None:
    body = {"media_comments": [["2020-10-19T16:39:30+00:00", "Café 🔥", "pat"], ["2020"]]}
    file = member("comments.json", body)
    assert tally(entries(FORMS, file)) == {"posts": 1, "rejected": 1}
    post = next(entry for entry in entries(FORMS, file) if getattr(entry, "text", ""))
    assert getattr(post, "text") == "Café 🔥"  # noqa: B009


def test_a_caption_is_read_whether_it_stands_at_the_post_or_at_its_picture() -> None:
    picture = {"uri": "media/1.jpg", "creation_timestamp": AT, "title": "One picture"}
    pictures = [{**picture, "title": ""}, {**picture, "title": ""}]
    several = {"media": pictures, "title": "Several", "creation_timestamp": AT}
    found = entries(FORMS, member("posts_1.json", [{"media": [picture]}, several]))
    assert [getattr(entry, "text", None) for entry in found] == ["One picture", "Several"]


def test_the_profile_says_whose_download_it_is_and_is_not_read_further() -> None:
    user = {"string_map_data": {"Username": {"value": "harbourcollege"}, "Name": {"value": "HC"}}}
    file = member("personal_information.json", {"profile_user": [user]})
    assert form_of(FORMS, file).owner(file) == Owner("harbourcollege", "HC")
    assert refused(FORMS, file)[0] is Problem.NO_POSTS


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("liked_posts.json", {"likes_media_likes": [{"string_list_data": []}]}),
        ("liked_comments.json", [{"timestamp": AT, "label_values": [{"label": "URL"}]}]),
        ("stories.json", {"ig_stories": [{"uri": "x", "creation_timestamp": AT}]}),
        ("followers_1.json", [{"string_list_data": [{"value": "pat", "timestamp": AT}]}]),
        ("post_comments_1.html", '<html><body><div class="uiBoxWhite">Hello</div></body></html>'),
    ],
)
def test_likes_stories_and_followers_hold_no_words(name: str, body: object) -> None:
    problem, sentence = refused(FORMS, member(name, body))
    assert (problem, name in sentence) == (Problem.NO_POSTS, True)


EXPECTED = {
    "en_2022_post_comments.json": {"posts": 200},
    "utrecht_2020_comments.json": {"posts": 16},
    "utrecht_2020_media.json": {
        "posts": 65,
        "posts without words": 8,
        "stories": 33,
        "profile pictures": 1,
    },
    "waultar_media.json": {"posts": 5, "profile pictures": 1},
    "waultar_posts.json": {"posts": 4, "posts without words": 1},
}
REFUSED = {
    "utrecht_2020_likes.json",
    "utrecht_2020_profile.json",
    "utrecht_2020_stories_activities.json",
}


@pytest.mark.real_data
def test_every_real_file_comes_out_as_it_should(real_data: Path) -> None:
    files = {path.name: path for path in (real_data / "exports/instagram").iterdir()}
    assert files.keys() == EXPECTED.keys() | REFUSED
    for name, path in files.items():
        assert recognised(FORMS, on_disk(path))
        if name in REFUSED:
            assert refused(FORMS, on_disk(path))[0] is Problem.NO_POSTS
        else:
            assert tally(entries(FORMS, on_disk(path))) == EXPECTED[name]


@pytest.mark.real_data
def test_real_comments_say_what_a_plain_reading_of_their_label_says(real_data: Path) -> None:
    path = real_data / "exports/instagram/en_2022_post_comments.json"
    raw = json.loads(path.read_text("utf-8"))["comments_media_comments"]
    plain = [each["string_map_data"]["Comment"]["value"] for each in raw]
    found = [getattr(entry, "text", "") for entry in entries(FORMS, on_disk(path))]
    assert [len(text) for text in found if text.isascii()] == [
        len(text.strip()) for text in plain if text.isascii()
    ]
    assert not any("â€" in text or "ð" in text for text in found)
