"""Questions that pages, commands and exports ask: Mentions with what was made of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from collectors.links import clean_url
from earshot.rules.answering import FOUND_IN
from earshot.store.rows import Connection, Row, aware_or_none, listed, stored_time
from earshot.words.vocabulary import Clock, ConcernName, Severity, State, Verdict


@dataclass(frozen=True, slots=True)
class Item:
    """A Mention, its present Judgement and its Case, as one row. Times are aware, UTC."""

    id: str
    edition: int  # the Mention's version: above 1 it was edited
    source: str
    account: str | None  # an Account's id
    platform: str
    kind: str
    url: str | None
    author: str | None
    title: str | None
    text: str
    publisher: str | None
    published_at: datetime | None
    published_mark: str
    published_said: str
    published_on: date
    seen_at: datetime
    story: str | None
    in_reply_to: str | None
    rating: float | None
    hits: list[list[Any]]
    language: str
    sentiment: str
    compound: float | None
    words: list[list[Any]]
    intent: str
    reasons: list[list[Any]]
    needs_reply: bool
    concerns: list[dict[str, Any]]
    version: int  # the Case's: what a decision must name
    state: State
    clock: Clock
    received_at: datetime
    promised_at: datetime | None  # the deadline, kept or not
    latest_due_at: datetime | None
    promised_on: date | None
    explanation: str | None
    clause: str | None
    assignee: str | None
    snoozed_until: datetime | None
    responded_at: datetime | None
    answered_at: datetime | None
    decided_at: datetime | None
    follow_up_on: date | None
    response_place: str
    response_link: str
    reason: str
    entered_late: bool
    verdict: Verdict | None
    exempt: State | None  # what it was decided to be before the deadline, instead of a reply
    policy_version: str | None = None  # of the promise
    text_included: bool = True  # False: only a notice of it was had, at most with its first words
    earlier_verdict: Verdict | None = None  # what stood before a found reply put another beside it
    reply_found: bool = False  # the first reply was found in a download or a feed, not recorded
    private: bool = False  # the promise still ran when the item was restricted, as it was once
    held: bool = False  # it waits for the senior team
    confirmed: Sequence[str] = ()  # concerns that a person says are there, the machine's or not
    dismissed: Sequence[str] = ()  # concerns that a person says are not

    @property
    def due_at(self) -> datetime | None:
        """When a reply is due; None when nothing is."""
        return self.promised_at if self.state is State.OPEN else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items are asked for; every part narrows. Dates are local, both ends included."""

    ids: Sequence[str] = ()
    states: Sequence[str] = ()
    accounts: Sequence[str] = ()
    own_accounts: bool | None = None
    sources: Sequence[str] = ()
    platforms: Sequence[str] = ()
    sentiments: Sequence[str] = ()
    intents: Sequence[str] = ()
    clock: Clock | None = None
    published_from: date | None = None
    published_to: date | None = None
    deadline_from: date | None = None
    deadline_to: date | None = None
    text: str = ""
    assignee: str | None = None
    unassigned: bool = False
    due_before: datetime | None = None  # aware: open, its deadline earlier than this
    due_from: datetime | None = None  # aware: open, its deadline not earlier than this
    owed: bool = False  # what still waits for somebody: open with a deadline, or acknowledged
    concerns: Sequence[str] = ()  # one of these, possible or confirmed, and not dismissed
    held: bool | None = None
    awake_at: datetime | None = None  # aware: not snoozed by then
    asleep_at: datetime | None = None  # aware: snoozed until later than this

    @property
    def by_case(self) -> bool:
        """Whether Cases are asked for: what waits, and what was due. Of a story that is its lead;
        otherwise every Mention is a row, with its story's Case."""
        due = (self.deadline_from, self.deadline_to, self.due_before, self.due_from)
        return self.owed or any(each is not None for each in due)


