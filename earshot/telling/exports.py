"""Exports: CSV files of Mentions, of promises, and a summary for a meeting. No database, no clock.

A file begins with a byte order mark (`as_file` writes it), since Excel takes UTF-8 without one for
something else; then a row of names. Times stand twice: UTC as programs write it, and local. Text
that a spreadsheet would take for a formula gets a ' before it (OWASP, "CSV Injection").
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import TextIO

from earshot.rules.company import Company
from earshot.rules.mention import joined
from earshot.store.questions import Item
from earshot.telling.compliance import Standing, response_hours, rests_on_found, standing
from earshot.telling.item_concerns import concerns_of, named
from earshot.telling.reports import Summary
from earshot.words.cells import Cell, safe_cell
from earshot.words.times import iso_week, utc_text
from earshot.words.vocabulary import State

COMPLIANCE_NEVER = (
    Standing.NO_REPLY_NEEDED,
    Standing.OUT_OF_SCOPE,
    Standing.CANNOT_BE_TOLD,
    Standing.HANDLED_PRIVATELY,
)


@dataclass(frozen=True)
class Frame:
    """What a row is written within."""

    company: Company
    now: datetime | None = None  # aware; only where a row depends on the moment


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, and how an Item gives it."""

    name: str
    description: str
    value: Callable[[Item, Frame], Cell]


def write_mentions(stream: TextIO, items: Iterable[Item], company: Company) -> None:
    """One row for each Mention, the columns of MENTIONS. Authors' names are among them."""
    _write(stream, MENTIONS, items, Frame(company))


def write_compliance(
    stream: TextIO, items: Iterable[Item], company: Company, now: datetime
) -> None:
    """One row for each promise, the columns of COMPLIANCE; what promises nothing is left out."""
    promises = (item for item in items if standing(item, now) is not None)
    _write(stream, COMPLIANCE, promises, Frame(company, now))


def write_summary(stream: TextIO, summary: Summary) -> None:
    """One row for each figure, the columns of SUMMARY. No names of authors, no quotations."""
    write_row = _begin(stream, [name for name, _ in SUMMARY])
    start, end = summary.period.start, summary.period.end
    for figure in summary.figures:
        write_row([figure.name, figure.value, figure.counts, start, end, figure.note])


def as_file(write: Callable[[TextIO], None]) -> bytes:
    """What one of the writers writes, as the bytes of a file: UTF-8 with a byte order mark."""
    stream = StringIO(newline="")
    write(stream)
    return stream.getvalue().encode("utf-8-sig")


def _write(stream: TextIO, columns: Sequence[Column], items: Iterable[Item], frame: Frame) -> None:
    write_row = _begin(stream, [column.name for column in columns])
    for item in items:
        write_row([column.value(item, frame) for column in columns])


def _begin(stream: TextIO, names: Sequence[str]) -> Callable[[Sequence[Cell]], None]:
    """Write the row of names; gives what writes the others."""
    writer = csv.writer(stream)
    writer.writerow(names)
    return lambda cells: writer.writerow([safe_cell(cell) for cell in cells])


def _utc(moment: datetime | None) -> str | None:
    return utc_text(moment) if moment else None


def _local(moment: datetime | None, frame: Frame) -> str | None:
    """`2026-11-14 18:05`: as a spreadsheet reads a time."""
    return f"{moment.astimezone(frame.company.zone):%Y-%m-%d %H:%M}" if moment else None


def _times(
    name: str, what: str, moment: Callable[[Item], datetime | None]
) -> tuple[Column, Column]:
    return (
        Column(f"{name}_utc", f"{what}, UTC", lambda item, _: _utc(moment(item))),
        Column(f"{name}_local", f"{what}, local", lambda item, frame: _local(moment(item), frame)),
    )


def _source(item: Item, frame: Frame) -> str:
    source = frame.company.sources.get(item.source)
    return source.name if source else item.source


def _week(item: Item) -> str | None:
    day = item.promised_on
    return iso_week(day) if day else None


