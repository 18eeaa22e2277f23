"""Answering: replies of our own that were found are written into the Cases that they answer."""

from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from earshot.handling import casework
from earshot.rules.answering import OwnReply, finding
from earshot.rules.case import Case
from earshot.rules.events import NewEvent
from earshot.store import cases
from earshot.store.rows import Connection


def record_replies(
    connection: Connection, replies: Sequence[OwnReply], zone: ZoneInfo, *, now: datetime
) -> int:
    """Record each reply that adds something to its Case; returns how many did.

    Of several to one Case the earliest comes first; a later one can still answer what was reopened.
    """
    waiting = _by_case(connection, replies, now)
    recorded = 0
    while waiting:
        found = casework.current(connection, sorted(waiting))
        events = [_next(found[case_id], queue, zone, now) for case_id, queue in waiting.items()]
        news = [event for event in events if event]
        casework.record(connection, news, now=now)
        recorded += len(news)
        waiting = {case_id: queue for case_id, queue in waiting.items() if queue}
    return recorded


def _by_case(
    connection: Connection, replies: Sequence[OwnReply], now: datetime
) -> dict[str, deque[OwnReply]]:
    """The replies to each Case that there is, the earliest first."""
    case_of = cases.of_mentions(connection, [t for each in replies for t in each.targets])
    found: dict[str, deque[OwnReply]] = defaultdict(deque)
    for reply in sorted(replies, key=lambda each: each.published.at or now):
        case_id = next((case_of[t] for t in reply.targets if t in case_of), None)
        if case_id is not None:
            found[case_id].append(reply)
    return found


def _next(case: Case, queue: deque[OwnReply], zone: ZoneInfo, now: datetime) -> NewEvent | None:
    """What the first reply that adds something adds; those before it are done with."""
    while queue:
        event = finding(case, queue.popleft(), zone, now)
        if event is not None:
            return event
    return None
