"""Drafts are made from the real settings, name nobody but the owner, and say what is undecided."""

import re
from dataclasses import replace
from datetime import date

import pytest

from collectors.post import Platform
from earshot.handling import administration, listening
from earshot.handling.sign_in_file import SIGN_IN_FILE
from earshot.protection import holds
from earshot.protection.drafts import DRAFTS, Draft, facts_of
from earshot.protection.drafts.writing import plain
from earshot.rules.company import HoldKind, Role
from earshot.rules.purposes import BASES, USES, Basis, Use
from tests.earshot.desk import BEGUN, NOW, STATED, Desk

BY_NAME = {draft.name: draft for draft in DRAFTS}


def written(desk: Desk, name: str) -> str:
    return BY_NAME[name].write(facts_of(desk.house, desk.company, NOW))


def all_of(desk: Desk) -> str:
    return "\n".join(written(desk, name) for name in BY_NAME)


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.name)
def test_purpose_each_draft_is_made_from_what_is_set_up(desk: Desk, draft: Draft) -> None:
    desk.state_purpose()
    text = draft.write(facts_of(desk.house, desk.company, NOW))
    assert text.startswith("# ")
    assert "Example Training" in text
    assert "news.example" in text
    assert "[decide: " in text
    assert "no legal advice" in text or "Nothing in it is legal advice" in text
    assert "None" not in text


def test_settings_that_change_change_the_drafts(desk: Desk) -> None:
    assert "Facebook page (Facebook)" in written(desk, "privacy-notice")
    assert "blog.example" not in written(desk, "record-of-processing")
    desk.add_source("https://blog.example/feed", None)
    desk.add_account("Our X", Platform.X, "example")
    for name in ("impact-assessment", "record-of-processing", "privacy-notice"):
        assert "blog.example, news.example, page.example" in written(desk, name)
        assert "Our X (X)" in written(desk, name)


def test_how_long_comes_from_the_policy_file(desk: Desk) -> None:
    path = desk.house.policy_path
    text = path.read_text("utf-8").replace("mentions_months = 12", "mentions_months = 7", 1)
    path.write_text(text.replace("restricted_days_after_handover = 30", "", 0), "utf-8")
    assert "no reply was due | 7 months |" in written(desk, "privacy-notice")
    assert "after 7 months" in written(desk, "legitimate-interests")


def test_holds_sign_in_and_deletion_by_night_are_told_as_they_are(desk: Desk) -> None:
    text = written(desk, "impact-assessment")
    assert "No hold is in force" in text
    assert "Sign-in is off" in text
    assert "every night is off" in text
    with desk.house.store.unit() as connection:
        holds.add(connection, HoldKind.POLICE, "about Zebedee Quill", actor=desk.kay.id, now=NOW)
    (desk.house.folder / SIGN_IN_FILE).write_text("")
    text = written(desk, "impact-assessment")
    assert "A hold is in force (for the police)" in text
    assert "Zebedee" not in text
    assert "People sign in" in text


def test_the_bases_are_those_that_were_stated_and_none_is_made_up(desk: Desk) -> None:
    assert "[decide: the lawful basis for safeguarding]" in written(desk, "privacy-notice")
    mixed = STATED.bases | {"safeguarding": Basis.RECOGNISED_INTEREST.value}
    company = replace(desk.company, purpose=replace(STATED, bases=mixed))
    facts = facts_of(desk.house, company, NOW)
    notice = BY_NAME["privacy-notice"].write(facts)
    assert f"Basis: {BASES[Basis.RECOGNISED_INTEREST].title}, Art. 6(1)(ea) UK GDPR." in notice
    assessment = BY_NAME["legitimate-interests"].write(facts)
    resting = assessment.split("## 1.")[0]
    assert USES[Use.LISTENING].title in resting
    assert USES[Use.SAFEGUARDING].title not in resting


def test_where_nothing_rests_on_legitimate_interests_the_assessment_says_so(desk: Desk) -> None:
    bases = {use.value: Basis.PUBLIC_TASK.value for use in Use}
    company = replace(desk.company, purpose=replace(STATED, bases=bases))
    text = BY_NAME["legitimate-interests"].write(facts_of(desk.house, company, NOW))
    assert "no purpose rests on legitimate interests" in text


def test_nobody_is_named_but_the_owner_of_the_assessment(desk: Desk) -> None:
    desk.state_purpose()
    mailbox = listening.new_mailbox(
        "imaps://zebedee.quill%40example.org@mail.example/INBOX",
        "env:EARSHOT_X",
        name=None,
        now=NOW,
    )
    with desk.house.store.unit() as connection:
        listening.add_source(connection, mailbox, actor="earshot", now=NOW)
        administration.add_person(connection, "Zebedee Quill", Role.DSL, now=BEGUN)
        administration.change_profile(
            connection,
            lambda it: replace(
                it,
                terms=(*it.terms, '"Zebedee Quill"'),
                person_terms={'"Zebedee Quill"': "false accounts"},
            ),
            actor=desk.kay.id,
            now=NOW,
        )
    text = all_of(desk)
    assert "Dana Example" in text
    for name in ("Kay", "Sam Sample", "Zebedee", "zebedee"):
        assert name not in text
    assert "mail.example" in text
    assert "1 that are people's names" in text
    assert "designated safeguarding lead: 1" in text


def test_roles_that_nobody_has_are_to_be_decided(desk: Desk) -> None:
    text = written(desk, "impact-assessment")
    assert "nobody is set up as data protection officer" in text
    assert "nobody is set up as senior team" not in text


def test_what_people_wrote_into_the_settings_is_never_markup(desk: Desk) -> None:
    hostile = '![x](https://tracker.example/p.png) <img src=x> | # "'
    with desk.house.store.unit() as connection:
        administration.change_profile(
            connection, lambda it: replace(it, name=hostile), actor=desk.kay.id, now=NOW
        )
    text = all_of(desk)
    assert "![x]" not in text
    assert re.search(r"(?<!\\)<img", text) is None
    assert plain(hostile) in text
    assert re.search(r"(?m)^# ", plain("a\n# b")) is None


def test_dates_are_the_companys_own_days(desk: Desk) -> None:
    assert facts_of(desk.house, desk.company, NOW).made_on == date(2026, 11, 18)
    assert "Wednesday 18 November 2026" in written(desk, "privacy-notice")
