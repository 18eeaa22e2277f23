"""The register of requests about data: entered, extended, answered, each change an Event.

Whoever asks is a Reader with the right to it, or the program itself: the command line of whoever
administers the machine.
"""

import csv
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import StringIO

from earshot.handling.house import company_in
from earshot.rules.access import Reader, Right, require
from earshot.rules.company import Company
from earshot.rules.events import PROGRAM, EventKind, NewEvent
from earshot.rules.requests import (
    OWED,
    Request,
    RequestKind,
    RequestState,
    due_on,
    extended,
    likely,
    listed,
    request_set,
)
from earshot.store import log, questions
from earshot.store.questions import Item, Order, Wanted
from earshot.store.rows import Connection
from earshot.words.cells import safe_cell
from earshot.words.errors import NotFound, Refused
from earshot.words.times import local_date, spoken_day
from earshot.words.vocabulary import Intent, State

REGISTER = "requests"  # the subject of an Event about the register as a whole


@dataclass(frozen=True, slots=True)
class CameIn:
    """A Mention that reads like a request, and is in the register not yet."""

    item: Item
    kind: RequestKind  # that it seems to be
    received_on: date  # local
    due_on: date  # local
    is_history: bool  # from before its source was heard


def present(connection: Connection, reader: Reader | str) -> list[Request]:
    """The register without what was found to be no request; what is due first comes first."""
    _allowed(connection, reader)
    return [each for each in _all(connection) if each.state is not RequestState.NOT_ONE]


def came_in(connection: Connection, reader: Reader | str) -> list[CameIn]:
    """What came in as a comment, oldest first; never what is restricted or was put out of scope."""
    company = _allowed(connection, reader)
    entered = {each.mention for each in _all(connection)}
    wanted = Wanted(intents=(Intent.DATA_REQUEST,))
    found = questions.items(connection, wanted, order=Order.OLDEST)
    return [
        _came_in(item, company)
        for item in found
        if item.id not in entered and item.state is not State.OUT_OF_SCOPE
    ]


def _came_in(item: Item, company: Company) -> CameIn:
    kind = likely(str(reason[0]) for reason in item.reasons)
    received_on = local_date(item.received_at, company.zone)
    due = due_on(kind, received_on, company.calendar)
    return CameIn(item, kind, received_on, due, item.state is State.HISTORY)


def enter(
    connection: Connection,
    reader: Reader | str,
    kind: RequestKind,
    received_on: date,
    *,
    about: str = "",
    mention: str = "",
    now: datetime,
) -> Request:
    """Enter a request; one that a Mention brought is entered once, and its words are not copied.

    Raises:
        Refused: who asks may not, it came in on a day to come, nothing says what it is about, or
            the Mention's request stands in the register.
    """
    company = _allowed(connection, reader)
    if received_on > local_date(now, company.zone):
        raise Refused("A request cannot have come in on a day that is still to come.")
    if not (about.strip() or mention):
        raise Refused("Say in a few words what the request is about.")
    if mention and any(each.mention == mention for each in _all(connection)):
        raise Refused("This request stands in the register already.")
    due = due_on(kind, received_on, company.calendar)
    new = Request(
        "r-" + secrets.token_hex(4), kind, received_on, due, about.strip(), mention=mention
    )
    return _write(connection, reader, new, now)


def dismiss(
    connection: Connection, reader: Reader | str, found: CameIn, *, now: datetime
) -> Request:
    """Note that what reads like a request is none: it is offered no more."""
    entry = enter(connection, reader, found.kind, found.received_on, mention=found.item.id, now=now)
    return _write(connection, reader, replace(entry, state=RequestState.NOT_ONE), now)


def extend(
    connection: Connection, reader: Reader | str, request_id: str, why: str, *, now: datetime
) -> Request:
    """Take two further months, once, and say why. The person has to be told within the first: when
    that is over, there is nothing left to extend.

    Raises:
        Refused: who asks may not, gives no reason, or this one cannot be extended, or no more.
        NotFound: there is no such request.
    """
    company = _allowed(connection, reader)
    today = local_date(now, company.zone)

    def longer(entry: Request) -> Request:
        if not why.strip():
            raise Refused("Say why it takes longer: the person has to be told within the month.")
        if entry.kind is RequestKind.COMPLAINT or entry.state is RequestState.EXTENDED:
            raise Refused("This one cannot be extended, or not again.")
        if entry.is_late(today):
            raise Refused(
                f"It was due by {spoken_day(entry.due_on)}: it can be extended no more, since the "
                "person had to be told by then. Answer it now; it stays late."
            )
        return extended(entry, why.strip(), company.calendar)

    return _change(connection, reader, request_id, longer, now)


