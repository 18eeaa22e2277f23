"""One person on the Data protection page: for whom, with which reason, and what it shows."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from earshot.handling import administration
from earshot.rules.company import Person, Role
from earshot.rules.events import EventKind
from earshot.store import log
from tests.pages.office import TIMEOUT, Office

APP = """
from datetime import UTC, datetime
from pathlib import Path
import streamlit as st
from earshot.handling.house import House, company_of
from earshot.rules.access import Reader
from earshot.words.errors import EarshotError
from ui import privacy_person
from ui.safe import say_problem
from ui.said import say_what_was_done
from ui.visit import Visit

house = House(Path({folder!r}))
company = company_of(house.store)
reader = Reader(company.people[{person!r}], proven={proven})
say_what_was_done()
try:
    privacy_person.show(Visit(house, datetime.now(UTC), company, reader))
except EarshotError as error:
    say_problem(str(error))
"""
NAME = "Zebedee Quill"


def opened(office: Office, person: Person, *, proven: bool = True) -> AppTest:
    """What stands in the tab, for somebody."""
    folder = str(office.house.folder)
    return AppTest.from_string(
        APP.format(folder=folder, person=person.id, proven=proven), default_timeout=TIMEOUT
    ).run()


def search(at: AppTest, reason: str = "request of 3 May") -> AppTest:
    at.text_input(key="person_text").set_value(NAME)
    at.text_input(key="person_reason").set_value(reason)
    at.button[0].click()
    return at.run()


def said(at: AppTest) -> str:
    return "\n".join(str(getattr(e, "body", None) or getattr(e, "value", "")) for e in at.main)


def somebody(office: Office, role: Role) -> Person:
    from datetime import UTC, datetime

    with office.house.store.unit() as connection:
        return administration.add_person(
            connection, f"Ida Invented {role}", role, now=datetime.now(UTC)
        )


@pytest.fixture
def heard(office: Office) -> Office:
    office.note("Nobody answers", author=NAME)
    office.note("Zebedee Quill shouts here", author="Mo Made-Up")
    return office


def test_searching_by_author_is_the_dsls_and_dpos_with_a_reason_and_is_logged(
    heard: Office,
) -> None:
    lead = somebody(heard, Role.DSL)
    at = search(opened(heard, lead))
    assert "1 item written by them" in said(at)
    with heard.house.store.unit() as connection:
        (event,) = log.of_kinds(connection, [EventKind.PERSON_SEARCHED])
    assert event.actor == lead.id
    assert event.details["reason"] == "request of 3 May"
    assert "ebedee" not in str(event.details)


@pytest.mark.parametrize(
    ("role", "proven", "reason", "told"),
    [
        (Role.SMT, True, "curious", "role does not let you"),
        (Role.DPO, False, "request", "signed in"),
        (Role.DPO, True, "", "Give a reason"),
    ],
)
def test_nobody_else_finds_anything(
    heard: Office, role: Role, proven: bool, reason: str, told: str
) -> None:
    at = search(opened(heard, somebody(heard, role), proven=proven), reason)
    assert told in said(at)
    assert "written by them" not in said(at)


def test_the_officer_sees_what_erasing_would_do_and_then_does_it(heard: Office) -> None:
    at = search(opened(heard, somebody(heard, Role.DPO)))
    at.toggle(key="person_erase_shown").set_value(True).run()
    assert "place: erased" in said(at) or "places: erased" in said(at)
    assert at.button(key="person_erase").disabled
    at.checkbox(key="person_erase_sure").check().run()
    at.button(key="person_erase").click().run()
    assert not at.exception
    assert "Erased: 1 item" in said(at)
    (left,) = heard.all_items()
    assert left.text == "█████████████ shouts here"


def test_the_safeguarding_lead_searches_and_erases_nothing(heard: Office) -> None:
    at = search(opened(heard, somebody(heard, Role.DSL)))
    assert not at.toggle
    assert "Take it away" not in said(at)


def test_the_search_of_mentions_finds_no_author(heard: Office, data: Path) -> None:
    from earshot.store.questions import Wanted, count

    with heard.house.store.unit() as connection:
        assert count(connection, Wanted(text="Made-Up")) == 0
        assert count(connection, Wanted(text="shouts")) == 1


def shown(at: AppTest) -> str:
    return said(at) + "\n".join(str(each.value.to_dict()) for each in at.dataframe)


def searches(office: Office) -> int:
    with office.house.store.unit() as connection:
        return len(log.of_kinds(connection, [EventKind.PERSON_SEARCHED]))


def test_what_is_restricted_after_the_search_is_shown_no_more_and_no_search_is_logged_for_that(
    heard: Office,
) -> None:
    from datetime import UTC, datetime

    from earshot.handling import casework
    from earshot.rules.events import NewEvent

    at = search(opened(heard, somebody(heard, Role.DPO)))
    at.toggle(key="person_erase_shown").set_value(True).run()
    assert "shouts here" in shown(at)
    assert "name struck out" in said(at)
    item = next(each.id for each in heard.all_items() if "shouts" in each.text)
    with heard.house.store.unit() as connection:
        event = NewEvent(EventKind.RESTRICTED, item, {"concern": "threat"})
        casework.record(connection, [event], now=datetime.now(UTC))
    at.run()
    assert "shouts here" not in shown(at)
    assert "name struck out" not in said(at)
    assert searches(heard) == 1
