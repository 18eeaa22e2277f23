"""The tables of Cases and their promises: written only with the Judgement or Event behind."""

from collections.abc import Sequence
from datetime import datetime

from earshot.rules.case import Case, Round
from earshot.rules.restriction import Restriction
from earshot.store.rows import Connection, Row, as_json, insert, listed, stored_time

TABLES = ("cases", "promises", "restrictions", "findings")
KEY = {"findings": '"case"'}  # by which its rows are a Case's, where that is not `id`


def put(connection: Connection, cases: Sequence[Case]) -> None:
    """Write Cases in the place of what the tables hold about them."""
    if not cases:
        return
    listed(connection, "changing", [case.id for case in cases])
    _clear(connection, "changing")
    add(connection, cases)


def remove(connection: Connection, ids: Sequence[str]) -> None:
    """Take away Cases that there should not be."""
    listed(connection, "removing", ids)
    _clear(connection, "removing")


def add(connection: Connection, cases: Sequence[Case]) -> None:
    """Write Cases that are new."""
    insert(connection, "cases", [_case_row(case) for case in cases])
    insert(connection, "promises", [row for case in cases for row in _promise_rows(case)])
    restricted = [(case.id, case.restriction) for case in cases if case.restriction]
    insert(connection, "restrictions", [_restriction_row(*each) for each in restricted])
    insert(connection, "findings", [row for case in cases for row in _finding_rows(case)])


def overdue(connection: Connection, now: datetime) -> list[tuple[str, int]]:
    """(id, number) of each promise whose deadline has passed with nothing said of it yet."""
    return connection.execute(
        "SELECT id, number FROM promises WHERE latest_due_at < ? AND verdict IS NULL "
        "AND exempt IS NULL AND responded_at IS NULL AND NOT private "
        "ORDER BY latest_due_at, id, number",
        [stored_time(now)],
    ).fetchall()


def of_mentions(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The Case of each of these Mentions that has one: a Story's members share their lead's."""
    if not ids:
        return {}
    listed(connection, "asked", ids)
    return dict(
        connection.execute(
            "SELECT m.id, c.id FROM mentions m JOIN cases c ON c.id = coalesce(m.story, m.id) "
            "WHERE m.id IN (FROM asked)"
        ).fetchall()
    )


def history_in(connection: Connection, run: str) -> int:
    """How many of the Mentions that a Run was the first to bring are history."""
    row = connection.execute(
        "SELECT count(DISTINCT m.id) FROM sightings s JOIN mentions m ON m.id = s.mention "
        "JOIN cases c ON c.id = m.id WHERE s.run = ? AND c.state = 'history' "
        "AND m.seen_at = (SELECT min(seen_at) FROM sightings WHERE run = s.run)",
        [run],
    ).fetchone()
    return int(row[0]) if row else 0


def stored(connection: Connection) -> dict[str, list[Row]]:
    """All rows of each Case as they stand, for comparing with `rows`."""
    found: dict[str, list[Row]] = {}
    for row in connection.execute("FROM cases ORDER BY id").fetchall():
        found.setdefault(row[0], []).append(row)
    for row in connection.execute("FROM promises ORDER BY id, number").fetchall():
        found.setdefault(row[0], []).append(row)
    for row in connection.execute("FROM restrictions ORDER BY id").fetchall():
        found.setdefault(row[0], []).append(row)
    for row in connection.execute("FROM findings ORDER BY ALL").fetchall():
        found.setdefault(row[0], []).append(row)
    return found


def rows(case: Case) -> list[Row]:
    """A Case as the tables hold it: its own row, one for each promise, its restriction's, and one
    for each finding."""
    own = [_case_row(case), *_promise_rows(case)]
    kept = [_restriction_row(case.id, case.restriction)] if case.restriction else []
    return [*own, *kept, *sorted(_finding_rows(case))]


def restrictions(connection: Connection) -> list[Row]:
    """All rows of restricted items, for `keep_restricted`."""
    return connection.execute("FROM restrictions").fetchall()


def keep_restricted(connection: Connection, rows: Sequence[Row]) -> None:
    """Of these rows put back those of items that are not restricted any more."""
    present = {row[0] for row in restrictions(connection)}
    insert(connection, "restrictions", [row for row in rows if row[0] not in present])


def _clear(connection: Connection, listed_as: str) -> None:
    for table in TABLES:
        key = KEY.get(table, "id")
        connection.execute(f"DELETE FROM {table} WHERE {key} IN (FROM {listed_as})")


def _restriction_row(case_id: str, found: Restriction) -> Row:
    return (
        case_id,
        found.concern.value,
        stored_time(found.since),
        found.by,
        found.stage.value,
        found.urgent,
        found.seen_by,
        stored_time(found.handed_at),
        stored_time(found.filed_at),
        found.reference,
        found.manager,
        as_json(list(found.locked)),
    )


def _case_row(case: Case) -> Row:
    return (
        case.id,
        case.version,
        case.state.value,
        case.clock.value,
        stored_time(case.received_at),
        stored_time(case.due_at),
        case.assignee,
        case.held,
        case.escalated,
        stored_time(case.snoozed_until),
        stored_time(case.answered_at),
        case.follow_up_on,
        case.reason,
        case.work.audience or None,
    )


def _finding_rows(case: Case) -> list[Row]:
    return [
        (
            case.id,
            found.mention,
            found.what.value,
            found.concern,
            found.machine,
            found.person,
            found.reason,
            found.by,
            stored_time(found.at),
        )
        for found in case.work.findings
    ]


def _promise_rows(case: Case) -> list[Row]:
    return [_promise_row(case, each, each is case.round) for each in case.rounds]


def _promise_row(case: Case, each: Round, present: bool) -> Row:
    promise = each.promise
    return (
        case.id,
        each.number,
        present,
        promise.clock.value if promise else case.clock.value,
        stored_time(promise.received_at if promise else case.received_at),
        stored_time(promise.due_at) if promise else None,
        stored_time(promise.latest_due_at) if promise else None,
        promise.due_on if promise else None,
        promise.explanation if promise else None,
        promise.clause if promise else None,
        promise.calendar_version if promise else None,
        promise.policy_version if promise else None,
        stored_time(each.responded_at),
        each.response_place,
        each.response_link,
        each.entered_late,
        stored_time(each.decided_at),
        each.reason,
        each.exempt.value if each.exempt else None,
        each.verdict.value if each.verdict else None,
        each.earlier_verdict.value if each.earlier_verdict else None,
        each.private,
    )
