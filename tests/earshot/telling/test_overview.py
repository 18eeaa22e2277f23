"""Claims about what the overview says, and what it does not say of small numbers."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from earshot.telling import overview
from earshot.telling.overview import Tones, changed, compared, usual
from earshot.words.period import Period

WEEK = Period(date(2026, 11, 9), date(2026, 11, 15))
LONG_AGO = date(2026, 1, 1)
COUNT = st.integers(0, 500)


def rows(now: tuple[int, int], before: tuple[int, int]) -> list[overview.ToneRow]:
    """(negative, neutral) of the week and of the one before it."""
    return [
        (WEEK.start, "negative", now[0]),
        (WEEK.end, "neutral", now[1]),
        (WEEK.before.start, "negative", before[0]),
        (WEEK.before.end, "neutral", before[1]),
    ]


def said(now: tuple[int, int], before: tuple[int, int], since: date | None = LONG_AGO) -> str:
    return changed(compared(rows(now, before), WEEK, since), {}, {})


def test_twice_as_many_mentions_are_said_to_have_doubled() -> None:
    assert said((10, 30), (5, 15)).startswith(
        "Mentions doubled: 40, after 20 in the 7 days before."
    )


def test_a_few_more_mentions_are_chance_and_said_to_be_about_as_many() -> None:
    assert said((5, 20), (5, 15)).startswith("About as many mentions as before: 25, after 20")


def test_of_a_handful_nothing_is_said_to_have_changed() -> None:
    found = said((2, 4), (0, 2))
    assert "too few to compare" in found
    assert "%" not in found
    assert "worse" not in found


def test_half_as_many_have_halved_and_none_at_all_have_stopped() -> None:
    assert said((5, 15), (10, 30)).startswith("Mentions halved: 20, after 40")
    assert said((0, 0), (10, 30)).startswith("Mentions stopped: 0, after 40")


def test_a_worse_tone_is_said_with_its_counts() -> None:
    assert "Their tone got worse: 20 of 40 negative, after 4 of 40." in said((20, 20), (4, 36))


def test_a_tone_that_differs_by_chance_is_much_the_same() -> None:
    assert "Their tone is much the same: 6 of 40 negative, after 4 of 40." in said((6, 34), (4, 36))


def test_silence_in_both_weeks_is_said_as_silence() -> None:
    assert said((0, 0), (0, 0)).startswith("Nothing was heard about you in the 7 days")


def test_before_a_whole_earlier_week_was_heard_no_change_is_claimed() -> None:
    found = said((10, 30), (0, 1), since=WEEK.start - timedelta(days=3))
    assert found.startswith("40 mentions in the 7 days.")
    assert "cannot be said yet" in found


def test_nothing_is_compared_where_nothing_was_ever_collected() -> None:
    assert "cannot be said yet" in said((10, 30), (5, 15), since=None)


def test_a_rise_that_came_from_one_place_names_it() -> None:
    found = compared(rows((10, 30), (5, 15)), WEEK, LONG_AGO)
    assert "mostly from Leeds News (15 more)" in changed(
        found, {"Leeds News": 20, "Reddit": 20}, {"Leeds News": 5, "Reddit": 15}
    )


def test_a_rise_from_everywhere_names_nobody() -> None:
    found = compared(rows((10, 30), (5, 15)), WEEK, LONG_AGO)
    assert "mostly" not in changed(found, {"A": 20, "B": 20}, {"A": 10, "B": 10})


def test_a_share_of_fewer_than_ten_is_no_share() -> None:
    assert Tones(negative=3, neutral=6).negative_share is None
    assert Tones(negative=3, neutral=7).negative_share == 0.3


def test_what_was_not_scored_is_no_part_of_the_share() -> None:
    assert Tones(negative=5, neutral=5, not_scored=90).negative_share == 0.5


def test_four_earlier_periods_are_needed_for_a_usual_range() -> None:
    assert usual([5, 6, 7]) is None
    assert usual([7, 5, 6, 8]) == overview.Usual(5, 8, 4)


def test_one_extraordinary_week_does_not_widen_the_usual_range() -> None:
    assert usual([10, 11, 12, 13, 14, 500]) == overview.Usual(11, 14, 6)


def test_weeks_before_anybody_listened_are_no_part_of_the_usual_range() -> None:
    since = WEEK.start - timedelta(days=14)
    assert len(compared([], WEEK, since).earlier) == 2
    assert len(compared([], WEEK, LONG_AGO).earlier) == overview.EARLIER


def test_the_days_asked_for_reach_back_over_every_period_compared() -> None:
    reach = overview.reach(WEEK)
    assert reach.end == WEEK.end
    assert reach.days == (overview.EARLIER + 1) * WEEK.days


@given(COUNT, COUNT, COUNT, COUNT)
def test_whatever_the_figures_the_sentence_holds_them(a: int, b: int, c: int, d: int) -> None:
    found = said((a, b), (c, d))
    assert found
    if a + b or c + d:
        assert str(a + b) in found
        assert str(c + d) in found


@given(COUNT, COUNT)
def test_nothing_rises_and_falls_at_once(now: int, before: int) -> None:
    """What is said of going from one to the other is never said of the way back, but sameness."""
    there, back = said((0, now), (0, before)), said((0, before), (0, now))
    rising = ("rose", "doubled", "tripled", "began")
    falling = ("fell", "halved", "stopped")
    assert any(w in there for w in rising) == any(w in back for w in falling)
