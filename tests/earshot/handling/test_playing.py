"""What people do by the playbook: refused in the core where the policy does not allow it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from earshot.handling import casework, playing
from earshot.handling.decisions import Action, what_happened
from earshot.handling.desk import opened
from earshot.handling.doctor import examine
from earshot.handling.playing import Seen
from earshot.rules.case import Case
from earshot.rules.events import Event, EventKind, NewEvent
from earshot.rules.playbook_rules import Audience
from earshot.rules.work import Measure
from earshot.store.rows import Connection
from earshot.words.errors import MovedOn, Refused
from earshot.words.vocabulary import ConcernName, State
from tests.earshot.desk import NOW, Desk, post

READY = "house-rules"
REMOVALS = [each for each in Measure if each is not Measure.ASK_TO_REMOVE]


def case(desk: Desk) -> Case:
    item = desk.item().id
    with desk.house.store.unit() as connection:
        return casework.current(connection, [item])[item]


def act(desk: Desk, do: Callable[..., Event], *given: Any, by: str = "", **more: Any) -> Event:
    """One action of the moderator's on the only item, as it stands."""
    item = desk.item()
    version = more.pop("version", item.version)
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        return do(
            connection,
            Seen(item.id, version),
            *given,
            rules,
            actor=by or desk.sam.id,
            now=more.pop("now", NOW),
            **more,
        )


def confirm(desk: Desk, *concerns: str, person: str = "present") -> None:
    """What somebody says of the machine's word."""
    item = desk.item().id
    events = [
        NewEvent(
            EventKind.CORRECTED,
            item,
            {
                "mention": item,
                "what": "concern",
                "concern": concern,
                "machine": "present",
                "person": person,
                "reason": "read it",
            },
            desk.kay.id,
        )
        for concern in concerns
    ]
    with desk.house.store.unit() as connection:
        casework.record(connection, events, now=NOW)


def comment(desk: Desk, text: str = "I was at Example Training on the open day") -> None:
    desk.take_in(desk.feed, post(text))
    assert desk.item().intent == "comment"


def complaint(desk: Desk) -> None:
    desk.take_in(desk.feed, post("I complain: Example Training has not answered for six weeks"))
    assert desk.item().intent == "complaint"


def words(desk: Desk, explanation: str = READY) -> str:
    ready = desk.house.policy.playbooks.explanations
    return next(each.text for each in ready if each.id == explanation)


def take(desk: Desk, measure: Measure, **told: str) -> Event:
    given = {"capture": "evidence folder, no. 7", "told": words(desk)} | told
    return act(desk, playing.take_measure, measure, **given)


def test_who_wrote_it_is_chosen_by_a_person_and_kept_with_their_name(desk: Desk) -> None:
    comment(desk)
    assert case(desk).work.audience == ""
    event = act(desk, playing.choose_audience, Audience.PARENT)
    assert (case(desk).work.audience, event.actor) == ("parent", desk.sam.id)


def test_a_step_is_done_by_somebody_once(desk: Desk) -> None:
    comment(desk)
    act(desk, playing.mark_done, "comment", note="rang them")
    (done,) = case(desk).work.steps
    assert (done.step, done.by, done.at, done.note) == ("comment", desk.sam.id, NOW, "rang them")
    with pytest.raises(Refused, match="done already"):
        act(desk, playing.mark_done, "comment")
    with pytest.raises(Refused, match="no such step"):
        act(desk, playing.mark_done, "dance")


def test_abuse_explain_no_measure_opens_before_a_person_has_confirmed(desk: Desk) -> None:
    comment(desk)
    for measure in Measure:
        with pytest.raises(Refused, match="once a person has confirmed"):
            take(desk, measure)
    confirm(desk, "offensive", person="absent")
    for measure in Measure:
        with pytest.raises(Refused, match="once a person has confirmed"):
            take(desk, measure)
    confirm(desk, "offensive")
    for measure in Measure:
        take(desk, measure)
    taken = case(desk).work.measures
    assert [each.measure for each in taken] == list(Measure)
    assert {(each.by, each.capture) for each in taken} == {(desk.sam.id, "evidence folder, no. 7")}


