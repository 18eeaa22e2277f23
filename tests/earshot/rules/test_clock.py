"""The response clock, to the second."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.rules.calendar import WorkingCalendar
from earshot.rules.clock import (
    Deadline,
    aim_deadline,
    aim_deadline_of_day,
    policy_deadline,
    policy_deadline_of_day,
    verdict,
)
from earshot.words.times import LONDON, local_date, read_time, utc_text
from earshot.words.vocabulary import Nation, Verdict

ENGLAND, SCOTLAND, IRELAND = (WorkingCalendar(nation) for nation in Nation)
DAY_SECONDS = timedelta(seconds=86_400)

moments = st.datetimes(
    min_value=datetime(2018, 1, 1),  # noqa: DTZ001  hypothesis wants naive bounds
    max_value=datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
calendars = st.sampled_from([ENGLAND, SCOTLAND, IRELAND])


def due(said: str, calendar: WorkingCalendar = ENGLAND) -> str:
    """When what was received at the local time `said` is due, in local time."""
    deadline = policy_deadline(read_time(said, LONDON), calendar)
    assert deadline.latest == deadline.due_at
    return f"{deadline.due_at.astimezone(LONDON):%Y-%m-%d %H:%M:%S}"


def explained(said: str, calendar: WorkingCalendar = ENGLAND) -> str:
    return policy_deadline(read_time(said, LONDON), calendar).explanation


@pytest.mark.parametrize(
    ("received", "answer_due"),
    [
        ("2026-11-09 00:00:00", "2026-11-10 00:00:00"),  # Monday's first second
        ("2026-11-09 09:30:15", "2026-11-10 09:30:15"),
        ("2026-11-10 09:30:15", "2026-11-11 09:30:15"),
        ("2026-11-11 09:30:15", "2026-11-12 09:30:15"),
        ("2026-11-12 09:30:15", "2026-11-13 09:30:15"),
        ("2026-11-13 09:30:15", "2026-11-14 09:30:15"),  # Friday's is due on Saturday
        ("2026-11-13 23:59:59", "2026-11-14 23:59:59"),
        ("2026-11-14 00:00:00", "2026-11-16 23:59:59"),  # Saturday's first second
        ("2026-11-14 18:05:00", "2026-11-16 23:59:59"),
        ("2026-11-15 00:00:00", "2026-11-16 23:59:59"),
        ("2026-11-15 23:59:59", "2026-11-16 23:59:59"),  # Sunday's last second
        ("2026-11-16 00:00:00", "2026-11-17 00:00:00"),
    ],
)
def test_a_weekday_has_24_hours_and_a_weekend_until_the_end_of_monday(
    received: str, answer_due: str
) -> None:
    assert due(received) == answer_due


def test_the_last_instant_of_friday_is_still_friday() -> None:
    received = read_time("2026-11-13T23:59:59.999", LONDON)
    assert policy_deadline(received, ENGLAND).due_at == received + DAY_SECONDS


def test_a_summer_friday_ends_at_local_midnight_and_not_at_utcs() -> None:
    assert due("2026-07-10 23:30") == "2026-07-11 23:30:00"
    assert due("2026-07-11 00:30") == "2026-07-13 23:59:59"  # still Friday in UTC


@pytest.mark.parametrize(
    ("received", "answer_due"),
    [
        ("2026-08-28 18:05", "2026-08-29 18:05:00"),  # Friday before a long weekend
        ("2026-08-29 10:00", "2026-09-01 23:59:59"),
        ("2026-08-30 10:00", "2026-09-01 23:59:59"),
        ("2026-08-31 10:00", "2026-09-01 10:00:00"),  # received on the bank holiday itself
        ("2026-04-02 12:00", "2026-04-03 12:00:00"),  # due on Good Friday
        ("2026-04-03 12:00", "2026-04-04 12:00:00"),  # received on it
        ("2026-04-04 12:00", "2026-04-07 23:59:59"),  # Easter
        ("2026-04-06 12:00", "2026-04-07 12:00:00"),  # Easter Monday
        ("2026-12-25 09:00", "2026-12-26 09:00:00"),  # Christmas Day is a Friday
        ("2026-12-26 09:00", "2026-12-29 23:59:59"),
        ("2021-12-24 16:00", "2021-12-25 16:00:00"),
        ("2021-12-25 09:00", "2021-12-29 23:59:59"),  # Christmas on a Saturday
        ("2021-12-26 23:59:59", "2021-12-29 23:59:59"),
        ("2021-12-27 00:00", "2021-12-28 00:00:00"),
        ("2022-01-01 00:10", "2022-01-04 23:59:59"),  # New Year on a Saturday
        ("2022-06-04 12:00", "2022-06-06 23:59:59"),  # Jubilee weekend, after both holidays
        ("2022-09-17 12:00", "2022-09-20 23:59:59"),  # before the state funeral
        ("2023-05-06 12:00", "2023-05-09 23:59:59"),  # the coronation
        ("2024-02-28 12:00", "2024-02-29 12:00:00"),
    ],
)
def test_bank_holidays_lengthen_what_came_at_a_weekend_and_nothing_else(
    received: str, answer_due: str
) -> None:
    assert due(received) == answer_due


def test_saturday_complaint_before_a_bank_holiday_monday_is_due_on_tuesday() -> None:
    deadline = policy_deadline(read_time("2026-08-29 10:00", LONDON), ENGLAND)
    assert utc_text(deadline.due_at) == "2026-09-01T22:59:59Z"
    assert deadline.useful_by is not None
    assert utc_text(deadline.useful_by) == "2026-09-01T16:00:00Z"
    assert deadline.clause == "monitoring.response"
    assert deadline.calendar_version == ENGLAND.version
    assert deadline.explanation == (
        "Received on Saturday 29 August 2026 at 10:00; Sunday 30 August and Monday 31 August "
        "(Summer bank holiday) are not working days, so the reply is due by the end of Tuesday "
        "1 September 2026 (by close on Tuesday, 17:00; the policy's limit is 23:59)."
    )


@pytest.mark.parametrize(
    ("calendar", "received", "answer_due"),
    [
        (SCOTLAND, "2026-08-29 10:00", "2026-08-31 23:59:59"),
        (SCOTLAND, "2026-08-01 10:00", "2026-08-04 23:59:59"),
        (ENGLAND, "2026-08-01 10:00", "2026-08-03 23:59:59"),
        (SCOTLAND, "2026-04-04 12:00", "2026-04-06 23:59:59"),
        (IRELAND, "2026-04-04 12:00", "2026-04-07 23:59:59"),
        (SCOTLAND, "2022-01-01 00:10", "2022-01-05 23:59:59"),  # Monday and Tuesday both
        (SCOTLAND, "2023-01-01 00:10", "2023-01-04 23:59:59"),
        (ENGLAND, "2023-01-01 00:10", "2023-01-03 23:59:59"),
        (SCOTLAND, "2024-11-30 10:00", "2024-12-03 23:59:59"),  # St Andrew on a Saturday
        (SCOTLAND, "2026-06-13 10:00", "2026-06-16 23:59:59"),  # the World Cup day
        (IRELAND, "2024-03-16 10:00", "2024-03-19 23:59:59"),  # St Patrick on a Sunday
        (IRELAND, "2026-07-11 10:00", "2026-07-14 23:59:59"),  # the Boyne on a Sunday
        (ENGLAND, "2026-07-11 10:00", "2026-07-13 23:59:59"),
    ],
)
def test_each_nation_counts_its_own_bank_holidays(
    calendar: WorkingCalendar, received: str, answer_due: str
) -> None:
    assert due(received, calendar) == answer_due


@pytest.mark.parametrize(
    ("received", "answer_due"),
    [
        # back: 25 October 2026, 01:00 to 01:59 happen twice; both are Sunday
        ("2026-10-25T00:30Z", "2026-10-26T23:59:59Z"),
        ("2026-10-25T01:30Z", "2026-10-26T23:59:59Z"),
        ("2026-10-23T22:59:59Z", "2026-10-24T22:59:59Z"),  # Friday 23:59:59 in summer time
        ("2026-10-23T23:00:00Z", "2026-10-26T23:59:59Z"),  # Saturday 00:00
        ("2026-10-25T23:59:59Z", "2026-10-26T23:59:59Z"),  # Sunday, 25 hours long
        ("2026-10-26T00:00:00Z", "2026-10-27T00:00:00Z"),
        # forward: 29 March 2026
        ("2026-03-27T23:59:59Z", "2026-03-28T23:59:59Z"),
        ("2026-03-28T00:00:00Z", "2026-03-30T22:59:59Z"),
        ("2026-03-29T00:59:59Z", "2026-03-30T22:59:59Z"),
        ("2026-03-29T01:00:00Z", "2026-03-30T22:59:59Z"),
        ("2026-03-29T22:59:59Z", "2026-03-30T22:59:59Z"),  # Sunday, 23 hours long
        ("2026-03-29T23:00:00Z", "2026-03-30T23:00:00Z"),  # Monday 00:00 in summer time
    ],
)
def test_the_clock_changes_move_no_deadline(received: str, answer_due: str) -> None:
    assert utc_text(policy_deadline(read_time(received, LONDON), ENGLAND).due_at) == answer_due


def test_a_weekdays_24_hours_are_86400_seconds_where_clocks_change_on_a_weekday() -> None:
    jerusalem = ZoneInfo("Asia/Jerusalem")  # changes on Fridays, 27 March 2026 at 02:00
    received = read_time("2026-03-26 12:00", jerusalem)
    deadline = policy_deadline(received, ENGLAND, jerusalem)
    assert deadline.due_at - received == DAY_SECONDS
    assert "Friday 27 March 2026 at 13:00 (the clocks change in between)" in deadline.explanation


def test_a_day_whose_last_hour_happens_twice_ends_with_the_second() -> None:
    cairo = ZoneInfo("Africa/Cairo")  # back from midnight to 23:00 at the end of 26 October 2023
    deadline = aim_deadline(read_time("2023-10-25 12:00", cairo), ENGLAND, cairo)
    assert utc_text(deadline.due_at) == "2023-10-26T21:59:59Z"


def test_closure_days_count_only_once_they_are_signed_for() -> None:
    closures = {date(2026, 12, 29): "Christmas closure"}
    off = WorkingCalendar(closures=closures)
    on = WorkingCalendar(closures=closures, closures_count=True)
    assert due("2026-12-26 12:00", off) == "2026-12-29 23:59:59"
    assert due("2026-12-26 12:00", on) == "2026-12-30 23:59:59"
    assert "Tuesday 29 December (Christmas closure)" in explained("2026-12-26 12:00", on)
    assert due("2026-12-28 12:00", on) == due("2026-12-28 12:00", off) == "2026-12-29 12:00:00"


def test_an_added_bank_holiday_lengthens_a_weekend() -> None:
    calendar = WorkingCalendar(extra_holidays={date(2026, 11, 16): "Bank holiday for cake"})
    assert due("2026-11-14 18:05", calendar) == "2026-11-17 23:59:59"
    assert "Monday 16 November (Bank holiday for cake)" in explained("2026-11-14 18:05", calendar)


@pytest.mark.parametrize(
    ("received", "sentence"),
    [
        (
            "2026-11-10 09:30",
            "Received on Tuesday 10 November 2026 at 09:30; the reply is due exactly 24 hours "
            "later, by Wednesday 11 November 2026 at 09:30.",
        ),
        (
            "2026-08-31 10:00",
            "Received on Monday 31 August 2026 at 10:00; the reply is due exactly 24 hours later, "
            "by Tuesday 1 September 2026 at 10:00; Monday 31 August (Summer bank holiday) does "
            "not lengthen it, since the hours run on any weekday.",
        ),
        (
            "2026-09-13 10:00",
            "Received on Sunday 13 September 2026 at 10:00; the next working day is Monday, so "
            "the reply is due by the end of Monday 14 September 2026 (by close on Monday, 17:00; "
            "the policy's limit is 23:59).",
        ),
        (
            "2026-11-14 18:05",
            "Received on Saturday 14 November 2026 at 18:05; Sunday 15 November is not a working "
            "day, so the reply is due by the end of Monday 16 November 2026 (by close on Monday, "
            "17:00; the policy's limit is 23:59).",
        ),
        (
            "2027-12-25 09:00",
            "Received on Saturday 25 December 2027 at 09:00; Sunday 26 December, Monday "
            "27 December – Christmas Day (substitute day) and Tuesday 28 December – Boxing Day "
            "(substitute day) are not working days, so the reply is due by the end of Wednesday "
            "29 December 2027 (by close on Wednesday, 17:00; the policy's limit is 23:59).",
        ),
        (
            "2025-12-25 09:00",
            "Received on Thursday 25 December 2025 at 09:00; the reply is due exactly 24 hours "
            "later, by Friday 26 December 2025 at 09:00; Thursday 25 December (Christmas Day) and "
            "Friday 26 December (Boxing Day) do not lengthen it, since the hours run on any "
            "weekday.",
        ),
    ],
)
def test_every_deadline_explains_itself_in_one_sentence(received: str, sentence: str) -> None:
    assert explained(received) == sentence


def test_the_useful_limit_is_close_of_business_as_the_company_sets_it() -> None:
    received = read_time("2026-11-14 18:05", LONDON)
    deadline = policy_deadline(received, ENGLAND, LONDON, time(16, 30))
    assert deadline.useful_by == datetime(2026, 11, 16, 16, 30, tzinfo=UTC)
    assert "by close on Monday, 16:30" in deadline.explanation
    assert policy_deadline(received - timedelta(days=2), ENGLAND).useful_by is None


def test_a_date_alone_is_read_strictly_and_its_other_bound_is_kept() -> None:
    deadline = policy_deadline_of_day(date(2026, 9, 1), ENGLAND)
    assert utc_text(deadline.due_at) == "2026-09-01T23:00:00Z"  # Wednesday 00:00 in summer time
    assert utc_text(deadline.latest) == "2026-09-02T22:59:59Z"
    assert "at a time that is not known" in deadline.explanation


@pytest.mark.parametrize("day", [date(2026, 8, 29), date(2026, 8, 30)])
def test_at_a_weekend_the_date_alone_is_enough(day: date) -> None:
    deadline = policy_deadline_of_day(day, ENGLAND)
    assert utc_text(deadline.due_at) == utc_text(deadline.latest) == "2026-09-01T22:59:59Z"


@pytest.mark.parametrize(
    ("answered", "ended"),
    [
        ("2026-09-01T22:59:59Z", Verdict.MET_WITH_EVIDENCE),
        ("2026-09-01T23:00:00Z", Verdict.MET_WITH_EVIDENCE),
        ("2026-09-01T23:00:01Z", Verdict.CANNOT_BE_TOLD),
        ("2026-09-02T22:59:59Z", Verdict.CANNOT_BE_TOLD),
        ("2026-09-02T23:00:00Z", Verdict.MISSED),
    ],
)
def test_between_the_two_bounds_of_a_date_nothing_can_be_told(
    answered: str, ended: Verdict
) -> None:
    deadline = policy_deadline_of_day(date(2026, 9, 1), ENGLAND)
    assert verdict(deadline, read_time(answered, LONDON), with_evidence=True) is ended


@pytest.mark.parametrize(
    ("answered", "with_evidence", "ended"),
    [
        ("2026-11-11T09:30:15Z", True, Verdict.MET_WITH_EVIDENCE),
        ("2026-11-11T09:30:15Z", False, Verdict.MET_ON_WORD),
        ("2026-11-11T09:30:15.900Z", True, Verdict.MET_WITH_EVIDENCE),  # the same shown second
        ("2026-11-11T09:30:16Z", True, Verdict.MISSED),
        ("2026-11-11T09:30:16Z", False, Verdict.MISSED),
        ("2026-11-10T09:31:00+00:00", False, Verdict.MET_ON_WORD),
    ],
)
def test_an_answer_is_in_time_up_to_the_deadlines_own_second(
    answered: str, with_evidence: bool, ended: Verdict
) -> None:
    deadline = policy_deadline(read_time("2026-11-10T09:30:15Z", LONDON), ENGLAND)
    assert verdict(deadline, read_time(answered, LONDON), with_evidence) is ended


@pytest.mark.parametrize(
    ("said", "days", "answer_due"),
    [
        ("2026-11-13 18:05", 1, "2026-11-16T23:59:59Z"),  # a Friday
        ("2026-11-12 00:00", 1, "2026-11-13T23:59:59Z"),
        ("2026-11-14 18:05", 1, "2026-11-16T23:59:59Z"),
        ("2026-08-28 18:05", 1, "2026-09-01T22:59:59Z"),
        ("2026-04-02 12:00", 1, "2026-04-07T22:59:59Z"),
        ("2026-11-13 18:05", 3, "2026-11-18T23:59:59Z"),
    ],
)
def test_our_own_aim_is_the_end_of_a_working_day_and_minds_every_bank_holiday(
    said: str, days: int, answer_due: str
) -> None:
    deadline = aim_deadline(read_time(said, LONDON), ENGLAND, LONDON, days)
    assert utc_text(deadline.due_at) == answer_due
    assert deadline.clause == "monitoring.proactive"
    assert "our own aim" in deadline.explanation


def test_an_aim_says_what_it_passed_over() -> None:
    deadline = aim_deadline(read_time("2026-11-13 18:05", LONDON), ENGLAND)
    assert deadline.explanation == (
        "Said on Friday 13 November 2026 at 18:05, not on one of our accounts; Saturday "
        "14 November and Sunday 15 November are not working days, so our own aim (next working "
        "day) is an answer by the end of Monday 16 November 2026."
    )


def test_the_aim_of_a_date_is_the_aim_of_any_time_on_it() -> None:
    day = date(2026, 8, 28)
    assert (
        aim_deadline_of_day(day, ENGLAND).due_at
        == aim_deadline(read_time("2026-08-28 00:00", LONDON), ENGLAND).due_at
        == aim_deadline(read_time("2026-08-28 23:59:59", LONDON), ENGLAND).due_at
    )


@given(moments, calendars)
def test_a_deadline_is_always_later_than_what_it_answers(
    received: datetime, calendar: WorkingCalendar
) -> None:
    for deadline in (policy_deadline(received, calendar), aim_deadline(received, calendar)):
        assert deadline.due_at > received
        assert deadline.latest == deadline.due_at
        assert deadline.due_at.tzinfo is UTC


@given(moments, calendars)
def test_a_weekday_has_exactly_86400_seconds_and_a_weekend_ends_a_working_day(
    received: datetime, calendar: WorkingCalendar
) -> None:
    deadline = policy_deadline(received, calendar)
    local_due = deadline.due_at.astimezone(LONDON)
    if received.astimezone(LONDON).weekday() < 5:
        assert deadline.due_at - received == DAY_SECONDS
    else:
        assert local_due.time() == time(23, 59, 59)
        assert calendar.is_working_day(local_due.date())


@given(moments, st.timedeltas(timedelta(0), timedelta(days=9)), calendars)
def test_what_comes_later_within_a_weekend_or_within_weekdays_is_never_due_earlier(
    received: datetime, wait: timedelta, calendar: WorkingCalendar
) -> None:
    later = received + wait
    weekend = [moment.astimezone(LONDON).weekday() >= 5 for moment in (received, later)]
    if weekend[0] == weekend[1]:
        first, second = policy_deadline(received, calendar), policy_deadline(later, calendar)
        assert first.due_at <= second.due_at


@given(moments, calendars)
def test_the_bounds_of_a_date_hold_every_time_on_it(
    received: datetime, calendar: WorkingCalendar
) -> None:
    received = received.replace(microsecond=0)
    known = policy_deadline(received, calendar)
    bounds = policy_deadline_of_day(local_date(received, LONDON), calendar)
    assert bounds.due_at <= known.due_at <= bounds.latest


@given(moments, st.timedeltas(timedelta(0), timedelta(days=6)), calendars)
def test_a_date_alone_never_gives_a_verdict_that_the_time_would_not(
    received: datetime, wait: timedelta, calendar: WorkingCalendar
) -> None:
    strict = policy_deadline_of_day(local_date(received, LONDON), calendar)
    ended = verdict(strict, received + wait, with_evidence=True)
    if ended is not Verdict.CANNOT_BE_TOLD:
        known = policy_deadline(received.replace(microsecond=0), calendar)
        assert ended is verdict(known, received + wait, with_evidence=True)


@given(moments, calendars)
def test_an_explanation_is_one_sentence(received: datetime, calendar: WorkingCalendar) -> None:
    for deadline in (policy_deadline(received, calendar), aim_deadline(received, calendar)):
        assert deadline.explanation.endswith(".")
        assert deadline.explanation.count(".") == 1


def test_a_time_without_a_zone_is_a_mistake_in_the_program() -> None:
    naive = datetime(2026, 11, 14, 18, 5)  # noqa: DTZ001  the mistake itself
    deadline: Deadline = policy_deadline(read_time("2026-11-14T18:05Z", LONDON), ENGLAND)
    for call in (
        lambda: policy_deadline(naive, ENGLAND),
        lambda: aim_deadline(naive, ENGLAND),
        lambda: verdict(deadline, naive, with_evidence=True),
    ):
        with pytest.raises(ValueError, match="without a zone"):
            call()
