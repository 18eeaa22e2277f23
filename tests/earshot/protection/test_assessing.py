"""Assessing: those who deal with a restricted item say what is there, to each other alone."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from earshot.handling import administration
from earshot.handling import desk as desks
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.handling.playing import Standing
from earshot.protection import audit, person_export, retention, safeguarding
from earshot.protection.assessing import assess, assessed, steps_for
from earshot.protection.guarded_reading import Read, open_restricted
from earshot.rules.access import Reader
from earshot.rules.company import Person, Role
from earshot.rules.events import PROGRAM, EventKind
from earshot.rules.restriction import Danger
from earshot.store import log, restricted
from earshot.telling.agreement import agreement
from earshot.telling.item_concerns import lines_of
from earshot.words.errors import Refused
from earshot.words.vocabulary import ConcernName
from tests.earshot.desk import NOW, Desk, post

THREAT = "I know which car park you use, Example Training. I will hurt you on Thursday."
AUTHOR = "Quillon Writer-Example"
REASON = "Xylophonic reason"
THERE = ConcernName.THREAT


class Ward:
    """A desk with somebody in each role that matters, and one item that has restricted itself."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.people: dict[Role, Person] = {Role.SMT: desk.kay, Role.MODERATOR: desk.sam}
        with desk.house.store.unit() as connection:
            for role in (Role.DSL, Role.DPO):
                named = administration.add_person(connection, f"{role} Example", role, now=NOW)
                self.people[role] = named
        desk.take_in(desk.feed, post(THREAT, author=AUTHOR))
        (kept,) = self.ask(restricted.kept)
        assert kept.found.concern is Danger.THREAT
        self.item = kept.id

    def ask(self, question: Callable[..., Any], *given: Any, **more: Any) -> Any:
        with self.desk.house.store.unit() as connection:
            return question(connection, *given, **more)

    def reader(self, role: Role) -> Reader:
        return Reader(self.people[role], proven=True)

    def read(self, role: Role = Role.DSL) -> Read:
        read: Read = self.ask(open_restricted, self.item, self.reader(role), now=NOW)
        return read

    def say(
        self, is_there: bool, reason: str = REASON, role: Role = Role.DSL, concern: Any = THERE
    ) -> None:
        reader = self.reader(role)
        self.ask(assess, self.item, concern, is_there, reader, reason=reason, now=NOW)

    def lift(self) -> None:
        rules = self.desk.house.rules(self.desk.company)
        reader = self.reader(Role.DSL)
        self.ask(safeguarding.lift, self.item, reader, reason="a song", rules=rules, now=NOW)


@pytest.fixture
def ward(desk: Desk) -> Ward:
    return Ward(desk)


def standing(read: Read) -> dict[str, bool | None]:
    """None: possible."""
    return {each.concern: each.stands if each.said else None for each in assessed(read)}


def test_conduct_escalation_a_danger_is_possible_until_a_person_confirms_it(ward: Ward) -> None:
    assert standing(ward.read())["threat"] is None
    ward.say(True, "")
    assert standing(ward.read())["threat"] is True


def test_conduct_escalation_the_moderator_on_duty_assesses_only_until_it_is_handed_over(
    ward: Ward,
) -> None:
    ward.say(True, role=Role.MODERATOR)
    ward.ask(safeguarding.hand_over, ward.item, ward.reader(Role.MODERATOR), now=NOW)
    with pytest.raises(Refused, match="only those who deal with it"):
        ward.say(False, role=Role.MODERATOR)


@pytest.mark.parametrize("role", [Role.SMT, Role.DPO])
def test_nobody_else_assesses_a_restricted_item(ward: Ward, role: Role) -> None:
    with pytest.raises(Refused):
        ward.say(True, role=role)


def test_a_danger_is_dismissed_with_a_reason_alone_and_the_last_word_stands(ward: Ward) -> None:
    with pytest.raises(Refused, match="Say why"):
        ward.say(False, " ")
    ward.say(True)
    ward.say(False)
    assert standing(ward.read())["threat"] is False


