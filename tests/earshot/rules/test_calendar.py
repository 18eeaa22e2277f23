"""Working days and bank holidays, against what GOV.UK published."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.rules.calendar import WorkingCalendar, bank_holidays
from earshot.words.vocabulary import Nation

ENGLAND, SCOTLAND, IRELAND = Nation
days = st.dates(date(2015, 1, 1), date(2040, 12, 31))

# Month-day, by year, typed from https://www.gov.uk/bank-holidays; a star marks a substitute day.
EVERYWHERE = {
    2019: "01-01 04-19 05-06 05-27 12-25 12-26",
    2020: "01-01 04-10 05-08 05-25 12-25 12-28*",
    2021: "01-01 04-02 05-03 05-31 12-27* 12-28*",
    2022: "01-03* 04-15 05-02 06-02 06-03 09-19 12-26 12-27*",
    2023: "01-02* 04-07 05-01 05-08 05-29 12-25 12-26",
    2024: "01-01 03-29 05-06 05-27 12-25 12-26",
    2025: "01-01 04-18 05-05 05-26 12-25 12-26",
    2026: "01-01 04-03 05-04 05-25 12-25 12-28*",
    2027: "01-01 03-26 05-03 05-31 12-27* 12-28*",
    2028: "01-03* 04-14 05-01 05-29 12-25 12-26",
    2029: "01-01 03-30 05-07 05-28 12-25 12-26",
    2030: "01-01 04-19 05-06 05-27 12-25 12-26",
}
NOT_IN_SCOTLAND = {  # Easter Monday, and the last Monday of August
    2019: "04-22 08-26",
    2020: "04-13 08-31",
    2021: "04-05 08-30",
    2022: "04-18 08-29",
    2023: "04-10 08-28",
    2024: "04-01 08-26",
    2025: "04-21 08-25",
    2026: "04-06 08-31",
    2027: "03-29 08-30",
    2028: "04-17 08-28",
    2029: "04-02 08-27",
    2030: "04-22 08-26",
}
IN_SCOTLAND = {  # 2 January, the first Monday of August, St Andrew
    2019: "01-02 08-05 12-02*",
    2020: "01-02 08-03 11-30",
    2021: "01-04* 08-02 11-30",
    2022: "01-04* 08-01 11-30",
    2023: "01-03* 08-07 11-30",
    2024: "01-02 08-05 12-02*",
    2025: "01-02 08-04 12-01*",
    2026: "01-02 06-15 08-03 11-30",
    2027: "01-04* 08-02 11-30",
    2028: "01-04* 08-07 11-30",
    2029: "01-02 08-06 11-30",
    2030: "01-02 08-05 12-02*",
}
IN_NORTHERN_IRELAND = {  # St Patrick, the Boyne
    2019: "03-18* 07-12",
    2020: "03-17 07-13*",
    2021: "03-17 07-12",
    2022: "03-17 07-12",
    2023: "03-17 07-12",
    2024: "03-18* 07-12",
    2025: "03-17 07-14*",
    2026: "03-17 07-13*",
    2027: "03-17 07-12",
    2028: "03-17 07-12",
    2029: "03-19* 07-12",
    2030: "03-18* 07-12",
}
TABLES = {
    ENGLAND: (EVERYWHERE, NOT_IN_SCOTLAND),
    SCOTLAND: (EVERYWHERE, IN_SCOTLAND),
    IRELAND: (EVERYWHERE, NOT_IN_SCOTLAND, IN_NORTHERN_IRELAND),
}


@pytest.mark.parametrize("year", range(2019, 2031))
@pytest.mark.parametrize("nation", Nation)
def test_the_bank_holidays_are_those_that_govuk_published(nation: Nation, year: int) -> None:
    published = sorted(" ".join(table[year] for table in TABLES[nation]).split())
    known = [
        f"{day:%m-%d}{'*' if name.endswith(' (substitute day)') else ''}"
        for day, name in bank_holidays(nation, year).items()
    ]
    assert known == published


@pytest.mark.parametrize(
    ("nation", "day", "name"),
    [
        (ENGLAND, date(2026, 1, 1), "New Year’s Day"),
        (ENGLAND, date(2022, 1, 3), "New Year’s Day (substitute day)"),
        (SCOTLAND, date(2026, 1, 2), "2nd January"),
        (SCOTLAND, date(2022, 1, 3), "New Year’s Day (substitute day)"),
        (SCOTLAND, date(2022, 1, 4), "2nd January (substitute day)"),
        (SCOTLAND, date(2023, 1, 2), "New Year’s Day (substitute day)"),
        (SCOTLAND, date(2023, 1, 3), "2nd January (substitute day)"),
        (ENGLAND, date(2026, 1, 2), None),
        (ENGLAND, date(2026, 4, 3), "Good Friday"),
        (ENGLAND, date(2026, 4, 6), "Easter Monday"),
        (SCOTLAND, date(2026, 4, 6), None),
        (ENGLAND, date(2026, 5, 4), "Early May bank holiday"),
        (ENGLAND, date(2020, 5, 4), None),
        (ENGLAND, date(2020, 5, 8), "Early May bank holiday (VE day)"),
        (ENGLAND, date(2026, 5, 25), "Spring bank holiday"),
        (ENGLAND, date(2022, 6, 2), "Spring bank holiday"),
        (SCOTLAND, date(2022, 6, 3), "Platinum Jubilee bank holiday"),
        (IRELAND, date(2022, 9, 19), "Bank Holiday for the State Funeral of Queen Elizabeth II"),
        (ENGLAND, date(2023, 5, 8), "Bank holiday for the coronation of King Charles III"),
        (ENGLAND, date(2026, 8, 31), "Summer bank holiday"),
        (IRELAND, date(2026, 8, 31), "Summer bank holiday"),
        (SCOTLAND, date(2026, 8, 31), None),
        (SCOTLAND, date(2026, 8, 3), "Summer bank holiday"),
        (SCOTLAND, date(2026, 11, 30), "St Andrew’s Day"),
        (SCOTLAND, date(2024, 12, 2), "St Andrew’s Day (substitute day)"),
        (IRELAND, date(2026, 3, 17), "St Patrick’s Day"),
        (IRELAND, date(2026, 7, 13), "Battle of the Boyne (Orangemen’s Day) (substitute day)"),
        (ENGLAND, date(2021, 12, 25), None),  # a Saturday: GOV.UK lists its substitute only
        (ENGLAND, date(2021, 12, 27), "Christmas Day (substitute day)"),
        (ENGLAND, date(2021, 12, 28), "Boxing Day (substitute day)"),
        (ENGLAND, date(2022, 12, 26), "Boxing Day"),
        (ENGLAND, date(2022, 12, 27), "Christmas Day (substitute day)"),
    ],
)
def test_a_bank_holiday_carries_govuks_name(nation: Nation, day: date, name: str | None) -> None:
    assert WorkingCalendar(nation).holiday_name(day) == name


def test_scotland_had_its_world_cup_day_and_england_had_not() -> None:
    assert WorkingCalendar(SCOTLAND).holiday_name(date(2026, 6, 15)) is not None
    assert WorkingCalendar(ENGLAND).is_working_day(date(2026, 6, 15))


def test_after_a_christmas_on_a_saturday_work_begins_on_the_wednesday() -> None:
    assert WorkingCalendar().next_working_day(date(2021, 12, 24)) == date(2021, 12, 29)


@pytest.mark.parametrize(
    ("nation", "first"),
    [
        (ENGLAND, date(2026, 1, 2)),
        (SCOTLAND, date(2026, 1, 5)),  # Thursday, Friday, then the weekend
        (IRELAND, date(2026, 1, 2)),
    ],
)
def test_scotland_goes_back_to_work_later_after_new_year(nation: Nation, first: date) -> None:
    assert WorkingCalendar(nation).next_working_day(date(2025, 12, 31)) == first


@pytest.mark.parametrize(
    ("nation", "first"), [(ENGLAND, date(2026, 4, 7)), (SCOTLAND, date(2026, 4, 6))]
)
def test_easter_monday_is_worked_in_scotland_only(nation: Nation, first: date) -> None:
    assert WorkingCalendar(nation).next_working_day(date(2026, 4, 2)) == first


def test_a_bank_holiday_that_the_library_does_not_know_can_be_added() -> None:
    day = date(2027, 6, 7)
    calendar = WorkingCalendar(extra_holidays={day: "Bank holiday for something new"})
    assert calendar.holiday_name(day) == "Bank holiday for something new"
    assert calendar.next_working_day(date(2027, 6, 4)) == date(2027, 6, 8)


def test_closure_days_lengthen_nothing_until_they_are_made_to_count() -> None:
    closures = {date(2026, 12, 29): "Christmas closure", date(2026, 12, 30): "Christmas closure"}
    off = WorkingCalendar(closures=closures)
    on = WorkingCalendar(closures=closures, closures_count=True)
    assert off.next_working_day(date(2026, 12, 25)) == date(2026, 12, 29)
    assert off.why_not_working(date(2026, 12, 29)) is None
    assert on.next_working_day(date(2026, 12, 25)) == date(2026, 12, 31)
    assert on.why_not_working(date(2026, 12, 29)) == "Christmas closure"
    assert on.holiday_name(date(2026, 12, 29)) is None


def test_the_days_skipped_are_named_in_order_and_without_the_ends() -> None:
    skipped = WorkingCalendar().skipped_between(date(2026, 8, 29), date(2026, 9, 1))
    assert skipped == (date(2026, 8, 30), date(2026, 8, 31))


@given(days, st.sampled_from(Nation))
def test_the_next_working_day_is_worked_and_everything_before_it_is_not(
    day: date, nation: Nation
) -> None:
    calendar = WorkingCalendar(nation)
    found = calendar.next_working_day(day)
    assert found > day
    assert calendar.is_working_day(found)
    assert len(calendar.skipped_between(day, found)) == (found - day).days - 1


@given(days, st.integers(1, 12), st.integers(1, 12))
def test_working_days_add_up(day: date, some: int, more: int) -> None:
    calendar = WorkingCalendar()
    there = calendar.working_days_after(calendar.working_days_after(day, some), more)
    assert there == calendar.working_days_after(day, some + more)


def test_no_working_days_is_no_number_of_working_days() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        WorkingCalendar().working_days_after(date(2026, 1, 1), 0)


def test_the_version_is_the_same_for_the_same_calendar_however_it_was_written_down() -> None:
    one, two = {date(2027, 6, 7): "A", date(2027, 6, 8): "B"}, {date(2027, 6, 8): "B"}
    two[date(2027, 6, 7)] = "A"
    assert (
        WorkingCalendar(extra_holidays=one).version == WorkingCalendar(extra_holidays=two).version
    )


def test_the_version_changes_with_everything_that_makes_a_calendar() -> None:
    day = {date(2027, 6, 7): "A"}
    calendars = [
        *(WorkingCalendar(nation) for nation in Nation),
        WorkingCalendar(extra_holidays=day),
        WorkingCalendar(extra_holidays={date(2027, 6, 8): "A"}),
        WorkingCalendar(extra_holidays={date(2027, 6, 7): "B"}),
        WorkingCalendar(closures=day),
        WorkingCalendar(closures=day, closures_count=True),
    ]
    assert len({calendar.version for calendar in calendars}) == len(calendars)


def test_the_version_changes_with_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    before = WorkingCalendar().version
    monkeypatch.setattr("earshot.rules.calendar.installed_version", lambda _: "9999.1")
    assert WorkingCalendar().version != before


def test_a_calendar_does_not_change_with_the_table_it_was_made_from() -> None:
    extra = {date(2027, 6, 7): "A"}
    calendar = WorkingCalendar(extra_holidays=extra)
    before = calendar.version
    extra.clear()
    assert calendar.holiday_name(date(2027, 6, 7)) == "A"
    assert WorkingCalendar(extra_holidays=calendar.extra_holidays).version == before


def test_no_bank_holiday_is_said_to_be_on_a_weekend() -> None:
    day = date(2019, 1, 1)
    while day < date(2031, 1, 1):
        if day.weekday() >= 5:
            assert all(WorkingCalendar(nation).holiday_name(day) is None for nation in Nation)
        day += timedelta(days=1)


def test_the_names_do_not_follow_the_machines_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "th")
    bank_holidays.cache_clear()
    assert WorkingCalendar().holiday_name(date(2026, 5, 4)) == "Early May bank holiday"