def acknowledge(
    connection: Connection, reader: Reader | str, request_id: str, on: date, *, now: datetime
) -> Request:
    """The person was told that their complaint has come in."""
    today = local_date(now, _allowed(connection, reader).zone)
    return _change(
        connection,
        reader,
        request_id,
        lambda entry: replace(entry, acknowledged_on=_lived(entry, on, today)),
        now,
    )


def identify(
    connection: Connection, reader: Reader | str, request_id: str, *, now: datetime
) -> Request:
    """It is known that whoever asks is who they say."""
    return _change(
        connection, reader, request_id, lambda entry: replace(entry, identity_checked=True), now
    )


def answer(
    connection: Connection,
    reader: Reader | str,
    request_id: str,
    outcome: str,
    *,
    on: date,
    refused: bool = False,
    now: datetime,
) -> Request:
    """It was answered, or refused, that day, and how that ended."""
    today = local_date(now, _allowed(connection, reader).zone)
    if not outcome.strip():
        raise Refused("Say in a few words how it ended.")
    state = RequestState.REFUSED if refused else RequestState.ANSWERED

    def answered(entry: Request) -> Request:
        day = _lived(entry, on, today)
        return replace(entry, state=state, answered_on=day, outcome=outcome.strip())

    return _change(connection, reader, request_id, answered, now)


COLUMNS = (
    "id",
    "kind",
    "received_on",
    "due_on",
    "extended_to",
    "state",
    "identity_checked",
    "acknowledged_on",
    "answered_on",
    "late",
)


def take_away(connection: Connection, reader: Reader | str, *, now: datetime) -> bytes:
    """The register as a CSV file of COLUMNS, without anything that may hold a name; it is logged
    that it was taken."""
    company = _allowed(connection, reader)
    found = present(connection, reader)
    details = {"what": "requests", "rows": len(found)}
    event = NewEvent(EventKind.EXPORTED, REGISTER, details, _actor(reader))
    log.append(connection, [event], now=now)
    return _as_file(found, local_date(now, company.zone))


def _as_file(found: Sequence[Request], today: date) -> bytes:
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for entry in found:
        values = [getattr(entry, name, None) for name in COLUMNS[:-1]]
        writer.writerow([safe_cell(each) for each in (*values, _was_late(entry, today))])
    return stream.getvalue().encode("utf-8-sig")


def _was_late(entry: Request, today: date) -> bool:
    """Whether the day passed, or had passed when it was answered or acknowledged."""
    done = entry.acknowledged_on or entry.answered_on
    if entry.kind is not RequestKind.COMPLAINT:
        done = entry.answered_on
    return (done or today) > (entry.extended_to or entry.due_on)


def _change(
    connection: Connection,
    reader: Reader | str,
    request_id: str,
    change: Callable[[Request], Request],
    now: datetime,
) -> Request:
    _allowed(connection, reader)
    entry = next((each for each in _all(connection) if each.id == request_id), None)
    if entry is None:
        raise NotFound(f"There is no request {request_id!r}; `request list` shows them.")
    if entry.state not in OWED:
        raise Refused("This request was answered already.")
    return _write(connection, reader, change(entry), now)


def _lived(entry: Request, on: date, today: date) -> date:
    """A day on which it can have been done. Raises Refused."""
    if not entry.received_on <= on <= today:
        raise Refused("That day lies before the request, or is still to come.")
    return on


def _write(connection: Connection, reader: Reader | str, entry: Request, now: datetime) -> Request:
    log.append(connection, [request_set(entry, _actor(reader))], now=now)
    return entry


def _all(connection: Connection) -> list[Request]:
    return listed(log.latest(connection, [EventKind.REQUEST_SET]))


def _allowed(connection: Connection, reader: Reader | str) -> Company:
    """The company, for who has the right to its register. Raises Refused."""
    company = company_in(connection)
    if isinstance(reader, Reader):
        require(reader, Right.RIGHTS, company)
    elif reader != PROGRAM:
        raise Refused("The register is for whoever has signed in with the right to it.")
    return company


def _actor(reader: Reader | str) -> str:
    if isinstance(reader, str):
        return reader
    assert reader.person is not None  # `_allowed` lets nobody else in
    return reader.person.id
