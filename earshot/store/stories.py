"""Stories in the store: which Mentions may be one text, who leads each story, and who carries it.

`mentions.story` holds the id of the story's first Mention, its lead; in the lead's own row too, as
long as there is somebody else. The Case is the lead's: members have no row in `cases`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from collectors.post import DateMark, Published
from earshot.rules.stories import HEADLINE_WITHIN, WITHIN, Telling, telling
from earshot.store.rows import (
    Connection,
    Row,
    aware,
    aware_or_none,
    listed,
    stored_time,
)
from earshot.words.vocabulary import State

COMMON = 30  # a key that more cases share is what their outlets always write, and tells nothing
LIKELIEST = 10  # cases that one text is compared with
BEGINNING = 300  # characters of a text that keys are taken from
SAMPLE = 3  # of a text's keys, one in so many is taken

# A key is a hash of three words in a row of a text, or of two of a headline. A text as short as can
# be, with one word in ten changed, still has some 10 of its 18 in common with its copy: a third of
# them, chosen by the hash alone, finds it in 98 of 100 cases, and a longer one practically always.
# Joining on keys spares comparing each with each.
_TEXT_WORDS = f"string_split(lower(left(text, {BEGINNING})), ' ')"
_TITLE_WORDS = r"string_split_regex(lower(title), '[^\pL\pN]+')"
_KEYS = (
    "SELECT id, key FROM (SELECT id, unnest([hash(w[i], w[i + 1], w[i + 2]) "
    f"for i in range(1, len(w) - 1)]) AS key FROM (SELECT id, {_TEXT_WORDS} AS w FROM {{table}})) "
    f"WHERE key % {SAMPLE} = 0 UNION ALL "
    "SELECT id, unnest([hash('title', w[i], w[i + 1]) for i in range(1, len(w))]) "
    f"FROM (SELECT id, {_TITLE_WORDS} AS w FROM {{table}})"
)
_AT = "coalesce(CASE WHEN m.published_mark <> 'future' THEN m.published_at END, m.seen_at)"
_LIKELY = (
    f"WITH standing AS (SELECT m.id, coalesce(m.title, '') AS title, m.text, {_AT} AS at "
    "FROM mentions m WHERE m.account IS NULL AND (m.story IS NULL OR m.story = m.id) "
    "AND (m.kind = 'article' OR (m.kind = 'post' AND m.platform IN ('news', 'blog'))) "
    f"AND {_AT} BETWEEN $start AND $end), "
    f"fresh_keys AS ({_KEYS.format(table='fresh')}), "
    f"standing_keys AS ({_KEYS.format(table='standing')}), "
    "rare AS (SELECT s.id, s.key FROM standing_keys s SEMI JOIN fresh_keys USING (key) "
    f"QUALIFY count(*) OVER (PARTITION BY s.key) <= {COMMON}) "
    "SELECT f.id, r.id FROM fresh_keys f JOIN rare r USING (key) "
    "JOIN fresh ON fresh.id = f.id JOIN standing ON standing.id = r.id "
    "WHERE abs(epoch(fresh.at) - epoch(standing.at)) <= $within GROUP BY f.id, r.id "
    "QUALIFY row_number() OVER (PARTITION BY f.id ORDER BY count(*) DESC, any_value(standing.at), "
    f"r.id) <= {LIKELIEST}"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A case that another outlet's Mention may join."""

    telling: Telling
    state: State
    version: int  # the Case's
    seen_at: datetime  # aware, UTC


@dataclass(frozen=True, slots=True)
class Outlet:
    """One Mention of a story."""

    mention: str
    publisher: str | None
    url: str | None
    title: str | None
    published_at: datetime | None  # aware, UTC
    seen_at: datetime  # aware, UTC
    leads: bool


def likely(connection: Connection, fresh: Sequence[Telling]) -> dict[str, list[Standing]]:
    """For each of these Mentions, the cases whose text may be the same, the first met first."""
    _register(connection, fresh)
    times = [each.at for each in fresh]
    pairs = connection.execute(
        _LIKELY,
        {
            "start": stored_time(min(times) - WITHIN),
            "end": stored_time(max(times) + WITHIN),
            "within": max(WITHIN, HEADLINE_WITHIN).total_seconds(),
        },
    ).fetchall()
    connection.unregister("fresh")
    standing = _standing(connection, {met for _, met in pairs})
    found: dict[str, list[Standing]] = {each.id: [] for each in fresh}
    for mention, met in pairs:
        found[mention].append(standing[met])
    for each in found.values():
        each.sort(key=lambda case: (case.seen_at, case.telling.id))
    return found


def keys(connection: Connection, fresh: Sequence[Telling]) -> dict[str, list[int]]:
    """The keys of each of these Mentions: one text has some of them in common with its copies."""
    _register(connection, fresh)
    found: dict[str, list[int]] = {each.id: [] for each in fresh}
    for mention, key in connection.execute(_KEYS.format(table="fresh")).fetchall():
        found[mention].append(key)
    connection.unregister("fresh")
    return found


def lead(connection: Connection, leads: Iterable[str]) -> None:
    """Mark stored Mentions as the leads of stories."""
    leading = list(leads)
    if not leading:
        return
    listed(connection, "led", leading)
    connection.execute("UPDATE mentions SET story = id WHERE id IN (FROM led) AND story IS NULL")


