"""The purpose is stated before anybody else's words are collected, by who may state it."""

from dataclasses import replace
from datetime import date

import pytest

from earshot.bringing.watch import due_sources
from earshot.handling import administration
from earshot.handling.freshness import freshness, sentence
from earshot.handling.health import HealthCode, health
from earshot.protection.purpose import state
from earshot.rules.company import Company, Profile, Purpose, Role, Source
from earshot.rules.events import EventKind
from earshot.rules.purposes import BASES, USES, Basis, Use, missing, say_waiting, waiting, waits
from earshot.store import log
from earshot.words.errors import Refused
from tests.earshot.desk import BEGUN, NOW, STATED, Desk


def due(desk: Desk) -> list[Source]:
    return due_sources(desk.company, {}, NOW, {})


def stating(desk: Desk, purpose: Purpose, actor: str) -> None:
    with desk.house.store.unit() as connection:
        state(connection, purpose, actor=actor, now=NOW)


def test_purpose_until_it_is_stated_only_the_companys_own_accounts_run(desk: Desk) -> None:
    assert due(desk) == [desk.feed]
    assert waiting(desk.company.sources.values(), desk.company) == [desk.news]
    desk.state_purpose()
    assert due(desk) == [desk.feed, desk.news]
    assert waiting(desk.company.sources.values(), desk.company) == []


def test_an_account_that_is_none_of_ours_opens_no_gate(desk: Desk) -> None:
    assert waits(replace(desk.news, account="a-somebody-elses"), desk.company)


def test_the_sample_runs_without_a_purpose(desk: Desk) -> None:
    sample = replace(desk.company, profile=replace(desk.company.profile, sample=True))
    assert not waits(desk.news, sample)


def test_what_waits_is_said_with_who_can_change_it(desk: Desk) -> None:
    said = say_waiting(desk.company.sources.values(), desk.company)
    assert said == (
        f"{desk.news.name}: waits until it is stated what the collecting is for: Kay Example can "
        "do that in Data protection."
    )
    found = health(desk.news, None, NOW, waits=True)
    assert (found.code, found.failing, found.wants_attention) == (HealthCode.PURPOSE, False, True)
    line = sentence(
        freshness([desk.feed, desk.news], {}, {}, NOW, held_back={desk.news.id}),
        desk.company.zone,
        NOW,
    )
    assert line == "Not collected yet · 1 source waits until the purpose is stated"


def test_only_the_senior_team_and_the_dpo_state_the_purpose(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        people = {
            role: administration.add_person(connection, f"{role} Example", role, now=BEGUN)
            for role in Role
        }
    for role, person in people.items():
        if role in (Role.SMT, Role.DPO):
            stating(desk, replace(STATED, assessed_by=person.name), person.id)
            assert desk.company.purpose.assessed_by == person.name
        else:
            with pytest.raises(Refused, match="state what the collecting is for"):
                stating(desk, STATED, person.id)


def test_each_change_says_who_stated_it_and_the_same_again_is_no_change(desk: Desk) -> None:
    for _ in range(2):
        stating(desk, STATED, desk.kay.id)
    with desk.house.store.unit() as connection:
        (event,) = log.of_kinds(connection, [EventKind.PURPOSE_SET])
    assert event.actor == desk.kay.id
    assert desk.company.purpose == STATED


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"assessed_on": None}, "the date of the data protection impact assessment"),
        ({"assessed_by": "  "}, "who owns that assessment"),
        ({"notice_url": ""}, "the address of the public privacy notice"),
        ({"bases": {"listening": "consent"}}, "a lawful basis for “Safeguarding”"),
        ({"bases": {"spying": "consent"}}, "no purpose 'spying'"),
        ({"bases": {"listening": "because"}}, "no lawful basis 'because'"),
        ({"notice_url": "javascript:alert(1)"}, "needs a web address"),
        ({"assessed_on": date(2026, 11, 19)}, "dated in the future"),
    ],
)
def test_a_purpose_is_stated_whole_or_not_at_all(
    desk: Desk, wrong: dict[str, object], said: str
) -> None:
    with pytest.raises(Refused) as refusal:
        stating(desk, replace(STATED, **wrong), desk.kay.id)  # type: ignore[arg-type]
    assert said in str(refusal.value)
    assert not desk.company.purpose.is_stated


def test_every_purpose_and_every_basis_has_its_words() -> None:
    assert set(USES) == set(Use)
    assert set(BASES) == set(Basis)
    assert missing(STATED) == []


def terms(desk: Desk, actor: str, *words: str, **reasons: str) -> Company:
    given = dict(zip(words, reasons.values(), strict=False))
    with desk.house.store.unit() as connection:
        administration.change_profile(
            connection,
            lambda it: replace(it, terms=words, person_terms=given),
            actor=actor,
            now=NOW,
        )
    return desk.company


@pytest.mark.parametrize("term", ['"Sam Sample"', "sam sample", '"SAM SAMPLE" AND Leeds'])
def test_never_inferred_a_persons_name_as_a_term_needs_a_reason(desk: Desk, term: str) -> None:
    for actor in (desk.kay.id, desk.sam.id, "earshot"):
        with pytest.raises(Refused, match="is a person's name"):
            terms(desk, actor, term)


def test_the_reason_for_a_persons_name_is_the_senior_teams_and_recorded(desk: Desk) -> None:
    with pytest.raises(Refused, match="Only somebody in the senior team"):
        terms(desk, desk.sam.id, '"Sam Sample"', why="I am curious")
    company = terms(desk, desk.kay.id, '"Sam Sample"', why="fake accounts in his name")
    assert company.profile.person_terms == {'"Sam Sample"': "fake accounts in his name"}
    with desk.house.store.unit() as connection:
        event = log.of_kinds(connection, [EventKind.COMPANY_SET])[-1]
    assert event.actor == desk.kay.id


def test_a_term_that_stood_before_its_namesake_came_does_not_stop_other_changes(
    desk: Desk,
) -> None:
    terms(desk, desk.kay.id, '"Robin Example"')
    with desk.house.store.unit() as connection:
        administration.add_person(connection, "Robin Example", Role.STAFF, now=NOW)
    company = terms(desk, desk.sam.id, '"Robin Example"', '"Example Training"')
    assert len(company.profile.terms) == 2


def test_the_companys_own_name_is_its_own_though_a_person_bears_it(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        administration.add_person(connection, "Example Training", Role.STAFF, now=NOW)
    assert terms(desk, desk.sam.id, '"Example Training" AND Hull').profile.terms


def test_the_founder_outside_the_senior_team_cannot_have_a_person_searched_for(
    desk: Desk,
) -> None:
    house = replace(desk.house, folder=desk.house.folder.parent / "new")
    founder = administration.new_person("Pat Sample", Role.MODERATOR)
    profile = Profile("Other Ltd", ('"Pat Sample"',), person_terms={'"Pat Sample"': "me"})
    with pytest.raises(Refused, match="Only somebody in the senior team"):
        administration.found_company(house, profile, founder=founder, now=NOW)
    assert not house.store.exists()
