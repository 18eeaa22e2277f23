"""By when a request about data has to be answered, by the law's month and the nation's holidays."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.rules.calendar import WorkingCalendar
from earshot.rules.requests import (
    Request,
    RequestKind,
    RequestState,
    due_on,
    extended,
    likely,
    why_due,
)
from earshot.words.vocabulary import Nation

ENGLAND = WorkingCalendar()
ASKED = Request("r-1", RequestKind.ACCESS, date(2026, 9, 3), date(2026, 10, 5), "her own data")


@pytest.mark.parametrize(
    ("received", "due", "because"),
    [
        (date(2026, 11, 5), date(2026, 12, 7), "(a weekend)"),  # the 5th is a Saturday
        (date(2026, 11, 25), date(2026, 12, 29), "(Christmas Day)"),
        (date(2026, 1, 31), date(2026, 3, 2), "the last day of that month (a weekend)"),
        (date(2024, 1, 31), date(2024, 2, 29), "the last day of that month."),
        (date(2026, 12, 10), date(2027, 1, 11), "(a weekend)"),
        (date(2026, 10, 14), date(2026, 11, 16), "(a weekend)"),
        (date(2026, 10, 19), date(2026, 11, 19), "Thursday 19 November 2026."),
    ],
)
def test_a_request_is_due_on_the_same_date_next_month_or_the_next_working_day(
    received: date, due: date, because: str
) -> None:
    assert due_on(RequestKind.ACCESS, received, ENGLAND) == due
    assert because in why_due(RequestKind.ACCESS, received, ENGLAND)


def test_a_request_due_on_st_andrews_day_is_due_a_day_later_in_scotland_only() -> None:
    received = date(2026, 10, 30)
    assert due_on(RequestKind.ERASURE, received, ENGLAND) == date(2026, 11, 30)
    scotland = WorkingCalendar(Nation.SCOTLAND)
    assert due_on(RequestKind.ERASURE, received, scotland) == date(2026, 12, 1)


def test_a_companys_closure_days_do_not_lengthen_what_the_law_gives() -> None:
    shut = WorkingCalendar(closures={date(2026, 11, 19): "Training day"}, closures_count=True)
    assert due_on(RequestKind.ACCESS, date(2026, 10, 19), shut) == date(2026, 11, 19)


@given(st.dates(date(2000, 1, 1), date(2080, 1, 1)))
def test_a_request_is_never_due_on_a_day_off_nor_later_than_five_days_after_its_month(
    day: date,
) -> None:
    due = due_on(RequestKind.OBJECTION, day, ENGLAND)
    assert ENGLAND.is_working_day(due)
    assert 28 <= (due - day).days <= 31 + 5


def test_a_complaint_about_data_is_acknowledged_within_30_days_the_first_one_counted() -> None:
    assert due_on(RequestKind.COMPLAINT, date(2026, 9, 1), ENGLAND) == date(2026, 9, 30)
    complaint = Request("r-2", RequestKind.COMPLAINT, date(2026, 9, 1), date(2026, 9, 30), "a list")
    assert complaint.is_late(date(2026, 10, 1))
    told = replace(complaint, acknowledged_on=date(2026, 9, 9))
    assert told.next_on is None
    assert not told.is_late(date(2026, 12, 1))


def test_two_further_months_are_counted_from_the_day_on_which_it_came_in() -> None:
    longer = extended(ASKED, "many mailboxes", ENGLAND)
    assert (longer.state, longer.extended_to) == (RequestState.EXTENDED, date(2026, 12, 3))
    assert not longer.is_late(date(2026, 12, 3))
    assert longer.is_late(date(2026, 12, 4))


def test_what_was_answered_is_late_no_more() -> None:
    assert ASKED.is_late(date(2026, 10, 6))
    assert not replace(ASKED, state=RequestState.ANSWERED).is_late(date(2026, 10, 6))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Delete everything you have on me", RequestKind.ERASURE),
        ("take my photo down", RequestKind.ERASURE),
        ("stop emailing me", RequestKind.OBJECTION),
        ("data breach", RequestKind.COMPLAINT),
        ("what do you hold about me", RequestKind.ACCESS),
        ("my details corrected", RequestKind.RECTIFICATION),
    ],
)
def test_the_words_of_a_comment_point_to_a_kind(words: str, kind: RequestKind) -> None:
    assert likely([words]) is kind
