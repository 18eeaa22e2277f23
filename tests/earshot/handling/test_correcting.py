"""People correct the machine: both values are kept, what follows is done, undoing undoes it all."""

from datetime import timedelta
from typing import Any

import pytest

from earshot.handling import administration
from earshot.handling.casework import current
from earshot.handling.correcting import Correction, confirm, correct, not_about_us
from earshot.handling.decisions import Action, what_happened
from earshot.handling.doctor import examine
from earshot.protection import safeguarding
from earshot.rules.case import Case
from earshot.rules.company import Role
from earshot.rules.events import Event, EventKind
from earshot.rules.findings import Judged
from earshot.rules.restriction import Danger
from earshot.store import findings, log
from earshot.store.questions import Item
from earshot.words.errors import MovedOn, Refused
from earshot.words.vocabulary import ConcernName, Intent, State
from tests.earshot.desk import BEGUN, NOW, Desk, post

MINUTE = timedelta(minutes=1)


def said(desk: Desk, text: str = "When does the course start?") -> Item:
    desk.take_in(desk.feed, post(text))
    return desk.item()


def say(
    desk: Desk, what: Judged, value: str, reason: str = "it is plain", **more: Any
) -> list[Event]:
    item, company = desk.item(), desk.company
    told = Correction(item.id, more.pop("version", item.version), what, value, reason, **more)
    with desk.house.store.unit() as connection:
        rules = desk.house.rules(company)
        correct(connection, told, rules, actor=desk.sam.id, now=NOW + MINUTE)
        return log.of_subjects(connection, [item.id])[item.id]


def case_of(desk: Desk, item: Item) -> Case:
    with desk.house.store.unit() as connection:
        return current(connection, [item.id])[item.id]


def is_sound(desk: Desk) -> bool:
    with desk.house.store.unit() as connection:
        return not any(found.problems for found in examine(connection, repair=False))


@pytest.mark.parametrize(
    ("what", "value", "stands"),
    [
        (Judged.SENTIMENT, "negative", "sentiment"),
        (Judged.INTENT, "complaint", "intent"),
    ],
)
def test_what_a_person_says_stands_and_the_machines_word_is_kept_beside_it(
    desk: Desk, what: Judged, value: str, stands: str
) -> None:
    before = getattr(said(desk), stands)
    say(desk, what, value)
    item = desk.item()
    found = case_of(desk, item).work.finding(item.id, what)
    assert getattr(item, stands) == value != before
    assert found is not None
    assert (found.machine, found.person, found.reason) == (before, value, "it is plain")
    assert is_sound(desk)


def test_undoing_a_correction_brings_the_machines_word_back(desk: Desk) -> None:
    before = said(desk).sentiment
    say(desk, Judged.SENTIMENT, "negative")
    desk.decide(Action.UNDO, desk.item())
    assert desk.item().sentiment == before
    assert is_sound(desk)


def test_of_two_corrections_the_last_stands_and_undoing_it_brings_the_first_back(
    desk: Desk,
) -> None:
    said(desk)
    say(desk, Judged.SENTIMENT, "negative")
    say(desk, Judged.SENTIMENT, "positive")
    assert desk.item().sentiment == "positive"
    desk.decide(Action.UNDO, desk.item())
    assert desk.item().sentiment == "negative"


def test_a_correction_needs_a_reason_and_saying_that_it_is_right_none(desk: Desk) -> None:
    before = said(desk).intent
    with pytest.raises(Refused, match="Say why"):
        say(desk, Judged.INTENT, "spam", reason=" ")
    say(desk, Judged.INTENT, before, reason="")
    assert desk.item().intent == before


def test_one_press_says_that_tone_intent_and_need_are_right_and_one_undo_takes_it_back(
    desk: Desk,
) -> None:
    item = said(desk)
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        confirm(connection, item.id, item.version, rules, actor=desk.sam.id, now=NOW)
    assert {f.what for f in case_of(desk, item).work.findings} == set(Judged) - {Judged.CONCERN}
    assert all(f.agrees for f in case_of(desk, item).work.findings)
    desk.decide(Action.UNDO, desk.item())
    assert case_of(desk, item).work.findings == ()


def test_what_is_corrected_is_not_confirmed_by_that_press(desk: Desk) -> None:
    item = said(desk)
    say(desk, Judged.SENTIMENT, "negative")
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        version = desk_version(desk, connection, item)
        confirm(connection, item.id, version, rules, actor=desk.sam.id, now=NOW)
    found = case_of(desk, item).work.finding(item.id, Judged.SENTIMENT)
    assert found is not None
    assert found.person == "negative"


def desk_version(desk: Desk, connection: Any, item: Item) -> int:
    return current(connection, [item.id])[item.id].version


def test_somebody_elses_word_meanwhile_is_told_and_nothing_is_overwritten(desk: Desk) -> None:
    item = said(desk)
    say(desk, Judged.INTENT, "complaint")
    with pytest.raises(MovedOn, match="Sam Sample"):
        say(desk, Judged.INTENT, "praise", version=item.version)
    assert desk.item().intent == "complaint"


