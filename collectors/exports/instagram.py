"""Instagram downloads: the comments and captions that an account wrote.

JSON, since 2021; before, see `instagram_flat`. Comments in three forms: `string_map_data` (a real
file of 2022; since then as a bare list), `string_list_data` (documented by others), `label_values`
(in other files of 2025, in case comments follow). Captions: `posts_1.json`, `reels.json`. Texts are
mojibake.
"""

import re

from collectors.exports.export import Context, Entries, Form, Holds, Member, Owner
from collectors.exports.facebook_html import is_instagrams, looks_like_boxes
from collectors.exports.instagram_flat import FLAT_FORMS, NOTES, account_in
from collectors.exports.instagram_labels import comment_in, labels_in, username_in
from collectors.exports.jsonshape import shape_of
from collectors.exports.jsonstream import Broken, Keys, raw_of
from collectors.exports.mojibake import mend
from collectors.exports.moments import time_of_seconds
from collectors.exports.record import (
    Record,
    Said,
    line_in,
    list_in,
    own_post,
    own_posts,
    read_records,
    text_in,
)
from collectors.exports.wordless import wordless
from collectors.plaintext import tidy
from collectors.post import Kind, Platform, Post, Rejected, Unread

_COMMENTS = ("comments_media_comments", "comments_reels_comments", "comments_story_comments")
_OF_COMMENTS = re.compile(r"(?:post|reels?|story)_comments(?:_\d+)?\.json$", re.I)
_MEDIA = ("ig_posts_media", "ig_reels_media", "ig_igtv_media")


def _holds_comments(name: str, head: bytes) -> bool:
    shape = shape_of(head)
    if shape.first in _COMMENTS:
        return True
    labelled = shape.is_list_of("string_map_data") or shape.is_list_of("label_values")
    return labelled and ("Comment" in shape.keys or _OF_COMMENTS.search(name) is not None)


def _read_comments(member: Member, context: Context) -> Entries:
    records = read_records(member, *_either(member, _COMMENTS))
    author = account_in(context)
    yield from own_posts(
        records, Platform.INSTAGRAM, "comment", context.now, lambda each: _said(each, author)
    )


def _said(record: Record, author: str) -> Said | Unread:
    comment = comment_in(labels_in(record), owner=mend(line_in(record, "title")))
    if comment.deleted:
        return Unread("comments that were deleted")
    if not comment.text:
        return Unread("comments without words")
    seconds = comment.seconds or record.get("timestamp")
    return Said(comment.text, time_of_seconds(seconds), author=author, kind=Kind.COMMENT)


def _holds_media(name: str, head: bytes) -> bool:
    shape = shape_of(head)
    return shape.first in _MEDIA or (
        shape.is_list_of("media", "uri", "creation_timestamp") and "attachments" not in shape.keys
    )


def _read_media(member: Member, context: Context) -> Entries:
    number = 0
    for record in read_records(member, *_either(member, _MEDIA)):
        for each in _unfolded(record):
            number += 1
            yield _captioned(each, f"post {number}", context)


def _unfolded(record: object) -> list[object]:
    """One download puts the lists of other files among its posts."""
    for key in (*_MEDIA, "ig_profile_picture"):
        if inner := list_in(record, key):
            return inner
    return [record]


def _captioned(record: object, where: str, context: Context) -> Post | Rejected | Unread:
    if isinstance(record, Broken):
        return Rejected(record.reason, where, record.raw)
    if not isinstance(record, dict):
        return Rejected("it is no post", where, raw_of(record))
    if record.get("is_profile_picture"):
        return Unread("profile pictures")
    media = [each for each in list_in(record, "media") if isinstance(each, dict)]
    captions = [text_in(each, "title") for each in (record, *media)]
    text = tidy(mend(next(filter(str.strip, captions), "")))
    if not text:
        return Unread("posts without words")
    times = (each.get("creation_timestamp") for each in (record, *media))
    try:
        at = time_of_seconds(next(filter(None, times), None))
    except ValueError as error:
        return Rejected(str(error), where, raw_of(record), (("text", text), *_PLACE))
    return own_post(
        Said(text, at, author=account_in(context)),
        Platform.INSTAGRAM,
        where,
        context.now,
        raw_of(record),
    )


_PLACE = (("platform", Platform.INSTAGRAM.value), ("kind", Kind.POST.value))


# Whose it is, and what holds no words.


def _is_profile(name: str, head: bytes) -> bool:
    shape = shape_of(head)
    return shape.first == "profile_user" or shape.is_object_of("biography", "username")


def _owner_in_profile(member: Member) -> Owner | None:
    """The account's name; nothing else of the profile is read."""
    for record in read_records(member, *_either(member, ("profile_user",))):
        return username_in(labels_in(record))
    for handle in read_records(member, ("username",)):
        return Owner(handle=str(handle))
    return None


def _holds_likes(name: str, head: bytes) -> bool:
    first = shape_of(head).first
    return first.startswith(("likes_", "media_likes", "comment_likes", "story_activities_"))


def _holds_stories(name: str, head: bytes) -> bool:
    first = shape_of(head).first
    return first.startswith("ig_") or first in ("polls", "emoji_sliders", "quizzes", "questions")


def _holds_other(name: str, head: bytes) -> bool:
    shape = shape_of(head)
    labelled = {"string_map_data", "string_list_data", "label_values"}
    return bool(shape.keys & labelled)


def _is_page_of_comments(name: str, head: bytes) -> bool:
    return is_instagrams(name) and looks_like_boxes(head)


def _either(member: Member, keys: tuple[str, ...]) -> tuple[Keys, ...]:
    """The lists under these keys, or the bare list that the file is."""
    with member.open() as stream:
        opens = shape_of(stream.read(4096)).opens
    return ((),) if opens == "[" else tuple((key,) for key in keys)


_INSTEAD = "Of an Instagram download, the files of comments and posts are read, as JSON."

FORMS: tuple[Form, ...] = (
    Form(
        "Instagram: comments",
        Platform.INSTAGRAM,
        Holds.OWNERS,
        _holds_comments,
        _read_comments,
        notes=NOTES,
    ),
    Form(
        "Instagram: posts",
        Platform.INSTAGRAM,
        Holds.OWNERS,
        _holds_media,
        _read_media,
        notes=NOTES[:1],
    ),
    *FLAT_FORMS,
    wordless(
        "Instagram: profile", Platform.INSTAGRAM, _is_profile, _INSTEAD, owner=_owner_in_profile
    ),
    wordless("Instagram: likes", Platform.INSTAGRAM, _holds_likes, _INSTEAD),
    wordless("Instagram: stories", Platform.INSTAGRAM, _holds_stories, _INSTEAD),
    wordless("Instagram: comments as HTML", Platform.INSTAGRAM, _is_page_of_comments, _INSTEAD),
    wordless("Instagram or Facebook: another list", Platform.INSTAGRAM, _holds_other, _INSTEAD),
)
