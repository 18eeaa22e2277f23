"""Conversations in the store: which Mentions answer each other, or what they answer together.

Platforms say what a comment answers by an id of their own or an address; `known_as` gives the ids
that a Mention may go by for that. Restricted ones are found here, and told by number only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from collectors.post import Platform
from earshot.rules.mention import known_as
from earshot.store.rows import Connection, Row, aware_or_none, listed

DEEPEST = 30  # answers to answers
MOST = 200  # Mentions of one conversation


@dataclass(frozen=True, slots=True)
class Turn:
    """One Mention's place in a conversation."""

    mention: str
    answers: str | None  # the Mention that it answers; None: what stands outside, or nothing
    restricted: bool


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A reply of our own that was found beside what it answers; its words are not kept."""

    to: str  # a Mention
    at: datetime | None  # aware, UTC
    link: str
    place: str


@dataclass(frozen=True, slots=True)
class _Spoken:
    id: str
    platform: str
    native_id: str | None
    url: str | None
    in_reply_to: str | None
    restricted: bool

    @property
    def names(self) -> tuple[str, ...]:
        """By which others may say that they answer it."""
        return tuple(each for each in (self.native_id, self.url, self.id) if each)


_COLUMNS = (
    "SELECT m.id, m.platform, m.native_id, m.url, m.in_reply_to, r.id IS NOT NULL FROM mentions m "
    "LEFT JOIN restrictions r ON r.id = coalesce(m.story, m.id) "
)


def turns(connection: Connection, mention: str) -> tuple[list[Turn], bool]:
    """The Mentions of a conversation, unordered, and whether there are more than are given.

    This one alone where nothing answers it and it answers nothing that others answer too; empty
    where it is not kept. However the platforms' ids point, no one answers itself in the end.
    """
    rows = _read(connection, "WHERE m.id = ?", [mention])
    if not rows:
        return [], False
    root = _root(connection, rows[0])
    found = {each.id: each for each in _beside(connection, root)} | {root.id: root}
    frontier, parents = list(found.values()), dict[str, str]()
    for _ in range(DEEPEST):
        answers = [each for each in _answers(connection, frontier) if each.id not in parents]
        fresh = [each for each in answers if each.id not in found]
        for each in answers:
            above = _answered(each, frontier)
            if not _is_above(each.id, above, parents):
                parents[each.id] = above
        found |= {each.id: each for each in fresh}
        frontier = fresh
        if not fresh or len(found) > MOST:
            break
    given = [Turn(e.id, parents.get(e.id), e.restricted) for e in found.values()]
    shown = given[:MOST]
    asked = [each for each in given[MOST:] if each.mention == mention]
    return shown + asked, len(given) > MOST


def own_words(connection: Connection, mentions: Sequence[str]) -> list[OwnWords]:
    """Our own replies to these Mentions, as far as downloads and feeds have shown them."""
    listed(connection, "asked_for", mentions)
    spoken = _read(connection, "WHERE m.id IN (FROM asked_for)", [])
    called = {name: each.id for each in spoken for name in _ids(each)}
    listed(connection, "called", list(called))
    rows = connection.execute(
        "SELECT target, replied_at, link, place FROM own_replies WHERE target IN (FROM called) "
        "ORDER BY replied_at, target"
    ).fetchall()
    found = {
        (called[target], at, link): OwnWords(
            called[target], aware_or_none(at), link or "", place or ""
        )
        for target, at, link, place in rows
    }
    return list(found.values())


def _root(connection: Connection, spoken: _Spoken) -> _Spoken:
    """What it answers, and what that answers, as far up as is kept."""
    seen = {spoken.id}
    for _ in range(DEEPEST):
        above = _parent(connection, spoken)
        if above is None or above.id in seen:
            break
        seen.add(above.id)
        spoken = above
    return spoken


def _parent(connection: Connection, spoken: _Spoken) -> _Spoken | None:
    if not spoken.in_reply_to:
        return None
    ids = known_as(Platform(spoken.platform), spoken.in_reply_to)
    listed(connection, "above", [*ids, spoken.in_reply_to])
    rows = _read(
        connection,
        "WHERE m.id IN (FROM above) OR (m.platform = ? AND m.native_id = ?) OR m.url = ?",
        [spoken.platform, spoken.in_reply_to, spoken.in_reply_to],
    )
    return next((each for each in rows if each.id != spoken.id), None)


def _beside(connection: Connection, root: _Spoken) -> list[_Spoken]:
    """What answers the same as this one, where that is not kept: comments under one post."""
    if not root.in_reply_to:
        return []
    return _read(
        connection,
        "WHERE m.platform = ? AND m.in_reply_to = ?",
        [root.platform, root.in_reply_to],
    )


def _answers(connection: Connection, frontier: Sequence[_Spoken]) -> list[_Spoken]:
    if not frontier:
        return []
    listed(connection, "answered", [name for each in frontier for name in each.names])
    return _read(
        connection,
        "WHERE m.platform = ? AND m.in_reply_to IN (FROM answered)",
        [frontier[0].platform],
    )


def _answered(spoken: _Spoken, frontier: Sequence[_Spoken]) -> str:
    return next(each.id for each in frontier if spoken.in_reply_to in each.names)


def _is_above(mention: str, other: str | None, parents: Mapping[str, str]) -> bool:
    """Whether it is the other one, or what that answers in the end."""
    while other is not None and other != mention:
        other = parents.get(other)
    return other is not None


def _ids(spoken: _Spoken) -> tuple[str, ...]:
    """The ids under which our own replies to it may be kept."""
    platform = Platform(spoken.platform)
    said = (each for each in (spoken.native_id, spoken.url) if each)
    return (spoken.id, *(each for name in said for each in known_as(platform, name)))


def _read(connection: Connection, condition: str, values: Sequence[object]) -> list[_Spoken]:
    rows: list[Row] = connection.execute(
        f"{_COLUMNS}{condition} ORDER BY coalesce(m.published_at, m.seen_at), m.id "
        f"LIMIT {MOST + 1}",
        list(values),
    ).fetchall()
    return [_Spoken(*row) for row in rows]