# Concerns that are brought up at once on an account of the company's own, whatever is due.
AT_ONCE = (
    ConcernName.HARASSING,
    ConcernName.BULLYING,
    ConcernName.DISCRIMINATORY,
    ConcernName.OFFENSIVE,
)
_AT_ONCE = "[" + ", ".join(f"'{each.value}'" for each in AT_ONCE) + "]"
_SEVERITIES = "[" + ", ".join(f"'{each.value}'" for each in Severity) + "]"
_FOUND = 'from_json(j.concerns, \'[{"concern": "VARCHAR", "severity": "VARCHAR"}]\')'
# By their severity, 0 where there is none; what a person has confirmed is grave enough.
_GRAVITY = (
    "CASE WHEN m.account IS NULL THEN 0 ELSE greatest("
    "CASE WHEN j.concerns = '[]' THEN 0 ELSE coalesce(list_max(list_transform(list_filter("
    f"{_FOUND}, lambda x: list_contains({_AT_ONCE}, x.concern) "
    "AND NOT list_contains(coalesce(f.dismissed, []), x.concern)), "
    f"lambda x: list_position({_SEVERITIES}, x.severity))), 0) END, "
    f"CASE WHEN list_has_any(coalesce(f.confirmed, []), {_AT_ONCE}) THEN 3 ELSE 0 END) END"
)
# The machine's that nobody has dismissed, and those that people have found.
_CONCERNS = (
    "list_concat(list_filter(json_extract_string(j.concerns, '$[*].concern'), "
    "lambda x: NOT list_contains(coalesce(f.dismissed, []), x)), coalesce(f.confirmed, []))"
)


class Order:
    """How items can be sorted: constant pieces of SQL."""

    NEWEST = "coalesce(m.published_at, m.seen_at) DESC, m.id"
    OLDEST = "coalesce(m.published_at, m.seen_at), m.id"
    DUE = "p.due_at, m.id, p.number"
    # What is to be brought up at once, then what is due first; praise and what is taken for spam
    # go last.
    QUEUE = (
        f"(c.state = 'acknowledged'), {_GRAVITY} DESC, (j.intent = 'spam'), (j.intent = 'praise'), "
        "(c.clock = 'aim'), "
        "CASE WHEN c.state = 'acknowledged' THEN c.follow_up_on::TIMESTAMP ELSE c.due_at END, m.id"
    )


COLUMNS = (
    "m.id, m.version, m.source, m.account, m.platform, m.kind, m.url, m.author, m.title, m.text, "
    "m.publisher, m.published_at, m.published_mark, m.published_said, m.published_on, m.seen_at, "
    "m.story, m.in_reply_to, m.rating, m.hits, j.language, j.sentiment, j.compound, j.words, "
    "j.intent, j.reasons, j.needs_reply, j.concerns, c.version, c.state, "
    "coalesce(p.clock, c.clock), coalesce(p.received_at, c.received_at), p.due_at, "
    "p.latest_due_at, p.due_on, p.explanation, p.clause, c.assignee, c.snoozed_until, "
    "p.responded_at, c.answered_at, p.decided_at, c.follow_up_on, "
    "coalesce(p.response_place, ''), coalesce(p.response_link, ''), "
    "coalesce(nullif(p.reason, ''), c.reason), coalesce(p.entered_late, false), p.verdict, "
    "p.exempt, p.policy_version, coalesce(m.text_included, true), p.earlier_verdict, "
    # The place begins so; that a person may write the same is why the log is asked as well. Of a
    # Case that another outlet's Mention has taken over it tells no more: the place is believed.
    f"coalesce(starts_with(p.response_place, '{FOUND_IN}') "
    "AND p.id IN (SELECT subject FROM events WHERE kind IN ('reply_found', 'taken_over')), "
    "false), "
    "coalesce(p.private, false), coalesce(c.held, false)"
)
# A story's members share its lead's Case: each shows its state, its clock and its deadline. What is
# restricted is in no answer of this module, whoever asks: `restricted.py` has it, for those few.
JUDGED = (
    " FROM mentions m JOIN judgements j ON j.mention = m.id AND j.version = m.version "
    "JOIN cases c ON c.id = coalesce(m.story, m.id) "
)
PROMISED = "LEFT JOIN promises p ON p.id = c.id "
OPEN = f"{JUDGED}ANTI JOIN restrictions r ON r.id = c.id {PROMISED}"
_SAID = (
    'SELECT mention, "case", coalesce(list(concern ORDER BY concern) '
    "FILTER (person = 'present'), []) AS confirmed, coalesce(list(concern ORDER BY concern) "
    "FILTER (person = 'absent'), []) AS dismissed FROM findings WHERE what = 'concern' "
)
# Dear where all Mentions are asked for: only where it decides which of them, or their order.
_JOINED = f'LEFT JOIN ({_SAID} GROUP BY mention, "case") f ON f.mention = m.id AND f."case" = c.id '
OWED = "((c.state = 'open' AND c.due_at IS NOT NULL) OR c.state = 'acknowledged')"


