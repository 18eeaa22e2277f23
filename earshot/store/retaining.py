"""Retaining: what the store holds that may be past its time, and deleting it.

A Case goes with all Mentions of its story, their versions, Judgements and Sightings, and with what
stands beside the Events about them. Whoever deletes has counted before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from earshot.rules.policy import Retention
from earshot.rules.restriction import Stage
from earshot.rules.retention import WAITING, Kept, What
from earshot.store import gone, log
from earshot.store.gone import Why
from earshot.store.rows import (
    Connection,
    Row,
    aware,
    aware_or_none,
    listed,
    stored_time,
)
from earshot.words.vocabulary import State

# As rules.mention.believed_time has it; seen, where nothing is believed.
_SAID_AT = "coalesce(CASE WHEN published_mark <> 'future' THEN published_at END, seen_at)"
_KEPT = (
    "WITH told AS (SELECT coalesce(story, id) AS id, count(*) AS mentions, "
    f"max({_SAID_AT}) AS said_at FROM mentions {{narrowed}} GROUP BY ALL), "
    "promised AS (SELECT id, bool_or(due_at IS NOT NULL) AS promised, "
    "max(responded_at) AS responded_at, max(decided_at) AS decided_at FROM promises GROUP BY id), "
    # Of a Case that another outlet's Mention has taken over, the Events before are not its own.
    "closed AS (SELECT id, max(closed_at) AS closed_at FROM (SELECT subject AS id, "
    "recorded_at AS closed_at FROM events WHERE kind = 'closed' UNION ALL "
    "SELECT subject, json_extract_string(details, '$.case.closed_at')::TIMESTAMP "
    "FROM events JOIN event_details USING (seq) WHERE kind = 'taken_over') GROUP BY id) "
    "SELECT told.id, mentions, state, coalesce(promised, false) AS promised, said_at, "
    "greatest(answered_at, responded_at, decided_at, closed_at) AS settled_at, stage, filed_at "
    "FROM told JOIN cases USING (id) LEFT JOIN promised USING (id) LEFT JOIN closed USING (id) "
    "LEFT JOIN restrictions USING (id) "
)
# The rule, rules/retention.py, over the same columns; tests hold one against the other.
_WHAT = (
    "CASE WHEN stage IS NOT NULL THEN 'restricted' WHEN promised THEN 'cases' ELSE 'mentions' END"
)
_SINCE = (
    "CASE WHEN stage IS NOT NULL THEN coalesce(filed_at, said_at) "
    "WHEN promised THEN coalesce(settled_at, said_at) ELSE said_at END"
)
_WAITS = "CASE WHEN stage IS NOT NULL THEN stage <> 'filed' ELSE list_contains($waiting, state) END"
_PAST = (
    f"NOT {_WAITS} AND coalesce(CASE WHEN stage IS NOT NULL THEN filed_at + to_days($days) "
    "WHEN NOT promised THEN said_at + to_months($mentions) "
    "WHEN settled_at IS NOT NULL THEN greatest(settled_at, said_at) + to_months($cases) END "
    "<= $now, false)"
)
# What stays beside the Events about a restricted item: where it is to be found, and since when.
_STAYING = "('filed', 'reduced')"
_BY_MENTION = {"mentions": "id", "mention_versions": "id", "judgements": "mention"}
_BY_MENTION |= {"sightings": "mention", "former_judgements": "mention", "rescored": "mention"}


@dataclass(frozen=True, slots=True)
class Deleted:
    """What one unit of work has deleted."""

    mentions: int
    cases: int
    seqs: tuple[int, ...]  # of the Events that nothing stands beside any more


@dataclass(frozen=True, slots=True)
class Aged:
    """How many there are of something that are past their time, and since when the oldest is."""

    count: int
    oldest: datetime | None  # aware, UTC


@dataclass(frozen=True, slots=True)
class Counted:
    """How many Cases of one kind there are with their Mentions."""

    what: What
    past: int
    past_mentions: int
    oldest: datetime | None  # aware, UTC: since when the oldest that is past its time is kept
    waiting: int  # said until the moment asked for, and kept for as long as they wait


def counted(
    connection: Connection, terms: Retention, now: datetime, waiting_since: datetime
) -> list[Counted]:
    """How many are past their time, without reading them one by one."""
    rows = connection.execute(
        f"SELECT {_WHAT} AS what, count(*) FILTER ({_PAST}), "
        f"coalesce(sum(mentions) FILTER ({_PAST}), 0), min({_SINCE}) FILTER ({_PAST}), "
        f"count(*) FILTER ({_WAITS} AND said_at <= $since) "
        f"FROM ({_KEPT.format(narrowed='')}) GROUP BY what",
        _terms(terms, now) | {"since": stored_time(waiting_since)},
    ).fetchall()
    return [
        Counted(What(what), past, int(mentions), aware_or_none(oldest), waiting)
        for what, past, mentions, oldest, waiting in rows
    ]


def past_cases(connection: Connection, terms: Retention, now: datetime) -> list[tuple[str, int]]:
    """(Case, its Mentions) of all that are past their time, the oldest first."""
    return connection.execute(
        f"SELECT id, mentions FROM ({_KEPT.format(narrowed='')}) WHERE {_PAST} "
        "ORDER BY said_at, id",
        _terms(terms, now),
    ).fetchall()


def oldest(connection: Connection, terms: Retention, now: datetime, most: int) -> list[Kept]:
    """Of the Cases that are past their time and not restricted, the oldest."""
    rows = connection.execute(
        f"FROM ({_KEPT.format(narrowed='')}) WHERE stage IS NULL AND {_PAST} "
        "ORDER BY said_at, id LIMIT $most",
        _terms(terms, now) | {"most": most},
    ).fetchall()
    return [_kept(row) for row in rows]


def _terms(terms: Retention, now: datetime) -> dict[str, Any]:
    return {
        "waiting": [state.value for state in WAITING],
        "days": terms.restricted_days_after_handover,
        "mentions": terms.mentions_months,
        "cases": terms.answered_cases_months,
        "now": stored_time(now),
    }


def kept(connection: Connection, cases: Sequence[str]) -> list[Kept]:
    """The same of these Cases, as they stand now; of those that are gone, nothing."""
    listed(connection, "asked", cases)
    narrowed = "WHERE coalesce(story, id) IN (FROM asked)"
    rows = connection.execute(_KEPT.format(narrowed=narrowed) + "ORDER BY said_at, told.id")
    return [_kept(row) for row in rows.fetchall()]


def delete(connection: Connection, cases: Sequence[str], now: datetime) -> Deleted:
    """Delete these Cases whole; nothing brings them back. Where one is restricted, the row that
    says so stays."""
    listed(connection, "asked", cases)
    rows = connection.execute(
        "SELECT id FROM mentions WHERE coalesce(story, id) IN (FROM asked)"
    ).fetchall()
    mentions = [row[0] for row in rows]
    listed(connection, "going", mentions)
    seqs = connection.execute(
        "SELECT seq FROM events SEMI JOIN event_details USING (seq) "
        f"WHERE subject IN (FROM going) AND NOT (kind IN {_STAYING} "
        "AND subject IN (SELECT id FROM restrictions)) ORDER BY seq"
    ).fetchall()
    for table, column in _BY_MENTION.items():
        connection.execute(f"DELETE FROM {table} WHERE {column} IN (FROM going)")
    for table in ("cases", "promises"):
        connection.execute(f"DELETE FROM {table} WHERE id IN (FROM going)")
    connection.execute('DELETE FROM findings WHERE "case" IN (FROM going)')
    log.erase_details(connection, [row[0] for row in seqs])
    gone.add(connection, mentions, Why.PAST, now)
    return Deleted(len(mentions), len(set(cases)), tuple(row[0] for row in seqs))


def references(connection: Connection) -> set[str]:
    """The restricted items of which only the reference is left: they have no Mention."""
    rows = connection.execute(
        "SELECT id FROM restrictions WHERE stage = ?", [Stage.REFERENCE.value]
    ).fetchall()
    return {row[0] for row in rows}


# A rejected row is as old as its Run. One whose Run never ended is older than whatever was kept
# after it.
_OLD_REJECTS = (
    "SELECT r.rowid AS place, started_at FROM rejects r JOIN runs ON runs.id = r.run "
    "WHERE started_at <= $before"
)
_REJECTS = (
    f"WITH old AS ({_OLD_REJECTS}) SELECT r.rowid AS place, started_at FROM rejects r "
    "LEFT JOIN runs ON runs.id = r.run WHERE started_at <= $before "
    "OR (started_at IS NULL AND r.rowid < (SELECT max(place) FROM old))"
)
_WORDS = "started_at <= $before AND (error IS NOT NULL OR warning IS NOT NULL)"


def rejects(connection: Connection, before: datetime) -> Aged:
    """What could not be read in Runs until then, and the words in which those failed."""
    return _aged(
        connection,
        f"SELECT count(*), min(started_at) FROM (SELECT started_at FROM ({_REJECTS}) "
        f"UNION ALL SELECT started_at FROM runs WHERE {_WORDS})",
        before,
    )


def delete_rejects(connection: Connection, before: datetime) -> int:
    """Delete them; what each Run came to is kept. Returns how many."""
    found = rejects(connection, before)
    at = {"before": stored_time(before)}
    connection.execute(f"DELETE FROM rejects WHERE rowid IN (SELECT place FROM ({_REJECTS}))", at)
    connection.execute(f"UPDATE runs SET error = NULL, warning = NULL WHERE {_WORDS}", at)
    return found.count


def dropped(connection: Connection, before: datetime) -> Aged:
    """What feeds brought until then that was not about the company."""
    return _aged(
        connection,
        "SELECT count(*), min(dropped_at) FROM dropped WHERE dropped_at <= $before",
        before,
    )


def replies(connection: Connection, before: datetime) -> Aged:
    """Our own replies that were found until then."""
    return _aged(
        connection,
        "SELECT count(*), min(found_at) FROM own_replies WHERE found_at <= $before",
        before,
    )


def _aged(connection: Connection, question: str, before: datetime) -> Aged:
    row = connection.execute(question, {"before": stored_time(before)}).fetchone()
    return Aged(int(row[0]), aware_or_none(row[1])) if row else Aged(0, None)


def _kept(row: Row) -> Kept:
    case, mentions, state, promised, said_at, settled_at, stage, filed_at = row
    return Kept(
        case,
        mentions,
        State(state),
        promised,
        aware(said_at),
        aware_or_none(settled_at),
        Stage(stage) if stage else None,
        aware_or_none(filed_at),
    )
