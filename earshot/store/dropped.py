"""Dropped items: what feeds brought in the last seven days that was not about the company.

Kept apart from Mentions, and so much of each as changed terms can be tried on: its title and the
beginning of its text. After seven days nothing of it is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from collectors.post import DateMark, Kind, Platform, Post, Published
from earshot.rules.mention import identities
from earshot.store.rows import Connection, Row, aware, aware_or_none, insert, listed, stored_time

KEPT_FOR = timedelta(days=7)
KEPT = 500  # code points of a text, or of a title; what is cut ends with …


@dataclass(frozen=True, slots=True)
class Dropped:
    """One item that was not kept. `post.text` is its beginning."""

    id: str  # the strongest that it would have had as a Mention
    source: str
    post: Post
    dropped_at: datetime  # aware, UTC: when it was first dropped


def add(connection: Connection, dropped: Sequence[tuple[str, Post]], now: datetime) -> None:
    """Keep what was dropped from feeds and searches, as (Source's id, Post), each once; and forget
    what is too old. What people brought in by hand or by mail is not to be given."""
    prune(connection, now)
    if not dropped:
        return
    by_id = {identities(post)[0]: (source, post) for source, post in dropped if _keepable(post)}
    listed(connection, "asked", by_id)
    there = connection.execute("SELECT id FROM dropped WHERE id IN (FROM asked)").fetchall()
    for (known,) in there:
        by_id.pop(known, None)
    at = stored_time(now)
    insert(connection, "dropped", [_row(i, source, p, at) for i, (source, p) in by_id.items()])


def prune(connection: Connection, now: datetime) -> None:
    """Forget what was dropped more than seven days ago."""
    connection.execute("DELETE FROM dropped WHERE dropped_at <= ?", [stored_time(now - KEPT_FOR)])


def recent(connection: Connection, now: datetime) -> list[Dropped]:
    """What was dropped in the last seven days and is no Mention by now, newest first."""
    rows = connection.execute(
        "SELECT id, source, platform, kind, url, author, title, text, publisher, published_at, "
        "published_mark, published_said, native_id, guid, host, dropped_at FROM dropped "
        "ANTI JOIN mentions USING (id) WHERE dropped_at > ? "
        "ORDER BY coalesce(published_at, dropped_at) DESC, id",
        [stored_time(now - KEPT_FOR)],
    ).fetchall()
    return [_dropped(row) for row in rows]


def remove(connection: Connection, ids: Sequence[str]) -> None:
    """Forget these: they are Mentions now."""
    listed(connection, "asked", ids)
    connection.execute("DELETE FROM dropped WHERE id IN (FROM asked)")


def beginning(said: str) -> str:
    """The first KEPT code points at most, without half a word at the end: terms are tried on it."""
    if len(said) <= KEPT:
        return said
    room = said[: KEPT - 1]
    whole, _, _ = room.rpartition(" ")
    return (whole if whole and not said[KEPT - 1].isspace() else room).rstrip() + "…"


def _keepable(post: Post) -> bool:
    """Whether it will be known again: what only its words tell apart must be kept whole."""
    return len(identities(post)) > 1 or len(post.text) <= KEPT


def _row(dropped_id: str, source: str, post: Post, at: datetime | None) -> Row:
    return (
        dropped_id,
        source,
        post.platform.value,
        post.kind.value,
        post.url,
        post.author,
        beginning(post.title) if post.title else None,
        beginning(post.text),
        post.publisher,
        stored_time(post.published.at),
        post.published.mark.value,
        post.published.said,
        post.native_id,
        post.guid,
        post.host,
        at,
    )


def _dropped(row: Row) -> Dropped:
    dropped_id, source, *said, published_at, mark, published_said, native_id, guid, host, at = row
    platform, kind, url, author, title, text, publisher = said
    post = Post(
        platform=Platform(platform),
        kind=Kind(kind),
        text=text,
        where="dropped earlier",
        published=Published(aware_or_none(published_at), DateMark(mark), published_said),
        title=title,
        url=url,
        native_id=native_id,
        guid=guid,
        host=host,
        author=author,
        publisher=publisher,
    )
    return Dropped(dropped_id, source, post, aware(at))