def items(
    connection: Connection,
    wanted: Wanted,
    *,
    order: str = Order.NEWEST,
    limit: int | None = None,
    offset: int = 0,
) -> list[Item]:
    """The items that are asked for, in order."""
    if limit is not None and not _asks_for_promises(wanted):
        return _page(connection, wanted, order, limit, offset)
    condition, values = _condition(wanted)
    page = "" if limit is None else f" LIMIT {int(limit)} OFFSET {int(offset)}"
    rows = connection.execute(
        f"SELECT {COLUMNS}{_from(wanted, order)}{condition} ORDER BY {order}{page}", values
    ).fetchall()
    return with_findings(connection, [item_of(row) for row in rows])


def _page(
    connection: Connection, wanted: Wanted, order: str, limit: int, offset: int
) -> list[Item]:
    """First which, then what they say: sorting whole texts took thrice the time."""
    condition, values = _condition(wanted)
    rows = connection.execute(
        f"SELECT m.id{_from(wanted, order)}{condition} ORDER BY {order} "
        f"LIMIT {int(limit)} OFFSET {int(offset)}",
        values,
    ).fetchall()
    ids = tuple(row[0] for row in rows)
    found = {item.id: item for item in items(connection, Wanted(ids=ids))} if ids else {}
    return [found[each] for each in ids]


def with_findings(connection: Connection, found: Sequence[Item]) -> list[Item]:
    """The same with what people have said of their concerns."""
    listed(connection, "shown", (item.id for item in found))
    rows = connection.execute(
        f'{_SAID} AND mention IN (FROM shown) GROUP BY mention, "case"'
    ).fetchall()
    said = {(mention, case): told for mention, case, *told in rows}
    return [_with(item, said.get((item.id, item.story or item.id))) for item in found]


def _with(item: Item, said: list[list[str]] | None) -> Item:
    return replace(item, confirmed=said[0], dismissed=said[1]) if said else item


def count(connection: Connection, wanted: Wanted) -> int:
    condition, values = _condition(wanted)
    row = connection.execute(f"SELECT count(*){_from(wanted)}{condition}", values).fetchone()
    return int(row[0]) if row else 0


def count_cases(connection: Connection, wanted: Wanted) -> int:
    """The same, a story that several outlets carry counted once."""
    condition, values = _condition(wanted)
    row = connection.execute(
        f"SELECT count(DISTINCT c.id){_from(wanted)}{condition}", values
    ).fetchone()
    return int(row[0]) if row else 0


def tone_by_day(connection: Connection, wanted: Wanted) -> list[tuple[date, str, int]]:
    """How many items of each sentiment were published on each local day."""
    condition, values = _condition(wanted)
    return connection.execute(
        f"SELECT m.published_on, j.sentiment, count(*){_from(wanted)}{condition} "
        "GROUP BY ALL ORDER BY ALL",
        values,
    ).fetchall()


def counts_by(connection: Connection, column: str, wanted: Wanted) -> list[tuple[str, str, int]]:
    """How many items of each sentiment each platform, source, account or intent has."""
    named = {
        "platform": "m.platform",
        "source": "m.source",
        "account": "coalesce(m.account, '')",
        "intent": "j.intent",
        "state": "c.state",
    }[column]
    condition, values = _condition(wanted)
    return connection.execute(
        f"SELECT {named}, j.sentiment, count(*){_from(wanted)}{condition} "
        "GROUP BY ALL ORDER BY ALL",
        values,
    ).fetchall()


def _from(wanted: Wanted, order: str = "") -> str:
    return OPEN + (_JOINED if wanted.concerns or order == Order.QUEUE else "")


