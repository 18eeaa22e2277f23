"""Mastodon archives: outbox.json, the account's own public posts and boosts.

Source of the format: ActivityStreams 2.0 (https://www.w3.org/TR/activitystreams-core/) as real
archives of 2022 and 2024 write it. Posts that are not public, and direct messages, stand in the
same list: they are left unread, by whom they are addressed to.
"""

import re
from functools import partial
from itertools import islice

from collectors.exports.export import Context, Entries, Form, Holds, Member, Owner
from collectors.exports.jsonstream import Broken, head_text
from collectors.exports.record import (
    Record,
    Said,
    first_record,
    line_in,
    list_in,
    object_in,
    own_posts,
    read_records,
    text_in,
)
from collectors.exports.wordless import wordless
from collectors.links import clean_url, host_of
from collectors.plaintext import plain_line, plain_text
from collectors.platforms import native_id_of
from collectors.post import Platform, Unread

_ITEMS = ("orderedItems",)
_LOOKED_AT = 100  # records, for one that names its actor
_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_ACTOR = re.compile(r"https?://[^/]+/(?:users/|@)([\w.-]+)")
_LISTS = re.compile(r'"id"\s*:\s*"(?:likes|bookmarks)\.json"')
_OUTBOX = re.compile(r'"id"\s*:\s*"outbox\.json"|"type"\s*:\s*"(?:Create|Announce)"')


def _recognise(name: str, head: bytes) -> bool:
    text = head_text(head)
    return '"OrderedCollection"' in text and _OUTBOX.search(text) is not None


def _read(member: Member, context: Context) -> Entries:
    said_of = partial(_said, owner=context.owner)
    records = map(_unkept, read_records(member, _ITEMS))
    return own_posts(records, Platform.MASTODON, "post", context.now, said_of)


def _unkept(record: object) -> object:
    """Nothing is kept of what cannot be read: whom it was for is not known, and it may have been a
    direct message."""
    if isinstance(record, Broken):
        return Broken(record.reason, "")
    return record if isinstance(record, dict) else Broken("it is no post", "")


def _owner(member: Member) -> Owner | None:
    handles = map(_handle, islice(read_records(member, _ITEMS), _LOOKED_AT))
    handle = next(filter(None, handles), "")
    return Owner(handle=handle) if handle else None


def _is_actor(name: str, head: bytes) -> bool:
    text = head_text(head)
    return text.lstrip().startswith("{") and '"preferredUsername"' in text and '"outbox"' in text


def _is_list(name: str, head: bytes) -> bool:
    text = head_text(head)
    return '"OrderedCollection"' in text and _LISTS.search(text) is not None


def _owner_in_profile(member: Member) -> Owner | None:
    record = first_record(member, ())
    handle = line_in(record, "preferredUsername")
    server = host_of(line_in(record, "id")) or host_of(line_in(record, "url"))
    whole = f"{handle}@{server}" if server else handle
    return Owner(whole, line_in(record, "name")) if handle else None


def _said(record: Record, owner: Owner | None) -> Said | Unread:
    kind = line_in(record, "type")
    if kind not in ("Create", "Announce"):
        return Unread("activities that are no posts")
    if not _is_public(record):
        return Unread("posts that are not public, and direct messages")
    author = ((owner and owner.handle) or _handle(record)).partition("@")[0]
    return _boost(record, author) if kind == "Announce" else _status(record, author)


def _status(record: Record, author: str) -> Said:
    status = object_in(record, "object")
    if not status:
        raise ValueError("it holds no post")
    identity = line_in(status, "id")
    answered = line_in(status, "inReplyTo")
    url = clean_url(line_in(status, "url") or identity) or ""
    return Said(
        text=plain_text(text_in(status, "content")),
        published_at=line_in(status, "published") or line_in(record, "published"),
        url=url,
        native_id=native_id_of(identity) or native_id_of(url) or "",
        in_reply_to=clean_url(answered) or answered,
        author=author,
        title=plain_line(text_in(status, "summary")) or "",
    )


def _boost(record: Record, author: str) -> Said:
    """Somebody else's post, passed on: of it the archive has only the address."""
    boosted = line_in(record, "object") or line_in(record, "object", "id")
    identity = line_in(record, "id").removesuffix("/activity")
    return Said(
        text=boosted,
        published_at=line_in(record, "published"),
        url=clean_url(identity) or "",
        native_id=native_id_of(identity) or "",
        author=author,
    )


def _is_public(record: Record) -> bool:
    """Whether it is addressed to everybody: listed (`to`) or not (`cc`)."""
    return any(
        address in _PUBLIC
        for key in ("to", "cc")
        for address in list_in(record, key) or [line_in(record, key)]
    )


def _handle(record: object) -> str:
    """Whose record it is, with the server: the same name on another one is somebody else."""
    actor = line_in(record, "actor")
    match = _ACTOR.match(actor)
    return f"{match[1]}@{host_of(actor)}" if match else ""


OUTBOX = Form(
    name="Mastodon archive: posts",
    platform=Platform.MASTODON,
    holds=Holds.OWNERS,
    recognise=_recognise,
    read=_read,
    owner=_owner,
    notes=("What others said, and what was never answered, is not in a Mastodon archive.",),
)
ACTOR = wordless(
    "a Mastodon account's profile",
    Platform.MASTODON,
    _is_actor,
    "It says whose archive it is. Import outbox.json of the same archive.",
    owner=_owner_in_profile,
)
LISTS = wordless(
    "a Mastodon list of likes or bookmarks",
    Platform.MASTODON,
    _is_list,
    "Import outbox.json of the same archive.",
)
FORMS = (OUTBOX, ACTOR, LISTS)
