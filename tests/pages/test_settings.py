"""Settings: a change says what it changed, who made it, and what terms would find before."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextArea

from earshot.handling.administration import add_person, change_person, change_profile
from earshot.handling.house import company_of
from earshot.rules.company import COMPANY, Role
from earshot.store import log
from earshot.words.vocabulary import Nation
from tests.pages.office import Office
from ui.keys import key_of

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def terms_box(at: AppTest, office: Office) -> TextArea:
    terms = company_of(office.house.store).profile.terms
    return at.text_area(key=key_of("company_terms", terms))


def test_a_new_term_is_saved_with_who_did_it_and_said(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    terms_box(at, office).input('"Example Training"\nExTra').run()
    at.button(key="save_company").click().run()
    assert "Saved: a new term, ExTra." in shown(at)
    assert company_of(office.house.store).profile.terms == ('"Example Training"', "ExTra")
    with office.house.store.unit() as connection:
        last = log.of_subjects(connection, [COMPANY])[COMPANY][-1]
    assert last.actor == office.kay.id


def test_what_somebody_else_saves_meanwhile_is_seen_and_not_undone(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    terms_box(at, office).input('"Example Training"\nExTra').run()
    with office.house.store.unit() as connection:
        change_profile(
            connection,
            lambda fresh: replace(fresh, name="Example Training Ltd", nation=Nation.SCOTLAND),
            actor=office.sam.id,
            now=datetime.now(UTC),
        )
    at.run()
    assert "Example Training Ltd" in [box.value for box in at.text_input]
    at.button(key="save_company").click().run()
    assert "Saved: a new term, ExTra." in shown(at)
    profile = company_of(office.house.store).profile
    assert (profile.name, profile.nation) == ("Example Training Ltd", Nation.SCOTLAND)
    assert profile.terms == ('"Example Training"', "ExTra")


def test_a_person_who_is_renamed_meanwhile_keeps_the_new_name(
    office: Office, open_page: Open
) -> None:
    at = open_page("settings", office.sam)
    at.selectbox(key="person").select(office.kay.id).run()
    renamed = replace(office.kay, name="Kay Renamed")
    with office.house.store.unit() as connection:
        change_person(connection, renamed, actor=office.sam.id, now=datetime.now(UTC))
    at.run()
    form = key_of(f"person {office.kay.id}", renamed)
    at.checkbox(key=f"{form} active").uncheck().run()
    at.button(key="save_person").click().run()
    assert company_of(office.house.store).people[office.kay.id] == replace(renamed, active=False)


def test_only_the_senior_team_says_who_works_here_and_in_which_roles(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    assert "does not let you change who works here. Sam Sample can." in shown(at)
    assert "save_person" not in [button.key for button in at.button]
    at = open_page("settings", office.sam)
    at.selectbox(key="person").select(office.kay.id).run()
    form = key_of(f"person {office.kay.id}", office.kay)
    at.multiselect(key=f"{form} roles").set_value([Role.MODERATOR, Role.DSL])
    at.text_input(key=f"{form} sign_in").input("kay@example.org").run()
    at.button(key="save_person").click().run()
    assert (
        "the roles from “moderator” to “moderator, dsl”; "
        "what sign-in calls them from “” to “kay@example.org”"
    ) in unescape(shown(at))
    kay = company_of(office.house.store).people[office.kay.id]
    assert (kay.roles, kay.sign_in) == ((Role.MODERATOR, Role.DSL), "kay@example.org")


def test_the_lead_gives_the_roles_that_open_restricted_items_and_is_offered_no_others(
    office: Office, open_page: Open, shown: Shown
) -> None:
    with office.house.store.unit() as connection:
        dee = add_person(connection, "Dee Sample", Role.DSL, now=datetime.now(UTC))
    at = open_page("settings", dee)
    at.selectbox(key="person").select(office.kay.id).run()
    roles = at.multiselect(key=key_of(f"person {office.kay.id}", office.kay) + " roles")
    assert len(roles.options) == 4  # moderator, which Kay is, and the three
    roles.set_value([Role.MODERATOR, Role.DEPUTY]).run()
    at.button(key="save_person").click().run()
    assert company_of(office.house.store).people[office.kay.id].roles[-1] is Role.DEPUTY


def test_the_last_of_the_senior_team_cannot_be_taken_away(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.sam)
    at.selectbox(key="person").select(office.sam.id).run()
    form = key_of(f"person {office.sam.id}", office.sam)
    at.checkbox(key=f"{form} active").uncheck().run()
    at.button(key="save_person").click().run()
    assert "Sam Sample is the last of the senior team" in shown(at)
    assert company_of(office.house.store).people[office.sam.id].active


def test_a_moderator_goes_on_duty_by_themselves(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    at.button(key="own_duty").click().run()
    assert "Saved Kay Example: on duty from “no” to “yes”." in shown(at)
    assert company_of(office.house.store).people[office.kay.id].on_duty
    assert "own_duty" not in [b.key for b in open_page("settings", office.sam).button]


def test_who_may_not_change_the_settings_reads_them_and_who_can(
    office: Office, open_page: Open, shown: Shown
) -> None:
    with office.house.store.unit() as connection:
        rex = add_person(connection, "Rex Example", Role.READ_ONLY, now=datetime.now(UTC))
    at = open_page("settings", rex)
    assert not at.exception
    assert 'Listened for: "Example Training".' in unescape(shown(at))
    assert "Kay Example or Sam Sample can." in shown(at)
    assert [*at.button, *at.text_input, *at.text_area, *at.checkbox] == []


def test_the_policy_says_since_when_each_version_holds(
    office: Office, open_page: Open, shown: Shown
) -> None:
    path = office.house.policy_path
    path.write_text(path.read_text("utf-8").replace("version = 1\n", "version = 2\n"), "utf-8")
    text = shown(open_page("settings", office.kay))
    assert "version 2" in text
    assert re.findall(r"Since [^<]+: version (\d)\.", text) == ["1", "2"]


def test_a_term_that_cannot_be_read_is_said_with_its_place_and_not_saved(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    terms_box(at, office).input('"Example Training"\n(Extra OR').run()
    assert "Term 2, at character" in shown(at)
    assert not [button for button in at.button if button.key == "save_company"]


def test_terms_are_tried_on_a_sentence_and_on_what_is_stored(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    at.text_input(key="company_try").input("Nothing to see here").run()
    assert "Does not count" in shown(at)
    terms_box(at, office).input('"to see"').run()
    assert "<mark>to see</mark>" in shown(at)


def test_nothing_changed_is_nothing_to_save(office: Office, open_page: Open) -> None:
    assert open_page("settings", office.kay).button(key="save_company").disabled


def test_a_closure_day_is_kept_and_a_line_without_a_date_is_named(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.sam)
    at.text_area(key=key_of("closures", {})).input("2026-12-24 Christmas closure\nsome day").run()
    assert "Line 2: 'some' is no date" in unescape(shown(at))
    at.text_area(key=key_of("closures", {})).input("2026-12-24 Christmas closure").run()
    at.button(key="save_days").click().run()
    assert "a new closure day, Thursday 24 December 2026 (Christmas closure)" in shown(at)
    profile = company_of(office.house.store).profile
    assert profile.closures == {date(2026, 12, 24): "Christmas closure"}


def test_closure_days_are_signed_for_by_the_senior_team_alone(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    assert "does not let you sign for the senior team. Sam Sample can." in shown(at)
    assert "Closure days do not lengthen deadlines." in shown(at)
    assert key_of("closures", {}) not in [box.key for box in at.text_area]


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
    at.date_input(key=key_of(f"account {kept.id}", kept) + " start").set_value(
        date(2026, 9, 1)
    ).run()
    at.button(key="save_account").click().run()
    assert "the start from" in shown(at)
    assert company_of(office.house.store).accounts[kept.id].starts_on == date(2026, 9, 1)


def test_two_accounts_cannot_have_one_name(office: Office, open_page: Open, shown: Shown) -> None:
    at = open_page("settings", office.kay)
    at.selectbox(key="account").select(office.page.id).run()
    assert (
        at.text_input(key=key_of(f"account {office.page.id}", office.page) + " name").value
        == "Our page"
    )
    before = company_of(office.house.store).accounts
    at.selectbox(key="account").select("").run()
    at.text_input(key="account  name").input("our PAGE").run()
    at.button(key="save_account").click().run()
    assert len(company_of(office.house.store).accounts) == len(before)


def test_somebody_new_is_added_with_a_role_and_nobody_twice(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.sam)
    at.text_input(key="person  name").input("Ada Newcomer")
    at.multiselect(key="person  roles").set_value([Role.SMT]).run()
    at.button(key="save_person").click().run()
    people = company_of(office.house.store).people.values()
    assert Role.SMT in [p.roles[0] for p in people if p.name == "Ada Newcomer"]
    at.text_input(key="person  name").input("ada newcomer").run()
    at.button(key="save_person").click().run()
    assert "There is a person called" in shown(at)


def test_the_policy_stands_there_with_what_was_chosen_where_it_is_silent(
    office: Office, open_page: Open, shown: Shown
) -> None:
    text = shown(open_page("settings", office.kay))
    assert "version 1" in text
    assert "Praise runs the clock like anything else" in text