def _condition(wanted: Wanted) -> tuple[str, list[Any]]:
    """A WHERE clause of constant pieces, and the values bound to it."""
    pieces: list[str] = [] if _asks_for_promises(wanted) else ["p.present IS NOT false"]
    values: list[Any] = []
    for column, chosen in (
        ("m.id", wanted.ids),
        ("c.state", wanted.states),
        ("m.account", wanted.accounts),
        ("m.source", wanted.sources),
        ("m.platform", wanted.platforms),
        ("j.sentiment", wanted.sentiments),
        ("j.intent", wanted.intents),
    ):
        if chosen:
            pieces.append(f"list_contains(?::VARCHAR[], {column})")
            values.append([str(each) for each in chosen])
    for piece, value in (
        ("coalesce(p.clock, c.clock) = ?", wanted.clock.value if wanted.clock else None),
        ("m.published_on >= ?", wanted.published_from),
        ("m.published_on <= ?", wanted.published_to),
        ("p.due_on >= ?", wanted.deadline_from),
        ("p.due_on <= ?", wanted.deadline_to),
        ("c.assignee = ?", wanted.assignee),
    ):
        if value is not None:
            pieces.append(piece)
            values.append(value)
    if wanted.own_accounts is not None:
        pieces.append(f"m.account IS {'NOT ' if wanted.own_accounts else ''}NULL")
    if wanted.unassigned:
        pieces.append("c.assignee IS NULL")
    if wanted.held is not None:
        pieces.append(f"coalesce(c.held, false) IS {'true' if wanted.held else 'false'}")
    if wanted.concerns:
        pieces.append(f"list_has_any(?::VARCHAR[], {_CONCERNS})")
        values.append([str(each) for each in wanted.concerns])
    for piece, moment in (
        ("c.state = 'open' AND c.due_at < ?", wanted.due_before),
        ("c.state = 'open' AND c.due_at >= ?", wanted.due_from),
        ("coalesce(c.snoozed_until <= ?, true)", wanted.awake_at),
        ("c.snoozed_until > ?", wanted.asleep_at),
    ):
        if moment is not None:
            pieces.append(piece)
            values.append(stored_time(moment))
    if wanted.owed:
        pieces.append(OWED)
    if wanted.by_case:
        pieces.append("c.id = m.id")
    # Who wrote it is not searched, nor is a part of an address, which may hold their name: that is
    # done on the Data protection page, with a reason, and is logged.
    address = clean_url(wanted.text.strip()) if _is_address(wanted.text) else None
    for word in [] if address else wanted.text.split():
        pieces.append(
            "contains(strip_accents(lower(concat_ws(' ', m.title, m.text))), "
            "strip_accents(lower(?)))"
        )
        values.append(word)
    if address:
        pieces.append("(m.url = ? OR contains(m.text, ?))")
        values += [address, wanted.text.strip()]
    return ("WHERE " + " AND ".join(pieces) if pieces else ""), values


def _is_address(text: str) -> bool:
    return text.strip().lower().startswith(("http://", "https://")) and len(text.split()) == 1


def _asks_for_promises(wanted: Wanted) -> bool:
    """Asked by deadline, each promise is a row: one item may have made several, one by one."""
    return wanted.deadline_from is not None or wanted.deadline_to is not None


def item_of(row: Row) -> Item:
    """An Item out of a row of COLUMNS; `with_findings` adds what people have said."""
    values = dict(zip(_IN_ROW, row, strict=True))
    for name in TIMES:
        values[name] = aware_or_none(values[name])
    for name in ("hits", "words", "reasons", "concerns"):
        values[name] = json.loads(values[name])
    values["state"] = State(values["state"])
    values["clock"] = Clock(values["clock"])
    for name in ("verdict", "earlier_verdict"):
        values[name] = Verdict(values[name]) if values[name] else None
    values["exempt"] = State(values["exempt"]) if values["exempt"] else None
    return Item(**values)


_IN_ROW = tuple(f.name for f in fields(Item) if f.name not in ("confirmed", "dismissed"))
TIMES = tuple(f.name for f in fields(Item) if f.name.endswith("_at") or f.name.endswith("_until"))
