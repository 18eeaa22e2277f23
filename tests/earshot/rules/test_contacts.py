"""Public contacts: what the company gives out is known again, however it is written."""

import pytest

from earshot.judging.mail_and_homes import homes
from earshot.rules.contacts import Contacts, read_contacts

CONTACTS = Contacts.parse(
    [
        "0113 496 0100",
        "@example-training.example",
        "ask@other.example",
        "Unit 4, Albion Rd, LS1 4AP",
    ]
)


def test_a_telephone_is_compared_by_what_is_dialled() -> None:
    assert CONTACTS.has_telephone("+441134960100")
    assert not CONTACTS.has_telephone("+441134960101")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("Jo.Example@Example-Training.example", True),
        ("jo@mail.example-training.example", True),
        ("ask@other.example", True),
        ("jo@other.example", False),
        ("jo@not-example-training.example", False),
    ],
)
def test_a_domain_stands_for_every_address_there(address: str, public: bool) -> None:
    assert CONTACTS.has_email(address) is public


def test_an_address_is_known_by_its_postcode_or_by_its_words() -> None:
    assert CONTACTS.has_address("4 Albion Road, Leeds ls14ap")
    assert CONTACTS.has_address("Unit 4 Albion Road")
    assert not CONTACTS.has_address("4 Albion Road, Leeds LS2 9ZZ")


def test_contacts_are_kept_once_and_without_spaces_around_them() -> None:
    assert read_contacts([" 0113  496 0100 ", "", "0113 496 0100"]) == ("0113 496 0100",)


@pytest.mark.parametrize("written", ["4 Albion Gr", "4 Albion Grove", "4 albion gr."])
def test_a_street_is_the_same_however_it_is_shortened(written: str) -> None:
    assert Contacts.parse(["Unit 4, Albion Grove"]).has_address(written)
    assert homes_in(f"she lives at {written}") == [written.rstrip(".")]


def homes_in(text: str) -> list[str]:
    return [text[start:end].rstrip(".") for start, end in homes(text)]