def test_a_reply_that_a_person_finds_is_needed_is_due_from_then_on(desk: Desk) -> None:
    desk.state_purpose()
    desk.take_in(desk.news, post("Example Training opened a centre", url="https://n.example/1"))
    assert desk.item().state is State.NO_REPLY_NEEDED
    say(desk, Judged.NEEDS_REPLY, "yes", "they ask for our word further down")
    item = desk.item()
    assert (item.state, item.needs_reply) == (State.OPEN, True)
    assert item.due_at is not None
    assert item.due_at > NOW + MINUTE


def test_undoing_that_a_reply_is_needed_ends_the_promise_too(desk: Desk) -> None:
    desk.state_purpose()
    desk.take_in(desk.news, post("Example Training opened a centre", url="https://n.example/1"))
    say(desk, Judged.NEEDS_REPLY, "yes")
    desk.decide(Action.UNDO, desk.item())
    item = desk.item()
    assert (item.state, item.needs_reply, item.due_at) == (State.NO_REPLY_NEEDED, False, None)
    assert is_sound(desk)


def test_history_that_needs_a_reply_after_all_is_taken_in(desk: Desk) -> None:
    desk.take_in(desk.feed, post("When does the course start?", at=BEGUN - timedelta(days=9)))
    events = say(desk, Judged.NEEDS_REPLY, "yes")
    assert [e.kind for e in events] == [EventKind.TAKEN_IN, EventKind.CORRECTED]
    assert desk.item().state is State.OPEN


def test_what_was_answered_owes_nothing_more_by_a_correction(desk: Desk) -> None:
    desk.decide(Action.ANSWER, said(desk), where="there")
    say(desk, Judged.NEEDS_REPLY, "no")
    say(desk, Judged.NEEDS_REPLY, "yes")
    assert desk.item().state is State.ANSWERED


def test_contact_from_the_press_that_a_person_finds_is_held_and_raised(desk: Desk) -> None:
    """conduct.journalist"""
    item = said(desk)
    say(desk, Judged.INTENT, Intent.PRESS.value, "writes for the Example Gazette")
    case = case_of(desk, item)
    assert (case.held, case.work.held_for) == (True, "press")
    assert case.work.confirmed(ConcernName.JOURNALIST)
    refused = desk.decide(Action.UNDO, desk.item(), by=desk.sam.id).refused
    assert "senior team" in refused[0][1]
    assert case_of(desk, item).held
    desk.decide(Action.UNDO, desk.item(), by=desk.kay.id)
    assert not case_of(desk, item).held


def test_a_moderator_puts_no_press_contact_out_of_sight(desk: Desk) -> None:
    """conduct.journalist"""
    said(desk)
    say(desk, Judged.INTENT, Intent.PRESS.value)
    until = NOW + timedelta(hours=1)
    refused = desk.decide(Action.SNOOZE, desk.item(), by=desk.sam.id, until=until).refused
    assert "senior team" in refused[0][1]
    desk.decide(Action.SNOOZE, desk.item(), by=desk.kay.id, until=until)
    assert desk.item().id not in {each.id for each in desk.items() if not each.snoozed_until}


def test_only_the_senior_team_releases_by_saying_that_it_is_not_the_press(desk: Desk) -> None:
    """conduct.journalist"""
    item = said(desk)
    say(desk, Judged.INTENT, Intent.PRESS.value)
    say(desk, Judged.INTENT, Intent.QUERY.value)
    assert case_of(desk, item).held
    say(desk, Judged.INTENT, Intent.PRESS.value)
    told = Correction(item.id, desk.item().version, Judged.INTENT, "query", "a neighbour")
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        correct(connection, told, rules, actor=desk.kay.id, now=NOW)
    assert not case_of(desk, item).held


def test_a_concern_that_the_machine_missed_is_added(desk: Desk) -> None:
    item = said(desk)
    say(desk, Judged.CONCERN, "present", "mocks a learner", concern="bullying")
    assert case_of(desk, item).work.confirmed("bullying")
    say(desk, Judged.CONCERN, "absent", "", concern="bullying")
    assert not case_of(desk, item).work.confirmed("bullying")


@pytest.mark.parametrize("concern", ["threat", "staff_allegation", "self_harm"])
def test_what_restricts_an_item_is_said_to_the_safeguarding_lead_and_not_here(
    desk: Desk, concern: str
) -> None:
    said(desk)
    with pytest.raises(Refused, match="safeguarding lead"):
        say(desk, Judged.CONCERN, "present", concern=concern)


def test_an_edit_begins_without_what_people_said_of_the_old_text(desk: Desk) -> None:
    item = said(desk)
    say(desk, Judged.SENTIMENT, "negative", "sarcasm")
    say(desk, Judged.CONCERN, "present", "mocks a learner", concern="bullying")
    desk.take_in(desk.feed, post("Thank you, the course is great"), now=NOW + 2 * MINUTE)
    case = case_of(desk, item)
    assert desk.item().sentiment == "positive"
    assert case.work.findings == ()
    with desk.house.store.unit() as connection:
        kept = log.of_subjects(connection, [item.id])[item.id]
    assert [e.details["reason"] for e in kept][:1] == ["sarcasm"]
    assert is_sound(desk)


