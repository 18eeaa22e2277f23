"""Correcting: what people say of a Judgement: that it is right, or what is right instead.

Both values are kept, with the reason. What follows from a word is recorded beside it: that by its
tone and intent it needs a reply, that one is owed, that the press is there. Undoing the word undoes
that as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from earshot.handling import casework
from earshot.handling.decisions import (
    Action,
    Decision,
    Outcome,
    check_as_seen,
    decide,
    opening_details,
)
from earshot.judging.judgement import needs_reply
from earshot.rules.access import RIGHTS, Right, require_actor
from earshot.rules.arrival import Rules
from earshot.rules.case import Case
from earshot.rules.events import PROGRAM, Event, EventKind, NewEvent
from earshot.rules.findings import Judged
from earshot.rules.restriction import Danger
from earshot.rules.work import HELD_FOR_PRESS
from earshot.store import findings
from earshot.store.findings import MachineSaid
from earshot.store.rows import Connection
from earshot.words.errors import NotFound, Refused
from earshot.words.times import utc_text
from earshot.words.vocabulary import ConcernName, Intent, Sentiment, State

PRESENT, ABSENT = "present", "absent"
NOT_ABOUT_US = "Not about us"
VALUES = {
    Judged.SENTIMENT: frozenset(each.value for each in Sentiment if each != Sentiment.NOT_SCORED),
    Judged.INTENT: frozenset(each.value for each in Intent),
    Judged.NEEDS_REPLY: frozenset({"yes", "no"}),
    Judged.CONCERN: frozenset({PRESENT, ABSENT}),
}
# They are said to the safeguarding people by restricting the item, and by nobody else here.
RESTRICTING = frozenset(each.value for each in Danger)


@dataclass(frozen=True, slots=True)
class Correction:
    """What one person says of one thing, of the values that `VALUES` holds."""

    mention: str
    version: int  # of its Case, as the person saw it
    what: Judged
    person: str
    reason: str = ""  # needed where the machine says something else
    concern: str = ""  # which, of a concern


def correct(
    connection: Connection, correction: Correction, rules: Rules, *, actor: str, now: datetime
) -> Event:
    """Record a person's word, and what follows from it. Returns the last Event.

    Raises:
        Refused: there is no such value, no reason, or the item is restricted.
        MovedOn: somebody else was there first; says what happened.
        NotFound: nothing has this id.
    """
    case, said = _asked(connection, correction.mention, correction.version, rules, actor)
    _check(correction, said)
    events = [*_beside(case, correction, said, rules, actor, now)]
    events.append(_corrected(case, correction, said, len(events), actor, now))
    return casework.record(connection, events, now=now)[-1]


def confirm(
    connection: Connection, mention: str, version: int, rules: Rules, *, actor: str, now: datetime
) -> Event:
    """By one press: tone, intent and whether it needs a reply are right, as far as nobody has said
    anything of them yet. Returns the last Event. Raises as `correct` does."""
    case, said = _asked(connection, mention, version, rules, actor)
    silent = [
        Correction(mention, version, what, value)
        for what, value in said.values.items()
        if value in VALUES[what] and case.work.finding(mention, what) is None
    ]
    if not said.text_included or not silent:
        raise Refused("Somebody has said already what is right here.")
    events = [_corrected(case, each, said, n, actor, now) for n, each in enumerate(silent)]
    return casework.record(connection, events, now=now)[-1]


def not_about_us(
    connection: Connection,
    mention: str,
    version: int,
    rules: Rules,
    *,
    reason: str,
    actor: str,
    now: datetime,
) -> Outcome:
    """Out of scope, since it is about somebody else. Raises as `decide` does."""
    if not reason.strip():
        raise Refused("Say who or what it is about, or how one can tell.")
    why = f"{NOT_ABOUT_US}: {reason.strip()}"
    case = casework.current(connection, [mention])[mention]
    told = Decision(Action.OUT_OF_SCOPE, ((case.id, version),), actor, reason=why)
    return decide(connection, told, rules, now=now)


def _asked(
    connection: Connection, mention: str, version: int, rules: Rules, actor: str
) -> tuple[Case, MachineSaid]:
    if actor == PROGRAM:
        raise Refused("Say who you are first: what you say of an item carries your name.")
    require_actor(actor, Right.DECIDE, rules.company)
    case = casework.current(connection, [mention])[mention]
    check_as_seen(case, version, connection, rules)
    said = findings.machine_said(connection, mention)
    if said is None:
        raise NotFound(f"There is no item {mention!r}.")
    return case, said


def _check(correction: Correction, said: MachineSaid) -> None:
    if correction.person not in VALUES[correction.what]:
        raise Refused(f"{correction.person!r} is nothing that can be said here.")
    if not said.text_included and correction.what is not Judged.NEEDS_REPLY:
        raise Refused("Its text is not here, so nothing was judged: add the text first.")
    if correction.what is Judged.CONCERN:
        _check_concern(correction, said)
    if not correction.reason.strip() and correction.person != _machine(correction, said):
        raise Refused("Say why: both values are kept, with your reason.")


def _check_concern(correction: Correction, said: MachineSaid) -> None:
    if correction.concern not in list(ConcernName):
        raise Refused(f"There is no concern {correction.concern!r}.")
    if correction.concern in RESTRICTING:
        raise Refused(
            "That is for the safeguarding lead: restrict the item under “Is this about somebody’s "
            "safety?”, and tell them."
        )
    if correction.concern == ConcernName.JOURNALIST and correction.person != _machine(
        correction, said
    ):
        raise Refused("Contact from the press is said by what it is: correct that.")


def _machine(correction: Correction, said: MachineSaid) -> str:
    if correction.what is Judged.CONCERN:
        return PRESENT if correction.concern in said.concerns else ABSENT
    return said.values[correction.what]


def _corrected(
    case: Case, correction: Correction, said: MachineSaid, beside: int, actor: str, now: datetime
) -> NewEvent:
    """`beside`: how many Events just before it belong to it, and are undone with it."""
    details: dict[str, Any] = {
        "mention": correction.mention,
        "what": correction.what.value,
        "concern": correction.concern,
        "machine": _machine(correction, said),
        "person": correction.person,
        "reason": correction.reason.strip(),
        "edition": said.edition,
        "beside": beside,
        "happened_at": utc_text(now),
    }
    return NewEvent(EventKind.CORRECTED, case.id, details, actor)


def _beside(
    case: Case,
    correction: Correction,
    said: MachineSaid,
    rules: Rules,
    actor: str,
    now: datetime,
) -> Sequence[NewEvent]:
    if correction.what is Judged.NEEDS_REPLY and correction.person == "yes":
        return _owed(case, correction, rules, actor, now)
    beside: list[NewEvent] = []
    if correction.what is Judged.INTENT:
        beside += _of_press(case, correction, said, rules, actor, now)
    if correction.what in (Judged.INTENT, Judged.SENTIMENT):
        beside += _of_need(case, correction, said, rules, actor, now)
    return beside


def _of_need(
    case: Case,
    correction: Correction,
    said: MachineSaid,
    rules: Rules,
    actor: str,
    now: datetime,
) -> Sequence[NewEvent]:
    """By what a person says of its tone or intent it needs a reply, and none was seen to be needed:
    that it does is their word as well. Never the other way round: nothing that waits goes by
    itself. Where somebody has said or decided whether a reply is needed, that stands."""
    told = case.work.finding(correction.mention, Judged.NEEDS_REPLY)
    if told or case.reason or said.values[Judged.NEEDS_REPLY] == "yes":
        return ()
    if not _needs_reply(case, correction, said):
        return ()
    needed = replace(correction, what=Judged.NEEDS_REPLY, person="yes")
    owed = () if case.state is State.HISTORY else _owed(case, needed, rules, actor, now)
    return (*owed, _corrected(case, needed, said, 0, actor, now))


def _needs_reply(case: Case, correction: Correction, said: MachineSaid) -> bool:
    values = dict(said.values)
    for what in (Judged.INTENT, Judged.SENTIMENT):
        found = case.work.finding(correction.mention, what)
        values[what] = found.person if found else values[what]
    values[correction.what] = correction.person
    intent, sentiment = Intent(values[Judged.INTENT]), Sentiment(values[Judged.SENTIMENT])
    return needs_reply(intent, sentiment, own_account=said.own_account)


def _owed(
    case: Case, correction: Correction, rules: Rules, actor: str, now: datetime
) -> Sequence[NewEvent]:
    """A promise begins where none runs; of what was answered nothing more is owed."""
    kind = {
        State.HISTORY: EventKind.TAKEN_IN,
        State.NO_REPLY_NEEDED: EventKind.REOPENED,
        State.OUT_OF_SCOPE: EventKind.REOPENED,
    }.get(case.state)
    if kind is None:
        return ()
    details = opening_details(case, correction.reason, rules, now)
    return (NewEvent(kind, case.id, {"happened_at": utc_text(now), **details}, actor),)


def _of_press(
    case: Case,
    correction: Correction,
    said: MachineSaid,
    rules: Rules,
    actor: str,
    now: datetime,
) -> Sequence[NewEvent]:
    """Contact from the press is a concern exactly when that is what it is, and waits for the senior
    team, who alone release it."""
    before = case.work.finding(correction.mention, Judged.INTENT)
    was = before.person if before else said.values[Judged.INTENT]
    is_press = correction.person == Intent.PRESS
    if is_press == (was == Intent.PRESS):
        return ()
    journalist = replace(
        correction,
        what=Judged.CONCERN,
        concern=ConcernName.JOURNALIST.value,
        person=PRESENT if is_press else ABSENT,
    )
    raised = _corrected(case, journalist, said, 0, actor, now)
    at = {"happened_at": utc_text(now)}
    if is_press and not case.held:
        return raised, NewEvent(EventKind.HELD, case.id, at | {"reason": HELD_FOR_PRESS}, actor)
    releases = case.held and case.work.held_for == HELD_FOR_PRESS and _signs(actor, rules)
    if not is_press and releases:
        return raised, NewEvent(EventKind.RELEASED, case.id, at, actor)
    return (raised,)


def _signs(actor: str, rules: Rules) -> bool:
    roles = rules.company.people[actor].roles
    return any(Right.SIGN in RIGHTS[role] for role in roles)
