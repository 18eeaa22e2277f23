"""YouTube Takeout: the comments and live chat messages that a channel wrote.

`comments/comments.csv` and `live chats/live chats.csv`. The header decides where each column
stands: three orders are known, two of them from real files. Google writes more than these (posts,
subscriptions, history): they are left.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from collectors.exports.export import Context, Entries, Form, Holds, Member, Owner
from collectors.exports.moments import time_in_utc
from collectors.exports.record import Said, list_in, own_post, text_in
from collectors.exports.rejects import reject, renamed
from collectors.links import clean_url
from collectors.plaintext import tidy
from collectors.post import Kind, Platform, Post, Rejected, Unread
from collectors.tables.csvheader import read_header
from collectors.tables.csvrows import Row, raw_of, rows_of
from collectors.tables.csvtext import lines_in

_ID = re.compile(r"[\w.-]+")
_WATCH = "https://www.youtube.com/watch?v="
_COMMUNITY = "https://www.youtube.com/post/"


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of one kind of file are called, in lower case."""

    id: str
    at: str
    text: str
    others: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (self.id, self.at, self.text, *self.others)

    def are_in(self, head: bytes) -> bool:
        first = head.decode("utf-8-sig", "replace").lstrip().partition("\n")[0]
        cells = {cell.strip(' "\r').casefold() for cell in first.split(",")}
        return {self.id, self.at, self.text} <= cells


_COMMENTS = _Columns(
    "comment id",
    "comment create timestamp",
    "comment text",
    ("channel id", "parent comment id", "video id", "post id"),
)
_CHATS = _Columns(
    "live chat id", "live chat create timestamp", "live chat text", ("channel id", "video id")
)


@dataclass(frozen=True, slots=True)
class _Record:
    """One row: its cells by the name of their column."""

    cells: Mapping[str, str]
    row: Row

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def id(self, column: str) -> str:
        """An id of YouTube's; "" where there is none. Raises ValueError for what cannot be one."""
        said = self[column]
        if said and not _ID.fullmatch(said):
            raise ValueError(f"{column}: “{said[:40]}” is no id of YouTube's")
        return said


def words_of(cell: str) -> str:
    """What was written, from its segments: in an object, or one after the other without brackets.

    A cell that is no JSON is the text itself. Raises ValueError for segments that are cut.
    """
    if not cell.lstrip().startswith('{"'):
        return tidy(cell)
    try:
        found = json.loads(f"[{cell}]", strict=False)
    except (ValueError, RecursionError):
        raise ValueError("its text is JSON that breaks off or is damaged") from None
    if len(found) == 1 and "takeoutSegments" in found[0]:
        found = list_in(found[0], "takeoutSegments")
    return tidy("".join(text_in(each, "text") for each in found))


def _records(member: Member, columns: _Columns) -> Iterator[_Record | Rejected]:
    with lines_in(member.open, member.name) as lines:
        header = read_header(lines, member.name, columns.all, columns.text)
        for row in rows_of(lines, header):
            if isinstance(row, Rejected):
                yield renamed(row, {columns.text: "text", columns.at: "published_at"})
            else:
                cells = {name: row.cells[place] for name, place in header.columns.items()}
                yield _Record(cells, row)


def _owner_by(columns: _Columns, member: Member) -> Owner | None:
    """The channel, by the first row that names it."""
    for record in _records(member, columns):
        if isinstance(record, _Record) and record["channel id"]:
            return Owner(handle=record["channel id"])
    return None


def _read(columns: _Columns, member: Member, context: Context) -> Entries:
    for record in _records(member, columns):
        yield record if isinstance(record, Rejected) else _entry(record, context, columns)


def _entry(record: _Record, context: Context, columns: _Columns) -> Post | Rejected | Unread:
    where, raw = record.row.where, "".join(record.row.lines)
    try:
        text = words_of(record[columns.text])
        said = _said_in_chat(record) if columns is _CHATS else _said(record)
    except ValueError as error:
        return reject(error, where, raw, **_cells(record, columns))
    if not text:
        return Unread("comments without words")
    name = context.owner.name if context.owner else ""
    said = replace(said, text=text, author=name or record["channel id"])
    return own_post(said, Platform.YOUTUBE, where, context.now, raw_of(record.row.lines))


def _said(record: _Record) -> Said:
    comment, parent = record.id("comment id"), record.id("parent comment id")
    page = _page(record)
    url = f"{page}{'&' if '?' in page else '?'}lc={comment}" if page and comment else ""
    return Said(
        text="",
        published_at=time_in_utc(record[_COMMENTS.at]),
        url=clean_url(url) or "",
        native_id=comment and f"comment:{comment}",
        # Without a parent it stands directly below the video: that is all it can answer.
        in_reply_to=f"comment:{parent}" if parent else page,
        kind=Kind.COMMENT,
    )


def _said_in_chat(record: _Record) -> Said:
    """A message has no address of its own. Which of the others in the chat it answers, if any, is
    not told: that it stands beside a video makes it no answer to that."""
    chat = record.id("live chat id")
    return Said(
        text="",
        published_at=time_in_utc(record[_CHATS.at]),
        native_id=chat and f"chat:{chat}",
        kind=Kind.COMMENT,
    )


def _page(record: _Record) -> str:
    """The address of the video, or of the channel's post, that it stands under."""
    video, post = record.id("video id"), record.id("post id")
    return _WATCH + video if video else _COMMUNITY + post if post else ""


def _cells(record: _Record, columns: _Columns) -> dict[str, str]:
    told = {"text": record[columns.text], "published_at": record[columns.at]}
    return {**told, "platform": Platform.YOUTUBE.value, "kind": Kind.COMMENT.value}


_NOTES = (
    "What was never answered is not in it: only what the channel wrote.",
    "Comments that the channel has deleted since are not in it.",
)
FORMS: tuple[Form, ...] = (
    Form(
        "YouTube Takeout: comments",
        Platform.YOUTUBE,
        Holds.OWNERS,
        lambda name, head: _COMMENTS.are_in(head),
        partial(_read, _COMMENTS),
        partial(_owner_by, _COMMENTS),
        _NOTES,
    ),
    Form(
        "YouTube Takeout: live chat messages",
        Platform.YOUTUBE,
        Holds.OWNERS,
        lambda name, head: _CHATS.are_in(head),
        partial(_read, _CHATS),
        partial(_owner_by, _CHATS),
        (*_NOTES, "Which message another one answered is not in it: it closes nothing by itself."),
    ),
)
