"""Dates as tools write them: read as the whole file shows, and never the other order in silence."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.post import DateMark, Post, Rejected
from collectors.tables.widedates import DateOrder, WideReading, lacks_zone, read_wide_date
from tests.collectors.reading import LONDON, NOW
from tests.collectors.tables.finding import read

READING = WideReading(LONDON, NOW)
AMERICAN = WideReading(LONDON, NOW, DateOrder.MONTH_FIRST)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2026-07-14T10:00:00Z", "2026-07-14 10:00"),
        ("2026-07-14 10:00", "2026-07-14 09:00"),
        ("2026-07-14 10:00:00.0", "2026-07-14 09:00"),
        ("2026-07-14T10:00:00+0200", "2026-07-14 08:00"),
        ("14/07/2026 10:00", "2026-07-14 09:00"),
        ("14.07.2026, 10:00", "2026-07-14 09:00"),
        ("14/07/2026 3:04 PM", "2026-07-14 14:04"),
        ("12 Jul 2026 10:00", "2026-07-12 09:00"),
        ("Jul 12, 2026 3:04 PM", "2026-07-12 14:04"),
        ("Jul 12, 2026, 3:04\u202fp.m. GMT", "2026-07-12 15:04"),
        ("12. juli 2026 kl. 10:00", "2026-07-12 09:00"),
        ("12 mai 2026 à 10h00", "2026-05-12 09:00"),
        ("12 maj 2026 10:00", "2026-05-12 09:00"),
        ("12 de mayo de 2026 10:00", "2026-05-12 09:00"),
        ("Sun Jul 12 10:00:00 +0000 2026", "2026-07-12 10:00"),
        ("1784023200", "2026-07-14 10:00"),
        ("1784023200000", "2026-07-14 10:00"),
        ("46217.5", "2026-07-14 11:00"),
    ],
)
def test_a_time_is_read_in_every_way_that_tools_write_it(said: str, at: str) -> None:
    published = read_wide_date(said, READING)
    assert f"{published.at:%Y-%m-%d %H:%M}" == at
    assert published.mark is DateMark.EXACT


@pytest.mark.parametrize("said", ["12 Nov 2026", "November 12, 2026", "12/11/2026", "46338"])
def test_a_day_is_only_a_day(said: str) -> None:
    published = read_wide_date(said, READING)
    assert (published.at, published.mark) == (datetime(2026, 11, 12, tzinfo=UTC), DateMark.DAY)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("2 weeks ago", "how long ago"),
        ("soon", "in no way that is known"),
        ("2026", "in no way that is known"),
        ("99999", "in no way that is known"),
        ("2026-10-25 01:30", "came twice"),
        ("29/03/2026 01:30", "no such time"),
        ("31/02/2026", "in no way that is known"),
        ("0001-01-01", "in no way that is known"),
        ("13/25/2026", "in no way that is known"),
    ],
)
def test_what_cannot_be_a_time_is_refused_with_the_reason(said: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_wide_date(said, READING)


@given(st.dates(date(1990, 1, 1), date(2026, 11, 1)))
def test_both_orders_give_back_the_day_that_was_written(day: date) -> None:
    british = read_wide_date(f"{day:%d/%m/%Y}", READING).at
    american = read_wide_date(f"{day:%m/%d/%Y}", AMERICAN).at
    assert british == american == datetime(day.year, day.month, day.day, tzinfo=UTC)


@given(st.text(st.sampled_from("0123456789/.-: TZpmaN+v,")))
def test_no_cell_can_break_it(said: str) -> None:
    with suppress(ValueError):
        assert read_wide_date(said, READING).mark is not DateMark.UNREADABLE


def test_whether_a_time_has_a_zone_is_told() -> None:
    assert [s for s in ("10:00", "3:04 PM", "10:00:00Z", "10:00 GMT", "9:00 am EST", "2026-11-14")
            if lacks_zone(s)] == ["10:00", "3:04 PM"]  # fmt: skip


def _table(*dates: str) -> str:
    return "Comment,Date\n" + "".join(f"x,{date}\n" for date in dates)


def test_one_date_that_can_only_be_american_makes_the_whole_file_american() -> None:
    entries = read(_table("03/04/2026", "12/25/2025", "04/05/2026"))
    assert entries.assumed == "month before day, as “12/25/2025” on line 3 shows"
    days = [f"{e.published.at:%m-%d}" for e in entries if isinstance(e, Post)]
    assert days == ["03-04", "12-25", "04-05"]


def test_where_nothing_tells_the_day_stands_first_and_that_is_said() -> None:
    entries = read(_table("03/04/2026 10:00"))
    assert entries.assumed == (
        "dates without a zone read as Europe/London time; day before month, nothing in the file"
        " says otherwise"
    )
    (post,) = entries
    assert isinstance(post, Post)
    assert post.published.at == datetime(2026, 4, 3, 9, 0, tzinfo=UTC)


def test_in_a_file_with_both_orders_only_what_is_certain_is_read() -> None:
    entries = read(_table("03/04/2026", "12/25/2025", "25/12/2025", "2026-03-04", "04/04/2026"))
    assert "both orders" in (entries.assumed or "")
    assert [type(e) for e in entries] == [Rejected, Post, Post, Post, Post]


def test_a_file_without_doubt_assumes_nothing() -> None:
    assert read(_table("2026-03-04", "25/12/2025")).assumed is None
