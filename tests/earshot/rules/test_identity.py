"""Who somebody is by the claims of their ID token, with which roles, and until when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from earshot.rules.company import Person, Role
from earshot.rules.identity import identify, known_as
from earshot.rules.sign_in_settings import SignIn
from earshot.words.errors import Refused

ISSUED = datetime(2026, 11, 14, 9, 0, tzinfo=UTC)
CLAIMS: dict[str, Any] = {
    "iss": "https://login.example",
    "sub": "u-1",
    "email": "Kay@Example.org",
    "name": "Kay  Example",
    "iat": int(ISSUED.timestamp()),
    "exp": int(ISSUED.timestamp()) + 300,
}
PLAIN = SignIn("https://ear.example/oauth2callback", ("",))
ROLES = {"Marketing": Role.MODERATOR, "Safety": Role.DSL, "Heads": Role.SMT}
BY_CLAIM = SignIn("https://ear.example/oauth2callback", ("",), "groups", ROLES)


def kay(sign_in: str, *, active: bool = True) -> Person:
    return Person("p-1", "Kay", sign_in=sign_in, active=active)


def test_a_sign_in_ends_with_its_token() -> None:
    assert identify(CLAIMS, PLAIN).ends_at == ISSUED + timedelta(minutes=5)


def test_where_a_length_is_set_a_sign_in_lasts_so_long_from_its_issue() -> None:
    settings = SignIn(PLAIN.redirect_uri, ("",), session=timedelta(hours=10))
    assert identify(CLAIMS, settings).ends_at == ISSUED + timedelta(hours=10)


@pytest.mark.parametrize("name", ["iss", "sub", "iat", "exp"])
@pytest.mark.parametrize("value", [None, "", True, 1e300, []])
def test_a_token_that_does_not_say_who_or_until_when_lets_nobody_in(name: str, value: Any) -> None:
    with pytest.raises(Refused, match="did not say who you are"):
        identify(CLAIMS | {name: value}, PLAIN)


@pytest.mark.parametrize(
    "sign_in", ["kay@example.org", "KAY@example.ORG", " kay@example.org ", "u-1"]
)
def test_a_person_is_known_by_email_or_by_the_providers_id(sign_in: str) -> None:
    assert known_as(identify(CLAIMS, PLAIN), [kay("lee@example.org"), kay(sign_in)]) == kay(sign_in)


@pytest.mark.parametrize("sign_in", ["", "U-1", "u-2", "Kay  Example", "kay@example.or"])
def test_nobody_is_known_by_anything_else(sign_in: str) -> None:
    assert known_as(identify(CLAIMS, PLAIN), [kay(sign_in)]) is None


@pytest.mark.parametrize("verified", [False, "false", "False"])
def test_an_email_that_the_provider_does_not_vouch_for_is_nobodys(verified: object) -> None:
    found = identify(CLAIMS | {"email_verified": verified}, PLAIN)
    assert known_as(found, [kay("kay@example.org")]) is None
    assert known_as(found, [kay("u-1")]) is not None
    assert found.called == "u-1"


def test_without_an_email_somebody_without_a_sign_in_is_not_taken_for_them() -> None:
    assert known_as(identify(CLAIMS | {"email": ""}, PLAIN), [kay("")]) is None


def test_of_two_who_go_by_it_the_one_who_is_still_here() -> None:
    gone, here = kay("u-1", active=False), kay("kay@example.org")
    assert known_as(identify(CLAIMS, PLAIN), [gone, here]) == here


@pytest.mark.parametrize(
    ("groups", "roles"),
    [
        (["Safety", "Heads", "Catering"], (Role.SMT, Role.DSL)),
        ("Marketing", (Role.MODERATOR,)),
        (["marketing", "Catering"], ()),
        ([], ()),
        (None, ()),
        ([["Heads"], {"Heads": 1}, 7], ()),
        ({"Heads": True}, ()),
    ],
)
def test_roles_come_from_the_groups_that_are_named_and_from_no_others(
    groups: object, roles: tuple[Role, ...]
) -> None:
    assert identify(CLAIMS | {"groups": groups}, BY_CLAIM).roles == roles


def test_without_a_claim_the_people_have_their_roles_here() -> None:
    assert identify(CLAIMS | {"groups": ["Heads"]}, PLAIN).roles is None


def test_a_claim_may_lie_in_another_or_have_dots_in_its_name() -> None:
    nested = SignIn(PLAIN.redirect_uri, ("",), "realm_access.roles", ROLES)
    claims = CLAIMS | {"realm_access": {"roles": ["Safety"]}}
    assert identify(claims, nested).roles == (Role.DSL,)
    assert identify(CLAIMS | {"realm_access": "Safety"}, nested).roles == ()
    dotted = SignIn(PLAIN.redirect_uri, ("",), "https://ear.example/roles", ROLES)
    claims = CLAIMS | {"https://ear.example/roles": ["Heads"]}
    assert identify(claims, dotted).roles == (Role.SMT,)


def test_every_sign_in_has_a_key_of_its_own_and_its_tabs_share_it() -> None:
    first, again = identify(CLAIMS, PLAIN), identify(CLAIMS | {"nonce": "x"}, PLAIN)
    later = identify(CLAIMS | {"iat": CLAIMS["iat"] + 60}, PLAIN)
    assert first.key == again.key
    assert first.key != later.key
