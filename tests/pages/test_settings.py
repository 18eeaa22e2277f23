"""Settings: a change says what it changed, who made it, and what terms would find before."""

from collections.abc import Callable
from datetime import date
from html import unescape

from streamlit.testing.v1 import AppTest

from earshot.company import COMPANY, Role
from earshot.setup import company_of
from earshot.store import log
from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def test_a_new_term_is_saved_with_who_did_it_and_said(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    at.text_area(key="company_terms").input('"Example Training"\nExTra').run()
    at.button(key="save_company").click().run()
    assert "Saved: a new term, ExTra." in shown(at)
    assert company_of(office.house.store).profile.terms == ('"Example Training"', "ExTra")
    with office.house.store.unit() as connection:
        last = log.of_subjects(connection, [COMPANY])[COMPANY][-1]
    assert last.actor == office.kay.id


def test_a_term_that_cannot_be_read_is_said_with_its_place_and_not_saved(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    at.text_area(key="company_terms").input('"Example Training"\n(Extra OR').run()
    assert "Term 2, at character" in shown(at)
    assert not [button for button in at.button if button.key == "save_company"]


def test_terms_are_tried_on_a_sentence_and_on_what_is_stored(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    at.text_input(key="company_try").input("Nothing to see here").run()
    assert "Does not count" in shown(at)
    at.text_area(key="company_terms").input('"to see"').run()
    assert "<mark>to see</mark>" in shown(at)


def test_nothing_changed_is_nothing_to_save(office: Office, open_page: Open) -> None:
    assert open_page("settings", office.kay).button(key="save_company").disabled


def test_a_closure_day_is_kept_and_a_line_without_a_date_is_named(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    at.text_area(key="closures").input("2026-12-24 Christmas closure\nsome day").run()
    assert "Line 2: 'some' is no date" in unescape(shown(at))
    at.text_area(key="closures").input("2026-12-24 Christmas closure").run()
    at.button(key="save_days").click().run()
    assert "a new closure day, Thursday 24 December 2026 (Christmas closure)" in shown(at)
    profile = company_of(office.house.store).profile
    assert profile.closures == {date(2026, 12, 24): "Christmas closure"}


def test_an_account_can_be_added_and_its_start_moved(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    at.text_input(key="account  name").input("LinkedIn page").run()
    at.button(key="save_account").click().run()
    assert "Saved LinkedIn page: added." in shown(at)
    kept = company_of(office.house.store).account_named("LinkedIn page")
    assert kept is not None
    at.selectbox(key="account").select(kept.id).run()
    at.date_input(key=f"account {kept.id} start").set_value(date(2026, 9, 1)).run()
    at.button(key="save_account").click().run()
    assert "the start from" in shown(at)
    assert company_of(office.house.store).accounts[kept.id].starts_on == date(2026, 9, 1)


def test_two_accounts_cannot_have_one_name(office: Office, open_page: Open, shown: Shown) -> None:
    at = open_page("settings", office.kay)
    at.selectbox(key="account").select(office.page.id).run()
    assert at.text_input(key=f"account {office.page.id} name").value == "Our page"
    before = company_of(office.house.store).accounts
    at.selectbox(key="account").select("").run()
    at.text_input(key="account  name").input("our PAGE").run()
    at.button(key="save_account").click().run()
    assert len(company_of(office.house.store).accounts) == len(before)


def test_somebody_new_is_added_with_a_role_and_nobody_twice(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    at.text_input(key="person  name").input("Ada Newcomer")
    at.selectbox(key="person  role").select(Role.SMT).run()
    at.button(key="save_person").click().run()
    people = company_of(office.house.store).people.values()
    assert Role.SMT in [p.role for p in people if p.name == "Ada Newcomer"]
    at.text_input(key="person  name").input("ada newcomer").run()
    at.button(key="save_person").click().run()
    assert "There is a person called" in shown(at)


def test_the_policy_stands_there_with_what_was_chosen_where_it_is_silent(
    office: Office, open_page: Open, shown: Shown
) -> None:
    text = shown(open_page("settings", office.kay))
    assert "version 1" in text
    assert "Praise runs the clock like anything else" in text
