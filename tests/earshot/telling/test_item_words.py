"""An item says in plain words what is due, what is next, and how far its date can be trusted."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from collectors.post import DateMark, Published
from earshot.handling.decisions import Action
from earshot.handling.desk import opened
from earshot.rules.policy import default_policy_path, load_policy
from earshot.store.questions import Item, Wanted
from earshot.store.waiting import waiting
from earshot.telling.item_words import date_remarks, due_words, is_late, next_step
from earshot.words.vocabulary import Clock, Intent, State
from tests.earshot.desk import NOW, Desk, post

LONDON = ZoneInfo("Europe/London")
PLAYBOOKS = load_policy(default_policy_path()).playbooks
HOUR = timedelta(hours=1)


@pytest.fixture
def item(desk: Desk) -> Item:
    """A question on the company's page, published an hour before NOW and seen at NOW."""
    desk.take_in(desk.feed, post("When does the course start?", at=NOW - HOUR))
    return desk.item()


def test_what_is_due_is_said_with_the_time_that_is_left(item: Item) -> None:
    assert due_words(item, NOW) == "due in 23 h"
    assert not is_late(item, NOW)


def test_what_is_late_says_by_how_much(item: Item) -> None:
    later = NOW + timedelta(hours=26)
    assert due_words(item, later) == "late by 3 h"
    assert is_late(item, later)


def test_our_own_aim_is_not_called_the_policys_deadline(item: Item) -> None:
    assert due_words(replace(item, clock=Clock.AIM), NOW) == "our aim: due in 23 h"


def test_what_was_acknowledged_says_by_when_the_answer_is_owed(desk: Desk, item: Item) -> None:
    desk.decide(Action.ACKNOWLEDGE, item, where="public reply")
    acknowledged = desk.item()
    assert due_words(acknowledged, NOW) == "answer owed by Wednesday 25 November"
    assert "still owed by Wednesday 25 November 2026" in next_step(acknowledged, PLAYBOOKS)
    assert not is_late(acknowledged, NOW + timedelta(days=7))
    assert is_late(acknowledged, NOW + timedelta(days=8))
    assert due_words(acknowledged, NOW + timedelta(days=8)).startswith("answer overdue since")


@pytest.mark.parametrize("intent", list(Intent))
def test_every_intent_has_a_next_step(item: Item, intent: Intent) -> None:
    assert next_step(replace(item, intent=intent.value), PLAYBOOKS).endswith((".", ")"))


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_next_step_and_words(item: Item, state: State) -> None:
    settled = replace(item, state=state)
    assert next_step(settled, PLAYBOOKS)
    assert due_words(settled, NOW)


def test_the_press_is_passed_to_senior_managers_at_once(item: Item) -> None:
    said = next_step(replace(item, intent=Intent.PRESS.value), PLAYBOOKS)
    assert "at once" in said
    assert "conduct.journalist" in said


def test_an_exact_date_needs_no_remark(item: Item) -> None:
    assert date_remarks(item, LONDON, NOW) == []


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (DateMark.DAY, "Only the date is known"),
        (DateMark.ZONE_ASSUMED, "no time zone"),
        (DateMark.FUTURE, "lies in the future"),
        (DateMark.MISSING, "gives no date"),
        (DateMark.UNREADABLE, "cannot be read (soon)"),
    ],
)
def test_a_date_that_cannot_be_trusted_says_why(item: Item, mark: DateMark, words: str) -> None:
    doubtful = replace(item, published_mark=mark.value, published_said="soon")
    assert words in date_remarks(doubtful, LONDON, NOW)[0]


def test_a_zone_that_was_assumed_is_not_said_to_be_any_one_zone(item: Item) -> None:
    assumed = replace(item, published_mark=DateMark.ZONE_ASSUMED.value)
    (remark,) = date_remarks(assumed, LONDON, NOW)
    assert "UTC" not in remark
    assert "the deadline with it" in remark


def test_what_was_seen_long_after_it_was_published_shows_both(desk: Desk) -> None:
    desk.take_in(desk.feed, post("Is there parking?", at=NOW - timedelta(hours=27)))
    remarks = date_remarks(desk.item(), LONDON, NOW)
    assert remarks == ["We first saw it Wed 18 Nov, 09:00, 1 d 3 h after it was published."]


def test_a_clock_that_started_at_first_sight_says_so(desk: Desk) -> None:
    future = Published(NOW + timedelta(days=400), DateMark.FUTURE, "next year")
    desk.take_in(desk.feed, post("Is there parking?", published=future))
    remarks = date_remarks(desk.item(), LONDON, NOW)
    assert remarks[0].endswith("the clock started when we first saw it.")
    assert "next year" in remarks[0]


def test_the_desk_counts_what_waits_for_whom(desk: Desk, item: Item) -> None:
    def counts(whose: Wanted) -> tuple[int, int, int, int]:
        with desk.house.store.unit() as connection:
            now, end = NOW + timedelta(hours=22), NOW + timedelta(hours=24)
            found = waiting(connection, now, end, whose)
        return found.to_do, found.late, found.today, found.owed

    assert counts(Wanted()) == (1, 0, 1, 0)
    assert counts(Wanted(assignee=desk.kay.id)) == (0, 0, 0, 0)
    desk.decide(Action.ASSIGN, item, assignee=desk.kay.id)
    assert counts(Wanted(assignee=desk.kay.id)) == (1, 0, 1, 0)
    assert counts(Wanted(unassigned=True)) == (0, 0, 0, 0)


def test_an_item_opens_with_all_that_has_happened_to_it(desk: Desk, item: Item) -> None:
    desk.decide(Action.ACKNOWLEDGE, item, where="public reply")
    with desk.house.store.unit() as connection:
        found = opened(connection, item.id)
    assert [event.kind.value for event in found.events] == ["acknowledged"]
    assert found.case.last_decision == found.events[0].seq == found.case.version
