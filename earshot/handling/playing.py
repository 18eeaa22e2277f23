"""Playing: what people do by the playbook, checked against how the Case stands, then recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from earshot.handling import casework
from earshot.handling.decisions import check_as_seen
from earshot.rules.access import Right, require_actor
from earshot.rules.arrival import Rules
from earshot.rules.case import Case
from earshot.rules.events import PROGRAM, Event, EventKind, NewEvent
from earshot.rules.measures import is_generic, needs_generic_words, why_shut
from earshot.rules.playbook import Situation, situation
from earshot.rules.playbook_rules import Audience
from earshot.rules.work import Measure
from earshot.store.questions import Item, Wanted, items
from earshot.store.rows import Connection
from earshot.words.errors import NotFound, Refused
from earshot.words.times import local_date, utc_text
from earshot.words.vocabulary import Intent, State


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as the person saw it who acts on it."""

    item: str  # a Mention's id
    version: int  # the Case's


@dataclass(frozen=True, slots=True)
class Standing:
    """The item and its Case as they stand now."""

    item: Item
    case: Case

    @property
    def situation(self) -> Situation:
        return situation(self.case, Intent(self.item.intent), self.item.concerns)


def standing(
    connection: Connection, seen: Seen, rules: Rules, actor: str, right: Right = Right.DECIDE
) -> Standing:
    """What is acted on.

    Raises:
        Refused: nobody is named, their role does not allow it, or the item is restricted.
        MovedOn: somebody else was there first; says what happened.
        NotFound: nothing has this id.
    """
    if actor == PROGRAM:
        raise Refused("Say who you are first: what is done carries a name.")
    require_actor(actor, right, rules.company)
    case = casework.current(connection, [seen.item])[seen.item]
    check_as_seen(case, seen.version, connection, rules)
    found = items(connection, Wanted(ids=(seen.item,)))
    if not found:
        raise NotFound(f"There is no item {seen.item!r}.")
    return Standing(found[0], case)


def recorded(
    connection: Connection,
    kind: EventKind,
    case: Case,
    details: dict[str, Any],
    actor: str,
    now: datetime,
) -> Event:
    """One Event about a Case, written down."""
    told = {"happened_at": utc_text(now), **details}
    return casework.record(connection, [NewEvent(kind, case.id, told, actor)], now=now)[0]


def choose_audience(
    connection: Connection,
    seen: Seen,
    audience: Audience,
    rules: Rules,
    *,
    actor: str,
    now: datetime,
) -> Event:
    """Say who wrote it; a person does, nothing is guessed. Raises as `standing` does."""
    case = standing(connection, seen, rules, actor).case
    details = {"audience": Audience(audience).value}
    return recorded(connection, EventKind.AUDIENCE_SET, case, details, actor, now)


def mark_done(
    connection: Connection,
    seen: Seen,
    step: str,
    rules: Rules,
    *,
    note: str = "",
    actor: str,
    now: datetime,
) -> Event:
    """Note that a step was done. Raises as `standing` does, and:

    Refused: there is no such step, it is done already, or it asks for a removal that is not open.
    """
    found = standing(connection, seen, rules, actor)
    known = rules.policy.playbooks.step(step)
    if known is None:
        raise Refused("There is no such step in the playbook any more.")
    if any(each.step == step for each in found.case.work.steps):
        raise Refused("This step is done already.")
    intent = Intent(found.item.intent)
    shut = why_shut(found.case, intent, Measure.ASK_TO_REMOVE) if known.removes else ""
    if shut:
        raise Refused(shut)
    details = {"step": step, "note": note.strip()}
    return recorded(connection, EventKind.STEP_DONE, found.case, details, actor, now)


def take_measure(
    connection: Connection,
    seen: Seen,
    measure: Measure,
    rules: Rules,
    *,
    capture: str,
    told: str,
    actor: str,
    now: datetime,
) -> Event:
    """Note that something was hidden, deleted, blocked, reported, or its removal asked for.

    `capture` says where a record of it is kept, or why there can be none; `told` are the words in
    which the audience, or whoever was asked, was told why. Raises as `standing` does, and:

    Refused: no person has confirmed a concern that allows it, it would take away a complaint,
        there is neither record nor reason, nobody was told why, or exact words were used where
        they would point at a child or a victim.
    """
    found = standing(connection, seen, rules, actor)
    shut = why_shut(found.case, Intent(found.item.intent), measure)
    if shut:
        raise Refused(shut)
    if not capture.strip():
        raise Refused("First keep a record: say where it is, or why there can be none.")
    if not told.strip():
        raise Refused("Say in which words they were told why.")
    ready = [each.text for each in rules.policy.playbooks.explanations]
    if needs_generic_words(found.case, measure) and not is_generic(told, ready):
        raise Refused(
            "Here exact words could point at a child, a victim or an allegation: use one of the "
            "ready-made explanations, as it stands."
        )
    details = {"measure": measure.value, "capture": capture.strip(), "told": told.strip()}
    return recorded(connection, EventKind.MEASURE_TAKEN, found.case, details, actor, now)


def hand_on(
    connection: Connection,
    seen: Seen,
    procedure: str,
    rules: Rules,
    *,
    reference: str,
    answer_by: date | None = None,
    actor: str,
    now: datetime,
) -> Event:
    """Note which procedure goes on with what is owed after an acknowledgement, under which
    reference, and by when it answers; None leaves the day that is noted already.

    Raises as `standing` does, and:

    Refused: it was not acknowledged, there is no such procedure or no reference, or the day is
        past.
    """
    found = standing(connection, seen, rules, actor)
    if found.case.state is not State.ACKNOWLEDGED:
        raise Refused("Acknowledge it first: only what is owed after that is handed on.")
    if procedure not in rules.policy.playbooks.procedures:
        raise Refused("There is no such procedure.")
    if not reference.strip():
        raise Refused("Give the reference under which it is found there.")
    if answer_by is not None and answer_by < local_date(now, rules.company.zone):
        raise Refused("The day of the answer is past.")
    details = {
        "procedure": procedure,
        "reference": reference.strip(),
        "answer_by": answer_by.isoformat() if answer_by else None,
    }
    return recorded(connection, EventKind.HANDED_ON, found.case, details, actor, now)
