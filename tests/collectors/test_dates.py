"""Dates: every way in which sources write them, and no invented one."""

from datetime import UTC, datetime, timedelta
from time import struct_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.dates import read_date
from collectors.post import DateMark

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FIVE_PAST_SIX = datetime(2026, 11, 14, 18, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "Sat, 14 Nov 2026 18:05:00 GMT",
        "14 Nov 2026 18:05 +0000",
        "Sat, 14 Nov 26 19:05:00 CET",
        "Saturday, 14 November 2026 13:05:00 EST",
        "Sat, 14 Nov 2026 19:05:00 GMT+01:00 (CET)",
        "November 14th, 2026 06:05 PM UTC",
        "Sáb, 14 nov 2026 15:05:00 -0300",
        "2026-11-14T18:05:00Z",
        "2026-11-14T18:05:00.123+00:00",
        "2026-11-14 13:05:00 -0500",
        "2026-11-14t18:05:00z",
        "20261114T180500Z",
    ],
)
def test_a_time_with_its_zone_is_exact(said: str) -> None:
    date = read_date(said, NOW)
    assert (date.at, date.mark, date.said) == (FIVE_PAST_SIX, DateMark.EXACT, said)


def test_british_summer_time_is_an_hour_ahead() -> None:
    at = read_date("Tue, 14 Jul 2026 18:05:00 BST", NOW).at
    assert at == datetime(2026, 7, 14, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "said", ["2026-11-14T18:05:00", "Sat, 14 Nov 2026 18:05:00", "14 Nov 2026 18:05 IST"]
)
def test_a_time_without_a_zone_that_anybody_can_tell_is_read_as_utc_and_marked(said: str) -> None:
    date = read_date(said, NOW)
    assert (date.at, date.mark) == (FIVE_PAST_SIX, DateMark.ZONE_ASSUMED)


@pytest.mark.parametrize("said", ["2026-11-14", "14 Nov 2026", "Sat, 14 Nov 2026", "20261114"])
def test_a_day_is_only_a_day(said: str) -> None:
    date = read_date(said, NOW)
    assert (date.at, date.mark) == (datetime(2026, 11, 14, tzinfo=UTC), DateMark.DAY)


def test_a_clock_five_minutes_fast_is_forgiven_and_more_is_the_future() -> None:
    soon, later = NOW + timedelta(minutes=5), NOW + timedelta(minutes=6)
    assert read_date(soon.isoformat(), NOW).mark is DateMark.EXACT
    assert (read_date(later.isoformat(), NOW).at, read_date(later.isoformat(), NOW).mark) == (
        later,
        DateMark.FUTURE,
    )


def test_a_day_that_has_begun_somewhere_is_not_the_future() -> None:
    assert read_date("2026-11-24", NOW).mark is DateMark.DAY
    assert read_date("2026-11-25", NOW).mark is DateMark.FUTURE


@pytest.mark.parametrize("said", [None, "", "  \n"])
def test_no_date_is_missing(said: str | None) -> None:
    assert read_date(said, NOW).mark is DateMark.MISSING


@pytest.mark.parametrize(
    "said",
    [
        "yesterday",
        "03/04/2026",
        "2026",
        "2026-11",
        "Mon, 30 Feb 2026 10:00:00 GMT",
        "2026-11-14T25:00:00Z",
        "Fri, 11 Mar 2026 01:15:00 +3000",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-05:00",
        "14 Nov 2026 22:05 PM",
    ],
)
def test_what_is_no_date_is_unreadable_and_keeps_its_words(said: str) -> None:
    date = read_date(said, NOW, _parsed(2026, 3, 2))
    if said in ("yesterday", "03/04/2026"):  # feedparser says that it knows these
        assert date.mark is DateMark.ZONE_ASSUMED
        date = read_date(said, NOW)
    assert (date.at, date.mark, date.said) == (None, DateMark.UNREADABLE, said)


def test_what_only_feedparser_can_read_is_marked_as_of_no_known_zone() -> None:
    date = read_date("2004년 05월 28일", NOW, _parsed(2004, 5, 28))
    assert (date.at, date.mark) == (datetime(2004, 5, 28, tzinfo=UTC), DateMark.ZONE_ASSUMED)


@given(st.integers(0, int(NOW.timestamp()) - 86_400), st.integers(-14 * 60, 14 * 60))
def test_the_same_moment_is_read_from_any_offset(seconds: int, minutes: int) -> None:
    local = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    sign, ahead = "-" if minutes < 0 else "+", abs(minutes)
    offset = f"{sign}{ahead // 60:02}{ahead % 60:02}"
    expected = local.replace(tzinfo=UTC) - timedelta(minutes=minutes)

    assert read_date(f"{local.isoformat()}{offset}", NOW).at == expected
    assert read_date(f"{local:%a, %d %b %Y %H:%M:%S} {offset}", NOW).at == expected


@pytest.mark.parametrize(
    "said",
    [
        "0001-01-01T00:00:00Z",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "1899-12-31",
        "2100-01-01",
        "1900-01-01T00:30:00+01:00",
        "2099-12-31T23:30:00-01:00",
        "9999-12-31T23:59:59Z",
        "99991231T235959Z",
    ],
)
def test_a_year_in_which_nobody_published_is_unreadable_and_not_a_date(said: str) -> None:
    date = read_date(said, NOW)
    assert (date.at, date.mark, date.said) == (None, DateMark.UNREADABLE, said)


@pytest.mark.parametrize("said", ["1900-01-01T00:00:00Z", "2099-12-31T23:59:59Z"])
def test_the_first_and_the_last_moment_that_count_can_be_told_in_any_zone(said: str) -> None:
    at = read_date(said, NOW).at
    assert at is not None
    for key in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/London"):
        assert at.astimezone(ZoneInfo(key)) == at


@pytest.mark.parametrize("year", [1, 1899, 2100, 9999])
def test_feedparser_cannot_bring_such_a_year_in_either(year: int) -> None:
    date = read_date("a date in no known form", NOW, _parsed(year, 1, 1))
    assert (date.at, date.mark) == (None, DateMark.UNREADABLE)


@given(st.text(st.sampled_from("0123456789-/:.,+TZ GMTnov年"), max_size=30) | st.text())
def test_nothing_that_is_said_can_break_it(said: str) -> None:
    date = read_date(said, NOW)
    assert (date.at is None) == (date.mark in (DateMark.MISSING, DateMark.UNREADABLE))


def _parsed(year: int, month: int, day: int) -> struct_time:
    return struct_time((year, month, day, 0, 0, 0, 0, 1, 0))
