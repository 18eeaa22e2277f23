"""Data protection, Retention: what is past its time, deleting it by name of the numbers, holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from earshot.bringing.handnotes import Note, add_note
from earshot.handling.administration import new_person
from earshot.handling.decisions import Action, Decision, decide
from earshot.handling.house import company_of
from earshot.protection.retention import retain
from earshot.rules.company import Role, person_set
from earshot.store import log
from tests.pages.office import Office

Open = Callable[..., AppTest]
AGO = timedelta(days=900)
Shown = Callable[[AppTest], str]


@pytest.fixture
def old(office: Office) -> Office:
    """An office with two answers of long ago, and one that is still owed."""
    at = datetime.now(UTC) - AGO
    for number in range(3):
        note = Note(f"When does course {number} start?", at, account=office.page)
        item = office.item(add_note(office.house, note, now=at))
        if number:
            decision = Decision(
                Action.ANSWER, ((item.id, item.version),), office.kay.id, where="there"
            )
            rules = office.house.rules(company_of(office.house.store))
            with office.house.store.unit() as connection:
                assert decide(connection, decision, rules, now=at).done
    return office


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    return at


def test_it_says_how_long_and_how_much_is_past_its_time(
    old: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("privacy", old.sam)
    assert not at.exception
    said = shown(at)
    assert "2 answered cases past their time." in said
    assert "1 is as old and stays: it still waits for somebody." in said
    assert "policy.toml, under [retention]" in said
    (table,) = [each.value for each in at.dataframe if "Kept for" in each.value.columns]
    assert list(table["Past its time"]) == [0, 2, 0, 0, 0, 0]
    assert table["Kept for"][1] == "24 months after it was settled"


def test_what_would_go_is_shown_first_and_its_deletion_confirmed_by_its_numbers(
    old: Office, open_page: Open, shown: Shown
) -> None:
    at = press(open_page("privacy", old.sam), "show_overdue")
    (table,) = [each.value for each in at.dataframe if "Settled" in each.value.columns]
    assert len(table) == 2
    assert "This deletes 2 answered cases." in shown(press(at, "delete_overdue"))
    assert len(old.all_items()) == 3
    assert "This deletes" not in shown(press(at, "cancel_delete"))
    press(press(at, "delete_overdue"), "confirm_delete")
    assert "Deleted: 2 answered cases." in shown(at)
    assert len(old.all_items()) == 1
    assert "Nothing is past its time." in shown(at)


def test_every_night_is_turned_on_and_off_by_a_person(old: Office, open_page: Open) -> None:
    at = open_page("privacy", old.sam)
    (box,) = [each for each in at.checkbox if each.label.startswith("Delete every night")]
    box.check().run()
    assert not at.exception
    assert company_of(old.house.store).keeping.by_night
    (box,) = [each for each in at.checkbox if each.label.startswith("Delete every night")]
    box.uncheck().run()
    assert not company_of(old.house.store).keeping.by_night
    with old.house.store.unit() as connection:
        actors = [e.actor for e in log.of_subjects(connection, ["keeping"])["keeping"]]
    assert actors == [old.sam.id] * 2


def test_a_hold_stops_every_deletion_on_the_screen_too(
    old: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("privacy", old.sam)
    at.text_input(key="hold_reason 0").input("The solicitor asked")
    press(at, "set_hold")
    (hold,) = company_of(old.house.store).held
    said = shown(at)
    assert f"Nothing is deleted while a hold is in force: {hold.id}" in said
    assert not [each for each in at.button if each.key == "delete_overdue"]
    press(at, f"end {hold.id}")
    assert company_of(old.house.store).held == ()
    assert [each for each in at.button if each.key == "delete_overdue"]


def test_a_moderator_is_not_offered_it_and_the_data_protection_officer_is(
    old: Office, open_page: Open
) -> None:
    officer = new_person("Dana Pretend", Role.DPO)
    with old.house.store.unit() as connection:
        log.append(connection, [person_set(officer, "earshot")], now=datetime.now(UTC))
    for person, offered in ((old.kay, False), (officer, True)):
        at = open_page("privacy", person)
        assert not at.exception
        assert bool([each for each in at.button if each.key == "delete_overdue"]) is offered


def test_pages_whose_rows_are_gone_say_how_many_are_counts_only(
    old: Office, open_page: Open, shown: Shown
) -> None:
    retain(old.house, actor=old.sam.id, now=datetime.now(UTC))
    for page in ("mentions", "compliance"):
        at = open_page(page, old.sam, period=f"{(datetime.now(UTC) - AGO).year}")
        assert not at.exception
        assert "kept as counts only." in shown(at), page
