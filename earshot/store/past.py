"""The past: what is counted of what is kept no longer, so that figures stay as they were.

Counted in the unit of work that deletes: nothing is counted twice, nor left out. Of
restricted items it is counted that there were any, and their promises, as it was before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from earshot.rules.answering import FOUND_IN
from earshot.store.rows import Connection, listed, stored_time
from earshot.words.vocabulary import Clock, State, Verdict


@dataclass(frozen=True, slots=True)
class PastPromise:
    """Promises that were alike, of Cases that are deleted."""

    due_on: date  # local
    clock: Clock
    verdict: Verdict | None
    exempt: State | None
    private: bool
    restricted: bool  # it was to the end: nothing of it is told but the count
    reply_found: bool
    response_hours: float | None  # from when it was received to the first reply
    count: int


def count_cases(connection: Connection, cases: Sequence[str]) -> None:
    """Count the Mentions of these Cases, none of them restricted, before they are deleted."""
    count_mentions(connection, _of_cases(connection, cases))


def count_mentions(connection: Connection, mentions: Sequence[str]) -> None:
    """Count these Mentions, none of them restricted, before they are deleted, and before they leave
    their stories. A day on which their story has others that stay is that story's already."""
    listed(connection, "counting", mentions)
    connection.execute(
        "INSERT INTO past_mentions "
        "SELECT published_on, source, account, platform, intent, sentiment, count(*), "
        "count(*) FILTER (first) FROM (SELECT m.*, j.intent, j.sentiment, row_number() OVER "
        "(PARTITION BY coalesce(m.story, m.id), m.published_on "
        "ORDER BY m.id IN (FROM counting), m.id) = 1 AS first "
        "FROM mentions m JOIN judgements j ON j.mention = m.id AND j.version = m.version "
        f"WHERE m.id IN (FROM counting) OR m.story IN ({_TOUCHED})) "
        "WHERE id IN (FROM counting) GROUP BY ALL"
    )
    _count_stories(connection, restricted=False)


def count_restricted(connection: Connection, cases: Sequence[str]) -> None:
    """Count these restricted Cases, and nothing of what was said in them."""
    listed(connection, "counting", _of_cases(connection, cases))
    connection.execute(
        "INSERT INTO past_restricted SELECT published_on, count(DISTINCT coalesce(story, id)) "
        "FROM mentions WHERE id IN (FROM counting) GROUP BY ALL"
    )
    _count_stories(connection, restricted=True)


def _of_cases(connection: Connection, cases: Sequence[str]) -> list[str]:
    listed(connection, "counting", cases)
    rows = connection.execute(
        "SELECT id FROM mentions WHERE coalesce(story, id) IN (FROM counting)"
    ).fetchall()
    return [row[0] for row in rows]


_TOUCHED = "SELECT story FROM mentions WHERE story IS NOT NULL AND id IN (FROM counting)"
_LINKS = (
    "SELECT published_on AS said_on, lead(published_on) OVER "
    "(PARTITION BY story ORDER BY published_on) AS next_on, {count} AS cases FROM "
    f"(SELECT DISTINCT story, published_on FROM mentions WHERE story IN ({_TOUCHED}) {{only}})"
)


def _count_stories(connection: Connection, *, restricted: bool) -> None:
    """Of the stories that are being counted, each day with the next one. Those that have days left
    are counted as long as they stand: what links these days is taken off again."""
    there = _LINKS.format(count=1, only="")
    left = _LINKS.format(count=-1, only="AND id NOT IN (FROM counting)")
    connection.execute(
        "INSERT INTO past_stories SELECT said_on, next_on, ?, sum(cases) "
        f"FROM ({there} UNION ALL {left}) "
        "WHERE next_on IS NOT NULL GROUP BY ALL HAVING sum(cases) <> 0",
        [restricted],
    )


