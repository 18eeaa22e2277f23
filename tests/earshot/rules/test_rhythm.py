"""Claims about what is usual for a source, when it is quiet, and when it is asked again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from earshot.rules.company import Source, SourceKind
from earshot.rules.rhythm import (
    NOTHING_KNOWN,
    OWN_AT_LEAST,
    Past,
    in_words,
    next_look,
    pause,
    rhythm,
    rhythm_of,
)

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)  # a Wednesday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEWS = Source("s-news", "Local news", "https://news.example/feed", SourceKind.FEED, NOW, every=30)
OWN = replace(NEWS, id="s-own", account="a-1")


def every(gap: timedelta, *, until: datetime = NOW, count: int = 30) -> list[datetime]:
    return [until - gap * number for number in range(count)]


def working_hours(weeks: int, *, until: datetime) -> list[datetime]:
    """One item an hour from nine to five, Monday to Friday."""
    hours = every(HOUR, until=until, count=weeks * 7 * 24)
    return [each for each in hours if each.weekday() < 5 and 9 <= each.hour <= 17]


def test_four_items_say_nothing_about_what_is_usual() -> None:
    found = rhythm(every(DAY, count=4, until=NOW - 90 * DAY), NOW)
    assert (found.usual_gap, found.is_quiet, found.quiet_for) == (None, False, 90 * DAY)


def test_nothing_new_for_nine_days_where_something_comes_every_two_is_quiet() -> None:
    found = rhythm(every(2 * DAY, until=NOW - 9 * DAY), NOW)
    assert (found.usual_gap, found.quiet_for, found.is_quiet) == (2 * DAY, 9 * DAY, True)
    assert not rhythm(every(2 * DAY, until=NOW - 3 * DAY), NOW).is_quiet


def test_a_feed_of_working_hours_is_quiet_neither_by_night_nor_over_a_bank_holiday_weekend() -> (
    None
):
    friday = datetime(2026, 11, 13, 17, tzinfo=UTC)
    times = working_hours(6, until=friday)
    assert rhythm(times, friday).usual_gap == 16 * HOUR  # from five to nine
    assert not rhythm(times, friday + timedelta(hours=16)).is_quiet
    assert not rhythm(times, datetime(2026, 11, 17, 12, tzinfo=UTC)).is_quiet  # Monday was free
    assert rhythm(times, datetime(2026, 11, 20, 12, tzinfo=UTC)).is_quiet


def test_what_has_been_heard_for_some_days_only_may_know_no_weekend_yet() -> None:
    friday = datetime(2026, 11, 13, 17, tzinfo=UTC)
    times = every(HOUR, until=friday, count=48)
    assert not rhythm(times, friday + 4 * DAY).is_quiet
    assert rhythm(times, friday + 6 * DAY).is_quiet


def test_ten_comments_in_an_hour_and_then_none_for_days_are_a_rhythm_of_days() -> None:
    bursts = [NOW - 4 * DAY * n - timedelta(minutes=5 * m) for n in range(6) for m in range(10)]
    found = rhythm(bursts, NOW)
    assert found.usual_gap is not None
    assert found.usual_gap > 3 * DAY


def test_one_outage_of_a_month_does_not_make_months_usual() -> None:
    before = every(DAY, until=NOW - 50 * DAY)
    since = every(DAY, until=NOW - 10 * DAY, count=10)
    assert rhythm([*before, *since], NOW).is_quiet


def test_what_came_today_although_it_was_published_long_ago_ends_the_silence() -> None:
    times = every(2 * DAY, until=NOW - 9 * DAY)
    assert not rhythm(times, NOW, arrived_at=NOW - HOUR).is_quiet


def test_where_only_part_of_what_a_feed_holds_is_known_nothing_is_called_quiet() -> None:
    past = Past(tuple(every(DAY, until=NOW - 90 * DAY)), complete=False, body_at=NOW - 8 * HOUR)
    found = rhythm_of(past, NOW)
    assert (found.usual_gap, found.is_quiet, found.worth_every) == (None, False, HOUR)


moments = some.integers(0, 4000).map(lambda hours: NOW - hours * HOUR)


@given(some.lists(moments, max_size=60), some.randoms())
def test_a_rhythm_depends_neither_on_order_nor_on_repeats(times, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = [*times, *times]
    random.shuffle(shuffled)
    assert rhythm(shuffled, NOW) == rhythm(times, NOW)


@given(some.lists(moments, min_size=5, max_size=60, unique=True), some.integers(0, 2000))
def test_once_quiet_it_stays_quiet_until_something_comes(times, hours) -> None:  # type: ignore[no-untyped-def]
    if rhythm(times, NOW).is_quiet:
        assert rhythm(times, NOW + hours * HOUR).is_quiet
    assert not rhythm([*times, NOW + hours * HOUR], NOW + hours * HOUR).is_quiet


pasts = some.builds(
    Past,
    some.lists(moments, max_size=20).map(tuple),
    some.none() | moments,
    some.none() | moments,
    some.none() | moments,
    some.integers(0, 40),
    some.booleans(),
    some.booleans(),
)


@given(pasts, some.sampled_from((5, 30, 60, 360, 1440)), some.sampled_from((NEWS, OWN)))
def test_nothing_is_asked_faster_than_was_set_nor_slower_than_a_day(past, minutes, source) -> None:  # type: ignore[no-untyped-def]
    set_to = timedelta(minutes=minutes)
    found = pause(replace(source, every=minutes), past, NOW)
    assert set_to <= found <= max(DAY, set_to * 1.1)
    if past.failures:
        assert found <= max(6 * HOUR, set_to * 1.1)


@given(pasts, some.sampled_from((5, 30, 60)))
def test_our_own_accounts_are_asked_at_least_every_hour_whatever_happens(past, minutes) -> None:  # type: ignore[no-untyped-def]
    assert pause(replace(OWN, every=minutes), past, NOW) <= OWN_AT_LEAST


def silent_for(silence: timedelta, **more: bool) -> Past:
    return Past(tuple(every(DAY, until=NOW - silence)), **more)  # type: ignore[arg-type]


def test_what_seldom_brings_anything_is_asked_less_often_and_at_once_quicker_when_it_does() -> None:
    news = replace(NEWS, id="s")
    slow = pause(news, silent_for(4 * DAY), NOW)
    assert 12 * HOUR <= slow <= 14 * HOUR
    assert pause(news, silent_for(90 * DAY), NOW) == DAY
    assert pause(news, silent_for(2 * HOUR), NOW) < timedelta(minutes=34)


def test_what_has_spoken_of_us_and_searches_are_asked_every_six_hours_at_least() -> None:
    assert pause(NEWS, silent_for(90 * DAY, about_us=True), NOW) == 6 * HOUR
    assert pause(replace(NEWS, kind=SourceKind.SEARCH), silent_for(90 * DAY), NOW) == 6 * HOUR


def test_a_feed_that_never_brought_anything_slows_down_from_its_first_day_on() -> None:
    young = Past(first_at=NOW - HOUR)
    assert pause(NEWS, young, NOW) < timedelta(minutes=34)
    assert pause(NEWS, replace(young, first_at=NOW - 30 * DAY), NOW) == DAY
    assert pause(NEWS, NOTHING_KNOWN, NOW) < timedelta(minutes=34)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, 30), (2, 60), (3, 120), (5, 360), (400, 360)]
)
def test_what_fails_is_asked_half_as_often_each_time_and_every_six_hours_at_least(
    failures: int, minutes: int
) -> None:
    found = pause(NEWS, Past(failures=failures), NOW)
    assert timedelta(minutes=minutes) <= found <= timedelta(minutes=minutes) * 1.1


def test_a_server_that_asks_for_patience_gets_it_and_a_clock_set_back_silences_nothing() -> None:
    later = NOW + 5 * HOUR
    assert next_look(OWN, NOTHING_KNOWN, NOW, later, NOW) == later
    assert next_look(OWN, NOTHING_KNOWN, NOW, NOW - HOUR, NOW) > NOW
    assert next_look(OWN, NOTHING_KNOWN, NOW + DAY, None, NOW) == NOW


def test_forty_sources_that_were_asked_at_once_drift_apart() -> None:
    forty = [replace(NEWS, id=f"s-{number}") for number in range(40)]
    looks = {next_look(each, NOTHING_KNOWN, NOW, None, NOW) for each in forty}
    in_one_look = [sum(1 for at in looks if 0 <= (at - each).total_seconds() < 5) for each in looks]
    assert max(in_one_look) <= 6
    assert max(looks) - min(looks) > timedelta(minutes=2)


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (timedelta(seconds=5), "1 minute"),
        (timedelta(minutes=89), "89 minutes"),
        (timedelta(hours=23), "23 hours"),
        (DAY, "1 day"),
        (9.2 * DAY, "9 days"),
    ],
)
def test_a_gap_is_said_in_whole_units(gap: timedelta, words: str) -> None:
    assert in_words(gap) == words
