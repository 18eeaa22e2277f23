"""Records of an export: what one says, by the names of the project's own table, and what it makes.

Every platform's module says where the values stand; what makes a Post of them is here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from collectors.dates import read_date
from collectors.exports.export import Member
from collectors.exports.jsonstream import Broken, Keys, raw_of, records_in
from collectors.plaintext import one_line
from collectors.post import Kind, Platform, Post, Rejected, Unread

Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Said:
    """What an owner's own record says; "" for what it does not."""

    text: str  # plain
    published_at: str
    url: str = ""  # cleaned
    native_id: str = ""
    in_reply_to: str = ""
    author: str = ""
    title: str = ""
    kind: Kind = Kind.POST
    # The same time in an order that is read, where the platform's own is not.
    published_as: str = ""


def own_post(
    said: Said, platform: Platform, where: str, now: datetime, raw: str = ""
) -> Post | Rejected:
    """The Post that an owner's record makes. A record without a time that can be read is rejected:
    an answer is measured by when it was given.

    A text may be empty: a picture can be posted without words.
    """
    published = read_date(said.published_as or said.published_at, now)
    reason = None
    if published.at is None:
        reason = f"“{published.said[:40]}” is no date" if published.said else "it has no date"
    elif not (said.text or said.native_id or said.url):
        reason = "it has neither text nor id"
    if reason:
        return Rejected(reason, where, raw, _cells(said, platform))
    return Post(
        platform=platform,
        kind=said.kind,
        text=said.text,
        where=where,
        published=replace(published, said=said.published_at),
        title=said.title or None,
        url=said.url or None,
        native_id=said.native_id or None,
        author=said.author or None,
        in_reply_to=said.in_reply_to or None,
        own=True,
    )


def own_posts(
    records: Iterable[object],
    platform: Platform,
    noun: str,
    now: datetime,
    said_of: Callable[[Record], Said | Unread],
) -> Iterator[Post | Rejected | Unread]:
    """Each record as what it makes; `noun` is what one is called in `where`: "post" gives
    "post 17". `said_of` raises ValueError, with the reason, for what is none."""
    for number, record in enumerate(records, start=1):
        where = f"{noun} {number}"
        if isinstance(record, Broken):
            yield Rejected(record.reason, where, record.raw)
        elif not isinstance(record, dict):
            yield Rejected(f"it is no {noun}", where, raw_of(record))
        else:
            yield _made(record, platform, where, now, said_of)


def _made(
    record: Record,
    platform: Platform,
    where: str,
    now: datetime,
    said_of: Callable[[Record], Said | Unread],
) -> Post | Rejected | Unread:
    try:
        said = said_of(record)
    except ValueError as error:
        return Rejected(str(error), where, raw_of(record))
    if isinstance(said, Unread):
        return said
    made = own_post(said, platform, where, now)
    if isinstance(made, Rejected):
        return Rejected(made.reason, where, raw_of(record), made.cells)
    return made


def read_records(
    member: Member, *paths: Keys, skipped: list[str] | None = None
) -> Iterator[object]:
    """The records of one file: see `records_in`."""
    with member.open() as stream:
        yield from records_in(stream, member.name, *paths, skipped=skipped)


def first_record(member: Member, *paths: Keys) -> object:
    """The first record of a file; None if there is none."""
    return next(read_records(member, *paths), None)


def object_in(record: object, *keys: str) -> Record:
    """The object at some keys of a record; an empty one where there is none."""
    for key in keys:
        record = record.get(key) if isinstance(record, dict) else None
    return record if isinstance(record, dict) else {}


def text_in(record: object, *keys: str) -> str:
    """The text at some keys of a record, or a whole number as text; "" where there is none."""
    value = object_in(record, *keys[:-1]).get(keys[-1])
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def line_in(record: object, *keys: str) -> str:
    """The same on one line, such as a name or an id."""
    return one_line(text_in(record, *keys)) or ""


def list_in(record: object, *keys: str) -> list[object]:
    """The list at some keys of a record; an empty one where there is none."""
    value = object_in(record, *keys[:-1]).get(keys[-1])
    return value if isinstance(value, list) else []


def _cells(said: Said, platform: Platform) -> tuple[tuple[str, str], ...]:
    cells = asdict(replace(said, published_as="")) | {"platform": platform.value}
    return tuple((column, str(value)) for column, value in cells.items() if value)
