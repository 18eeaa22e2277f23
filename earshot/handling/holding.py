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
from earshot.store.mentions import Judged
from earshot.store.rows import Connection
from earshot.words.errors import Refused
from earshot.words.times import utc_text
from earshot.words.vocabulary import Intent, State

PRESS = "press"
WAITING = (State.OPEN, State.ACKNOWLEDGED)


def hold_press(connection: Connection, judged: Sequence[Judged], *, now: datetime) -> None:
    """Hold what journalists have just written, or edited, in the caller's unit of work."""
    asked = [each.mention.id for each in judged if each.judgement.intent is Intent.PRESS]
    if not asked:
        return
    found = {case.id: case for case in casework.current(connection, asked).values()}
    waiting = [c for c in found.values() if c.state in WAITING and not (c.held or c.restriction)]
    details = {"happened_at": utc_text(now), "reason": PRESS}
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
    if case.state not in WAITING:
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
