"""Press contact waits for the senior team from its arrival; the clock runs on."""

from datetime import timedelta

import pytest

from collectors.post import Kind, Platform
from earshot.handling import holding
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.words.errors import Refused
from earshot.words.vocabulary import State, Verdict
from tests.earshot.desk import NOW, Desk, post
from tests.earshot.handling.test_playing import act, case, comment

PRESS = (
    "I am a journalist with the Example Gazette writing a story about Example Training. "
    "Could you send me a comment before our deadline?"
)
LINK = "https://page.example/comments/1/reply"


def press(desk: Desk) -> None:
    desk.take_in(desk.feed, post(PRESS))
    assert desk.item().intent == "press"


def test_conduct_journalist_is_held_for_the_senior_team_on_arrival(desk: Desk) -> None:
    press(desk)
    found = case(desk)
    assert (found.held, found.work.held_for) == (True, "press")
    assert found.due_at is not None


def test_only_the_press_is_held(desk: Desk) -> None:
    comment(desk)
    assert not case(desk).held


def test_conduct_journalist_the_holding_line_may_go_and_the_clock_runs_on(desk: Desk) -> None:
    press(desk)
    due = desk.item().due_at
    assert due == NOW + timedelta(hours=24)
    desk.decide(Action.ACKNOWLEDGE, desk.item(), by=desk.sam.id, where="holding line, by e-mail")
    item = desk.item()
    assert (item.state, item.verdict) == (State.ACKNOWLEDGED, Verdict.MET_ON_WORD)
    assert case(desk).held  # the substance waits


def test_conduct_journalist_the_clock_of_what_is_held_is_missed_like_any_other(desk: Desk) -> None:
    press(desk)
    assert desk.settle(NOW + timedelta(hours=25)) == 1
    assert desk.item().verdict is Verdict.MISSED


def test_conduct_journalist_a_moderator_cannot_answer_before_the_senior_team(desk: Desk) -> None:
    press(desk)
    outcome = desk.decide(Action.ANSWER, desk.item(), by=desk.sam.id, link=LINK)
    ((_, why),) = outcome.refused
    assert "waits for the senior team" in why
    assert desk.item().state is State.OPEN


def test_the_senior_team_may_answer_what_is_held(desk: Desk) -> None:
    press(desk)
    assert desk.decide(Action.ANSWER, desk.item(), by=desk.kay.id, link=LINK).done


def test_once_released_a_moderator_answers(desk: Desk) -> None:
    press(desk)
    with pytest.raises(Refused, match="sign for the senior team"):
        act(desk, holding.release)
    act(desk, holding.release, by=desk.kay.id, reason="the open day only")
    assert not case(desk).held
    assert desk.decide(Action.ANSWER, desk.item(), by=desk.sam.id, link=LINK).done


def test_nobody_frees_what_is_held_by_undoing_it(desk: Desk) -> None:
    comment(desk)
    act(desk, holding.hold, by=desk.kay.id, reason="a claim is threatened")
    assert desk.decide(Action.UNDO, desk.item(), by=desk.sam.id).refused
    assert case(desk).held


def test_a_person_may_have_anything_wait_with_a_reason_and_once(desk: Desk) -> None:
    comment(desk)
    with pytest.raises(Refused, match="Say why"):
        act(desk, holding.hold, reason=" ")
    with pytest.raises(Refused, match="does not wait"):
        act(desk, holding.release, by=desk.kay.id)
    act(desk, holding.hold, reason="a claim is threatened")
    with pytest.raises(Refused, match="already"):
        act(desk, holding.hold, reason="again")
    assert case(desk).work.held_for == "a claim is threatened"


def test_an_edit_by_which_a_journalist_shows_themselves_is_held(desk: Desk) -> None:
    said = {"native_id": "c-1", "platform": Platform.FACEBOOK, "kind": Kind.COMMENT}
    desk.take_in(desk.feed, post("Was at Example Training today", **said))
    assert not case(desk).held
    later = NOW + timedelta(hours=1)
    desk.take_in(desk.feed, post(PRESS, **said), now=later)
    assert case(desk).held


def test_what_was_said_before_we_listened_is_not_held(desk: Desk) -> None:
    desk.take_in(desk.feed, post(PRESS, at=NOW - timedelta(days=400)))
    assert desk.item().state is State.HISTORY
    assert not case(desk).held


def test_the_tables_say_what_the_log_says_of_what_is_held(desk: Desk) -> None:
    press(desk)
    with desk.house.store.unit() as connection:
        assert all(not each.problems for each in examine(connection, repair=False))


@pytest.mark.parametrize(
    ("action", "how"),
    [
        (Action.NO_REPLY_NEEDED, {"reason": "they rang us"}),
        (Action.OUT_OF_SCOPE, {"reason": "another company"}),
        (Action.CLOSE, {"reason": "done with"}),
    ],
)
def test_conduct_journalist_what_is_held_is_settled_by_the_senior_team_alone(
    desk: Desk, action: Action, how: dict[str, str]
) -> None:
    press(desk)
    if action is Action.CLOSE:
        desk.decide(Action.ACKNOWLEDGE, desk.item(), by=desk.sam.id, where="holding line")
    ((_, why),) = desk.decide(action, desk.item(), by=desk.sam.id, **how).refused
    assert "waits for the senior team" in why
    assert desk.decide(action, desk.item(), by=desk.kay.id, **how).done
