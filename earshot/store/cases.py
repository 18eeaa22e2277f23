"""The table of Cases: written only in the unit that writes the Judgement or Event behind it."""

from collections.abc import Sequence
from datetime import datetime

from earshot.case import Case
from earshot.store.rows import Connection, Row, insert, listed, stored_time
from earshot.vocabulary import State


def put(connection: Connection, cases: Sequence[Case]) -> None:
    """Write Cases in the place of what the table holds about them."""
    if not cases:
        return
    listed(connection, "changing", [case.id for case in cases])
    connection.execute("DELETE FROM cases WHERE id IN (FROM changing)")
    add(connection, cases)


def add(connection: Connection, cases: Sequence[Case]) -> None:
    """Write Cases that are new."""
    insert(connection, "cases", [row(case) for case in cases])


def overdue(connection: Connection, now: datetime) -> list[str]:
    """Open Cases whose deadline has passed with no verdict on it yet."""
    rows = connection.execute(
        "SELECT id FROM cases WHERE state = ? AND latest_due_at < ? "
        "AND (verdict IS NULL OR verdict_due_at != due_at) ORDER BY latest_due_at, id",
        [State.OPEN.value, stored_time(now)],
    ).fetchall()
    return [row[0] for row in rows]


def stored(connection: Connection) -> dict[str, Row]:
    """Every row as it stands, for comparing."""
    rows = connection.execute("FROM cases").fetchall()
    return {row[0]: row for row in rows}


def row(case: Case) -> Row:
    """A Case as the table holds it."""
    promise = case.promise
    return (
        case.id,
        case.version,
        case.state.value,
        case.clock.value,
        stored_time(case.received_at),
        stored_time(promise.due_at) if promise else None,
        stored_time(promise.latest_due_at) if promise else None,
        promise.due_on if promise else None,
        promise.explanation if promise else None,
        promise.clause if promise else None,
        promise.calendar_version if promise else None,
        promise.policy_version if promise else None,
        case.assignee,
        case.held,
        case.escalated,
        stored_time(case.snoozed_until),
        stored_time(case.responded_at),
        stored_time(case.answered_at),
        stored_time(case.decided_at),
        case.follow_up_on,
        case.response_place,
        case.response_link,
        case.reason,
        case.entered_late,
        case.verdict.value if case.verdict else None,
        stored_time(case.verdict_due_at),
        case.verdict_due_on,
        case.exempt,
    )
