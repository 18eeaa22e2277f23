"""A draft begins with what is known, and is read by the same rules as what others write."""

from dataclasses import replace
from datetime import date

import pytest

from earshot.handling import administration, drafting, holding, playing
from earshot.handling.decisions import Action
from earshot.handling.playing import Standing
from earshot.rules.arrival import Rules
from earshot.rules.draft_checks import Remark
from earshot.rules.playbook_rules import Audience
from tests.earshot.desk import NOW, Desk, post
from tests.earshot.handling.test_holding import press
from tests.earshot.handling.test_playing import act, case, comment, complaint, confirm

BY = date(2026, 11, 25)


def rules(desk: Desk) -> Rules:
    return desk.house.rules(desk.company)


def standing(desk: Desk) -> Standing:
    return Standing(desk.item(), case(desk))


def remarks(desk: Desk, text: str, *, public: bool = True) -> tuple[Remark, ...]:
    judge = desk.house.intake(desk.company).judge
    return drafting.remarks_on(
        text, standing(desk), rules(desk), judge, answer_by=BY, public=public
    )


def begun(desk: Desk, template: str) -> str:
    found = standing(desk)
    chosen = next(each for each in drafting.fitting(found, rules(desk)) if each.id == template)
    by = drafting.owed_by(found, rules(desk), now=NOW)
    return drafting.begun(chosen, found, rules(desk), answer_by=by)


def test_a_draft_names_the_company_and_the_day_that_the_policy_gives(desk: Desk) -> None:
    complaint(desk)
    text = begun(desk, "complaint-acknowledge")
    assert text.endswith("Example Training")
    assert "by Wednesday 25 November" in text
    assert remarks(desk, text) == ()


def test_scope_disclaimer_who_writes_for_themselves_is_asked_to_say_so(desk: Desk) -> None:
    complaint(desk)
    judge = desk.house.intake(desk.company).judge
    mine = "Thank you for writing! I work there and I am sorry that you had to wait."
    for text, asked in ((mine, True), (f"{mine} These views are my own.", False)):
        said = drafting.remarks_on(
            text, standing(desk), rules(desk), judge, answer_by=BY, staff=True
        )
        assert any("no disclaimer" in each.why for each in said) is asked


def test_a_draft_names_the_day_that_is_owed_already(desk: Desk) -> None:
    complaint(desk)
    desk.decide(Action.ACKNOWLEDGE, desk.item(), where="telephone", follow_up_on=date(2026, 12, 1))
    assert drafting.owed_by(standing(desk), rules(desk), now=NOW) == date(2026, 12, 1)


def test_a_draft_says_where_the_companys_own_procedure_stands(desk: Desk) -> None:
    complaint(desk)
    assert "[complaints]" in begun(desk, "complaints-procedure")
    with desk.house.store.unit() as connection:
        administration.change_profile(
            connection,
            lambda profile: replace(profile, procedures={"complaints": "https://example.org/c"}),
            actor="earshot",
            now=NOW,
        )
    assert "https://example.org/c" in begun(desk, "complaints-procedure")


@pytest.mark.parametrize(
    "text",
    [
        "Thank you. Ring Jo at home on 07700 900123. Example Training",
        "Thank you. Write to jo.bloggs1985@gmail.com please. Example Training",
    ],
)
def test_tone_personal_data_in_a_draft_is_found(desk: Desk, text: str) -> None:
    comment(desk)
    clauses = {remark.clause for remark in remarks(desk, text)}
    assert "conduct.data_protection" in clauses


def test_conduct_journalist_of_what_is_held_only_an_agreed_line_may_go(desk: Desk) -> None:
    press(desk)
    line = begun(desk, "press-holding")
    assert remarks(desk, line) == ()
    (first, *_) = remarks(desk, f"{line} We did nothing of the kind.")
    assert (first.clause, first.why) == ("conduct.journalist", drafting.SUBSTANCE)
    act(desk, holding.release, by=desk.kay.id)
    assert remarks(desk, f"{line} We did nothing of the kind.") == ()


def test_whoever_is_not_known_counts_as_under_18_in_a_draft(desk: Desk) -> None:
    desk.take_in(desk.feed, post("Was at Example Training today", author="Kayleigh B."))
    text = "Thank you, Kayleigh. Example Training"
    (remark,) = remarks(desk, text)
    assert remark.words == "Kayleigh"
    act(desk, playing.choose_audience, Audience.EMPLOYER)
    assert remarks(desk, text) == ()


def test_a_draft_asks_for_a_removal_only_where_that_is_open(desk: Desk) -> None:
    comment(desk)
    act(desk, playing.choose_audience, Audience.PARENT)
    text = "Thank you. Please take your post down. Example Training"
    assert remarks(desk, text)
    confirm(desk, "offensive")
    assert remarks(desk, text) == ()
    assert "parent-remove" in {each.id for each in drafting.fitting(standing(desk), rules(desk))}
