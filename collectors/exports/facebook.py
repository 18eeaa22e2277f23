"""Facebook profile downloads: the posts and comments that a person wrote.

JSON, as real downloads of 2020 to 2023 have it, and as schemas of 2019 describe it. The same
records make up a page's download, see `facebook_page`. Texts are mojibake, put right here.
"""

import re

from collectors.exports.export import Context, Entries, Form, Holds, Member, Owner
from collectors.exports.jsonshape import Shape, shape_of
from collectors.exports.mojibake import mend
from collectors.exports.moments import time_of_seconds
from collectors.exports.record import (
    Record,
    Said,
    line_in,
    list_in,
    object_in,
    own_posts,
    read_records,
    text_in,
)
from collectors.exports.wordless import wordless
from collectors.plaintext import one_line, tidy
from collectors.post import Kind, Platform, Unread

# The lists, by the key that each stands under; a file of posts is a bare list.
_POSTS = ("status_updates", "group_posts", "group_posts_v2", "profile_posts_v2")
_COMMENTS = ("comments", "comments_v2", "group_comments", "group_comments_v2")
_PATHS = ((), *((key,) for key in (*_POSTS, *_COMMENTS)))
_WORDS_BESIDE = (("note", "text"), ("poll", "question"), ("media", "description"))
_OF_PAGE = re.compile(r"this_profile\W{0,3}s_activity|(^|/)profile_posts_\d+\.json$")


def is_of_page(name: str) -> bool:
    """Whether a download's file is a page's, by its name: the records are the same."""
    return _OF_PAGE.search(name) is not None


def holds_posts(head: bytes) -> bool:
    """Whether a file is a list of what an account posted."""
    shape = shape_of(head)
    if shape.first in _POSTS and not _is_schema(shape):
        return True
    of_another = shape.keys & {"string_map_data", "media_list_data", "reaction", "messages"}
    return (
        shape.is_list_of("timestamp")
        and bool(shape.keys & {"post", "update_timestamp", "attachments"})
        and not of_another
    )


def holds_comments(head: bytes) -> bool:
    """Whether a file is the list of what an account commented."""
    shape = shape_of(head)
    if shape.first not in _COMMENTS or _is_schema(shape):
        return False
    return shape.first.endswith("_v2") or shape.is_object_of("timestamp", "data")


def read(member: Member, context: Context) -> Entries:
    """Posts and comments of either file, in its order."""
    owner = context.owner.name if context.owner else ""
    records = read_records(member, *_paths_in(member))
    yield from own_posts(
        records, Platform.FACEBOOK, "entry", context.now, lambda each: said_in(each, owner)
    )


def commenter(member: Member) -> Owner | None:
    """Whose comments they are, by the first one that bears a name."""
    for record in read_records(member, *_paths_in(member)):
        if name := _author(record):
            return Owner(name=name)
    return None


def said_in(record: Record, owner: str) -> Said | Unread:
    """What an entry says. Raises ValueError, with the reason, for a time that is none."""
    comment = _object_of(record, "comment")
    text = tidy(mend(text_in(comment, "comment") if comment else _words(record)))
    if not text:
        return Unread("comments without words" if comment else "posts without words")
    seconds = comment.get("timestamp") or record.get("timestamp")
    return Said(
        text,
        time_of_seconds(seconds),
        author=_author(record) or owner,
        kind=Kind.COMMENT if comment else Kind.POST,
    )


def _words(record: Record) -> str:
    """The words of a post; of one without any, those of its note, poll or picture."""
    post = "\n\n".join(filter(None, (text_in(each, "post") for each in list_in(record, "data"))))
    if post.strip():
        return post
    parts = [part for each in list_in(record, "attachments") for part in list_in(each, "data")]
    found = [text_in(part, *keys) for part in parts for keys in _WORDS_BESIDE]
    return "\n\n".join(dict.fromkeys(filter(str.strip, found)))


def _author(record: object) -> str:
    return one_line(mend(line_in(_object_of(record, "comment"), "author"))) or ""


def _object_of(record: object, key: str) -> Record:
    """The first object under this key in an entry's `data`."""
    found = (object_in(each, key) for each in list_in(record, "data"))
    return next(filter(None, found), {})


def _paths_in(member: Member) -> tuple[tuple[str, ...], ...]:
    with member.open() as stream:
        opens = shape_of(stream.read(4096)).opens
    return _PATHS[:1] if opens == "[" else _PATHS[1:]


def _is_schema(shape: Shape) -> bool:
    return "$schema" in shape.keys


def _is_json_schema(name: str, head: bytes) -> bool:
    return _is_schema(shape_of(head)) and b"json-schema.org" in head


def _holds_reactions(name: str, head: bytes) -> bool:
    shape = shape_of(head)
    return shape.first in ("reactions", "reactions_v2") or shape.is_list_of("reaction", "actor")


def _holds_messages(name: str, head: bytes) -> bool:
    """A conversation of Facebook's or Instagram's."""
    shape = shape_of(head)
    return shape.first == "participants" and "messages" in shape.keys


def _is_profile(name: str, head: bytes) -> bool:
    return shape_of(head).first in ("profile", "profile_v2")


def _owner_in_profile(member: Member) -> Owner | None:
    """The name on a profile or page; nothing else of it is read."""
    for record in read_records(member, ("profile",), ("profile_v2",)):
        named = mend(line_in(record, "name", "full_name") or line_in(record, "name"))
        if named:
            return Owner(name=named, handle=mend(line_in(record, "username")))
    return None


def _holds_other(name: str, head: bytes) -> bool:
    """The other lists of a download: friends, groups, events, videos, stories."""
    key = shape_of(head).first
    return key.endswith("_v2") and key not in (*_POSTS, *_COMMENTS)


_INSTEAD = "Of a Facebook download, the files of posts and comments are read."
NOTES = (
    "What was never answered is not in it: only what its owner wrote.",
    "It does not say which comment or post an answer belongs to.",
)

FORMS: tuple[Form, ...] = (
    Form(
        "Facebook profile: comments",
        Platform.FACEBOOK,
        Holds.PERSONS,
        lambda name, head: holds_comments(head) and not is_of_page(name),
        read,
        commenter,
        NOTES,
    ),
    Form(
        "Facebook profile: posts",
        Platform.FACEBOOK,
        Holds.PERSONS,
        lambda name, head: holds_posts(head) and not is_of_page(name),
        read,
        notes=NOTES,
    ),
    wordless(
        "a JSON Schema, which describes a download", Platform.FACEBOOK, _is_json_schema, _INSTEAD
    ),
    wordless("Facebook: reactions", Platform.FACEBOOK, _holds_reactions, _INSTEAD),
    wordless("private messages", Platform.FACEBOOK, _holds_messages, _INSTEAD),
    wordless(
        "Facebook: profile", Platform.FACEBOOK, _is_profile, _INSTEAD, owner=_owner_in_profile
    ),
    wordless("Facebook: another list", Platform.FACEBOOK, _holds_other, _INSTEAD),
)