def count_promises(connection: Connection, cases: Sequence[str], now: datetime) -> None:
    """Count the promises of these Cases, before they are deleted. One whose time is not over was
    neither kept nor broken, and never will be: it is not counted."""
    listed(connection, "counting", cases)
    connection.execute(
        "INSERT INTO past_promises "
        "SELECT p.due_on, p.clock, CASE WHEN r.id IS NULL THEN m.source ELSE '' END, "
        "CASE WHEN r.id IS NULL THEN m.account END, p.verdict, p.exempt, p.private, count(*), "
        f"p.verdict IS NOT NULL AND coalesce(starts_with(p.response_place, '{FOUND_IN}'), false) "
        "AND p.id IN (SELECT subject FROM events WHERE kind IN ('reply_found', 'taken_over')) "
        "AS reply_found, "
        "(epoch_us(p.responded_at) - epoch_us(p.received_at)) / 1e6 / 3600 AS response_hours, "
        "r.id IS NOT NULL AS restricted "
        "FROM promises p JOIN mentions m USING (id) LEFT JOIN restrictions r USING (id) "
        "WHERE p.id IN (FROM counting) AND p.due_on IS NOT NULL AND (p.latest_due_at < ? "
        "OR p.verdict IS NOT NULL OR p.exempt IS NOT NULL OR p.private) GROUP BY ALL",
        [stored_time(now)],
    )


def mentions(connection: Connection, start: date, end: date) -> int:
    """How many Mentions of these local days are only counted; both ends included."""
    return sum(count for _, _, count in tone_by_day(connection, start, end))


def cases(connection: Connection, start: date, end: date) -> int:
    """The same, a story that several outlets carried counted once."""
    return _once(connection, "past_mentions", "published_on", start, end)


def restricted(connection: Connection, start: date, end: date) -> int:
    """How many restricted items of these days there were, of which the reference alone is kept."""
    return _once(connection, "past_restricted", "said_on", start, end)


def _once(connection: Connection, table: str, day: str, start: date, end: date) -> int:
    row = connection.execute(
        f"SELECT coalesce((SELECT sum(cases) FROM {table} WHERE {day} BETWEEN $start AND $end), 0) "
        "- coalesce((SELECT sum(cases) FROM past_stories WHERE said_on >= $start "
        "AND next_on <= $end AND restricted = $restricted), 0)",
        {"start": start, "end": end, "restricted": table == "past_restricted"},
    ).fetchone()
    return int(row[0]) if row else 0


def tone_by_day(connection: Connection, start: date, end: date) -> list[tuple[date, str, int]]:
    """How many of each sentiment were published on each local day."""
    return connection.execute(
        "SELECT published_on, sentiment, sum(mentions)::BIGINT FROM past_mentions "
        "WHERE published_on BETWEEN ? AND ? GROUP BY ALL ORDER BY ALL",
        [start, end],
    ).fetchall()


def said(connection: Connection, start: date, end: date) -> list[tuple[str, bool, int]]:
    """How many were of each sentiment, and whether on an account of the company's own."""
    return connection.execute(
        "SELECT sentiment, account IS NOT NULL, sum(mentions)::BIGINT FROM past_mentions "
        "WHERE published_on BETWEEN ? AND ? GROUP BY ALL ORDER BY ALL",
        [start, end],
    ).fetchall()


def counts_by(
    connection: Connection, column: str, start: date, end: date
) -> list[tuple[str, str, int]]:
    """How many of each sentiment each platform, source, account or intent had."""
    named = {
        "platform": "platform",
        "source": "source",
        "account": "coalesce(account, '')",
        "intent": "intent",
    }[column]
    return connection.execute(
        f"SELECT {named}, sentiment, sum(mentions)::BIGINT FROM past_mentions "
        "WHERE published_on BETWEEN ? AND ? GROUP BY ALL ORDER BY ALL",
        [start, end],
    ).fetchall()


def promises(connection: Connection, start: date, end: date) -> list[PastPromise]:
    """What was due on these local days and is only counted; both ends included."""
    rows = connection.execute(
        "SELECT due_on, clock, verdict, exempt, private, restricted, reply_found, "
        "response_hours, "
        "sum(promises)::BIGINT FROM past_promises WHERE due_on BETWEEN ? AND ? "
        "GROUP BY ALL ORDER BY ALL",
        [start, end],
    ).fetchall()
    return [_promise(*row) for row in rows]


def _promise(
    day: date,
    clock: str,
    verdict: str | None,
    exempt: str | None,
    private: bool,
    restricted: bool,
    found: bool,
    hours: float | None,
    count: int,
) -> PastPromise:
    told = Verdict(verdict) if verdict else None
    spared = State(exempt) if exempt else None
    return PastPromise(day, Clock(clock), told, spared, private, restricted, found, hours, count)
