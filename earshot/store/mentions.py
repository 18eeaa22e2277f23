"""Mentions, their versions, Sightings and Judgements: written by the intake."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from earshot.judging.judgement import Judgement, plain
from earshot.rules.case import ARRIVAL, Arrival
from earshot.rules.mention import Mention
from earshot.store import stories
from earshot.store.posts import post_of
from earshot.store.rows import (
    Connection,
    Row,
    as_json,
    aware,
    insert,
    listed,
    stored_time,
)
from earshot.words.errors import NotFound
from earshot.words.matching import Hit
from earshot.words.vocabulary import Intent, State

UNCORRECTED = (None, None, None)  # nobody has said anything of it


@dataclass(frozen=True, slots=True)
class Known:
    """What the store holds about an id that a Post may go by."""

    mention: str
    version: int
    account: str | None
    intent: Intent
    needs_reply: bool
    state: State
    seen_at: datetime  # aware, UTC
    text_included: bool
    said: frozenset[str]  # fingerprints of its present version and of those before
    # By source, the fingerprint and guid of its last Sighting.
    sighted: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sighting:
    mention: str
    source: str
    run: str
    fingerprint: str
    guid: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A Judgement of one version of a Mention; `arrival` only of the first."""

    mention: Mention
    judgement: Judgement
    needs_reply: bool
    arrival: Arrival | None


def known(connection: Connection, ids: Sequence[str]) -> dict[str, Known]:
    """Which of these ids the store has already."""
    if not ids:
        return {}
    listed(connection, "asked", ids)
    rows = connection.execute(
        "SELECT m.id, m.version, m.account, m.seen_at, j.intent, j.needs_reply, c.state, "
        "m.text_included, m.fingerprint "
        "FROM mentions m JOIN cases c ON c.id = coalesce(m.story, m.id) "
        "JOIN judgements j ON j.mention = m.id AND j.version = m.version "
        "WHERE m.id IN (FROM asked)"
    ).fetchall()
    earlier = _earlier(connection) if rows else {}
    found = {row[0]: _known(row, earlier.get(row[0], ())) for row in rows}
    for mention, source, fingerprint, guid in _sightings(connection) if found else ():
        found[mention].sighted[source] = (fingerprint, guid)
    return found


def reviews_of(connection: Connection, authors: Sequence[str]) -> list[Row]:
    """(id, platform, account, author, title, text, rating) of the reviews by people so named."""
    listed(connection, "asked", authors)
    return connection.execute(
        "SELECT id, platform, account, author, title, text, rating FROM mentions "
        "WHERE kind = 'review' AND author IN (FROM asked)"
    ).fetchall()


def _earlier(connection: Connection) -> dict[str, list[str]]:
    """The fingerprints of what the asked Mentions said before they were edited."""
    return dict(
        connection.execute(
            "SELECT id, list(fingerprint) FROM mention_versions "
            "WHERE id IN (FROM asked) GROUP BY id"
        ).fetchall()
    )


def _sightings(connection: Connection) -> list[Row]:
    """The last Sighting of each asked Mention in each Source; of one moment, the one kept last."""
    return connection.execute(
        "SELECT mention, source, last(fingerprint ORDER BY seen_at, rowid), "
        "last(guid ORDER BY seen_at, rowid) "
        "FROM sightings WHERE mention IN (FROM asked) GROUP BY mention, source"
    ).fetchall()


def _known(row: Row, earlier: Iterable[str]) -> Known:
    mention, version, account, seen_at, intent, needs_reply, state, included, present = row
    return Known(
        mention=mention,
        version=version,
        account=account,
        intent=Intent(intent),
        needs_reply=needs_reply,
        state=State(state),
        seen_at=aware(seen_at),
        text_included=included,
        said=frozenset({present, *earlier}),
    )


def add(connection: Connection, judged: Sequence[Judged]) -> None:
    """Keep new Mentions with their first Judgements; the caller has made sure that they are new."""
    insert(connection, "mentions", [_mention_row(each.mention) for each in judged])
    insert(connection, "judgements", [_judgement_row(each) for each in judged])


def add_versions(connection: Connection, judged: Sequence[Judged]) -> None:
    """Put edited Mentions in the place of what they were, which is kept among the versions."""
    if not judged:
        return
    listed(connection, "edited", [each.mention.id for each in judged])
    connection.execute("INSERT INTO mention_versions FROM mentions WHERE id IN (FROM edited)")
    rows = connection.execute(
        "SELECT id, story, account FROM mentions WHERE id IN (FROM edited)"
    ).fetchall()
    places = {mention: (story, account) for mention, story, account in rows}
    connection.execute("DELETE FROM mentions WHERE id IN (FROM edited)")
    # What people said of a text is not said of what it was edited to; the log keeps it.
    connection.execute("DELETE FROM findings WHERE mention IN (FROM edited)")
    add(connection, [_in_place(each, *places[each.mention.id]) for each in judged])


