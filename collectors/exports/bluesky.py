"""Bluesky: records of posts as its interface gives them, one or a list. No archives (CAR).

Source of the format: https://docs.bsky.app/docs/api/com-atproto-repo-list-records and real records.
What Bluesky hands out for download is a CAR file, blocks for machines; the same posts are had as
JSON from the address in _INSTEAD.
"""

import re

from collectors.exports.export import Context, Entries, Form, Holds, Member
from collectors.exports.jsonstream import head_text
from collectors.exports.record import (
    Record,
    Said,
    line_in,
    object_in,
    own_posts,
    read_records,
    text_in,
)
from collectors.exports.wordless import wordless
from collectors.links import clean_url
from collectors.plaintext import tidy
from collectors.platforms import native_id_in
from collectors.post import Platform

_INSTEAD = (
    "Save the account's posts as JSON from https://bsky.social/xrpc/com.atproto.repo.listRecords"
    "?repo=HANDLE&collection=app.bsky.feed.post&limit=100, and import that file."
)
_POST_TYPE = "app.bsky.feed.post"
_POST = re.compile(r'"\$type"\s*:\s*"app\.bsky\.feed\.post"')
_OTHER = re.compile(r'"\$type"\s*:\s*"app\.bsky\.|"(?:follows|followers)"\s*:\s*\[\s*\{\s*"did"')
_LIST = re.compile(r'\s*\{\s*"(?:records|cursor)"\s*:')
_COMMIT = re.compile(r'\s*\{\s*"blobs"\s*:.{0,200}?"blocks"\s*:\s*\{\s*"\$bytes"', re.S)
_ADDRESS = re.compile(r"at://([^/]+)/app\.bsky\.feed\.post/([\w.~:-]+)")


def _is_archive(name: str, head: bytes) -> bool:
    return b"eroots" in head[:20] and b"gversion" in head[:2000]


def _is_commit(name: str, head: bytes) -> bool:
    return _COMMIT.match(head_text(head)) is not None


def _is_wordless(name: str, head: bytes) -> bool:
    text = head_text(head)
    is_other = text.lstrip().startswith("{") and not _POST.search(text)
    return is_other and _OTHER.search(text) is not None


def _recognise(name: str, head: bytes) -> bool:
    text = head_text(head)
    return text.lstrip()[:1] in ("{", "[") and '"at://' in text and _POST.search(text) is not None


def _read(member: Member, context: Context) -> Entries:
    with member.open() as stream:
        is_list = _LIST.match(head_text(stream.read(2_000))) is not None
    records = read_records(member, ("records",) if is_list else ())
    return own_posts(records, Platform.BLUESKY, "post", context.now, _said)


def _said(record: Record) -> Said:
    value, address = object_in(record, "value"), line_in(record, "uri")
    if line_in(value, "$type") != _POST_TYPE:
        raise ValueError("it is no post")
    match = _ADDRESS.fullmatch(address)
    url = f"https://bsky.app/profile/{match[1]}/post/{match[2]}" if match else ""
    answered = line_in(value, "reply", "parent", "uri")
    return Said(
        text=tidy(text_in(value, "text")),
        published_at=line_in(value, "createdAt"),
        url=clean_url(url) or "",
        native_id=native_id_in(address, Platform.BLUESKY) or "",
        in_reply_to=native_id_in(answered, Platform.BLUESKY) or answered,
    )


RECORDS = Form(
    name="Bluesky: records of posts",
    platform=Platform.BLUESKY,
    holds=Holds.OWNERS,
    recognise=_recognise,
    read=_read,
    notes=("What others said, and what was never answered, is not among an account's records.",),
)
FORMS = (
    RECORDS,
    wordless("a Bluesky archive, CAR", Platform.BLUESKY, _is_archive, _INSTEAD),
    wordless("a Bluesky commit, packed for machines", Platform.BLUESKY, _is_commit, _INSTEAD),
    wordless("a Bluesky record that is no post", Platform.BLUESKY, _is_wordless, _INSTEAD),
)
