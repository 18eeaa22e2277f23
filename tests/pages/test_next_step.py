"""The next step on the screen: proposed, done, drafted, asked about, held, handed on."""

from collections.abc import Callable
from datetime import UTC, datetime

from streamlit.testing.v1 import AppTest

from earshot.handling import casework
from earshot.handling.decisions import Action
from earshot.rules.case import Case
from earshot.rules.events import EventKind, NewEvent
from earshot.rules.playbook_rules import Audience
from earshot.rules.work import Measure
from earshot.words.vocabulary import State
from tests.pages.office import Office
from tests.pages.test_triage import begin, record

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
QUESTION = "When does the course start?"
COMMENT = "I was at the open day"
PRESS = (
    "I am a journalist with the Example Gazette writing a story about Example Training. "
    "Could you send me a comment before our deadline?"
)


def case(office: Office, item: str) -> Case:
    with office.house.store.unit() as connection:
        return casework.current(connection, [item])[item]


def confirm(office: Office, item: str, concern: str) -> None:
    told = {"mention": item, "what": "concern", "concern": concern, "machine": "present"}
    told |= {"person": "present", "reason": "read it"}
    with office.house.store.unit() as connection:
        event = NewEvent(EventKind.CORRECTED, item, told, office.kay.id)
        casework.record(connection, [event], now=datetime.now(UTC))


def choose(at: AppTest, item: str, audience: Audience) -> AppTest:
    chosen = next(each for each in at.selectbox if each.label == "Who is this?")
    return chosen.set_value(audience).run()


def has(at: AppTest, key: str) -> bool:
    return any(each.key == key for each in at.button)


