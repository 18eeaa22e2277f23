"""Compliance: the share in time with its number, each miss with its sentence, all rows at hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from streamlit.testing.v1 import AppTest

from earshot.handling.decisions import Action, Decision, decide
from earshot.handling.house import company_of
from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
LONG = timedelta(days=12)


def answer(office: Office, item: str, *, after: timedelta, ago: timedelta = LONG) -> None:
    at = datetime.now(UTC) - ago + after
    rules = office.house.rules(company_of(office.house.store))
    with office.house.store.unit() as connection:
        decision = Decision(Action.ANSWER, ((item, 0),), office.kay.id, at=at, where="public reply")
        assert not decide(connection, decision, rules, now=datetime.now(UTC)).refused


def decline(office: Office, item: str) -> None:
    rules = office.house.rules(company_of(office.house.store))
    with office.house.store.unit() as connection:
        reason = "a thank-you among friends"
        cases = ((item, 0),)
        decision = Decision(Action.NO_REPLY_NEEDED, cases, office.kay.id, reason=reason)
        assert not decide(connection, decision, rules, now=datetime.now(UTC)).refused


def test_before_anything_was_due_no_share_is_claimed(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("compliance")
    assert not at.exception
    assert "No deadline on our own accounts has been met or missed" in shown(at)
    assert not at.get("plotly_chart")


def test_the_share_stands_with_its_number_and_what_needed_no_reply_apart(
    office: Office, open_page: Open, shown: Shown
) -> None:
    for number in range(3):
        item = office.note(f"Where is my certificate? {number}", ago=LONG)
        answer(office, item, after=timedelta(hours=2))
    office.note("Nobody answers the phone.", ago=LONG)
    decline(office, office.note("Lovely open day, thank you!"))
    text = shown(open_page("compliance"))
    assert "3 of 4 answered in time (75 %). 1 more we decided needed no reply." in text


def test_a_miss_stands_with_the_sentence_of_its_deadline_and_what_came_of_it(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note("Where is my certificate?", ago=LONG)
    answer(office, item, after=timedelta(days=6))
    text = shown(open_page("compliance"))
    assert "Received on" in text
    assert "The first reply was made" in text


def test_a_number_opens_exactly_its_rows(office: Office, open_page: Open, shown: Shown) -> None:
    answer(office, office.note("One?", ago=LONG), after=timedelta(hours=1))
    office.note("Two?", ago=LONG)
    office.note("Three?", ago=LONG)
    missed = open_page("compliance", show="missed").dataframe[0].value
    assert sorted(missed["What was said"]) == ["Three?", "Two?"]
    in_time = open_page("compliance", show="in-time").dataframe[0].value
    assert list(in_time["What was said"]) == ["One?"]


def test_what_is_said_elsewhere_is_never_in_the_share(
    office: Office, open_page: Open, shown: Shown
) -> None:
    office.note_elsewhere("Example Training never answers, this is awful", ago=LONG)
    text = shown(open_page("compliance"))
    assert "No deadline on our own accounts" in text
    assert "Said elsewhere: our own aim" in text
    rows = open_page("compliance", show="missed", clock="aim").dataframe[0].value
    assert len(rows) == 1


def test_answered_today_and_due_tomorrow_counts_already(
    office: Office, open_page: Open, shown: Shown
) -> None:
    hour = timedelta(hours=1)
    answer(office, office.note("One?", ago=hour), after=hour / 2, ago=hour)
    assert "1 of 1 answered in time" in shown(open_page("compliance"))


def test_the_weeks_are_a_table_that_adds_up(office: Office, open_page: Open) -> None:
    for days in (12, 19, 26):
        ago = timedelta(days=days)
        answer(office, office.note(f"When? {days}", ago=ago), after=timedelta(hours=1), ago=ago)
    at = open_page("compliance")
    (weeks,) = (e.dataframe[0].value for e in at.expander if e.label == "The numbers behind it")
    assert weeks["In time"].sum() == 3
    assert set(weeks["% in time"]) == {100.0}