def test_what_is_not_restricted_is_not_assessed_here(ward: Ward) -> None:
    ward.lift()
    with pytest.raises(Refused):
        ward.say(True)


def test_conduct_escalation_the_playbook_says_to_stop_until_the_danger_is_dismissed(
    ward: Ward,
) -> None:
    playbooks = ward.desk.house.policy.playbooks
    assert "danger" in [step.id for step in steps_for(ward.read(), playbooks)]
    for each in assessed(ward.read()):
        ward.say(False, concern=ConcernName(each.concern))
    assert steps_for(ward.read(), playbooks) == ()


def test_what_was_assessed_is_counted_and_told_nowhere_while_it_is_restricted(ward: Ward) -> None:
    ward.say(False)
    assert ward.desk.items() == []
    assert ward.ask(agreement).looked_at == 0
    assert told_to_others(ward) == []


def test_what_was_assessed_is_told_nowhere_once_the_item_is_back_in_the_open(ward: Ward) -> None:
    ward.say(True)
    ward.lift()
    opened = ward.ask(desks.opened, ward.item)
    assert EventKind.ASSESSED not in {event.kind for event in opened.events}
    assert (opened.item.confirmed, opened.item.dismissed) == ((), ())
    assert opened.case.work.findings == ()
    assert ward.ask(agreement).looked_at == 0
    assert told_to_others(ward) == []


def test_a_lifted_item_is_named_for_no_danger_any_more(ward: Ward) -> None:
    """The lead's word that it is harmless dismisses what it was restricted for."""
    ward.lift()
    item = ward.desk.item()
    assert {"threat"} <= {each["concern"] for each in item.concerns}  # as the machine said
    dangers = {each.value for each in Danger}
    assert not dangers & {str(each["concern"]) for each in lines_of(item)}
    opened = ward.ask(desks.opened, item.id)
    assert not dangers & {c.value for c in Standing(opened.item, opened.case).situation.possible}


def test_of_a_filed_item_that_is_past_its_time_no_assessment_is_kept(ward: Ward) -> None:
    ward.say(True)
    ward.ask(safeguarding.file, ward.item, "SG-1", ward.reader(Role.DSL), now=NOW)
    late = NOW.replace(year=2028)
    retention.retain(ward.desk.house, actor=PROGRAM, now=late)
    (kept,) = ward.ask(restricted.kept)
    assert kept.found.reference == "SG-1"
    assert REASON.encode() not in (ward.desk.house.folder / "store.duckdb").read_bytes()


def test_the_tables_are_what_the_log_says_with_an_assessment(ward: Ward) -> None:
    ward.say(True)
    assert all(not found.problems for found in ward.ask(examine, repair=False))
    ward.lift()
    ward.desk.decide(Action.ANSWER, ward.desk.item(), where="on the page")
    assert all(not found.problems for found in ward.ask(examine, repair=False))


def told_to_others(ward: Ward) -> list[str]:
    """Where the word, or that there was one, can be read by others than those few."""
    shown = ward.ask(log.entries, log.Asked(), 100, 0)
    about = [e for e in shown if e.kind == EventKind.ASSESSED or REASON in repr(e)]
    sealed = ward.ask(lambda c: log.sealed_among(c, 1, 10_000))
    events = ward.ask(log.of_kinds, [EventKind.ASSESSED])
    assert events
    open_ones = [e for e in events if e.seq not in sealed]
    exported = "".join(audit.export_log(ward.desk.house, ward.reader(Role.DPO), NOW).lines())
    handed = person_export.export(ward.desk.house, AUTHOR, PROGRAM, now=NOW).files
    told = exported + json.dumps(handed)
    read = [each for each in (REASON, EventKind.ASSESSED.value) if each in told]
    return [*map(repr, about), *map(repr, open_ones), *read]
