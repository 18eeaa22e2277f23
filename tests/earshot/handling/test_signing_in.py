"""Whoever signs in is a Person of the company, or nobody; and it is logged without a name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from earshot.handling.house import company_of
from earshot.handling.signing_in import sign_in
from earshot.rules.access import Right, require_actor
from earshot.rules.company import Person, Role, person_set
from earshot.rules.events import Event, EventKind
from earshot.rules.identity import Identity
from earshot.store import log
from earshot.words.errors import Refused
from tests.earshot.desk import NOW, Desk

ISSUER = "https://login.example"
ADA = Identity(
    ISSUER, "u-9", "ada@example.org", "Ada Newcomer", NOW, NOW + timedelta(hours=1), None
)


def arrive(desk: Desk, found: Identity) -> Person | None:
    with desk.house.store.unit() as connection:
        return sign_in(connection, found, now=NOW)


def logged(desk: Desk) -> list[Event]:
    with desk.house.store.unit() as connection:
        return log.of_kinds(connection, [EventKind.SIGNED_IN])


def known(desk: Desk, person: Person) -> None:
    with desk.house.store.unit() as connection:
        log.append(connection, [person_set(person, "earshot")], now=NOW)


def by_claim(*roles: Role, found: Identity = ADA) -> Identity:
    return replace(found, roles=roles)


def test_somebody_whom_nobody_has_set_up_is_nobody_and_leaves_no_trace(desk: Desk) -> None:
    before = company_of(desk.house.store).people
    assert arrive(desk, ADA) is None
    assert arrive(desk, by_claim()) is None
    assert company_of(desk.house.store).people == before
    assert logged(desk) == []


def test_somebody_set_up_by_their_email_comes_in_with_the_roles_they_have_here(desk: Desk) -> None:
    kay = replace(desk.kay, sign_in="Ada@Example.org")
    known(desk, kay)
    assert arrive(desk, ADA) == kay


def test_somebody_with_a_role_by_claim_is_added_and_known_the_next_time(desk: Desk) -> None:
    first = arrive(desk, by_claim(Role.DSL))
    assert first is not None
    assert (first.name, first.roles, first.sign_in) == ("Ada Newcomer", (Role.DSL,), "u-9")
    assert "ada" not in first.id
    assert arrive(desk, by_claim(Role.DSL)) == first
    assert company_of(desk.house.store).people[first.id] == first


def test_a_name_that_is_somebodys_already_makes_nobody_that_person(desk: Desk) -> None:
    claimed = replace(by_claim(Role.MODERATOR), name="Kay Example")
    newcomer = arrive(desk, claimed)
    assert newcomer is not None
    assert newcomer.id != desk.kay.id
    assert newcomer.name == "Kay Example (ada@example.org)"


def test_a_role_that_the_claim_takes_away_is_taken_away_where_it_is_checked(desk: Desk) -> None:
    lead = arrive(desk, by_claim(Role.DSL, Role.MODERATOR))
    assert lead is not None
    require_actor(lead.id, Right.GUARD, company_of(desk.house.store))
    arrive(desk, by_claim())
    left = company_of(desk.house.store)
    assert left.people[lead.id].roles == ()
    with pytest.raises(Refused):
        require_actor(lead.id, Right.GUARD, left)


def test_the_same_roles_in_another_order_change_nothing(desk: Desk) -> None:
    arrive(desk, by_claim(Role.SMT, Role.DSL))
    count = len(log_of_people(desk))
    arrive(desk, by_claim(Role.DSL, Role.SMT))
    assert len(log_of_people(desk)) == count


def log_of_people(desk: Desk) -> list[Event]:
    with desk.house.store.unit() as connection:
        return log.of_kinds(connection, [EventKind.PERSON_SET])


def test_somebody_who_has_left_stays_so_whatever_the_claim_says(desk: Desk) -> None:
    known(desk, replace(desk.sam, sign_in="u-9", active=False))
    sam = arrive(desk, by_claim(Role.SMT))
    assert sam is not None
    assert not sam.active
    assert company_of(desk.house.store).people[sam.id].roles == desk.sam.roles
    assert logged(desk) == []


def test_a_sign_in_is_logged_once_and_without_a_name(desk: Desk) -> None:
    known(desk, replace(desk.kay, sign_in="u-9"))
    later = replace(ADA, issued_at=NOW + timedelta(minutes=5))
    for found in (ADA, ADA, later, ADA):
        arrive(desk, found)
    first, second = logged(desk)
    assert first.subject == first.actor == desk.kay.id
    assert first.details == {"issuer": ISSUER, "issued_at": "2026-11-18T09:00:00Z"}
    assert second.details["issued_at"] == "2026-11-18T09:05:00Z"


def test_somebody_without_a_role_is_not_logged_as_having_come_in(desk: Desk) -> None:
    arrive(desk, by_claim(Role.STAFF))
    arrive(desk, replace(by_claim(), issued_at=NOW + timedelta(hours=1)))
    assert len(logged(desk)) == 1


def test_a_claim_leaves_the_last_of_the_senior_team_in_it_until_there_is_another(
    desk: Desk,
) -> None:
    known(desk, replace(desk.kay, sign_in="u-9"))
    kay = arrive(desk, by_claim(Role.STAFF))
    assert kay is not None
    assert kay.roles == (Role.SMT, Role.STAFF)
    known(desk, replace(desk.sam, roles=(Role.SMT,)))
    kay = arrive(desk, by_claim(Role.STAFF))
    assert kay is not None
    assert kay.roles == (Role.STAFF,)


def test_the_last_of_the_senior_team_without_a_group_keeps_the_role_and_does_not_come_in(
    desk: Desk,
) -> None:
    known(desk, replace(desk.kay, sign_in="u-9"))
    arrive(desk, by_claim())
    assert company_of(desk.house.store).people[desk.kay.id].roles == (Role.SMT,)
    assert logged(desk) == []


def test_of_several_providers_somebody_new_is_added_by_their_id_and_its_provider(
    desk: Desk,
) -> None:
    found = replace(by_claim(Role.DSL), one_of_several=True)
    first = arrive(desk, found)
    assert first is not None
    assert first.sign_in == f"{ISSUER}#u-9"
    assert arrive(desk, found) == first
    other = arrive(desk, replace(found, issuer="https://other.example"))
    assert other is not None
    assert other.id != first.id
