"""X (Twitter) archives: the account's own posts, replies and reposts, and the long texts of some.

Source of the format: real archives of 2020 to 2024. Each file is JavaScript that assigns one list:
`window.YTD.tweet.part0` (until about 2021), `tweets` since, `community_tweet`, `note_tweet`. Large
ones come in parts (tweets-part1.js). Before 2020 a record was not wrapped in `tweet`.

A post of more than 280 characters stands cut in tweets.js, and whole in note-tweet.js under an id
of its own: the two were made within the same tenth of a second and begin alike, by which they are
joined. Read by itself, note-tweet.js gives each long text as a post.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from html import unescape

from collectors.exports.export import Context, Entries, Form, Holds, Member, Owner
from collectors.exports.jsonstream import head_text
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
from collectors.exports.xnotes import LongTexts, Note
from collectors.links import clean_url
from collectors.plaintext import tidy
from collectors.post import Platform

_NAME = re.compile(r"\s*(?:window\.)?YTD\.(\w+)\.part\d+\s*=")
_POSTS = frozenset({"tweet", "tweets", "community_tweet", "community_tweets"})
_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})")


def list_named(head: bytes) -> str | None:
    """Which of an archive's lists a file assigns: "tweets", "direct_messages"; None if none."""
    match = _NAME.match(head_text(head[:400]))
    return match[1] if match else None


def joined(forms: list[tuple[Form, Member]]) -> list[tuple[Form, Member]]:
    """The files of one archive, posts before long texts, each long text in its post's place.

    What is left for note-tweet.js to give are the long texts whose post is not in the archive.
    """
    notes = [member for form, member in forms if form is NOTES]
    if not notes:
        return forms
    texts = LongTexts(lambda: (note for member in notes for note in _notes(member)))
    reading = {id(POSTS): partial(_read_posts, texts=texts)}
    left = replace(NOTES, read=partial(_read_notes, texts=texts))
    posts = [
        (replace(f, read=reading[id(f)]) if id(f) in reading else f, m)
        for f, m in forms
        if f is not NOTES
    ]
    return posts + [(left, member) for member in notes]


def _read_posts(member: Member, context: Context, texts: LongTexts | None = None) -> Entries:
    said_of = partial(_said, owner=context.owner, texts=texts)
    return own_posts(read_records(member, ()), Platform.X, "post", context.now, said_of)


def _read_notes(member: Member, context: Context, texts: LongTexts | None = None) -> Entries:
    said_of = partial(_said_in_note, owner=context.owner)
    records = read_records(member, ())
    # A generator of its own: which texts are left is asked when the posts have been read.
    yield from own_posts(_left(records, texts), Platform.X, "long post", context.now, said_of)


def _left(records: Iterator[object], texts: LongTexts | None) -> Iterator[object]:
    return records if texts is None else (r for r in records if not texts.has_joined(_note_id(r)))


def _said(record: Record, owner: Owner | None, texts: LongTexts | None) -> Said:
    post = object_in(record, "tweet") or record
    native_id = line_in(post, "id_str") or line_in(post, "id")
    text = text_in(post, "full_text") or text_in(post, "text")
    if not native_id and not text:
        raise ValueError("it is no post: it has neither id nor text")
    said_at = line_in(post, "created_at")
    long = texts.of(native_id, text) if texts else None
    return Said(
        text=_plain(long, []) if long is not None else _plain(_shown(text, post), _links(post)),
        published_at=said_at,
        published_as=_date(said_at),
        url=_url(native_id, owner),
        native_id=native_id,
        in_reply_to=line_in(post, "in_reply_to_status_id_str")
        or line_in(post, "in_reply_to_status_id"),
        author=_author(owner),
    )


def _said_in_note(record: Record, owner: Owner | None) -> Said:
    text = _note_text(record)
    if not text:
        raise ValueError("it is no long post: it has no text")
    note = object_in(record, "noteTweet")
    return Said(
        _plain(text, []),
        line_in(note, "createdAt"),
        native_id=_note_id(record),
        author=_author(owner),
    )


def _notes(member: Member) -> Iterator[Note]:
    for record in read_records(member, ()):
        if (text := _note_text(record)) and (native_id := _note_id(record)):
            yield Note(native_id, text)


def _note_text(record: object) -> str:
    core = object_in(record, "noteTweet", "core")
    return _expanded(
        text_in(core, "text"), _pairs(list_in(core, "urls"), "shortUrl", "expandedUrl")
    )


def _note_id(record: object) -> str:
    return line_in(record, "noteTweet", "noteTweetId")


def _date(said: str) -> str:
    """ "Wed Oct 10 20:19:24 +0000 2018" in an order that is read elsewhere as well."""
    match = _DATE.fullmatch(said)
    return f"{match[2]} {match[1]} {match[5]} {match[3]} {match[4]}" if match else said


def _shown(text: str, post: Record) -> str:
    """The text without the links to its own pictures, which X does not show either."""
    for medium in list_in(post, "entities", "media"):
        if short := line_in(medium, "url"):
            text = text.replace(short, "")
    return text


def _links(post: Record) -> list[tuple[str, str]]:
    return _pairs(list_in(post, "entities", "urls"), "url", "expanded_url")


def _pairs(listed: list[object], short: str, long: str) -> list[tuple[str, str]]:
    return [(line_in(url, short), line_in(url, long)) for url in listed]


def _expanded(text: str, links: list[tuple[str, str]]) -> str:
    """The text with the addresses that t.co stands for."""
    for short, long in links:
        if short and long:
            text = text.replace(short, long)
    return text


def _plain(text: str, links: list[tuple[str, str]]) -> str:
    return tidy(_expanded(unescape(text), links))


def _url(native_id: str, owner: Owner | None) -> str:
    handle = owner.handle if owner else ""
    return (
        clean_url(f"https://x.com/{handle}/status/{native_id}") or ""
        if handle and native_id
        else ""
    )


def _author(owner: Owner | None) -> str:
    return (owner.handle or owner.name) if owner else ""


def _is_list_of(names: frozenset[str]) -> Callable[[str, bytes], bool]:
    return lambda name, head: list_named(head) in names


def _is_headers(name: str, head: bytes) -> bool:
    return (list_named(head) or "").endswith("headers")


def _is_other(name: str, head: bytes) -> bool:
    """Messages, contacts, likes, advertising, log-ins and whatever X adds to them."""
    return list_named(head) is not None


def _owner(member: Member) -> Owner | None:
    account = object_in(first_record(member, ()), "account")
    handle, name = line_in(account, "username"), line_in(account, "accountDisplayName")
    return Owner(handle, name) if handle or name else None


_NOTE = "What others said, and what was never answered, is not in an X archive."

POSTS = Form(
    name="X archive: posts",
    platform=Platform.X,
    holds=Holds.OWNERS,
    recognise=_is_list_of(_POSTS),
    read=_read_posts,
    notes=(_NOTE,),
)
NOTES = Form(
    name="X archive: long posts",
    platform=Platform.X,
    holds=Holds.OWNERS,
    recognise=_is_list_of(frozenset({"note_tweet"})),
    read=_read_notes,
    notes=(_NOTE,),
)
_IMPORT = "Import tweets.js (tweet.js in older archives) of the same archive."
FORMS = (
    POSTS,
    NOTES,
    wordless("X account", Platform.X, _is_list_of(frozenset({"account"})), _IMPORT, owner=_owner),
    wordless("X posts without their text", Platform.X, _is_headers, _IMPORT),
    wordless("a part of an X archive that is never read", Platform.X, _is_other, _IMPORT),
)
