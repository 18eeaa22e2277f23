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


def test_where_two_at_work_go_by_it_neither_is_taken_and_the_words_say_so() -> None:
    lee = Person("p-2", "Lee", sign_in="KAY@example.org")
    with pytest.raises(Refused, match=r"written down here for two people \(Kay and Lee\)"):
        known_as(identify(CLAIMS, PLAIN), [kay("kay@example.org"), lee])
    with pytest.raises(Refused, match="two people"):
        known_as(identify(CLAIMS, PLAIN), [kay("u-1"), lee])


SEVERAL = SignIn(PLAIN.redirect_uri, ("entra", "other"))


def test_with_several_providers_an_id_is_somebodys_only_with_the_provider_it_is_from() -> None:
    whole = kay("https://login.example#u-1")
    assert known_as(identify(CLAIMS, SEVERAL), [whole]) == whole
    other = identify(CLAIMS | {"iss": "https://other.example"}, SEVERAL)
    assert known_as(other, [whole]) is None
    assert known_as(identify(CLAIMS, PLAIN), [whole]) == whole  # once there is one left


def test_with_several_providers_an_id_alone_lets_nobody_in_and_says_how_to_write_it() -> None:
    with pytest.raises(Refused, match=r"https://login\.example#u-1"):
        known_as(identify(CLAIMS, SEVERAL), [kay("u-1")])


@pytest.mark.parametrize("verified", [None, False, "false", "", 1])
def test_with_several_providers_an_email_has_to_be_vouched_for(verified: object) -> None:
    found = identify(CLAIMS | {"email_verified": verified}, SEVERAL)
    assert known_as(found, [kay("kay@example.org")]) is None
    assert found.called == "https://login.example#u-1"
    assert known_as(identify(CLAIMS, SEVERAL), [kay("kay@example.org")]) is None
    vouched = identify(CLAIMS | {"email_verified": True}, SEVERAL)
    assert known_as(vouched, [kay("kay@example.org")]) is not None


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


@pytest.mark.parametrize("verified", [0, 1, "no", "f", None, ""])
def test_an_email_that_is_not_plainly_vouched_for_is_nobodys(verified: object) -> None:
    found = identify(CLAIMS | {"email_verified": verified}, PLAIN)
    assert known_as(found, [kay("kay@example.org")]) is None


def test_an_id_or_a_letter_that_looks_like_an_address_is_not_that_address() -> None:
    as_id = identify(CLAIMS | {"sub": "kay@example.org", "email": "other@example.org"}, PLAIN)
    folded = identify(CLAIMS | {"email": "\u212aay@example.org"}, PLAIN)  # the Kelvin sign
    long_s = identify(CLAIMS | {"email": "\u017fam@example.org"}, PLAIN)
    assert known_as(as_id, [kay("kay@example.org")]) is None
    assert known_as(long_s, [kay("sam@example.org")]) is None
    assert known_as(folded, [kay("kay@example.org")]) is None


def test_what_is_not_seen_is_left_out_of_a_name() -> None:
    found = identify(CLAIMS | {"name": "Kay\u200b \u202eExample\x07"}, PLAIN)
    assert found.name == "Kay Example"
