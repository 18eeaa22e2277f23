"""Holding: what waits for the senior team: press contact at once, other things when somebody asks.

The clock runs on: a holding line may go as an acknowledgement.
"""

from collections.abc import Sequence
from datetime import datetime

from earshot.handling import casework
from earshot.handling.playing import Seen, recorded, standing
from earshot.rules.access import Right
from earshot.rules.arrival import Rules
from earshot.rules.events import Event, EventKind, NewEvent
from earshot.rules.findings import Judged
from earshot.rules.playbook_rules import WORKED_ON
from earshot.rules.work import HELD_FOR_PRESS
from earshot.store import log
from earshot.store.mentions import Judged as JudgedMention
from earshot.store.rows import Connection
from earshot.words.errors import Refused
from earshot.words.times import utc_text
from earshot.words.vocabulary import Intent


def hold_press(connection: Connection, judged: Sequence[JudgedMention], *, now: datetime) -> None:
    """Hold what journalists have just written, or edited, in the caller's unit of work."""
    asked = [each.mention.id for each in judged if each.judgement.intent is Intent.PRESS]
    _hold(connection, asked, now)


def hold_found_press(connection: Connection, mentions: Sequence[str], *, now: datetime) -> None:
    """Hold what the rules of now take for press contact; never again what was held before, nor
    what a person has said the intent of."""
    if not mentions:
        return
    held_before = {event.subject for event in log.latest(connection, [EventKind.HELD])}
    fresh = [each for each in mentions if each not in held_before]
    cases = casework.current(connection, fresh)
    unsaid = [
        mention
        for mention, case in cases.items()
        if case.work.finding(mention, Judged.INTENT) is None
    ]
    _hold(connection, unsaid, now)


def _hold(connection: Connection, asked: Sequence[str], now: datetime) -> None:
    if not asked:
        return
    found = {case.id: case for case in casework.current(connection, asked).values()}
    waiting = [c for c in found.values() if c.state in WORKED_ON and not (c.held or c.restriction)]
    details = {"happened_at": utc_text(now), "reason": HELD_FOR_PRESS}
    casework.record(
        connection, [NewEvent(EventKind.HELD, case.id, details) for case in waiting], now=now
    )


def hold(
    connection: Connection, seen: Seen, rules: Rules, *, reason: str, actor: str, now: datetime
) -> Event:
    """Have it wait for the senior team. Raises as `playing.standing` does, and:

    Refused: there is no reason, it waits already, or it is dealt with.
    """
    case = standing(connection, seen, rules, actor).case
    if not reason.strip():
        raise Refused("Say why it waits for the senior team.")
    if case.held:
        raise Refused("It waits for the senior team already.")
    if case.state not in WORKED_ON:
        raise Refused("It is dealt with: nothing about it waits.")
    details = {"reason": reason.strip()}
    return recorded(connection, EventKind.HELD, case, details, actor, now)


def release(
    connection: Connection, seen: Seen, rules: Rules, *, reason: str = "", actor: str, now: datetime
) -> Event:
    """Let it be answered; `reason` says what was agreed. Only the senior team does.

    Raises as `playing.standing` does, and:

    Refused: it waits for nobody.
    """
    case = standing(connection, seen, rules, actor, Right.SIGN).case
    if not case.held:
        raise Refused("It does not wait for the senior team.")
    return recorded(connection, EventKind.RELEASED, case, {"reason": reason.strip()}, actor, now)
