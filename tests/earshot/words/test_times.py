"""Reading and writing times."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.words.errors import BadTime
from earshot.words.times import (
    LONDON,
    iso_week,
    local_date,
    months_after,
    read_time,
    read_time_or_day,
    relative,
    spoken,
    spoken_day,
    utc_text,
)

moments = st.datetimes(
    min_value=datetime(1901, 1, 1),  # noqa: DTZ001  hypothesis wants naive bounds
    max_value=datetime(2098, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-11-14T18:05:00Z", "2026-11-14T18:05:00Z"),
        ("2026-11-14T18:05:00z", "2026-11-14T18:05:00Z"),
        ("2026-11-14t18:05Z", "2026-11-14T18:05:00Z"),
        ("2026-11-14 18:05", "2026-11-14T18:05:00Z"),
        ("  2026-11-14 18:05\n", "2026-11-14T18:05:00Z"),
        ("2026-11-14T18:05:59.999", "2026-11-14T18:05:59Z"),
        ("2026-11-14T18:05:59,5Z", "2026-11-14T18:05:59Z"),
        ("2026-11-14T18:05:00.123456789Z", "2026-11-14T18:05:00Z"),
        ("20261114T180500Z", "2026-11-14T18:05:00Z"),
        ("20261114T1805+0100", "2026-11-14T17:05:00Z"),
        ("2026-W46-6T18:05", "2026-11-14T18:05:00Z"),
        ("2026-11-14T18", "2026-11-14T18:00:00Z"),
        ("2026-11-14 18:05 +05:30", "2026-11-14T12:35:00Z"),
        ("2026-11-14T18:05-05", "2026-11-14T23:05:00Z"),
        ("2026-07-14T18:05", "2026-07-14T17:05:00Z"),  # British Summer Time
        ("2026-07-14T18:05Z", "2026-07-14T18:05:00Z"),
    ],
)
def test_a_time_is_read_in_the_forms_that_people_and_programs_write(said: str, meant: str) -> None:
    moment = read_time(said, LONDON)
    assert moment.tzinfo is UTC
    assert utc_text(moment) == meant


@pytest.mark.parametrize(
    "said",
    [
        *("", "yesterday", "18:05", "14/11/2026 18:05", "2026-11-14x18:05", "2026-13-01T10:00"),
        *("2026-02-30 10:00", "2026-11-14T25:00", "2026-11-14T18:60", "2026-11-14T18:05+25:00"),
        *("2026-11-14T18:05Z[Europe/London]", "２０２６-11-14T18:05", "2026-11", "\x00", "T"),
        "2026-11-14 18:05 tomorrow",
    ],
)
def test_what_is_no_time_is_refused_in_words_that_show_it(said: str) -> None:
    with pytest.raises(BadTime, match="not a time that can be read; write it like") as refused:
        read_time(said, LONDON)
    assert repr(said) in str(refused.value)


def test_a_long_text_is_not_repeated_whole() -> None:
    with pytest.raises(BadTime) as refused:
        read_time("x" * 100_000, LONDON)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1601-01-01"])
def test_the_ways_in_which_programs_write_no_date_are_no_dates(said: str) -> None:
    with pytest.raises(BadTime, match="outside the years 1900 to 2099"):
        read_time_or_day(said, LONDON)


def test_an_hour_that_happens_twice_asks_for_the_offset() -> None:
    with pytest.raises(BadTime) as refused:
        read_time("2026-10-25 01:30", LONDON)
    assert str(refused.value) == (
        "01:30 on 25 October 2026 happens twice in Europe/London; add +01:00 or +00:00"
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-10-25T01:30+01:00", "2026-10-25T00:30:00Z"),
        ("2026-10-25T01:30+00:00", "2026-10-25T01:30:00Z"),
        ("2026-10-25T00:59:59", "2026-10-24T23:59:59Z"),
        ("2026-10-25T02:00", "2026-10-25T02:00:00Z"),
        ("2026-03-29T00:59:59", "2026-03-29T00:59:59Z"),
        ("2026-03-29T02:00", "2026-03-29T01:00:00Z"),
    ],
)
def test_the_edges_of_the_clock_changes_are_single_moments(said: str, meant: str) -> None:
    assert utc_text(read_time(said, LONDON)) == meant


@pytest.mark.parametrize("said", ["2026-03-29 01:00", "2026-03-29 01:30", "2026-03-29T01:59:59.9"])
def test_an_hour_that_does_not_exist_is_refused(said: str) -> None:
    with pytest.raises(BadTime, match="on 29 March 2026 does not exist in Europe/London"):
        read_time(said, LONDON)


def test_another_zone_has_other_missing_hours() -> None:
    new_york = ZoneInfo("America/New_York")
    assert utc_text(read_time("2026-03-29 01:30", new_york)) == "2026-03-29T05:30:00Z"
    with pytest.raises(BadTime, match="happens twice in America/New_York; add -04:00 or -05:00"):
        read_time("2026-11-01 01:30", new_york)


def test_a_date_alone_is_a_day_and_not_a_time() -> None:
    assert read_time_or_day("2026-11-14", LONDON) == date(2026, 11, 14)
    assert type(read_time_or_day("20261114", LONDON)) is date
    with pytest.raises(BadTime, match="has no time of day; write it like 2026-11-14T18:05"):
        read_time("2026-11-14", LONDON)


@given(moments)
def test_what_is_written_reads_back_to_the_second(moment: datetime) -> None:
    assert read_time(utc_text(moment), LONDON) == moment.replace(microsecond=0)


@given(moments)
def test_any_local_time_with_its_offset_reads_back(moment: datetime) -> None:
    assert read_time(moment.astimezone(LONDON).isoformat(), LONDON) == moment


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(said: str) -> None:
    with suppress(BadTime):
        read_time_or_day(said, LONDON)


def test_the_local_date_changes_at_local_midnight() -> None:
    assert local_date(datetime(2026, 7, 14, 23, 0, tzinfo=UTC), LONDON) == date(2026, 7, 15)
    assert local_date(datetime(2026, 7, 14, 22, 59, 59, tzinfo=UTC), LONDON) == date(2026, 7, 14)
    assert local_date(datetime(2026, 1, 14, 23, 0, tzinfo=UTC), LONDON) == date(2026, 1, 14)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 14), "2026-W46"),
        (date(2027, 1, 1), "2026-W53"),
        (date(2025, 12, 29), "2026-W01"),
        (date(2026, 1, 5), "2026-W02"),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(day: date, week: str) -> None:
    assert iso_week(day) == week


def test_a_time_is_spoken_locally_and_with_its_year_only_where_that_differs() -> None:
    moment = datetime(2026, 7, 4, 17, 5, tzinfo=UTC)
    assert spoken(moment, LONDON) == "Sat 4 Jul, 18:05"
    assert spoken(moment, LONDON, now=datetime(2026, 12, 1, tzinfo=UTC)) == "Sat 4 Jul, 18:05"
    assert spoken(moment, LONDON, now=datetime(2027, 1, 1, tzinfo=UTC)) == "Sat 4 Jul 2026, 18:05"


def test_the_year_is_compared_where_the_company_is() -> None:
    new_year = datetime(2026, 12, 31, 22, 0, tzinfo=UTC)
    paris = ZoneInfo("Europe/Paris")
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # already 2027 in Paris
    assert spoken(new_year, paris, now=late) == "Thu 31 Dec 2026, 23:00"


def test_a_day_is_spoken_with_or_without_its_year() -> None:
    assert spoken_day(date(2026, 8, 29)) == "Saturday 29 August 2026"
    assert spoken_day(date(2026, 8, 29), year=False) == "Saturday 29 August"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (-59, "just now"),
        (59, "in less than a minute"),
        (-60, "1 min ago"),
        (-12 * 60, "12 min ago"),
        (-3 * 3600 - 3599, "3 h ago"),
        (27 * 3600, "in 1 d 3 h"),
        (24 * 3600, "in 1 d"),
        (-6 * 86400 - 3600, "6 d 1 h ago"),
        (-30 * 86400 - 5 * 3600, "30 d ago"),
    ],
)
def test_a_distance_is_told_in_whole_units_and_never_rounded_up(seconds: int, words: str) -> None:
    now = datetime(2026, 11, 14, 18, 5, tzinfo=UTC)
    assert relative(now + timedelta(seconds=seconds), now) == words


def test_a_month_after_the_last_day_of_january_is_the_last_day_of_february() -> None:
    assert months_after(datetime(2027, 1, 31, tzinfo=UTC), 1) == datetime(2027, 2, 28, tzinfo=UTC)
    assert months_after(datetime(2028, 3, 31, tzinfo=UTC), -1) == datetime(2028, 2, 29, tzinfo=UTC)
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_a_time_without_a_zone_is_a_mistake_in_the_program() -> None:
    naive = datetime(2026, 11, 14, 18, 5)  # noqa: DTZ001  the mistake itself
    aware = datetime(2026, 11, 14, 18, 5, tzinfo=UTC)
    for call in (
        lambda: utc_text(naive),
        lambda: local_date(naive, LONDON),
        lambda: spoken(naive, LONDON),
        lambda: relative(aware, naive),
        lambda: relative(naive, aware),
    ):
        with pytest.raises(ValueError, match="without a zone"):
            call()
