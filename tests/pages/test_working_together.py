"""Several people at one queue: who has what, who was first, what sleeps, and what is kept."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from earshot.words.times import spoken
from tests.pages.office import Office
from ui.presence import PRESENT

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


@pytest.fixture(autouse=True)
def nobody_there() -> Iterator[None]:
    PRESENT.sessions.clear()
    yield
    PRESENT.sessions.clear()


def test_taking_an_item_is_one_press_and_the_item_stays_open(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?")
    at = open_page("triage", office.kay).button(key="take_it").click().run()
    assert office.item(item).assignee == office.kay.id
    assert "given to" in shown(at)


def test_who_else_has_an_item_open_is_said_to_each_of_two(
    office: Office, open_page: Open, shown: Shown
) -> None:
    office.note("When does the course start?")
    first = open_page("triage", office.kay)
    assert "this open" not in shown(first)
    second = open_page("triage", office.sam)
    assert "Kay Example has this open" in shown(second)
    assert "Sam Sample has this open" in shown(first.run())


def test_of_two_who_take_it_at_once_the_second_is_told_what_happened(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?")
    first, second = open_page("triage", office.kay), open_page("triage", office.sam)
    second.button(key="do_no_reply_needed").click().run()
    first.button(key="take_it").click().run()
    second.text_input(key="reason").input("it was a joke")
    said = shown(second.button(key="record").click().run())
    assert "Somebody else was here first" in said
    assert "assigned by Kay Example" in said
    assert office.item(item).assignee == office.kay.id


def test_a_snoozed_item_leaves_the_queue_and_its_count_opens_it_again(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?")
    at = open_page("triage", office.kay).button(key="do_snooze").click().run()
    at = at.button(key="record").click().run()
    assert not [each for each in at.button if each.key == f"open_{item}"]
    at = at.button(key="show_snoozed").click().run()
    assert at.button(key="chosen_snoozed").label == "**Snoozed: 1**"
    assert "snoozed until" in at.button(key=f"open_{item}").label
    at = at.button(key="do_snooze").click().run()
    at.radio(key="snooze_until").set_value("Wake it now")
    at.button(key="record").click().run()
    assert office.item(item).snoozed_until is None


def test_an_item_is_not_snoozed_past_its_deadline_and_the_deadline_is_said(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?")
    due = office.item(item).due_at
    assert due is not None
    at = open_page("triage", office.kay).button(key="do_snooze").click().run()
    at = at.radio(key="snooze_until").set_value("Another time").run()
    local = due.astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None)
    at.datetime_input(key="snooze_own").set_value(local + timedelta(hours=1))
    said = shown(at.button(key="record").click().run())
    assert f"It is due by {spoken(due, ZoneInfo('Europe/London'))}" in said
    assert office.item(item).snoozed_until is None


def test_a_filter_is_kept_under_a_name_shown_to_all_and_removed(
    office: Office, open_page: Open, shown: Shown
) -> None:
    office.note("When does the course start?")
    at = open_page("triage", office.kay, show="owed")
    at.text_input(key="filter_name").input("<i>Owed</i>")
    at.checkbox(key="filter_shared").check()
    at = at.button(key="keep_filter").click().run()
    assert "&lt;i&gt;Owed" in shown(at)
    theirs = open_page("triage", office.sam)
    (show,) = [each for each in theirs.button if (each.key or "").startswith("filter_f-")]
    theirs = show.click().run()
    assert theirs.query_params["show"] == "owed"
    assert not [each for each in theirs.button if (each.key or "").startswith("unfilter_")]
    (remove,) = [each for each in at.button if (each.key or "").startswith("unfilter_")]
    at = remove.click().run()
    assert not [each for each in at.button if (each.key or "").startswith("filter_f-")]


def test_next_and_previous_walk_the_queue(office: Office, open_page: Open) -> None:
    early = office.note("When does the course start?", ago=timedelta(hours=5))
    late = office.note("Is there parking?", ago=timedelta(hours=1))
    at = open_page("triage", office.kay, item=early)
    at = at.button(key="next").click().run()
    assert at.query_params["item"] == late
    at = at.button(key="previous").click().run()
    assert at.query_params["item"] == early
    at = at.button(key="previous").click().run()  # there is none before
    assert at.query_params["item"] == early
