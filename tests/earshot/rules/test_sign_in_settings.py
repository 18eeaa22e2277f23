"""A mistake in sign-in's settings is told by file and field, and never the secret."""

from datetime import timedelta
from typing import Any

import pytest

from earshot.rules.company import Role
from earshot.rules.sign_in_settings import read_sign_in
from earshot.words.errors import EarshotError

SECRET = "k4Vt9-nothing-but-a-test-QzX27-of-signing"
PROVIDER = {
    "client_id": "earshot",
    "client_secret": "s3cret",
    "server_metadata_url": "https://login.example/.well-known/openid-configuration",
}
AUTH = {"redirect_uri": "https://ear.example/oauth2callback", "cookie_secret": SECRET, **PROVIDER}


def problem(tables: dict[str, Any]) -> str:
    with pytest.raises(EarshotError) as told:
        read_sign_in(tables, "sign-in.toml")
    sentence = str(told.value)
    assert sentence.startswith("sign-in.toml: ")
    assert SECRET not in sentence
    assert "s3cret" not in sentence
    return sentence


def test_settings_that_are_sound_are_read_as_they_stand() -> None:
    groups = {"Marketing": "moderator", "Safety": "dsl"}
    found = read_sign_in(
        {"auth": AUTH, "earshot": {"role_claim": "g", "session_hours": 10, "roles": groups}}, "f"
    )
    assert found.roles == {"Marketing": Role.MODERATOR, "Safety": Role.DSL}
    assert found.session == timedelta(hours=10)
    assert (found.host, found.origin) == ("ear.example", "https://ear.example")
    assert found.providers == ("",)


def test_several_providers_are_offered_by_name() -> None:
    auth = {k: v for k, v in AUTH.items() if k not in PROVIDER}
    found = read_sign_in({"auth": auth | {"google": PROVIDER, "entra": PROVIDER}}, "f")
    assert found.providers == ("google", "entra")
    both = read_sign_in({"auth": AUTH | {"google": PROVIDER}}, "f")
    assert both.providers == ("", "google")


@pytest.mark.parametrize("field", ["redirect_uri", "cookie_secret", *PROVIDER])
def test_what_is_missing_is_named(field: str) -> None:
    auth = {name: value for name, value in AUTH.items() if name != field}
    assert problem({"auth": auth}) == f"sign-in.toml: [auth] {field}: is missing."


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("cookie_secret", "short", "too easy to guess"),
        ("cookie_secret", "a" * 64, "too easy to guess"),
        ("redirect_uri", "https://ear.example/", "has to end with /oauth2callback"),
        ("redirect_uri", "http://ear.example/oauth2callback", "https://"),
        ("redirect_uri", "ear.example/oauth2callback", "no whole address"),
        ("redirect_uri", "http://localhost:{port}/oauth2callback", "no whole address"),
        ("server_metadata_url", "http://login.example/x", "https://"),
        (
            "server_metadata_url",
            "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
            "your tenant's id",
        ),
        ("client_id", " ", "is empty"),
        ("client_secret", 4, "string"),
    ],
)
def test_what_is_wrong_is_named(field: str, value: object, words: str) -> None:
    told = problem({"auth": AUTH | {field: value}})
    assert told.startswith(f"sign-in.toml: [auth] {field}: ")
    assert words in told


def test_a_mistake_in_a_provider_of_several_names_it() -> None:
    told = problem({"auth": AUTH | {"google": PROVIDER | {"client_id": ""}}})
    assert told == "sign-in.toml: [auth.google] client_id: is empty."
    assert "no provider of this name" in problem({"auth": AUTH | {"my_firm": PROVIDER}})


@pytest.mark.parametrize(
    ("earshot", "place"),
    [
        ({"role_claim": "groups"}, "[earshot.roles]"),
        ({"roles": {"A": "smt"}}, "[earshot] role_claim"),
        ({"role_claim": "g", "roles": {"A": "boss"}}, "[earshot.roles] A: is no role"),
        ({"session_hours": 0}, "[earshot] session_hours"),
        ({"session_hours": 100_000}, "[earshot] session_hours"),
        ({"sesion_hours": 1}, "[earshot] sesion_hours: is no setting"),
    ],
)
def test_a_mistake_in_what_is_earshots_own_is_named(earshot: dict[str, Any], place: str) -> None:
    assert place in problem({"auth": AUTH, "earshot": earshot})


def test_a_table_with_a_slip_in_its_name_is_not_passed_over() -> None:
    assert "eartshot: is no setting" in problem({"auth": AUTH, "eartshot": {}})
    assert "auth: is missing" in problem({"earshot": {}})
