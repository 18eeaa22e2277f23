"""Casework: recording Events about Cases, so that the log and the table always say the same."""

from collections.abc import Sequence
from datetime import datetime

from earshot.rules.case import Case, fold, verdict_details
from earshot.rules.events import Event, EventKind, NewEvent
from earshot.store import cases, log, mentions
from earshot.store.rows import Connection
from earshot.words.errors import NotFound
from earshot.words.times import utc_text
from earshot.words.vocabulary import Verdict


def current(connection: Connection, ids: Sequence[str]) -> dict[str, Case]:
    """These Cases as their arrivals and Events say.

    Raises:
        NotFound: an id that no Mention has.
    """
    arrivals = mentions.arrivals(connection, ids)
    events = log.of_subjects(connection, ids)
    for case_id in ids:
        if case_id not in arrivals:
            raise NotFound(f"There is no item {case_id!r}.")
    return {case_id: fold(case_id, arrivals[case_id], events[case_id]) for case_id in ids}


def record(connection: Connection, events: Sequence[NewEvent], *, now: datetime) -> list[Event]:
    """Append Events about Cases, and bring those Cases up to date, in the caller's unit."""
    if not events:
        return []
    appended = log.append(connection, events, now=now)
    touched = sorted({event.subject for event in events})
    cases.put(connection, list(current(connection, touched).values()))
    return appended


def record_misses(connection: Connection, *, now: datetime) -> int:
    """Append a miss for every deadline that has passed without a reply, dated at the deadline."""
    late = cases.overdue(connection, now)
    if not late:
        return 0
    found = current(connection, sorted({case_id for case_id, _ in late}))
    record(connection, [_miss(found[case_id], number) for case_id, number in late], now=now)
    return len(late)


def _miss(case: Case, number: int) -> NewEvent:
    promise = next(each.promise for each in case.rounds if each.number == number)
    assert promise is not None  # `overdue` asks for deadlines only
    return NewEvent(
        EventKind.MISSED,
        case.id,
        {
            "promise": number,
            "happened_at": utc_text(promise.latest_due_at),
            "verdict": verdict_details(promise, Verdict.MISSED),
        },
    )