def test_the_next_step_names_its_clause_and_is_marked_done_with_who(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note(QUESTION)
    at = open_page("triage", office.kay)
    assert "Answer where they wrote; if you cannot yet" in shown(at)
    assert "(monitoring.response)" in shown(at)
    at = at.button(key="done_next").click().run()
    (done,) = case(office, item).work.steps
    assert (done.step, done.by) == ("answer-query", office.kay.id)
    assert "Every step that the policy proposes is done." in shown(at)
    assert "step done by Kay Example" in shown(at)


def test_who_this_is_is_asked_in_the_heading_and_changes_what_is_proposed(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("I complain: six weeks and no certificate. Unacceptable!")
    at = open_page("triage", office.kay)
    assert "Offer to talk about it in person" not in shown(at)
    at = choose(at, item, Audience.PARENT)
    assert case(office, item).work.audience == "parent"
    assert "Offer to talk about it in person" in shown(at)


def test_a_step_says_where_the_procedure_stands_or_who_can_enter_it(
    office: Office, open_page: Open, shown: Shown
) -> None:
    office.note("I complain: six weeks and no certificate. Unacceptable!")
    said = shown(open_page("triage", office.kay))
    assert "where it stands is not entered yet; Kay Example or Sam Sample can" in said
    at = open_page("settings", office.sam)
    field = next(each for each in at.text_input if each.label == "Complaints procedure")
    at = field.input("https://intranet.example/complaints").run()
    at = at.button(key="save_procedures").click().run()
    assert "where “complaints” stands" in shown(at)
    said = shown(open_page("triage", office.kay))
    assert 'href="https://intranet.example/complaints"' in said


def test_a_draft_begins_with_a_template_and_says_what_to_look_at_again(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note(QUESTION, author="Kayleigh B.")
    at = open_page("triage", office.kay)
    at = at.selectbox(key=f"template_{item}").set_value("query-acknowledge").run()
    draft = at.text_area(key=f"draft_{item}").value
    assert "Thank you for asking" in draft
    assert "Example Training" in draft
    assert "Nothing to look at again" in shown(at)
    assert draft in [each.value for each in at.code]  # to be copied out by hand
    at = at.text_area(key=f"draft_{item}").input(f"Kayleigh, we GUARANTEE it! {draft}").run()
    said = shown(at)
    assert "It names whoever wrote" in said
    assert "It promises something" in said
    assert "Capitals read as shouting." in said
    assert ">tone</bdi>)" in said


def test_a_second_opinion_is_asked_with_the_draft_and_waits_for_somebody_else(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note(QUESTION)
    at = open_page("triage", office.kay)
    at = at.text_area(key=f"draft_{item}").input("Thank you. Example Training").run()
    at = at.text_input(key=f"opinion_question_{item}").input("Too short?").run()
    at = at.button(key="ask_opinion").click().run()
    assert not has(at, "give_it")
    assert "Waits for your opinion" not in shown(at)
    at = open_page("triage", office.sam)
    assert "Waits for your opinion: 1 item" in shown(at)
    at = at.button(key=f"opinion_{item}").click().run()
    assert "Too short?" in shown(at)
    at = at.radio(key=f"agrees_{item}").set_value("I agree").run()
    at = at.button(key="give_it").click().run()
    assert "Waits for your opinion" not in shown(at)
    (both,) = case(office, item).work.opinions
    assert (both.asked_by, both.given_by, both.agrees) == (office.kay.id, office.sam.id, True)
    assert "Sam Sample agrees" in shown(at)


def test_the_press_is_held_and_only_the_senior_team_sees_the_way_to_release_it(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note(PRESS)
    at = open_page("triage", office.kay)
    assert "Held for the senior team: press." in shown(at)
    assert not has(at, "release")
    offered = at.selectbox(key=f"template_{item}").options
    assert offered == ["Holding line for the press (approved holding line)"]
    at = record(begin(at, Action.ANSWER))
    assert "This waits for the senior team" in shown(at)
    assert office.item(item).state is State.OPEN
    at = open_page("triage", office.sam, item=item)
    at = at.button(key="release").click().run()
    assert "Held for the senior team" not in shown(at)
    assert not case(office, item).held


def test_measures_are_shown_only_once_a_person_has_confirmed(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note(COMMENT)
    assert not has(open_page("triage", office.kay), "take_measure")
    confirm(office, item, "bullying")
    at = open_page("triage", office.kay, item=item)
    at = at.button(key="take_measure").click().run()
    assert "First keep a record" in shown(at)
    at = at.text_input(key=f"kept_{item}").input("evidence folder, no. 7").run()
    at = at.button(key="take_measure").click().run()
    (taken,) = case(office, item).work.measures
    assert (taken.measure, taken.by) == (Measure.HIDE, office.kay.id)
    assert taken.told.startswith("We have taken a comment out of view")  # ready-made words
    assert "They were told: We have taken" in shown(at)


def test_what_is_owed_is_handed_on_and_still_counted_as_owed(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("I complain: six weeks and no certificate. Unacceptable!")
    record(begin(open_page("triage", office.kay), Action.ACKNOWLEDGE))
    at = open_page("triage", office.kay, show="owed")
    at = at.text_input(key=f"hand_reference_{item}").input("C-12").run()
    at = at.button(key="hand_it_on").click().run()
    assert "Handed on to: Complaints procedure, reference C-12, answer by" in shown(at)
    assert any(each.label.strip("*") == "Answer owed: 1" for each in at.button)


def test_what_was_written_outside_shows_as_it_is_in_a_draft_and_an_opinion(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note(QUESTION)
    at = open_page("triage", office.kay)
    nasty = "Thank you <img src=x onerror=alert(1)> ![p](https://evil.example/p.png)"
    at = at.text_area(key=f"draft_{item}").input(nasty).run()
    at = at.button(key="ask_opinion").click().run()
    assert not at.exception
    said = shown(at)
    assert "<img" not in said
    assert "&lt;img" in said


def test_anybody_who_decides_has_an_item_wait_for_the_senior_team_and_says_why(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note(QUESTION)
    at = open_page("triage", office.sam)
    at = at.text_input(key=f"hold_why_{item}").set_value("a claim is threatened").run()
    at = at.button(key="hold").click().run()
    assert case(office, item).work.held_for == "a claim is threatened"
    assert "Held for the senior team: a claim is threatened." in shown(at)
    assert not has(at, "hold")


def test_a_note_stands_beside_the_step_that_is_marked_done(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note(QUESTION)
    at = open_page("triage", office.kay)
    (note,) = (each for each in at.text_input if str(each.key).startswith("step_note_"))
    at = note.set_value("rang them as well").run()
    at = at.button(key="done_answer-query").click().run()
    (done,) = case(office, item).work.steps
    assert done.note == "rang them as well"
    assert "rang them as well" in shown(at)
