"""Real downloads of X, Mastodon, Bluesky, TikTok and Reddit: every record is accounted for."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from collectors.errors import Problem, UnreadableSource
from collectors.exports.archive import archive_of
from collectors.exports.container import members_of
from tests.collectors.exports.downloads import CONTEXT, tally

pytestmark = pytest.mark.real_data


def of_x(text: str) -> int:
    return len(json.loads(text[text.index("=") + 1 :]))


def of_mastodon(text: str) -> int:
    return len(json.loads(text)["orderedItems"])


def of_tiktok(text: str) -> int:
    return len(json.loads(text)["Comment"]["Comments"]["CommentsList"] or [])


def of_reddit(text: str) -> int:
    return sum(1 for _ in csv.DictReader(text.splitlines(keepends=True)))


def of_one(text: str) -> int:
    return len([json.loads(text)])


# Each file: how its records are counted by other means, and what they become.
READ: dict[str, tuple[Callable[[str], int], dict[str, int]]] = {
    "x_twitter/alrocar_2024_community-tweet_empty.js": (of_x, {}),
    "x_twitter/alrocar_2024_note-tweet.js": (of_x, {"posts": 41}),
    "x_twitter/alrocar_2024_tweets.js": (of_x, {"posts": 250}),
    "x_twitter/ja_2021_tweet.js": (of_x, {"posts": 200}),
    "x_twitter/lumeninferius_2020_tweet.js": (of_x, {"posts": 22}),
    "mastodon/en_2022_outbox.json": (of_mastodon, {"posts": 100}),
    "mastodon/en_2024_outbox.json": (of_mastodon, {"posts": 220}),
    "bluesky/marshalx_extended_post_record.json": (of_one, {"posts": 1}),
    "bluesky/marshalx_post_record.json": (of_one, {"posts": 1}),
    "tiktok/empty_2025_user_data_tiktok.json": (of_tiktok, {}),
    "tiktok/tr_2025_user_data_tiktok_comments_only.json": (of_tiktok, {"posts": 61}),
    "reddit/comments.csv": (of_reddit, {"posts": 400}),
}
NO_POSTS = (
    "x_twitter/alrocar_2024_tweet-headers.js",
    "bluesky/indigo_firehose_commit_4621317030.json",
    "bluesky/indigo_greenground.repo.car",
    "bluesky/indigo_repo_slice.car",
    "bluesky/marshalx_custom_record.json",
    "bluesky/marshalx_feed_record.json",
    "bluesky/marshalx_get_follows.json",
    "bluesky/marshalx_like_record.json",
    "reddit/comment_headers.csv",
)
FOLDERS = ("x_twitter", "mastodon", "bluesky", "tiktok", "reddit")


def outcome(path: Path) -> dict[str, int]:
    with members_of(path) as container:
        (reading,) = archive_of(container).readings
        return tally(reading.entries(CONTEXT))


@pytest.mark.parametrize("name", READ)
def test_every_record_becomes_something(name: str, real_data: Path) -> None:
    path = real_data / "exports" / name
    count, expected = READ[name]
    found = outcome(path)
    sections = found.keys() - {"posts", "rejected"}  # of a TikTok download: left unread as a whole
    assert {key: found[key] for key in found.keys() - sections} == expected
    assert sum(expected.values()) == count(path.read_text("utf-8"))
    assert bool(sections) == name.startswith("tiktok/")


@pytest.mark.parametrize("name", NO_POSTS)
def test_what_holds_no_posts_is_refused_in_words(name: str, real_data: Path) -> None:
    with pytest.raises(UnreadableSource) as caught:
        outcome(real_data / "exports" / name)
    assert caught.value.problem is Problem.NO_POSTS


def test_every_file_of_these_platforms_has_an_outcome(real_data: Path) -> None:
    there = {
        f"{folder}/{path.name}"
        for folder in FOLDERS
        for path in (real_data / "exports" / folder).iterdir()
    }
    assert there == {*READ, *NO_POSTS}


def test_long_posts_are_joined_to_their_cut_ones(real_data: Path) -> None:
    """41 long texts, of which 17 stand cut among the 250 posts of the same excerpt."""
    with members_of(real_data / "exports" / "x_twitter") as container:
        readings = archive_of(container).readings
        counts = {r.member.name: tally(r.entries(CONTEXT)) for r in readings}
    assert counts["alrocar_2024_tweets.js"] == {"posts": 250}
    assert counts["alrocar_2024_note-tweet.js"] == {"posts": 24}
