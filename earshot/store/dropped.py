"""Dropped items: what feeds brought lately that was not about the company.

Kept apart from Mentions, for the days that the policy says, and so much of each as changed terms
can be tried on: its title and the beginning of its text. Who said it is not kept. What is kept
beside makes it the Mention that it would have been, and is none but the source's own marks of the
item: the platform's id, the address, and the guid with its feed's host, by which it is known when
it comes again (an address may hold an account's name, and still is what a person opens to read it);
where and when it was said, and the outlet, by which a text that several carry is one story; and the
fingerprint of the whole text, by which that is known to be no edit of its beginning.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from collectors.post import Post
from earshot.rules.mention import fingerprint, identities
from earshot.store import gone
from earshot.store.posts import post_of
from earshot.store.rows import Connection, Row, aware, insert, listed, stored_time

KEPT = 500  # code points of a text, or of a title; what is cut ends with …


@dataclass(frozen=True, slots=True)
class Dropped:
    """One item that was not kept. `post.text` is its beginning."""

    id: str  # the strongest that it would have had as a Mention
    source: str
    post: Post
    fingerprint: str  # of all that was said
    dropped_at: datetime  # aware, UTC: when it was first dropped


def add(connection: Connection, dropped: Sequence[tuple[str, Post]], now: datetime) -> None:
    """Keep what was dropped from feeds and searches, as (Source's id, Post), each once, but nothing
    that was erased. What people brought in by hand or by mail is not to be given."""
    if not dropped:
        return
    by_id = {identities(post)[0]: (source, post) for source, post in dropped if _keepable(post)}
    known_as = {each: identities(post) for each, (_, post) in by_id.items()}
    erased = gone.among(connection, [each for ids in known_as.values() for each in ids])
    by_id = {i: told for i, told in by_id.items() if erased.keys().isdisjoint(known_as[i])}
    listed(connection, "asked", by_id)
    there = connection.execute("SELECT id FROM dropped WHERE id IN (FROM asked)").fetchall()
    for (known,) in there:
        by_id.pop(known, None)
    at = stored_time(now)
    insert(connection, "dropped", [_row(i, source, p, at) for i, (source, p) in by_id.items()])


def prune(connection: Connection, since: datetime) -> None:
    """Forget what was dropped until then."""
    connection.execute("DELETE FROM dropped WHERE dropped_at <= ?", [stored_time(since)])


def recent(connection: Connection, since: datetime) -> list[Dropped]:
    """What was dropped after that moment and is no Mention by now, newest first."""
    rows = connection.execute(
        "SELECT id, source, platform, kind, url, NULL, title, text, publisher, published_at, "
        "published_mark, published_said, native_id, guid, host, fingerprint, dropped_at "
        "FROM dropped ANTI JOIN mentions USING (id) WHERE dropped_at > ? "
        "ORDER BY coalesce(published_at, dropped_at) DESC, id",
        [stored_time(since)],
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


def _kept(post: Post) -> Post:
    """What is kept of it."""
    title = beginning(post.title) if post.title else None
    return replace(post, author=None, title=title, text=beginning(post.text))


def _keepable(post: Post) -> bool:
    """Whether it will be known again: what only its words and its author tell apart will not, once
    some of them are missing."""
    return identities(_kept(post))[0] == identities(post)[0]


def _row(dropped_id: str, source: str, whole: Post, at: datetime | None) -> Row:
    post = _kept(whole)
    return (
        dropped_id,
        source,
        post.platform.value,
        post.kind.value,
        post.url,
        post.title,
        post.text,
        post.publisher,
        stored_time(post.published.at),
        post.published.mark.value,
        post.published.said,
        post.native_id,
        post.guid,
        post.host,
        fingerprint(whole),
        at,
    )


def _dropped(row: Row) -> Dropped:
    native_id, guid, host, words, at = row[12:]
    post = replace(post_of(row[2:12], "dropped earlier"), native_id=native_id, guid=guid, host=host)
    return Dropped(row[0], row[1], post, words, aware(at))
