"""Commands that show what is kept: mentions, queue, export."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from earshot.commands.given import read_day
from earshot.commands.output import Json, Line, now, print_lines, say, standard_output
from earshot.commands.restricted import say_left_out
from earshot.handling import casework
from earshot.handling.administration import note_policy
from earshot.handling.house import company_in, present_house
from earshot.protection import audit
from earshot.rules.company import Company
from earshot.rules.policy import Policy
from earshot.store import restricted
from earshot.store.questions import Item, Order, Wanted, items
from earshot.store.rows import Connection
from earshot.telling import exports, reports
from earshot.telling.item_concerns import lines_of
from earshot.words.errors import BadTime, EarshotError
from earshot.words.period import Period
from earshot.words.times import utc_text


def register(app: typer.Typer) -> None:
    app.command()(mentions)
    app.command()(queue)
    app.command()(export)


class Export(StrEnum):
    MENTIONS = "mentions"
    COMPLIANCE = "compliance"
    SUMMARY = "summary"


LEFT_OUT = {
    Export.MENTIONS: restricted.count,
    Export.COMPLIANCE: restricted.count_due,
    Export.SUMMARY: restricted.count_in,
}


def mentions(as_json: Json = False) -> None:
    """List all Mentions, the newest first."""
    _list(Wanted(), Order.NEWEST, as_json)


def queue(as_json: Json = False) -> None:
    """List what waits for an answer, the most pressing first."""
    _list(Wanted(owed=True), Order.QUEUE, as_json)


def _list(wanted: Wanted, order: str, as_json: bool) -> None:
    house, at = present_house(), now()
    policy = house.sound_policy
    with house.store.unit() as connection:
        _catch_up(connection, policy, at)
        company = company_in(connection)
        hidden = restricted.addresses(connection)
        found = [
            replace(item, in_reply_to=None) if item.in_reply_to in hidden else item
            for item in items(connection, wanted, order=order)
        ]
        queued = restricted.count_waiting if wanted.owed else restricted.count
        left_out = queued(connection)
    line = item_line if as_json else _short_line
    print_lines((line(item, company) for item in found), as_json=as_json)
    say_left_out(left_out)


def item_line(item: Item, company: Company) -> Line:
    """A Mention as other programs read it."""
    return {
        "id": item.id,
        "source": item.source,
        "platform": item.platform,
        "account": company.account_name(item.account),
        "kind": item.kind,
        "url": item.url,
        "author": item.author,
        "title": item.title,
        "text": item.text,
        "published_at": utc_text(item.published_at) if item.published_at else None,
        "seen_at": utc_text(item.seen_at),
        "language": item.language,
        "sentiment": item.sentiment,
        "compound": item.compound,
        "intent": item.intent,
        "needs_reply": item.needs_reply,
        "concerns": lines_of(item),
        "story": item.story,
        "in_reply_to": item.in_reply_to,
        "rating": item.rating,
        "state": item.state.value,
        "clock": item.clock.value,
        "due_at": utc_text(item.due_at) if item.due_at else None,
    }


def _short_line(item: Item, company: Company) -> Line:
    return {
        "id": item.id,
        "due": utc_text(item.due_at) if item.due_at else None,
        "state": item.state.value,
        "intent": item.intent,
        "where": company.account_name(item.account) or item.platform,
        "text": " ".join(filter(None, [item.title, item.text])),
    }


def export(
    what: Annotated[Export, typer.Argument()],
    start: Annotated[str, typer.Option("--from", help="First local date, YYYY-MM-DD.")],
    end: Annotated[str, typer.Option("--to", help="Last local date, included.")],
    out: Annotated[str, typer.Option(help="A file, or - for standard output.")],
) -> None:
    """Write a CSV for a period: by publication, or, for compliance, by deadline."""
    period = Period(read_day(start), read_day(end))
    if period.end < period.start:
        raise BadTime(f"The period ends ({end}) before it begins ({start}).")
    write = _writer(what, period)
    if out == "-":
        with standard_output() as stream:
            write(stream)
        return
    _write_file(Path(out), write)
    say(f"Wrote {out}.")


def _write_file(path: Path, write: Callable[[TextIO], None]) -> None:
    """Raises EarshotError where the file cannot be written."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            write(stream)
    except OSError as error:
        raise EarshotError(
            f"{path} cannot be written: {error.strerror}. The export is not complete."
        ) from error


def _catch_up(connection: Connection, policy: Policy | None, at: datetime) -> None:
    """Write down what time has brought: another policy, deadlines that have passed."""
    if policy is not None:
        note_policy(connection, policy, now=at)
    casework.record_misses(connection, now=at)


def _writer(what: Export, period: Period) -> Callable[[TextIO], None]:
    """Read what is asked for in one unit of work, and note in the log that it is taken away; what
    is returned writes it."""
    house, at = present_house(), now()
    policy = house.sound_policy
    with house.store.unit() as connection:
        _catch_up(connection, policy, at)
        left_out = LEFT_OUT[what](connection, period.start, period.end)
        rows, write = _read(connection, what, period, at)
        taken = audit.Taken(what.value, rows, left_out, period)
        audit.note_export(connection, taken, None, at)
    say_left_out(left_out)
    return write


def _read(
    connection: Connection, what: Export, period: Period, at: datetime
) -> tuple[int, Callable[[TextIO], None]]:
    """How many rows it is, and what writes them."""
    company = company_in(connection)
    if what is Export.SUMMARY:
        summary = reports.summary_in(connection, period, at)
        return len(summary.figures), lambda stream: exports.write_summary(stream, summary)
    if what is Export.MENTIONS:
        found = reports.mentions_of(connection, period)
        return len(found), lambda stream: exports.write_mentions(stream, found, company)
    due = reports.promises_of(connection, period)
    return len(due), lambda stream: exports.write_compliance(stream, due, company, at)
