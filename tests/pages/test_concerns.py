"""Concerns on the screen: possible until a person says so, with the words that caused them."""

import json
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]

TEXT = "Your tutor is a <b>wally</b>, where is my certificate?"


@pytest.fixture
def item(office: Office) -> str:
    """A comment in which the machine finds something possible."""
    item = office.note(TEXT)
    start = TEXT.index("wally")
    piece = {"text": "wally", "start": start, "end": start + 5}
    told = {"concern": "offensive", "severity": "medium", "confidence": 0.7}
    whole = json.dumps([told | {"evidence": [piece], "clause": "conduct.offensive"}])
    with office.house.store.unit() as connection:
        connection.execute("UPDATE judgements SET concerns = ?", [whole])
    return item


def test_conduct_offensive_is_possible_with_severity_evidence_and_clause(
    item: str, office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("triage", office.kay)
    said = shown(at)
    assert "Possible: offensive language" in said
    assert "severity medium · 70% sure" in said
    assert "(conduct.offensive)" in said
    assert "&lt;b&gt;<mark>wally</mark>" in said
    assert "Possible: offensive language" in at.button(key=f"open_{item}").label


def test_a_person_confirms_it_and_it_says_who(
    item: str, office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("triage", office.kay).button(key="confirm_offensive").click().run()
    said = shown(at)
    assert "Confirmed: offensive language" in said
    assert "Kay Example" in said
    assert office.item(item).confirmed == ["offensive"]


def test_dismissing_it_needs_a_reason_and_stays_in_sight(
    item: str, office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("triage", office.kay).button(key="dismiss_offensive").click().run()
    assert "Say why" in shown(at)
    at.text_input(key="why_not_offensive").input("they are friends")
    at = at.button(key="dismiss_offensive").click().run()
    said = shown(at)
    assert "Not there: offensive language" in said
    assert "they are friends" in said
    assert "Possible:" not in at.button(key=f"open_{item}").label
    assert office.item(item).dismissed == ["offensive"]