def minutes_late(item: Item, now: datetime) -> int | None:
    """Whole minutes from the deadline to the first reply, 0 in time.

    Of a missed promise that nobody has replied to it is the minutes until it was decided that no
    reply is needed, or until now. None where it is not settled, or not known.
    """
    found, due = standing(item, now), item.promised_at
    if found is None or due is None or found in (Standing.PENDING, *COMPLIANCE_NEVER):
        return None
    if found is not Standing.MISSED:
        return 0
    end = item.responded_at or item.decided_at or (now if item.state is State.OPEN else None)
    return None if end is None else max(0, int((end - due).total_seconds() // 60))


def _minutes_late(item: Item, frame: Frame) -> int | None:
    return minutes_late(item, _moment(frame))


def _standing(item: Item, frame: Frame) -> str | None:
    found = standing(item, _moment(frame))
    return found.value if found else None


def _moment(frame: Frame) -> datetime:
    assert frame.now is not None  # write_compliance gives it
    return frame.now


def _hours(item: Item) -> float | None:
    hours = response_hours(item)
    return None if hours is None else round(hours, 2)


def _terms(item: Item) -> str:
    return "; ".join(dict.fromkeys(str(term) for term, *_ in item.hits))


ID = Column("id", "Earshot's id of the Mention", lambda i, _: i.id)
TEXT_INCLUDED = Column(
    "text_included",
    "no where only a notice of it was had: what it wants and its tone go by its first words then",
    lambda i, _: i.text_included,
)
ACCOUNT = Column(
    "account",
    "the company's own account it was said on; empty elsewhere",
    lambda i, f: f.company.account_name(i.account),
)
SOURCE = Column("source", "the name of the source that brought it first", _source)
PLATFORM = Column("platform", "where it was said, in one word", lambda i, _: i.platform)
INTENT = Column("intent", "what it wants: query, complaint, praise …", lambda i, _: i.intent)
URL = Column("url", "its address, where it has one", lambda i, _: i.url)
CLOCK = Column(
    "clock",
    "policy: on an account of the company's own; aim: said elsewhere",
    lambda i, _: i.clock.value,
)
STATE = Column("state", "where its case stands", lambda i, _: i.state.value)
REASON = Column("reason", "why it was decided so, as the person wrote it", lambda i, _: i.reason)
ASSIGNEE = Column(
    "assigned_to",
    "who looks after it",
    lambda i, f: f.company.person_name(i.assignee) if i.assignee else None,
)
PUBLISHED = _times(
    "published", "when it was published, as the source says", lambda i: i.published_at
)

MENTIONS: tuple[Column, ...] = (
    ID,
    *PUBLISHED,
    Column(
        "published_mark",
        "how far that can be trusted: exact, day, zone_assumed, future, missing, unreadable",
        lambda i, _: i.published_mark,
    ),
    Column("published_on", "the local date that it counts under", lambda i, _: i.published_on),
    *_times("seen", "when it was first seen", lambda i: i.seen_at),
    PLATFORM,
    Column("kind", "article, post, comment or review", lambda i, _: i.kind),
    ACCOUNT,
    SOURCE,
    Column("publisher", "the outlet, where a search names it", lambda i, _: i.publisher),
    Column("author", "who said it, as the platform names them", lambda i, _: i.author),
    Column("title", "its title", lambda i, _: i.title),
    Column("text", "its text", lambda i, _: i.text),
    TEXT_INCLUDED,
    URL,
    Column("rating", "stars, 1 to 5", lambda i, _: i.rating),
    Column("language", "ISO 639-1, or und", lambda i, _: i.language),
    Column("sentiment", "negative, neutral, positive or not_scored", lambda i, _: i.sentiment),
    Column("compound", "-1 to 1; empty when not scored", lambda i, _: i.compound),
    INTENT,
    Column(
        "needs_reply",
        "yes or no, as the program sees it or a person has said since",
        lambda i, _: i.needs_reply,
    ),
    Column(
        "possible_concerns",
        "what the program finds possible and nobody has dismissed or confirmed",
        lambda i, _: named(concerns_of(i), confirmed=False),
    ),
    Column(
        "confirmed_concerns",
        "what a person has confirmed, or found where the program did not",
        lambda i, _: named(concerns_of(i), confirmed=True),
    ),
    Column("matched", "the company's terms that it holds", lambda i, _: _terms(i)),
    Column(
        "story",
        "the id of the first Mention of the same text, where several outlets carry it; its case is "
        "the one of all of them",
        lambda i, _: i.story,
    ),
    STATE,
    CLOCK,
    *_times("due", "when a reply is due, while one is", lambda i: i.due_at),
    ASSIGNEE,
    REASON,
)

COMPLIANCE: tuple[Column, ...] = (
    ID,
    Column("counted_on", "the local date of the deadline", lambda i, _: i.promised_on),
    Column("week", "the ISO week that it counts in", lambda i, _: _week(i)),
    CLOCK,
    Column(
        "standing",
        "met_with_evidence, met_on_word, missed, pending, cannot_be_told, no_reply_needed, "
        "out_of_scope; handled_privately where it was restricted while its time ran, and is so no "
        "more: what is still restricted has no row",
        _standing,
    ),
    Column(
        "earlier_verdict",
        "the verdict that stood before a reply was found that nobody had recorded; empty where "
        "none did",
        lambda i, _: i.earlier_verdict.value if i.earlier_verdict else None,
    ),
    Column(
        "reply_found",
        "yes where the verdict rests on a reply found in a download or a feed",
        lambda i, _: rests_on_found(i),
    ),
    ACCOUNT,
    SOURCE,
    PLATFORM,
    INTENT,
    Column("said", "what was said, with its title", lambda i, _: joined(i.title, i.text)),
    TEXT_INCLUDED,
    URL,
    *PUBLISHED,
    *_times("received", "when its clock started", lambda i: i.received_at),
    *_times("due", "when the reply was due, read strictly", lambda i: i.promised_at),
    *_times("responded", "when the first reply was made to the person", lambda i: i.responded_at),
    Column("hours_to_response", "from received to responded", lambda i, _: _hours(i)),
    Column("minutes_late", "0 in time; still growing while nobody has replied", _minutes_late),
    Column("where", "where the reply was made, in words", lambda i, _: i.response_place),
    Column("link", "the reply's own address: the evidence", lambda i, _: i.response_link),
    Column(
        "entered_late",
        "yes where the reply was recorded more than a day after it was made",
        lambda i, _: i.entered_late,
    ),
    STATE,
    Column("follow_up_on", "the date by which an answer is owed", lambda i, _: i.follow_up_on),
    *_times("decided", "when it was decided that no reply is needed", lambda i: i.decided_at),
    REASON,
    ASSIGNEE,
    Column("explanation", "why it was due then", lambda i, _: i.explanation),
    Column("clause", "the policy's clause that the deadline rests on", lambda i, _: i.clause),
    Column(
        "policy_version",
        "the version of the policy that it was promised under",
        lambda i, _: i.policy_version,
    ),
)

SUMMARY: tuple[tuple[str, str], ...] = (
    ("figure", "what is counted, in words"),
    ("value", "the figure"),
    ("counts", "the counts behind it, where it is a share"),
    ("from", "first local date of the period"),
    ("to", "last local date, included"),
    ("note", "how it is counted"),
)
