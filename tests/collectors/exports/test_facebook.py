"""A person's own download of Facebook."""

import json
from pathlib import Path
from typing import Any

import pytest

from collectors.errors import Problem
from collectors.exports.export import Holds, Owner
from collectors.exports.facebook import FORMS
from collectors.post import Kind
from tests.collectors.exports.downloads import (
    entries,
    form_of,
    member,
    on_disk,
    only_post,
    only_rejected,
    read_until_it_breaks,
    recognised,
    refused,
    tally,
    utc,
)

AT = 1_790_000_000  # 21 September 2026, 14:13:20 UTC


def as_meta_writes(text: str) -> str:
    return text.encode().decode("latin-1")


def posted(text: str, at: object = AT) -> dict[str, Any]:
    data = [{"post": as_meta_writes(text)}, {"update_timestamp": at}]
    return {"timestamp": at, "data": data, "title": "Sam Sample updated his status."}


def commented(text: str, **more: str) -> dict[str, Any]:
    said = {"timestamp": AT, "comment": as_meta_writes(text), "author": "Sam Sample", **more}
    return {"timestamp": AT, "data": [{"comment": said}], "title": "Sam Sample replied."}


def test_a_post_is_read_with_its_accents_put_right() -> None:
    post = only_post(FORMS, member("your_posts_1.json", [posted("Café – très bien 🙂")]))
    assert (post.text, post.kind, post.own) == ("Café – très bien 🙂", Kind.POST, True)
    assert post.published.at == utc("2026-09-21T14:13:20")


@pytest.mark.parametrize("key", ["comments", "comments_v2", "group_comments_v2"])
def test_a_comment_names_its_writer_who_is_the_owner(key: str) -> None:
    file = member("comments.json", {key: [commented("Merci à tous")]})
    post = only_post(FORMS, file)
    assert (post.text, post.author, post.kind) == ("Merci à tous", "Sam Sample", Kind.COMMENT)
    assert form_of(FORMS, file).owner(file) == Owner(name="Sam Sample")


def test_posts_and_comments_in_groups_are_told_apart_in_one_list() -> None:
    file = member("groups.json", {"group_posts": [posted("A post"), commented("A comment")]})
    kinds = [getattr(entry, "kind", None) for entry in entries(FORMS, file)]
    assert kinds == [Kind.POST, Kind.COMMENT]


def test_a_persons_download_is_known_as_one() -> None:
    for file in (
        member("your_posts_1.json", [posted("Hello")]),
        member("comments.json", {"comments_v2": [commented("Hello")]}),
    ):
        assert form_of(FORMS, file).holds is Holds.PERSONS


def test_what_was_posted_without_words_is_counted_and_not_lost() -> None:
    shared = {"timestamp": AT, "data": [{"update_timestamp": AT}], "attachments": []}
    sticker = commented("")
    assert tally(entries(FORMS, member("p.json", [posted("Hello"), shared]))) == {
        "posts": 1,
        "posts without words": 1,
    }
    assert tally(entries(FORMS, member("c.json", {"comments_v2": [sticker]}))) == {
        "comments without words": 1
    }


def test_the_words_of_a_note_or_a_poll_are_a_posts_words() -> None:
    poll = {"poll": {"question": "Which evening suits you?"}}
    entry = {"timestamp": AT, "attachments": [{"data": [poll]}], "data": []}
    assert only_post(FORMS, member("p.json", [entry])).text == "Which evening suits you?"


def test_a_record_without_a_time_that_can_be_read_costs_itself() -> None:
    file = member("p.json", [posted("Good"), posted("Bad", at="noon")])
    assert tally(entries(FORMS, file)) == {"posts": 1, "rejected": 1}
    rejected = only_rejected(FORMS, file)
    assert (rejected.where, "noon" in rejected.reason) == ("entry 2", True)


def test_a_file_cut_in_the_middle_gives_what_stands_before_the_cut() -> None:
    whole = json.dumps([posted("One"), posted("Two")])
    found, error = read_until_it_breaks(FORMS, member("p.json", whole[:-30]))
    assert tally(found) == {"posts": 1}
    assert error is not None
    assert error.problem is Problem.TRUNCATED


REACTION = {"timestamp": AT, "data": [{"reaction": {"reaction": "LIKE", "actor": "Sam Sample"}}]}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("posts_and_comments.json", {"reactions_v2": [REACTION]}),
        ("likes_and_reactions_1.json", [{**REACTION, "title": "Sam likes a post."}]),
        ("message_1.json", {"participants": [{"name": "A"}], "messages": [{"content": "secret"}]}),
        ("your_friends.json", {"friends_v2": [{"name": "Kim", "timestamp": AT}]}),
        (
            "posts.json",
            {
                "$schema": "http://json-schema.org/draft-04/schema#",
                "properties": {"status_updates": {"type": "array"}},
            },
        ),
    ],
)
def test_what_holds_no_public_words_is_refused_and_nothing_of_it_repeated(
    name: str, body: object
) -> None:
    file = member(name, body)
    problem, sentence = refused(FORMS, file)
    assert problem is Problem.NO_POSTS
    assert name in sentence
    assert "secret" not in sentence
    assert form_of(FORMS, file).holds is Holds.OTHERS  # nobody is asked whose it is


def test_words_that_look_like_keys_do_not_make_a_file_what_it_is_not() -> None:
    assert not recognised(FORMS, member("notes.md", '# "comments_v2": [ {"timestamp": 1'))
    assert not recognised(FORMS, member("x.json", {"note": '"comments_v2": []'}))


EXPECTED = {
    "en_2020_your_posts_1.json": {"posts": 76, "posts without words": 4},
    "es_2023_your_posts_1.json": {"posts": 89, "posts without words": 111},
    "waultar_objectbox_your_posts_1.json": {"posts": 6, "posts without words": 8},
    "waultar_your_posts_1.json": {"posts": 6, "posts without words": 8},
    "waultar_your_posts_in_groups.json": {"posts": 1, "posts without words": 2},
}
REFUSED = {
    "waultar_posts_and_comments_reactions.json",
    "_partials_attachments.json",
    "comments_comments.json",
    "groups_your_posts_and_comments_in_groups.json",
    "likes_and_reactions_posts_and_comments.json",
    "pages_your_pages.json",
    "posts_your_posts.json",
}


@pytest.mark.real_data
def test_every_real_file_comes_out_as_it_should(real_data: Path) -> None:
    files = [path for path in (real_data / "exports/facebook").rglob("*") if path.is_file()]
    unknown = {path.name for path in files if not recognised(FORMS, on_disk(path))}
    assert unknown == {"waultar_content_examples.md"}
    assert {path.name for path in files} == EXPECTED.keys() | REFUSED | unknown
    for path in files:
        if path.name in EXPECTED:
            found = entries(FORMS, on_disk(path))
            assert tally(found) == EXPECTED[path.name]
            raw = json.loads(path.read_text("utf-8"))
            assert len(found) == len(raw if isinstance(raw, list) else raw["group_posts_v2"])
        elif path.name in REFUSED:
            assert refused(FORMS, on_disk(path))[0] is Problem.NO_POSTS


@pytest.mark.real_data
def test_no_real_text_is_left_as_mojibake(real_data: Path) -> None:
    path = real_data / "exports/facebook/es_2023_your_posts_1.json"
    texts = " ".join(getattr(entry, "text", "") for entry in entries(FORMS, on_disk(path)))
    assert "Ã" not in texts
    assert "ñ" in texts
