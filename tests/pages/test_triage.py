"""Triage: what waits stands in order, and what is decided is recorded, shown and can be undone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from streamlit.testing.v1 import AppTest

from earshot.handling.decisions import Action, Decision, decide
from earshot.handling.house import company_of
from earshot.words.vocabulary import State, Verdict
from tests.pages.office import Office
from ui.queue import _digest

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def begin(at: AppTest, action: Action) -> AppTest:
    return at.button(key=f"do_{action.value}").click().run()


def record(at: AppTest) -> AppTest:
    return at.button(key="record").click().run()


def test_the_item_that_is_due_first_is_the_one_that_is_open(
    office: Office, open_page: Open, shown: Shown
) -> None:
    office.note("Is there parking?", ago=timedelta(minutes=30))
    office.note("When does the course start?", ago=timedelta(hours=5))
    at = open_page("triage", office.kay)
    opened = [each.key for each in at.button if (each.key or "").startswith("open_")]
    assert opened == [f"open_{item.id}" for item in sorted(office.all_items(), key=_due)]
    assert "Question</span>, because" in shown(at)


def _due(item: object) -> datetime:
    due: datetime = item.due_at  # type: ignore[attr-defined]
    return due


def test_an_acknowledgement_as_filled_in_means_now_and_here(
    office: Office, open_page: Open
) -> None:
    item = office.note("When does the course start?")
    record(begin(open_page("triage", office.kay), Action.ACKNOWLEDGE))
    kept = office.item(item)
    assert (kept.state, kept.response_place) == (State.ACKNOWLEDGED, "public reply here")
    assert kept.responded_at is not None
    assert datetime.now(UTC) - kept.responded_at < timedelta(minutes=1)
    assert kept.verdict is Verdict.MET_ON_WORD


def test_the_address_of_the_reply_is_evidence(office: Office, open_page: Open) -> None:
    item = office.note("When does the course start?")
    at = begin(open_page("triage", office.kay), Action.ANSWER)
    at.text_input(key="reply_link").input("https://www.facebook.com/p/1?comment_id=2")
    record(at)
    assert office.item(item).verdict is Verdict.MET_WITH_EVIDENCE


def test_a_reply_that_was_made_earlier_is_recorded_at_its_time(
    office: Office, open_page: Open
) -> None:
    item = office.note("When does the course start?", ago=timedelta(hours=5))
    at = begin(open_page("triage", office.kay), Action.ANSWER)
    earlier = at.datetime_input(key="reply_when").value - timedelta(hours=2)
    at.datetime_input(key="reply_when").set_value(earlier)
    record(at)
    responded = office.item(item).responded_at
    assert responded is not None
    away = datetime.now(UTC) - responded
    assert timedelta(hours=2) <= away < timedelta(hours=2, minutes=3)


def test_a_reply_dated_before_what_it_answers_is_refused_in_words(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?", ago=timedelta(hours=1))
    at = begin(open_page("triage", office.kay), Action.ANSWER)
    earlier = at.datetime_input(key="reply_when").value - timedelta(days=2)
    at.datetime_input(key="reply_when").set_value(earlier)
    at = record(at)
    assert "dated before what it answers" in shown(at)
    assert office.item(item).state is State.OPEN


def test_deciding_an_item_opens_the_next(office: Office, open_page: Open) -> None:
    office.note("When does the course start?", ago=timedelta(hours=5))
    second = office.note("Is there parking?", ago=timedelta(hours=2))
    at = record(begin(open_page("triage", office.kay), Action.ACKNOWLEDGE))
    assert at.query_params["item"] == second


def test_what_is_acknowledged_stays_as_an_answer_that_is_owed(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?")
    record(begin(open_page("triage", office.kay), Action.ACKNOWLEDGE))
    at = open_page("triage", office.kay, show="owed")
    assert at.button(key=f"open_{item}")
    assert "a full answer is still owed by" in shown(at)


def test_no_reply_needed_asks_for_a_reason(office: Office, open_page: Open, shown: Shown) -> None:
    item = office.note("Thank you all, a brilliant day!")
    at = record(begin(open_page("triage", office.kay), Action.NO_REPLY_NEEDED))
    assert "Give a reason" in shown(at)
    assert office.item(item).state is State.OPEN
    at.text_input(key="reason").input("Thanked with a like")
    record(at)
    assert office.item(item).reason == "Thanked with a like"


def test_nothing_can_be_decided_by_nobody(office: Office, open_page: Open) -> None:
    office.note("When does the course start?")
    at = open_page("triage")
    assert at.button(key="do_acknowledge").disabled
    at = at.selectbox(key="_person_here").set_value(office.sam.id).run()
    assert not at.button(key="do_acknowledge").disabled
    assert at.selectbox(key="_person").value == office.sam.id


def test_what_somebody_else_decided_meanwhile_is_said_and_not_overwritten(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?")
    at = begin(open_page("triage", office.kay), Action.ACKNOWLEDGE)
    rules = office.house.rules(company_of(office.house.store))
    with office.house.store.unit() as connection:
        decision = Decision(Action.ANSWER, ((item, 0),), office.sam.id, where="telephone")
        decide(connection, decision, rules, now=datetime.now(UTC))
    at = record(at)
    assert "Somebody else was here first" in shown(at)
    assert "answered by Sam Sample (telephone)" in shown(at)
    assert office.item(item).response_place == "telephone"


def test_undo_puts_the_item_back_into_the_queue(office: Office, open_page: Open) -> None:
    item = office.note("When does the course start?")
    at = record(begin(open_page("triage", office.kay), Action.ACKNOWLEDGE))
    at = at.button(key="undo").click().run()
    assert office.item(item).state is State.OPEN
    assert at.query_params["item"] == item


def test_undo_stays_in_the_history_of_the_item(office: Office, open_page: Open) -> None:
    item = office.note("When does the course start?")
    record(begin(open_page("triage", office.kay), Action.ACKNOWLEDGE))
    open_page("triage", office.sam, item=item).button(key="undo_last").click().run()
    assert office.item(item).state is State.OPEN


def test_several_at_once_decides_what_was_ticked_whatever_came_in_meanwhile(
    office: Office, open_page: Open
) -> None:
    first = office.note("When does the course start?", ago=timedelta(hours=5))
    second = office.note("Is there parking?", ago=timedelta(hours=4))
    at = open_page("triage", office.kay)
    at.toggle(key="select_several").set_value(True).run()
    listed = [office.item(first), office.item(second)]
    selection = {"selection": {"rows": [0, 1], "columns": [], "cells": []}}
    at.session_state[f"several_{_digest(listed)}"] = selection
    at = begin(at.run(), Action.NO_REPLY_NEEDED)
    at.text_input(key="reason").input("Answered on the open day")
    record(at)
    assert {office.item(each).state for each in (first, second)} == {State.NO_REPLY_NEEDED}


def test_rows_that_were_ticked_are_not_ticked_for_others_in_their_places(
    office: Office, open_page: Open
) -> None:
    ticked = office.note("When does the course start?", ago=timedelta(hours=2))
    at = open_page("triage", office.kay)
    at.toggle(key="select_several").set_value(True).run()
    selection = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.session_state[f"several_{_digest([office.item(ticked)])}"] = selection
    assert at.run().subheader[0].value == "1 item selected"
    office.note("Is there parking?", ago=timedelta(hours=5))  # due earlier: it takes the first row
    assert not at.run().subheader


def test_a_deadline_that_has_passed_is_recorded_before_the_page_is_drawn(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?", ago=timedelta(days=9))
    at = open_page("triage", office.kay)
    assert office.item(item).verdict is Verdict.MISSED
    assert "The deadline was missed" in shown(at)
    assert at.button(key="show_late").label == ":red[Late: 1]"


def test_words_from_outside_are_never_drawn_as_markdown(office: Office, open_page: Open) -> None:
    hostile = (
        "![x](http://127.0.0.1:9/p.png) <img src=http://127.0.0.1:9/q.png> [go](http://a.example)"
    )
    office.note(hostile, author="![who](http://127.0.0.1:9/r.png)")
    at = open_page("triage", office.kay)
    marked_down = [
        each for each in (*at.main, *at.sidebar) if each.type not in ("html", "dataframe")
    ]
    assert not any("127.0.0.1:9" in str(getattr(each, "proto", "")) for each in marked_down)
    drawn = [str(each.proto.body) for each in at.main if each.type == "html"]
    assert any("&lt;img src=" in body for body in drawn)
    assert not any("<img" in body for body in drawn)


def test_an_item_that_is_not_there_is_said_to_be_missing(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("triage", office.kay, item="m-nothing")
    assert not at.exception
    assert "There is no such item" in shown(at)


def test_what_a_search_leaves_out_is_not_open_any_more(office: Office, open_page: Open) -> None:
    former = office.note("When does the course start?", ago=timedelta(hours=5))
    meant = office.note("Is there parking?", ago=timedelta(hours=2))
    at = open_page("triage", office.kay, item=former)
    at.text_input(key="address_q").input("parking").run()
    assert not [each for each in at.button if each.key == f"open_{former}"]
    record(begin(at, Action.ACKNOWLEDGE))
    states = (office.item(former).state, office.item(meant).state)
    assert states == (State.OPEN, State.ACKNOWLEDGED)


def test_where_a_search_finds_nothing_nothing_is_open(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?")
    at = open_page("triage", office.kay, item=item, q="parking")
    assert "Nothing that waits fits these filters." in shown(at)
    assert not [each for each in at.button if (each.key or "").startswith("do_")]


def test_what_a_search_finds_too_stays_open(office: Office, open_page: Open) -> None:
    office.note("Is there parking?", ago=timedelta(hours=5))
    item = office.note("Where is the parking?", ago=timedelta(hours=2))
    at = open_page("triage", office.kay, item=item, q="parking")
    record(begin(at, Action.ACKNOWLEDGE))
    assert office.item(item).state is State.ACKNOWLEDGED


def test_an_item_that_waits_no_more_is_opened_by_a_link_and_stands_apart(
    office: Office, open_page: Open, shown: Shown
) -> None:
    settled = office.note("When does the course start?")
    record(begin(open_page("triage", office.kay), Action.ANSWER))
    office.note("Is there parking?")
    at = open_page("triage", office.kay, item=settled)
    assert "Opened by itself; it is not among those below." in shown(at)
    assert at.button(key=f"open_{settled}")
    assert not [each for each in at.button if each.key == "do_acknowledge"]


def test_what_was_begun_stays_open_when_it_leaves_the_list(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("When does the course start?")
    at = begin(open_page("triage", office.kay, q="course"), Action.ACKNOWLEDGE)
    rules = office.house.rules(company_of(office.house.store))
    with office.house.store.unit() as connection:
        decision = Decision(Action.ANSWER, ((item, 0),), office.sam.id, where="telephone")
        decide(connection, decision, rules, now=datetime.now(UTC))
    assert "Somebody else was here first" in shown(record(at))
