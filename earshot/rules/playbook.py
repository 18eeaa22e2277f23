"""The playbook at work: which steps and which replies fit a Case. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from earshot.rules.case import Case
from earshot.rules.findings import Judged
from earshot.rules.measures import confirmed, is_young
from earshot.rules.playbook_rules import FIELD, Audience, Playbooks, Step, Template, When
from earshot.rules.restriction import Danger
from earshot.words.vocabulary import ConcernName, Intent, State

SAFEGUARDING = "safeguarding"  # a procedure's id
_DANGERS = frozenset(each.value for each in Danger)


@dataclass(frozen=True, slots=True)
class Situation:
    """What of a Case decides which steps fit."""

    intent: Intent
    state: State
    audience: Audience = Audience.UNKNOWN
    possible: frozenset[ConcernName] = frozenset()  # found by the program, dismissed by nobody
    confirmed: frozenset[ConcernName] = frozenset()  # by a person


@dataclass(frozen=True, slots=True)
class Proposed:
    """A step that fits, and who has done it."""

    step: Step
    by: str = ""  # a Person's id; "" while it is not done
    at: datetime | None = None  # aware, UTC
    note: str = ""

    @property
    def is_done(self) -> bool:
        return self.at is not None


def situation(case: Case, intent: Intent, concerns: Iterable[Mapping[str, Any]]) -> Situation:
    """`concerns` as a Judgement keeps them. What restricts is none of an item in the open: the
    safeguarding lead has said so."""
    found = [f for f in case.work.findings if f.what is Judged.CONCERN]
    dismissed = {f.concern for f in found if f.person == "absent"} | _DANGERS
    by_machine = {str(each["concern"]) for each in concerns} - dismissed
    return Situation(
        intent,
        case.state,
        Audience(case.work.audience or Audience.UNKNOWN),
        frozenset(map(ConcernName, by_machine)),
        confirmed(case),
    )


def safety_steps(
    playbooks: Playbooks, intent: Intent, possible: Iterable[str], confirmed: Iterable[str]
) -> tuple[Step, ...]:
    """The steps about a restricted item: those that stop everything, and what the safeguarding
    procedure goes on with; however its Case stands."""
    there = [frozenset(map(ConcernName, each)) for each in (possible, confirmed)]
    found = Situation(intent, State.OPEN, Audience.UNKNOWN, *there)
    return tuple(s for s in steps(playbooks, found) if s.stop or s.procedure == SAFEGUARDING)


def steps(playbooks: Playbooks, found: Situation) -> tuple[Step, ...]:
    """The steps that fit, as the file has them; those that stop everything first."""
    fitting = [s for s in playbooks.steps if _fits(s.when, found, removes=s.removes)]
    return tuple(sorted(fitting, key=lambda step: not step.stop))


def proposed(playbooks: Playbooks, found: Situation, case: Case) -> tuple[Proposed, ...]:
    """The steps that fit with who has done them, and what was done that fits no more."""
    done = {each.step: each for each in case.work.steps}
    fitting = steps(playbooks, found)
    ids = {step.id for step in fitting}
    others = [s for s in playbooks.steps if s.id in done and s.id not in ids]
    return tuple(
        Proposed(step, done[step.id].by, done[step.id].at, done[step.id].note)
        if step.id in done
        else Proposed(step)
        for step in (*fitting, *others)
    )


def templates(playbooks: Playbooks, found: Situation, *, held: bool = False) -> list[Template]:
    """The replies that fit; of what is held for the senior team only holding lines."""
    return [
        t
        for t in playbooks.templates
        if _fits(t.when, found, removes=t.removes) and (t.holding or not held)
    ]


def filled(text: str, known: Mapping[str, str]) -> str:
    """A reply with its fields filled in; one that nothing is known for stays, in square brackets,
    so that nobody sends it unseen."""

    def fill(match: re.Match[str]) -> str:
        name = str(match[1])
        return known.get(name) or f"[{name.replace('_', ' ')}]"

    return FIELD.sub(fill, text)


def _fits(when: When, found: Situation, *, removes: bool) -> bool:
    if removes and found.intent is Intent.COMPLAINT:  # an honest one is never asked away
        return False
    there = found.confirmed if when.confirmed else found.possible | found.confirmed
    return (
        found.state in when.states
        and (not when.concerns or not there.isdisjoint(when.concerns))
        and (not when.intents or found.intent in when.intents)
        and (not when.audiences or found.audience in when.audiences)
        and (not when.under_18 or is_young(found.audience.value))
    )
