"""A second opinion is somebody else's, and both are kept."""

from datetime import timedelta

import pytest

from earshot.handling import administration, opinions
from earshot.handling.decisions import Action
from earshot.handling.opinions import Asked, waiting_for
from earshot.rules.company import Role
from earshot.words.errors import Refused
from tests.earshot.desk import NOW, Desk
from tests.earshot.handling.test_playing import act, case, comment

DRAFT = "Thank you. Example Training"


def ask(desk: Desk, of: str = "", by: str = "", **given: str) -> None:
    told = {"draft": DRAFT, "question": "Too short?"} | given
    act(desk, opinions.ask_opinion, of=of, by=by or desk.sam.id, **told)


def give(desk: Desk, by: str, *, agrees: bool, words: str = "") -> None:
    act(desk, opinions.give_opinion, agrees=agrees, words=words, by=by, now=NOW)


def waiting(desk: Desk, person: str) -> list[Asked]:
    with desk.house.store.unit() as connection:
        return waiting_for(connection, person)


def test_an_opinion_is_asked_with_the_draft_and_given_by_somebody_else(desk: Desk) -> None:
    comment(desk)
    ask(desk, of=desk.kay.id)
    give(desk, desk.kay.id, agrees=False, words="Say when.")
    (both,) = case(desk).work.opinions
    assert (both.asked_by, both.asked_of, both.draft) == (desk.sam.id, desk.kay.id, DRAFT)
    assert (both.given_by, both.agrees, both.words) == (desk.kay.id, False, "Say when.")


def test_nobody_gives_a_second_opinion_on_their_own_draft(desk: Desk) -> None:
    comment(desk)
    with pytest.raises(Refused, match="somebody else’s"):
        ask(desk, of=desk.sam.id)
    ask(desk)
    with pytest.raises(Refused, match="asked for it yourself"):
        give(desk, desk.sam.id, agrees=True)


def test_only_who_was_asked_gives_it(desk: Desk) -> None:
    lee = desk_person(desk, "Lee Example", Role.MODERATOR)
    comment(desk)
    ask(desk, of=desk.kay.id)
    with pytest.raises(Refused, match="Kay Example was asked, not you"):
        give(desk, lee, agrees=True)


def test_whoever_may_not_decide_cannot_be_asked(desk: Desk) -> None:
    guest = desk_person(desk, "Rae Example", Role.READ_ONLY)
    comment(desk)
    with pytest.raises(Refused, match="can be asked"):
        ask(desk, of=guest)


def desk_person(desk: Desk, name: str, role: Role) -> str:
    with desk.house.store.unit() as connection:
        return administration.add_person(connection, name, role, now=NOW).id


def test_one_is_asked_for_at_a_time_and_there_is_something_to_judge(desk: Desk) -> None:
    comment(desk)
    with pytest.raises(Refused, match="Give the draft"):
        ask(desk, draft=" ", question="")
    with pytest.raises(Refused, match="Nobody asks"):
        give(desk, desk.kay.id, agrees=True)
    ask(desk)
    with pytest.raises(Refused, match="already"):
        ask(desk)


def test_who_disagrees_says_what_they_would_change(desk: Desk) -> None:
    comment(desk)
    ask(desk)
    with pytest.raises(Refused, match="what you would change"):
        give(desk, desk.kay.id, agrees=False, words=" ")


def test_what_waits_for_somebodys_opinion_is_listed_for_them_until_they_give_it(
    desk: Desk,
) -> None:
    comment(desk)
    ask(desk, of=desk.kay.id)
    (mine,) = waiting(desk, desk.kay.id)
    assert (mine.item.id, mine.opinion.question) == (desk.item().id, "Too short?")
    assert waiting(desk, desk.sam.id) == []
    give(desk, desk.kay.id, agrees=True)
    assert waiting(desk, desk.kay.id) == []


def test_an_opinion_that_was_taken_back_is_waited_for_again(desk: Desk) -> None:
    comment(desk)
    ask(desk)
    give(desk, desk.kay.id, agrees=True)
    desk.decide(Action.UNDO, desk.item(), by=desk.kay.id, now=NOW + timedelta(minutes=1))
    assert len(waiting(desk, desk.kay.id)) == 1


def test_what_anybody_may_be_asked_waits_for_all_but_who_asks(desk: Desk) -> None:
    comment(desk)
    ask(desk)
    assert len(waiting(desk, desk.kay.id)) == 1
    assert waiting(desk, desk.sam.id) == []


def test_what_is_dealt_with_waits_for_nobodys_opinion(desk: Desk) -> None:
    comment(desk)
    ask(desk)
    assert len(waiting(desk, desk.kay.id)) == 1
    outcome = desk.decide(Action.ANSWER, desk.item(), link="https://page.example/answer")
    assert outcome.refused == ()
    assert waiting(desk, desk.kay.id) == []
