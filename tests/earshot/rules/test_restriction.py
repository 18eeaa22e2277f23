"""Restriction: who sees what is restricted, at each stage, and who steps in for whom."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from earshot.rules.access import Reader
from earshot.rules.company import Company, Person, Profile, Role
from earshot.rules.restriction import (
    Danger,
    Restriction,
    Stage,
    deciders,
    lead_names,
    leads,
    may_read,
)

SINCE = datetime(2026, 11, 18, 9, tzinfo=UTC)
PEOPLE = {
    role.value: Person(role.value, f"{role.value} Example".capitalize(), (role,)) for role in Role
}
COMPANY = Company(Profile("Example Training", ()), {}, PEOPLE, {})
THREAT = Restriction(Danger.THREAT, SINCE, "earshot")


def readers(found: Restriction, company: Company = COMPANY) -> set[str]:
    """The roles, as ids, whose holders see the words."""
    return {
        person.id
        for person in company.people.values()
        if may_read(found, Reader(person, proven=True), company)
    }


def handed(found: Restriction) -> Restriction:
    return replace(found, stage=Stage.HANDED_OVER, handed_at=SINCE)


def named(found: Restriction, *people: str) -> Restriction:
    return replace(found, locked=people)


def test_the_moderator_on_duty_sees_it_until_it_is_handed_over() -> None:
    assert readers(THREAT) == {"moderator", "dsl", "deputy"}
    assert readers(handed(THREAT)) == {"dsl", "deputy"}


def test_only_the_moderator_on_duty_sees_it_where_one_is_named() -> None:
    resting = Person("resting", "Resting Example", (Role.MODERATOR,))
    on_duty = replace(PEOPLE["moderator"], on_duty=True)
    people = PEOPLE | {"resting": resting, "moderator": on_duty}
    assert "resting" not in readers(THREAT, replace(COMPANY, people=people))


def test_an_allegation_is_the_leads_and_the_case_managers_alone() -> None:
    found = handed(replace(THREAT, concern=Danger.STAFF_ALLEGATION, manager="smt"))
    assert readers(found) == {"dsl", "smt"}


def test_a_person_named_in_it_is_locked_out_of_it_smt_included() -> None:
    found = handed(replace(THREAT, concern=Danger.STAFF_ALLEGATION, manager="smt"))
    assert readers(named(found, "smt")) == {"dsl", "chair"}


def test_a_report_about_an_smt_member_goes_round_smt_to_the_chair() -> None:
    assert "chair" in readers(named(THREAT, "smt"))
    assert "chair" not in readers(THREAT)


def test_the_deputies_step_in_where_the_lead_is_named() -> None:
    found = handed(replace(THREAT, concern=Danger.STAFF_ALLEGATION))
    assert readers(named(found, "dsl")) == {"deputy"}
    assert deciders(named(found, "dsl"), COMPANY) == ["deputy"]


def test_the_chair_steps_in_where_everybody_who_would_deal_with_it_is_named() -> None:
    assert leads(named(THREAT, "dsl", "deputy"), COMPANY) == ["chair"]


def test_the_lead_alone_decides_while_there_is_one() -> None:
    assert deciders(THREAT, COMPANY) == ["dsl"]


@pytest.mark.parametrize("stage", Stage)
def test_nobody_sees_anything_who_has_not_signed_in(stage: Stage) -> None:
    found = replace(THREAT, stage=stage)
    assert not any(may_read(found, Reader(person), COMPANY) for person in PEOPLE.values())
    assert not may_read(found, Reader(None), COMPANY)


def test_who_has_left_sees_nothing() -> None:
    gone = replace(PEOPLE["dsl"], active=False)
    there = replace(COMPANY, people=PEOPLE | {"dsl": gone})
    assert not may_read(THREAT, Reader(gone, proven=True), there)


def test_who_has_left_since_their_tab_was_opened_sees_nothing() -> None:
    for now in (replace(PEOPLE["dsl"], active=False), replace(PEOPLE["dsl"], roles=(Role.STAFF,))):
        there = replace(COMPANY, people=PEOPLE | {"dsl": now})
        assert not may_read(THREAT, Reader(PEOPLE["dsl"], proven=True), there)


def test_whoever_is_not_in_this_company_sees_nothing() -> None:
    stranger = Reader(replace(PEOPLE["dsl"], id=""), proven=True)
    assert not may_read(THREAT, stranger, COMPANY)


def test_the_lead_is_named_to_everybody_else_the_deputies() -> None:
    assert lead_names(COMPANY) == ["Dsl example"]
    without = {key: person for key, person in PEOPLE.items() if key != "dsl"}
    assert lead_names(replace(COMPANY, people=without)) == ["Deputy example"]