def test_what_is_said_against_the_company_is_not_taken_away_when_confirmed(desk: Desk) -> None:
    comment(desk)
    confirm(desk, "defamatory", "confidentiality", "malpractice", "journalist")
    with pytest.raises(Refused, match="once a person has confirmed"):
        take(desk, Measure.HIDE)


def test_audience_parent_a_complaint_is_never_taken_away_whatever_is_confirmed(
    desk: Desk,
) -> None:
    complaint(desk)
    confirm(desk, *(each.value for each in ConcernName))
    for measure in (Measure.HIDE, Measure.DELETE, Measure.ASK_TO_REMOVE):
        with pytest.raises(Refused, match="It is a complaint"):
            take(desk, measure)
    with pytest.raises(Refused, match="It is a complaint"):
        act(desk, playing.mark_done, "ask-parent-to-remove")


def test_who_abuses_in_a_complaint_is_blocked_and_reported_once_a_person_confirmed_it(
    desk: Desk,
) -> None:
    """monitoring.intervention"""
    complaint(desk)
    with pytest.raises(Refused, match="once a person has confirmed"):
        take(desk, Measure.BLOCK)
    confirm(desk, "discriminatory")
    ready = desk.house.policy.playbooks.explanations[0].text
    take(desk, Measure.BLOCK, told=ready)
    take(desk, Measure.REPORT, told=ready)
    found = {each.measure for each in case(desk).work.measures}
    assert found == {Measure.BLOCK, Measure.REPORT}


def test_a_removal_step_is_refused_in_the_core_until_it_is_confirmed(desk: Desk) -> None:
    comment(desk)
    with pytest.raises(Refused, match="once a person has confirmed"):
        act(desk, playing.mark_done, "ask-parent-to-remove")
    confirm(desk, "bullying")
    act(desk, playing.mark_done, "ask-parent-to-remove")


def test_abuse_explain_needs_a_record_first_and_the_words_they_were_told(desk: Desk) -> None:
    comment(desk)
    confirm(desk, "offensive")
    with pytest.raises(Refused, match="First keep a record"):
        take(desk, Measure.HIDE, capture=" ")
    with pytest.raises(Refused, match="in which words"):
        take(desk, Measure.HIDE, told=" ")


def test_abuse_explain_uses_ready_made_words_where_exact_ones_would_point_at_a_child(
    desk: Desk,
) -> None:
    comment(desk)
    confirm(desk, "identity")  # nobody is attacked, but who wrote it is not known
    exact = "We hid what was said about the boy in the Tuesday group."
    for measure in REMOVALS:
        with pytest.raises(Refused, match="ready-made"):
            take(desk, measure, told=exact)
    act(desk, playing.choose_audience, Audience.EMPLOYER)
    for measure in REMOVALS:
        take(desk, measure, told=exact)


def test_abuse_explain_uses_ready_made_words_where_there_is_a_victim(desk: Desk) -> None:
    comment(desk)
    act(desk, playing.choose_audience, Audience.EMPLOYER)
    confirm(desk, "bullying")
    with pytest.raises(Refused, match="ready-made"):
        take(desk, Measure.HIDE, told="He mocked our receptionist.")
    take(desk, Measure.HIDE, told=f"  {words(desk, 'privacy')}\n")
    take(desk, Measure.ASK_TO_REMOVE, told="Would you kindly take it down?")  # to them alone


