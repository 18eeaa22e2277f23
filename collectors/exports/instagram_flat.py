"""Instagram downloads of 2020: flat lists, in which the texts are whole (no mojibake).

`comments.json`: lists of a time, the words, and whose post they stand under. `media.json`: pictures
with their captions, each picture of a post by itself. Real files of a research account were read.
"""

from collectors.exports.export import Context, Entries, Form, Holds, Member
from collectors.exports.jsonshape import shape_of
from collectors.exports.jsonstream import Broken, raw_of
from collectors.exports.record import Record, Said, own_post, own_posts, read_records, text_in
from collectors.plaintext import tidy
from collectors.post import Kind, Platform, Post, Rejected, Unread

NOTES = (
    "What was never answered is not in it: only what the account wrote.",
    "It does not say which post or comment an answer belongs to, only whose post it stands under:"
    " so no answer in it closes anything by itself.",
)
_FLAT = ("media_comments", "live_comments")
_FLAT_MEDIA = ("photos", "videos")
_FLAT_LEFT = {"stories": "stories", "profile": "profile pictures", "direct": "private messages"}


def account_in(context: Context) -> str:
    """The account whose download it is, as another of its files says."""
    return (context.owner.handle or context.owner.name) if context.owner else ""


def _holds_flat_comments(name: str, head: bytes) -> bool:
    return shape_of(head).first in _FLAT


def _read_flat_comments(member: Member, context: Context) -> Entries:
    records = read_records(member, *((key,) for key in _FLAT))
    for number, record in enumerate(records, start=1):
        yield _flat_comment(record, f"comment {number}", context)


def _flat_comment(record: object, where: str, context: Context) -> Post | Rejected | Unread:
    """A list of time, words, and whose post it stands under."""
    if isinstance(record, Broken):
        return Rejected(record.reason, where, record.raw)
    if not isinstance(record, list) or len(record) < 2:
        return Rejected("it is no list of a time and words", where, raw_of(record))
    at, text = str(record[0]), tidy(str(record[1]))
    if not text:
        return Unread("comments without words")
    said = Said(text, at, author=account_in(context), kind=Kind.COMMENT)
    return own_post(said, Platform.INSTAGRAM, where, context.now, raw_of(record))


def _holds_flat_media(name: str, head: bytes) -> bool:
    return shape_of(head).is_object_of("caption", "taken_at", "path")


def _read_flat_media(member: Member, context: Context) -> Entries:
    records = read_records(member, *((key,) for key in _FLAT_MEDIA))
    author = account_in(context)
    yield from own_posts(
        records, Platform.INSTAGRAM, "picture", context.now, lambda each: _flat_said(each, author)
    )
    for key, what in _FLAT_LEFT.items():
        if count := sum(1 for _ in read_records(member, (key,))):
            yield Unread(what, count)


def _flat_said(record: Record, author: str) -> Said | Unread:
    text = tidy(text_in(record, "caption"))
    if not text:
        return Unread("posts without words")
    return Said(text, text_in(record, "taken_at"), author=author)


FLAT_FORMS: tuple[Form, ...] = (
    Form(
        "Instagram: comments (2020)",
        Platform.INSTAGRAM,
        Holds.OWNERS,
        _holds_flat_comments,
        _read_flat_comments,
        notes=NOTES,
    ),
    Form(
        "Instagram: posts (2020)",
        Platform.INSTAGRAM,
        Holds.OWNERS,
        _holds_flat_media,
        _read_flat_media,
        notes=NOTES[:1],
    ),
)
