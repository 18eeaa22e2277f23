"""One row: its columns, told apart by name, become a Post, or the reason why not.

Each column is read by a small function that raises ValueError with the reason.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from collectors.links import clean_url
from collectors.plaintext import one_line, tidy
from collectors.platforms import kind_of, native_id_of, platform_of
from collectors.post import (
    NO_DATE,
    DateMark,
    Kind,
    Platform,
    Post,
    Published,
    Rejected,
    Reply,
    Unread,
)
from collectors.tables.columns import TABLE_COLUMNS
from collectors.tables.platformwords import PLATFORM_WORDS
from collectors.tables.privatewords import is_private
from collectors.tables.ratings import read_rating
from collectors.tables.widedates import is_either
from collectors.wrappers import unwrap

T = TypeVar("T")
Said = dict[str, str]  # by the names of TABLE_COLUMNS and MORE_COLUMNS

_KINDS = (
    (re.compile(r"comment|reply|antwort|kommentar", re.I), Kind.COMMENT),
    (re.compile(r"review|rating|recommendation", re.I), Kind.REVIEW),
    (re.compile(r"article|news|press", re.I), Kind.ARTICLE),
)
_SENT = re.compile(r"\b(sent|outbound|outgoing)\b", re.I)
_NOTHING = frozenset("- – — n/a na none null nan #n/a undefined".split())
_SHORTENED = re.compile(r"\d([.,]\d+)?e\+?\d+", re.I)  # what a spreadsheet makes of a long id
_BARE_ADDRESS = re.compile(r"(www\.)?[\w-]+(\.[\w-]+)+(/\S*)?", re.I)


@dataclass(frozen=True, slots=True)
class RowReading:
    """What reading a row depends on besides the row."""

    date: Callable[[str], Published]  # raises ValueError
    plain: bool = False  # columns and words are the project's own: an unknown word is a mistake
    platform: Platform | None = None  # what the whole table is known to be from
    kind: Kind | None = None
    own: bool = False
    url_of_id: str = ""  # an address with {} in the place of the id


def read_row(said: Said, where: str, raw: str, reading: RowReading) -> Post | Rejected | Unread:
    """A Post; or why there is none, with the row's cells as the project's own table has them."""
    if private := private_in(said, reading):
        return private
    try:
        return post_of(said, where, reading)
    except ValueError as error:
        return Rejected(str(error), where, raw, cells_of(said, reading))


def private_in(said: Said, reading: RowReading) -> Unread | None:
    """A private message stays unread, also where its row has another fault."""
    unread = not reading.plain and is_private(said.get("kind", ""))
    return Unread("private messages") if unread else None


def tidied(column: str, cell: str, *, plain: bool) -> str:
    """A cell as it is read: a text keeps its lines; other columns may say "none" in words."""
    if column in ("text", "reply_text"):
        return tidy(cell)
    line = one_line(cell) or ""
    return "" if not plain and line.casefold() in _NOTHING else line


def post_of(said: Said, where: str, reading: RowReading) -> Post:
    """Raises ValueError, with the reason."""
    url = _url(said, reading)
    platform = _platform(said, url, reading)
    native_id = native_id_in(said, url, reading)
    rating = _rating(said)
    if not said.get("text") and not said.get("title") and rating is None:
        raise ValueError("it has no text")
    return Post(
        platform=platform,
        kind=_kind(said, platform, native_id, rating, reading),
        text=said.get("text", ""),
        where=where,
        published=_dated("published_at", said, reading),
        title=said.get("title") or None,
        url=url,
        native_id=native_id,
        author=said.get("author") or None,
        publisher=_publisher(said, platform),
        in_reply_to=said.get("in_reply_to") or None,
        rating=rating,
        account=said.get("account") or None,
        own=_own(said, reading),
        reply=_reply(said, reading),
    )


def cells_of(said: Said, reading: RowReading) -> tuple[tuple[str, str], ...]:
    """The row in the project's own columns, each as the plain reading takes it; a column that
    cannot be read stands as it was written."""
    url = _or_none(lambda: _url(said, reading))
    platform = _or_none(lambda: _platform(said, url, reading))
    native_id = native_id_in(said, url, reading)
    kind = _or_none(lambda: _kind_said(said, reading))
    rating = _or_none(lambda: _rating(said))
    read = said | {
        "url": url or said.get("url", ""),
        "platform": platform or said.get("platform", "") if _fixed(said, url, reading) else "",
        "native_id": native_id or "",
        "kind": kind or (said.get("kind", "") if reading.plain else ""),
        "rating": f"{rating:g}" if rating else said.get("rating", ""),
        "published_at": _date_cell("published_at", said, reading),
        "reply_at": _date_cell("reply_at", said, reading),
        "own": "yes" if _own(said, reading) else "",
    }
    wanted = (*TABLE_COLUMNS, "own", "reply_at", "reply_text")
    return tuple((column, str(read[column])) for column in wanted if read.get(column))


def _fixed(said: Said, url: str | None, reading: RowReading) -> bool:
    """Whether the platform is known without an address, or by one that can be read."""
    return bool(reading.platform or said.get("platform") or url)


def _or_none(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except ValueError:
        return None


def _date_cell(column: str, said: Said, reading: RowReading) -> str:
    """A date that can be read as ISO 8601, the time in UTC; any other as it stands there."""
    date = _or_none(lambda: _dated(column, said, reading))
    if date is None or date.at is None:
        cell = said.get(column, "")
        # Without its file nothing would tell any more which of the two numbers is the month.
        return f"{cell} (is the day or the month first?)" if is_either(cell) else cell
    is_day = date.mark is DateMark.DAY or (date.mark is DateMark.FUTURE and ":" not in date.said)
    return f"{date.at:%Y-%m-%d}" if is_day else f"{date.at:%Y-%m-%dT%H:%M:%SZ}"


def _url(said: Said, reading: RowReading) -> str | None:
    given = said.get("url", "")
    if not given:
        native_id = said.get("native_id", "")
        is_id = re.fullmatch(r"[0-9a-f]{24}", native_id)
        return reading.url_of_id.format(native_id) if reading.url_of_id and is_id else None
    if not reading.plain and "://" not in given and _BARE_ADDRESS.fullmatch(given):
        given = f"https://{given}"
    url = clean_url(unwrap(given))
    if url is None:
        raise ValueError(f"url: “{given[:80]}” is no address that begins with http:// or https://")
    return url


def _platform(said: Said, url: str | None, reading: RowReading) -> Platform:
    if reading.platform:
        return reading.platform
    word = said.get("platform", "")
    by_url = platform_of(url) if url else None
    if reading.plain:
        return _named_platform(word) if word else by_url or Platform.TABLE
    if by_url not in (None, Platform.NEWS, Platform.OTHER):
        return by_url
    return PLATFORM_WORDS.get(word.casefold()) or by_url or Platform.TABLE


def _named_platform(said: str) -> Platform:
    try:
        return Platform(said.casefold().replace(" ", "_"))
    except ValueError:
        if known := PLATFORM_WORDS.get(said.casefold()):
            return known
        raise ValueError(f"platform: “{said[:40]}” is none of {', '.join(Platform)}") from None


def native_id_in(said: Said, url: str | None, reading: RowReading) -> str | None:
    """The platform's own id. That of the address comes first in tools' tables, so that the same
    comment by two tools is one; an id that a spreadsheet has rounded is none."""
    given = said.get("native_id", "")
    given = "" if _SHORTENED.fullmatch(given) else given
    by_url = native_id_of(url) if url else None
    return (given or by_url) if reading.plain else (by_url or given or None)


def is_shortened(said: str) -> bool:
    """Whether a spreadsheet has made 1.2E+17 of an id."""
    return _SHORTENED.fullmatch(said) is not None


def _kind(
    said: Said,
    platform: Platform,
    native_id: str | None,
    rating: float | None,
    reading: RowReading,
) -> Kind:
    if kind := _kind_said(said, reading):
        return kind
    return kind_of(platform, native_id) if rating is None else Kind.REVIEW


def _kind_said(said: Said, reading: RowReading) -> Kind | None:
    word = said.get("kind", "")
    if reading.plain and word:
        return _named_kind(word)
    by_word = next((kind for pattern, kind in _KINDS if pattern.search(word)), None)
    return by_word or reading.kind


def _named_kind(said: str) -> Kind:
    try:
        return Kind(said.casefold())
    except ValueError:
        raise ValueError(f"kind: “{said[:40]}” is none of {', '.join(Kind)}") from None


def _rating(said: Said) -> float | None:
    try:
        return read_rating(said.get("rating", ""))
    except ValueError as error:
        raise ValueError(f"rating: {error}") from None


def _dated(column: str, said: Said, reading: RowReading) -> Published:
    try:
        return reading.date(said.get(column, ""))
    except ValueError as error:
        raise ValueError(f"{column}: {error}") from None


def _publisher(said: Said, platform: Platform) -> str | None:
    name = said.get("publisher", "")
    is_outlet = platform in (Platform.NEWS, Platform.BLOG)
    return name if name and is_outlet and name.casefold() not in PLATFORM_WORDS else None


def _own(said: Said, reading: RowReading) -> bool:
    by_cell = said.get("own", "").casefold() in ("yes", "true", "1")
    return (
        reading.own or by_cell or (not reading.plain and bool(_SENT.search(said.get("kind", ""))))
    )


def _reply(said: Said, reading: RowReading) -> Reply | None:
    if not said.get("reply_at") and not said.get("reply_text"):
        return None
    at = _dated("reply_at", said, reading) if said.get("reply_at") else NO_DATE
    return Reply(at, said.get("reply_text", ""))


def joined_texts(texts: Iterable[str]) -> str:
    """Texts of one row as one, without those that another holds."""
    kept: list[str] = []
    for text in filter(None, texts):
        if not any(text.strip(" .…") in each for each in kept):
            kept = [each for each in kept if each.strip(" .…") not in text]
            kept.append(text)
    return "\n\n".join(kept)
