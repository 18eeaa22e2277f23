"""Snoozing: out of sight until a time, never out of the count, and never past what is due."""

from datetime import datetime, timedelta

import pytest

from earshot.handling.casework import current
from earshot.handling.decisions import Action, latest_snooze
from earshot.store.questions import Item, Wanted
from earshot.store.waiting import Waiting, waiting
from earshot.words.vocabulary import State
from tests.earshot.desk import NOW, Desk, post

HOUR = timedelta(hours=1)


def counts(desk: Desk, now: datetime) -> Waiting:
    with desk.house.store.unit() as connection:
        return waiting(connection, now, now + 15 * HOUR)


def asleep(desk: Desk, *, hours: float = 2) -> Item:
    desk.take_in(desk.feed, post("When does the course start?"))
    outcome = desk.decide(Action.SNOOZE, desk.item(), until=NOW + hours * HOUR)
    assert outcome.refused == ()
    return desk.item()


def listed(desk: Desk, now: datetime) -> int:
    return len(desk.items(Wanted(owed=True, awake_at=now)))


def test_what_is_snoozed_is_out_of_the_queue_and_counted_apart_until_it_wakes_by_itself(
    desk: Desk,
) -> None:
    item = asleep(desk)
    assert (listed(desk, NOW), counts(desk, NOW).snoozed, counts(desk, NOW).to_do) == (0, 1, 0)
    assert [each.id for each in desk.items(Wanted(owed=True, asleep_at=NOW))] == [item.id]
    later = NOW + 2 * HOUR
    assert (listed(desk, later), counts(desk, later).snoozed, counts(desk, later).to_do) == (
        1,
        0,
        1,
    )


def test_the_clock_runs_on_while_it_sleeps(desk: Desk) -> None:
    desk.take_in(desk.feed, post("When does the course start?"))
    due = desk.item().due_at
    desk.decide(Action.SNOOZE, desk.item(), until=NOW + HOUR)
    assert (desk.item().due_at, desk.item().state) == (due, State.OPEN)


def test_nothing_is_snoozed_past_its_deadline_and_the_deadline_is_said(desk: Desk) -> None:
    desk.take_in(desk.feed, post("When does the course start?"))
    outcome = desk.decide(Action.SNOOZE, desk.item(), until=NOW + 25 * HOUR)
    assert outcome.done == ()
    ((_, why),) = outcome.refused
    assert "due by Thu 19 Nov" in why
    assert counts(desk, NOW).snoozed == 0


def test_what_is_acknowledged_sleeps_no_longer_than_the_day_by_which_an_answer_is_owed(
    desk: Desk,
) -> None:
    desk.take_in(desk.feed, post("When does the course start?"))
    day = NOW.date() + timedelta(days=2)
    desk.decide(Action.ACKNOWLEDGE, desk.item(), where="there", follow_up_on=day)
    assert desk.decide(Action.SNOOZE, desk.item(), until=NOW + 72 * HOUR).refused
    assert desk.decide(Action.SNOOZE, desk.item(), until=NOW + 48 * HOUR).done
    item = desk.item()
    with desk.house.store.unit() as connection:
        case = current(connection, [item.id])[item.id]
    latest = latest_snooze(case, desk.house.rules(desk.company))
    assert latest is not None
    assert latest.date() == day


@pytest.mark.parametrize("hours", [0, -1])
def test_a_time_that_has_passed_wakes_nothing(desk: Desk, hours: int) -> None:
    desk.take_in(desk.feed, post("When does the course start?"))
    assert desk.decide(Action.SNOOZE, desk.item(), until=NOW + hours * HOUR).refused


def test_it_can_be_woken_before_its_time_and_snoozing_undone(desk: Desk) -> None:
    desk.decide(Action.SNOOZE, asleep(desk))
    assert listed(desk, NOW) == 1
    desk.decide(Action.UNDO, desk.item())
    assert listed(desk, NOW) == 0
    desk.decide(Action.UNDO, desk.item())
    assert listed(desk, NOW) == 1


def test_an_answered_item_is_not_snoozed(desk: Desk) -> None:
    desk.take_in(desk.feed, post("When does the course start?"))
    desk.decide(Action.ANSWER, desk.item(), where="there")
    assert desk.decide(Action.SNOOZE, desk.item(), until=NOW + HOUR).refused


def test_what_is_opened_again_is_awake_whatever_it_was_snoozed_to(desk: Desk) -> None:
    desk.take_in(desk.feed, post("When does the course start?"))
    desk.decide(Action.ACKNOWLEDGE, desk.item(), where="by phone")
    assert desk.decide(Action.SNOOZE, desk.item(), until=NOW + 30 * HOUR).refused == ()
    desk.decide(Action.ANSWER, desk.item(), link="https://page.example/answer")
    assert desk.decide(Action.REOPEN, desk.item(), reason="asked again").refused == ()
    assert (counts(desk, NOW).snoozed, counts(desk, NOW).to_do) == (0, 1)