def test_an_answer_that_is_owed_is_handed_to_a_procedure_under_its_reference(desk: Desk) -> None:
    complaint(desk)
    with pytest.raises(Refused, match="Acknowledge it first"):
        act(desk, playing.hand_on, "complaints", reference="C-12")
    desk.decide(Action.ACKNOWLEDGE, desk.item(), where="under the comment")
    with pytest.raises(Refused, match="reference"):
        act(desk, playing.hand_on, "complaints", reference=" ")
    with pytest.raises(Refused, match="no such procedure"):
        act(desk, playing.hand_on, "gossip", reference="C-12")
    with pytest.raises(Refused, match="past"):
        act(desk, playing.hand_on, "complaints", reference="C-12", answer_by=date(2026, 11, 17))
    act(desk, playing.hand_on, "complaints", reference="C-12", answer_by=date(2026, 12, 4))
    handed, item = case(desk).work.handed_on, desk.item()
    assert handed is not None
    assert (handed.procedure, handed.reference) == ("complaints", "C-12")
    assert (item.state, item.follow_up_on) == (State.ACKNOWLEDGED, date(2026, 12, 4))


def test_a_day_that_is_noted_stays_where_none_is_given(desk: Desk) -> None:
    complaint(desk)
    desk.decide(Action.ACKNOWLEDGE, desk.item(), where="telephone")
    act(desk, playing.hand_on, "complaints", reference="C-12")
    assert desk.item().follow_up_on == date(2026, 11, 25)


def test_an_action_on_what_has_moved_on_says_what_happened_meanwhile(desk: Desk) -> None:
    comment(desk)
    before = desk.item().version
    act(desk, playing.choose_audience, Audience.PARENT, by=desk.kay.id)
    with pytest.raises(MovedOn, match=r"who wrote it chosen by Kay Example \(a parent or carer\)"):
        act(desk, playing.mark_done, "comment", version=before)


def test_nothing_is_done_by_nobody_or_about_what_is_restricted(desk: Desk) -> None:
    comment(desk)
    with pytest.raises(Refused, match="Say who you are"):
        act(desk, playing.mark_done, "comment", by="earshot")
    item = desk.item()
    details = {"concern": "threat", "urgent": False, "reason": "", "rounds": []}
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        casework.record(connection, [NewEvent(EventKind.RESTRICTED, item.id, details)], now=NOW)
        with pytest.raises(Refused, match="restricted"):
            playing.mark_done(
                connection,
                Seen(item.id, item.version),
                "comment",
                rules,
                actor=desk.sam.id,
                now=NOW,
            )


def told(desk: Desk) -> list[str]:
    rules, item = desk.house.rules(desk.company), desk.item().id

    def history(connection: Connection) -> list[str]:
        return [what_happened(each, rules) for each in opened(connection, item).events]

    with desk.house.store.unit() as connection:
        return history(connection)


def test_the_history_tells_what_was_done_in_words(desk: Desk) -> None:
    comment(desk)
    confirm(desk, "offensive")
    act(desk, playing.choose_audience, Audience.PARENT)
    act(desk, playing.mark_done, "support-named-staff", note="rang them")
    take(desk, Measure.HIDE)
    desk.decide(Action.ACKNOWLEDGE, desk.item(), where="telephone")
    act(desk, playing.hand_on, "complaints", reference="C-12")
    said = "\n".join(told(desk))
    for words in (
        "who wrote it chosen by Sam Sample (a parent or carer)",
        "offer them support; rang them)",
        "measure taken by Sam Sample (hidden)",
        "handed on by Sam Sample (Complaints procedure, reference C-12)",
    ):
        assert words in said


def test_what_was_done_can_be_undone_and_the_doctor_finds_all_of_it_true(desk: Desk) -> None:
    comment(desk)
    act(desk, playing.choose_audience, Audience.PARENT)
    act(desk, playing.mark_done, "comment")
    desk.decide(Action.UNDO, desk.item())
    assert (case(desk).work.steps, case(desk).work.audience) == ((), "parent")
    with desk.house.store.unit() as connection:
        assert all(not each.problems for each in examine(connection, repair=False))
