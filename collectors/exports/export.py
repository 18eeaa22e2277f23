"""Exports: what one file of a download is, before and while it is read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO
from zoneinfo import ZoneInfo

from collectors.post import Platform, Post, Rejected, Unread

HEAD = 64 * 1024  # bytes of a file that it is recognised by


class Holds(StrEnum):
    """Whose words a file holds: what decides whether it may be read, and as what."""

    OTHERS = "others"  # what others said on the account: reviews, comments, a tool's inbox
    OWNERS = "owners"  # what the account's owner wrote: our own answers, or a person's own words
    PERSONS = "persons"  # what only a private person can have downloaded


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose download it is, as its own files say."""

    handle: str = ""  # without @
    name: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One file to be read: a file, or a member of an archive."""

    name: str  # its way within the folder or archive, parts divided by /
    size: int  # bytes, unpacked, as far as the archive is to be believed
    open: Callable[[], BinaryIO]  # a new stream from its beginning; seekable or not


@dataclass(frozen=True, slots=True)
class Context:
    """What reading depends on besides the file."""

    now: datetime  # aware, UTC
    zone: ZoneInfo  # whose local time is meant where a time has no offset
    owner: Owner | None = None  # as another file of the same download says


Entries = Iterator[Post | Rejected | Unread]


@dataclass(frozen=True, slots=True)
class Readable:
    """A file that is being read."""

    entries: Entries
    # What reading it had to assume, as a sentence for a person: asked for after the last entry.
    assumed: Callable[[], str | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file. A form is tried by its `recognise` on name and head, in a fixed order.

    `read` yields Posts with `own` set where `holds` is OWNERS or PERSONS; it reads in a stream,
    and raises UnreadableSource (naming the file) where it must break off. What was yielded before
    counts.
    """

    name: str  # for a person: "X archive: posts"
    platform: Platform
    holds: Holds
    recognise: Callable[[str, bytes], bool]  # the member's name, and its first HEAD bytes
    read: Callable[[Member, Context], Entries]
    # Whose download it is, where the file itself says so; None where it does not.
    owner: Callable[[Member], Owner | None] = lambda member: None
    # What a reader of figures made from it must know: "what was never answered is not in it".
    notes: tuple[str, ...] = field(default=())