def _in_place(judged: Judged, story: str | None, account: str | None) -> Judged:
    """An edited text stays in its story (a person can split it off), and on the account that it
    was found to stand on meanwhile."""
    account = judged.mention.account or account
    return replace(judged, mention=replace(judged.mention, story=story, account=account))


def get(connection: Connection, mention: str) -> Mention:
    """One Mention in its present version.

    Raises:
        NotFound: nothing has this id.
    """
    row = connection.execute("FROM mentions WHERE id = ?", [mention]).fetchone()
    if row is None:
        raise NotFound(f"There is no item {mention!r}.")
    return _mention(row)


def sight(connection: Connection, sightings: Sequence[Sighting], seen_at: datetime) -> None:
    at = stored_time(seen_at)
    rows = [(s.mention, s.source, s.run, at, s.fingerprint, s.guid) for s in sightings]
    insert(connection, "sightings", rows)


def set_account(connection: Connection, mention: str, account: str) -> None:
    """Said on an account of the company's own, it is nobody's copy; a story's lead stays that."""
    connection.execute("UPDATE mentions SET account = ? WHERE id = ?", [account, mention])
    stories.leave(connection, mention)


def arrivals(connection: Connection, ids: Sequence[str]) -> dict[str, Arrival]:
    """How the Cases of these Mentions began."""
    listed(connection, "asked", ids)
    rows = connection.execute(
        "SELECT mention, arrival FROM judgements WHERE arrival IS NOT NULL "
        "AND mention IN (FROM asked)"
    ).fetchall()
    return {mention: ARRIVAL.validate_python(json.loads(arrival)) for mention, arrival in rows}


def all_ids(connection: Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT id FROM mentions ORDER BY id").fetchall()]


def doubled(connection: Connection) -> list[str]:
    """Ids that more than one row has: there should be none."""
    rows = connection.execute(
        "SELECT id FROM mentions GROUP BY id HAVING count(*) > 1 ORDER BY id"
    ).fetchall()
    return [row[0] for row in rows]


def _mention_row(mention: Mention) -> Row:
    post = mention.post
    return (
        mention.id,
        mention.version,
        mention.source,
        mention.account,
        post.platform.value,
        post.kind.value,
        post.url,
        post.author,
        post.title,
        post.text,
        post.publisher,
        stored_time(post.published.at),
        post.published.mark.value,
        post.published.said,
        mention.published_on,
        stored_time(mention.seen_at),
        stored_time(mention.version_seen_at),
        mention.story,
        post.in_reply_to,
        post.native_id,
        post.rating,
        as_json([[hit.term, hit.start, hit.end] for hit in mention.hits]),
        mention.fingerprint,
        post.text_included,
    )


def _mention(row: Row) -> Mention:
    identity, version, source, account = row[:4]
    day, seen_at, version_seen_at, story, in_reply_to, native_id, rating, *more = row[14:]
    hits, words, whole = more
    post = replace(
        post_of(row[4:14], "store"),
        native_id=native_id,
        in_reply_to=in_reply_to,
        rating=rating,
        text_included=whole,
    )
    return Mention(
        id=identity,
        version=version,
        source=source,
        account=account,
        post=post,
        seen_at=aware(seen_at),
        version_seen_at=aware(version_seen_at),
        published_on=day,
        hits=tuple(Hit(start, end, term) for term, start, end in json.loads(hits)),
        fingerprint=words,
        story=story,
    )


def _judgement_row(judged: Judged) -> Row:
    judgement = judged.judgement
    return (
        judged.mention.id,
        judged.mention.version,
        stored_time(judged.mention.version_seen_at),
        judgement.fingerprint,
        *said_row(judgement, judged.needs_reply),
        as_json(ARRIVAL.dump_python(judged.arrival, mode="json")) if judged.arrival else None,
        *UNCORRECTED,
    )


def said_row(judgement: Judgement, needs_reply: bool) -> Row:
    """What a Judgement says, as the columns from `language` to `concerns` hold it."""
    return (
        judgement.language,
        judgement.sentiment.value,
        judgement.compound,
        as_json([[each.word, each.score] for each in judgement.words]),
        judgement.intent.value,
        as_json([[each.text, each.start, each.end] for each in judgement.reasons]),
        needs_reply,
        as_json([plain(each) for each in judgement.concerns]),
    )
