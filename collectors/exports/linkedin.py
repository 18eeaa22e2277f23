"""LinkedIn member downloads: the comments and posts of whoever asked for them.

`Comments.csv` and `Shares.csv`, also with the member's number in their names; `Profile.csv` says
whose they are. A company's page has no such download: who answers for it does so as a member.
Times are in UTC, as LinkedIn's help page on the download says. Of the rest of the download
(messages, connections, contacts, adverts) nothing is read.
"""

import csv
import re
from pathlib import PurePosixPath

from collectors.exports.export import Context, Entries, Form, Holds, Member, Owner
from collectors.exports.linkedin_records import Record, message_of, records_in
from collectors.exports.moments import time_in_utc
from collectors.exports.record import Said, own_post
from collectors.exports.rejects import reject, renamed
from collectors.exports.wordless import wordless
from collectors.links import clean_url
from collectors.plaintext import one_line, tidy
from collectors.platforms import native_id_of
from collectors.post import RAW_LIMIT, Kind, Platform, Post, Rejected, Unread
from collectors.tables.csvheader import read_header
from collectors.tables.csvrows import Row, raw_of, rows_of
from collectors.tables.csvtext import lines_in

_COMMENT_COLUMNS = ("date", "link", "message")
_SHARE_COLUMNS = ("date", "sharelink", "sharecommentary")
_OURS = {"date": "published_at", "sharelink": "url", "sharecommentary": "text"}
_WRAPPED_BREAK = re.compile(r'"\r?\n"')
_PAGE_FIGURES = re.compile(r"_(content|updates|visitors|followers|competitor)\w*_\d+.*\.xlsx?")


def _columns(head: bytes) -> list[str]:
    first = head.decode("utf-8-sig", "replace").lstrip().partition("\n")[0]
    return [cell.strip(' "\r').casefold() for cell in first.split(",")]


def _begins_with(*columns: str, head: bytes) -> bool:
    return _columns(head)[: len(columns)] == list(columns)


def address_of(said: str) -> str:
    """A post's address with its colons unescaped, as pages and people write it; "" for none."""
    return clean_url(re.sub("%3A", ":", said.strip(), flags=re.I)) or ""


def _author(context: Context) -> str:
    return context.owner.name if context.owner else ""


def _read_comments(member: Member, context: Context) -> Entries:
    with lines_in(member.open, member.name) as lines:
        read_header(lines, member.name, _COMMENT_COLUMNS, "message")
        for record in records_in(lines):
            yield _comment(record, context)


def _comment(record: Record, context: Context) -> Post | Rejected | Unread:
    where = f"line {record.line}"
    try:
        text = tidy(message_of(record))
    except ValueError as error:
        cells = {"published_at": record.date, "text": record.message}
        return reject(error, where, record.raw, platform="linkedin", kind="comment", **cells)
    if not text:
        return Unread("comments without words")
    # Its link is the post's that it stands under, which need not be what it answers.
    said = Said(text, time_in_utc(record.date), author=_author(context), kind=Kind.COMMENT)
    return own_post(said, Platform.LINKEDIN, where, context.now, record.raw[:RAW_LIMIT])


def _read_shares(member: Member, context: Context) -> Entries:
    with lines_in(member.open, member.name) as lines:
        header = read_header(lines, member.name, _SHARE_COLUMNS, "sharecommentary")
        for row in rows_of(lines, header):
            if isinstance(row, Rejected):
                yield renamed(row, _OURS)
            else:
                yield _share(row, header.columns, context)


def _share(row: Row, columns: dict[str, int], context: Context) -> Post | Rejected | Unread:
    said_at, link, words = (
        row.cells[columns[name]] if name in columns else "" for name in _SHARE_COLUMNS
    )
    text = tidy(unwrapped(words))
    if not text:
        return Unread("posts without words of their own")
    url = address_of(link)
    said = Said(
        text,
        time_in_utc(said_at),
        url=url,
        native_id=native_id_of(url) or "",
        author=_author(context),
    )
    return own_post(said, Platform.LINKEDIN, row.where, context.now, raw_of(row.lines))


def unwrapped(words: str) -> str:
    """A post whose every line stands in quotes of its own, without them; any other as it is."""
    breaks = words.replace("\r\n", "\n").count("\n")
    if breaks and len(_WRAPPED_BREAK.findall(words)) == breaks:
        return _WRAPPED_BREAK.sub("\n", words)
    return words


def _owner_in_profile(member: Member) -> Owner | None:
    """The member's name; nothing else of the profile is read."""
    with member.open() as stream:
        text = stream.read(64 * 1024).decode("utf-8-sig", "replace")
    rows = csv.DictReader(text.splitlines(keepends=True))
    row = next(iter(rows), {})
    name = one_line(f"{row.get('First Name') or ''} {row.get('Last Name') or ''}")
    return Owner(name=name) if name else None


def _is_private(name: str, head: bytes) -> bool:
    file = PurePosixPath(name).name.casefold()
    first = _columns(head)
    return file.endswith(".csv") and (
        first[:2] == ["conversation id", "conversation title"]
        or first[:1] == ["notes:"]
        or first[:3] == ["first name", "last name", "url"]
        or first[:3] == ["source", "first name", "last name"]
        or first[:3] == ["from", "to", "sent at"]
        or first[:3] == ["date", "type", "link"]
    )


def _is_page_figures(name: str, head: bytes) -> bool:
    is_workbook = head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    return is_workbook and _PAGE_FIGURES.search(PurePosixPath(name).name.casefold()) is not None


_INSTEAD = "Import Comments.csv and Shares.csv of the same download."
_NOTES = (
    "What was never answered is not in it: only what its owner wrote.",
    "It holds what a member wrote under their own name, not what was posted as the page.",
)
_ADDRESS = (
    "Of a comment it names only the post that it stands under, and not what it answered: so none of"
    " them closes anything by itself."
)

FORMS: tuple[Form, ...] = (
    Form(
        "LinkedIn download: comments",
        Platform.LINKEDIN,
        Holds.OWNERS,
        lambda name, head: _begins_with(*_COMMENT_COLUMNS, head=head),
        _read_comments,
        notes=(*_NOTES, _ADDRESS),
    ),
    Form(
        "LinkedIn download: posts",
        Platform.LINKEDIN,
        Holds.OWNERS,
        lambda name, head: _begins_with(*_SHARE_COLUMNS, head=head),
        _read_shares,
        notes=_NOTES,
    ),
    wordless(
        "LinkedIn download: profile",
        Platform.LINKEDIN,
        lambda name, head: _begins_with("first name", "last name", "maiden name", head=head),
        _INSTEAD,
        owner=_owner_in_profile,
    ),
    wordless(
        "LinkedIn download: messages, connections, contacts, invitations or reactions",
        Platform.LINKEDIN,
        _is_private,
        _INSTEAD,
    ),
    wordless(
        "LinkedIn page: figures",
        Platform.LINKEDIN,
        _is_page_figures,
        "It counts what the page posted and holds no comments. LinkedIn gives out no download of a"
        " page's comments: turn on its notification e-mails, or note them by hand.",
    ),
)