def test_not_about_us_is_out_of_scope_with_that_reason(desk: Desk) -> None:
    item = said(desk)
    rules = desk.house.rules(desk.company)
    given = {"reason": "another company of that name", "actor": desk.sam.id, "now": NOW}
    with desk.house.store.unit() as connection:
        not_about_us(connection, item.id, item.version, rules, **given)  # type: ignore[arg-type]
    found = desk.item()
    assert (found.state, found.reason) == (
        State.OUT_OF_SCOPE,
        "Not about us: another company of that name",
    )
    with desk.house.store.unit() as connection, pytest.raises(Refused, match="about"):
        not_about_us(
            connection, item.id, found.version, rules, reason="", actor=desk.sam.id, now=NOW
        )


def test_the_history_says_what_the_machine_and_what_the_person_said(desk: Desk) -> None:
    before = said(desk).sentiment
    events = say(desk, Judged.SENTIMENT, "negative", "sarcasm")
    told = what_happened(events[-1], desk.house.rules(desk.company))
    assert before in told
    assert "negative, because: sarcasm" in told
    assert "Sam Sample" in told


def test_a_word_lost_from_the_table_is_found_by_the_doctor_and_put_right(desk: Desk) -> None:
    said(desk)
    say(desk, Judged.SENTIMENT, "negative")
    with desk.house.store.unit() as connection:
        connection.execute("UPDATE judgements SET sentiment = 'positive'")
        assert any(found.problems for found in examine(connection, repair=True))
    assert desk.item().sentiment == "negative"
    assert is_sound(desk)


def test_a_restricted_item_is_corrected_by_nobody_here_and_counted_nowhere(desk: Desk) -> None:
    item = said(desk)
    say(desk, Judged.SENTIMENT, "negative")
    told = Correction(item.id, desk.item().version, Judged.INTENT, "spam", "it is")
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        assert findings.tallies(connection)
        safeguarding.restrict(connection, item.id, Danger.THREAT, "earshot", now=NOW)
        assert findings.tallies(connection) == []
        with pytest.raises(Refused, match="restricted"):
            correct(connection, told, rules, actor=desk.sam.id, now=NOW)


def test_nobody_is_asked_whose_role_does_not_decide(desk: Desk) -> None:
    item = said(desk)
    with desk.house.store.unit() as connection:
        pat = administration.add_person(connection, "Pat Example", Role.READ_ONLY, now=NOW)
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection, pytest.raises(Refused, match="decide"):
        confirm(connection, item.id, item.version, rules, actor=pat.id, now=NOW)


ELSEWHERE = "https://n.example/1"


@pytest.mark.parametrize(
    ("what", "value"), [(Judged.SENTIMENT, "negative"), (Judged.INTENT, "complaint")]
)
def test_what_needs_a_reply_by_its_corrected_words_is_due_from_then_on(
    desk: Desk, what: Judged, value: str
) -> None:
    desk.state_purpose()
    desk.take_in(desk.news, post("Example Training opened a centre", url=ELSEWHERE))
    say(desk, what, value)
    item = desk.item()
    assert (item.state, item.needs_reply) == (State.OPEN, True)
    assert item.due_at == NOW + MINUTE + (item.due_at - item.received_at)  # type: ignore[operator]
    desk.decide(Action.UNDO, desk.item())
    assert (desk.item().state, desk.item().needs_reply) == (State.NO_REPLY_NEEDED, False)
    assert is_sound(desk)


def test_what_is_no_spam_needs_a_reply_on_an_own_account(desk: Desk) -> None:
    item = said(desk, "Crypto profits guaranteed!!! Click my bio to earn 5000 a week")
    assert (item.intent, item.needs_reply) == (Intent.SPAM, False)
    say(desk, Judged.INTENT, "query")
    assert desk.item().needs_reply
    assert desk.item().due_at == item.due_at
    assert is_sound(desk)


def test_a_corrected_tone_takes_back_nothing_that_a_person_decided(desk: Desk) -> None:
    desk.state_purpose()
    desk.take_in(desk.news, post("Example Training opened a centre", url=ELSEWHERE))
    out = desk.decide(Action.OUT_OF_SCOPE, desk.item(), reason="another company")
    assert out.refused == ()
    say(desk, Judged.SENTIMENT, "negative")
    assert (desk.item().state, desk.item().due_at) == (State.OUT_OF_SCOPE, None)


def test_history_stays_history_whatever_its_tone(desk: Desk) -> None:
    desk.take_in(desk.feed, post("Win crypto now", at=BEGUN - timedelta(days=9)))
    say(desk, Judged.SENTIMENT, "negative")
    assert desk.item().state is State.HISTORY