def leave(connection: Connection, mention: str) -> None:
    """Take a member out of its story; of a lead that is alone by then, there is no story. One of a
    restricted story stays: it would stand in the open."""
    connection.execute(
        "UPDATE mentions SET story = NULL WHERE id = ? AND story <> id "
        "AND story NOT IN (SELECT id FROM restrictions)",
        [mention],
    )
    connection.execute(
        "UPDATE mentions SET story = NULL WHERE story = id AND story IN "
        "(SELECT story FROM mentions WHERE story IS NOT NULL GROUP BY story HAVING count(*) = 1)"
    )


def hand_on(connection: Connection, story: str, lead: str) -> None:
    """Make another of its Mentions the lead; the one that led it is in no story then, and neither
    is a lead that is left alone. The Case is the caller's."""
    connection.execute("UPDATE mentions SET story = NULL WHERE id = ?", [story])
    connection.execute("UPDATE mentions SET story = ? WHERE story = ?", [lead, story])
    connection.execute(
        "UPDATE mentions SET story = NULL WHERE story = $lead "
        "AND (SELECT count(*) FROM mentions WHERE story = $lead) = 1",
        {"lead": lead},
    )


def leads(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Of those of these Mentions that are members of a story and do not lead it: its lead."""
    if not ids:
        return {}
    listed(connection, "asked_for", ids)
    rows = connection.execute(
        "SELECT id, story FROM mentions WHERE id IN (FROM asked_for) AND story <> id"
    ).fetchall()
    return dict(rows)


def case_ids(connection: Connection) -> list[str]:
    """The ids of all Cases that there should be: members of a story have none of their own."""
    rows = connection.execute(
        "SELECT id FROM mentions WHERE story IS NULL OR story = id ORDER BY id"
    ).fetchall()
    return [row[0] for row in rows]


def stray(connection: Connection) -> list[str]:
    """Members whose lead is not there, or leads no story: there should be none."""
    rows = connection.execute(
        "SELECT m.id FROM mentions m LEFT JOIN mentions l ON l.id = m.story AND l.story = l.id "
        "WHERE m.story IS NOT NULL AND l.id IS NULL ORDER BY m.id"
    ).fetchall()
    return [row[0] for row in rows]


def free(connection: Connection, ids: Sequence[str]) -> None:
    """Let Mentions stand alone, whatever they were members of."""
    listed(connection, "freed", ids)
    connection.execute("UPDATE mentions SET story = NULL WHERE id IN (FROM freed)")


def outlets(connection: Connection, story: str | None) -> tuple[Outlet, ...]:
    """Who carries a story, the lead first, then as they were met; none where there is none."""
    if story is None:
        return ()
    rows = connection.execute(
        "SELECT id, publisher, url, title, published_at, seen_at, id = story FROM mentions "
        "WHERE story = ? ORDER BY id <> story, seen_at, published_at, id",
        [story],
    ).fetchall()
    return tuple(_outlet(row) for row in rows)


def sizes(connection: Connection, stories: Iterable[str]) -> Mapping[str, int]:
    """How many Mentions each of these stories has."""
    wanted = sorted(set(stories))
    if not wanted:
        return {}
    listed(connection, "asked_for", wanted)
    rows = connection.execute(
        "SELECT story, count(*) FROM mentions WHERE story IN (FROM asked_for) GROUP BY story"
    ).fetchall()
    return dict(rows)


def _register(connection: Connection, fresh: Sequence[Telling]) -> None:
    table = pa.table(
        {
            "id": pa.array([each.id for each in fresh], pa.string()),
            "title": pa.array([each.headline for each in fresh], pa.string()),
            "text": pa.array([each.text[: 2 * BEGINNING] for each in fresh], pa.string()),
            "at": pa.array([stored_time(each.at) for each in fresh], pa.timestamp("us")),
        }
    )
    connection.register("fresh", table)


def _standing(connection: Connection, ids: Iterable[str]) -> dict[str, Standing]:
    """Whatever the state of a restricted one, it takes in each copy: none may stand in the open."""
    listed(connection, "met", ids)
    rows = connection.execute(
        "SELECT m.id, m.title, m.text, m.text_included, m.publisher, m.url, m.published_at, "
        "m.published_mark, m.seen_at, CASE WHEN r.id IS NULL THEN c.state ELSE 'open' END, "
        "c.version FROM mentions m JOIN cases c USING (id) LEFT JOIN restrictions r USING (id) "
        "WHERE m.id IN (FROM met)"
    ).fetchall()
    return {row[0]: _case(row) for row in rows}


def _case(row: Row) -> Standing:
    mention, title, text, included, publisher, url, at, mark, seen_at, state, version = row
    told = telling(
        mention,
        title=title,
        text=text,
        text_included=included,
        publisher=publisher,
        url=url,
        published=Published(aware_or_none(at), DateMark(mark)),
        seen_at=aware(seen_at),
    )
    return Standing(told, State(state), version, aware(seen_at))


def _outlet(row: Row) -> Outlet:
    mention, publisher, url, title, published_at, seen_at, is_lead = row
    at = aware_or_none(published_at)
    return Outlet(mention, publisher, url, title, at, aware(seen_at), is_lead)
