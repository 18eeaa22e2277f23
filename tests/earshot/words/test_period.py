"""Claims about the periods that a page or a report is about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.words.errors import BadTime
from earshot.words.period import Period, last_days, month_of, read_period, week_of

TODAY = date(2026, 11, 18)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("2026-W46", date(2026, 11, 9), date(2026, 11, 15)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("7d", date(2026, 11, 12), TODAY),
        ("2026-11-02..2026-11-08", date(2026, 11, 2), date(2026, 11, 8)),
    ],
)
def test_a_period_is_read_as_it_is_written(said: str, start: date, end: date) -> None:
    assert read_period(said, TODAY) == Period(start, end)


NO_PERIODS = "2026-W54 2027-W53 2026-13 0d 9999d9 last-week 2026-11-08..2026-11-02".split()
OUT_OF_BOUNDS = "0001 1899-12 2100 9999-W52 9999d 2020-01-01..2026-11-18".split()


@pytest.mark.parametrize("said", ["", *NO_PERIODS, *OUT_OF_BOUNDS])
def test_what_is_no_period_is_refused_in_words(said: str) -> None:
    with pytest.raises(BadTime, match="period"):
        read_period(said, TODAY)


@given(st.text("0123456789-.Wd", max_size=22))
def test_whatever_stands_in_an_address_many_periods_before_it_can_be_told(said: str) -> None:
    try:
        found = read_period(said, TODAY)
    except BadTime:
        return
    for _ in range(100):
        found = found.before


@pytest.mark.parametrize("said", ["1900", "2099", "2099-12", "1830d", "2022-01-01..2026-12-31"])
def test_what_lies_just_within_the_bounds_is_read(said: str) -> None:
    assert read_period(said, TODAY).days <= 1830


@given(DAYS)
def test_every_day_lies_in_its_week_and_month_and_in_no_other(day: date) -> None:
    for found in (week_of(day), month_of(day)):
        assert found.start <= day <= found.end
        assert not found.before.start <= day <= found.before.end


@given(DAYS, st.integers(1, 400))
def test_the_period_before_is_as_long_and_ends_where_this_one_begins(day: date, days: int) -> None:
    found = last_days(days, day)
    assert found.before.days == found.days == days
    assert (found.start - found.before.end).days == 1


@given(DAYS, st.integers(1, 400))
def test_an_address_that_holds_a_period_gives_it_back(day: date, days: int) -> None:
    found = last_days(days, day)
    assert read_period(found.said, TODAY) == found


def test_what_both_ends_share_is_said_once() -> None:
    assert week_of(TODAY).words == "Mon 16 to Sun 22 November 2026"
    assert Period(date(2026, 10, 26), date(2026, 11, 1)).words == (
        "Mon 26 October to Sun 1 November 2026"
    )
    assert week_of(date(2027, 1, 1)).words == "Mon 28 December 2026 to Sun 3 January 2027"
    assert Period(TODAY, TODAY).words == "Wed 18 November 2026"
