"""People correct the machine on the screen, where the item is, and both values stay in sight."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from earshot.handling.casework import current
from earshot.rules.case import Case
from earshot.words.vocabulary import State
from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def case_of(office: Office, item: str) -> Case:
    with office.house.store.unit() as connection:
        return current(connection, [item])[item]


def test_one_press_says_that_the_machine_is_right_and_settings_count_it(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?")
    at = open_page("triage", office.kay)
    at = at.button(key="thats_right").click().run()
    assert not at.exception
    assert all(each.agrees for each in case_of(office, item).work.findings)
    assert "Kay Example says so too" in shown(at)
    assert "People looked at 3 judgements and agreed with 3." in shown(
        open_page("settings", office.sam)
    )


def test_a_corrected_tone_is_shown_beside_the_machines_with_who_and_why(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?")
    at = open_page("triage", office.kay).button(key="correct").click().run()
    at = at.radio(key="wrong").set_value("sentiment").run()
    at.radio(key="wrong_sentiment").set_value("negative")
    at.text_input(key="wrong_why").input("<b>sarcasm</b>")
    at = at.button(key="record_correction").click().run()
    assert not at.exception
    assert office.item(item).sentiment == "negative"
    said = shown(at)
    assert "The machine said neutral; Kay Example: negative, because" in said
    assert "&lt;b&gt;sarcasm" in said


def test_a_correction_without_a_reason_is_refused_in_words_and_nothing_typed_is_lost(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?")
    at = open_page("triage", office.kay).button(key="correct").click().run()
    at = at.button(key="record_correction").click().run()
    assert "Say why" in shown(at)
    assert at.radio(key="wrong").value == "sentiment"
    assert case_of(office, item).work.findings == ()


def test_saying_that_no_reply_is_needed_asks_for_that_decision_with_the_reason_given(
    office: Office, open_page: Open
) -> None:
    item = office.note("When does the course start?")
    at = open_page("triage", office.kay).button(key="correct").click().run()
    at = at.radio(key="wrong").set_value("needs_reply").run()
    at.text_input(key="wrong_why").input("they answered themselves")
    at = at.button(key="record_correction").click().run()
    assert at.text_input(key="reason").value == "they answered themselves"
    at.button(key="record").click().run()
    assert office.item(item).state is State.NO_REPLY_NEEDED


def test_what_is_not_about_us_is_out_of_scope(office: Office, open_page: Open) -> None:
    item = office.note("When does the course start?")
    at = open_page("triage", office.kay).button(key="correct").click().run()
    at = at.radio(key="wrong").set_value("Not about us").run()
    at.text_input(key="wrong_why").input("the cinema of that name")
    at.button(key="record_correction").click().run()
    assert office.item(item).state is State.OUT_OF_SCOPE
    assert office.item(item).reason == "Not about us: the cinema of that name"


def test_a_concern_that_was_missed_is_added_shown_confirmed_and_found_by_its_filter(
    office: Office, open_page: Open, shown: Shown
) -> None:
    """conduct.bullying: possible until a person says so."""
    item = office.note("When does the course start?")
    office.note("Is there parking?")
    at = open_page("triage", office.kay, item=item).button(key="correct").click().run()
    at = at.radio(key="wrong").set_value("concern").run()
    at.selectbox(key="wrong_concern").set_value("bullying")
    at.text_input(key="wrong_why").input("mocks a learner")
    at = at.button(key="record_correction").click().run()
    assert "Confirmed: bullying" in shown(at)
    table = open_page("mentions", office.kay, concern="bullying").dataframe[0].value
    assert list(table["Concerns"]) == ["Confirmed: bullying"]


def test_no_concern_that_restricts_is_offered_in_the_open(office: Office, open_page: Open) -> None:
    office.note("When does the course start?")
    at = open_page("triage", office.kay).button(key="correct").click().run()
    at = at.radio(key="wrong").set_value("concern").run()
    offered = " ".join(at.selectbox(key="wrong_concern").options)
    assert "Bullying" in offered
    assert not any(word in offered for word in ("hreat", "harm", "llegation", "issing person"))
