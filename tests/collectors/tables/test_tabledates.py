"""Dates in a table: local where no offset is given, and never the other order in silence."""

from collections.abc import Iterator

import pytest

from collectors.post import DateMark, Post, Rejected
from tests.collectors.reading import rejected, rows_in


def _dated(*values: str) -> list[Post | Rejected]:
    return rows_in("text;published_at\n" + "".join(f"x;{value}\n" for value in values))


def _times(rows: list[Post | Rejected]) -> Iterator[tuple[str, DateMark]]:
    for row in rows:
        assert isinstance(row, Post), row
        at = row.published.at
        yield (f"{at:%Y-%m-%d %H:%M:%S}" if at else "", row.published.mark)


def test_a_time_without_an_offset_is_local_and_summer_counts() -> None:
    rows = _dated(
        *("2026-07-14 10:00", "2026-01-14T10:00:30", "14/07/2026 10:00", "14/7/2026 10:00:05"),
        *("2026-07-14T10:00Z", "2026-07-14 10:00 UTC", "2026-07-14 10:00:00 +0530"),
    )
    assert [at for at, _ in _times(rows)] == [
        "2026-07-14 09:00:00",
        "2026-01-14 10:00:30",
        "2026-07-14 09:00:00",
        "2026-07-14 09:00:05",
        "2026-07-14 10:00:00",
        "2026-07-14 10:00:00",
        "2026-07-14 04:30:00",
    ]


def test_a_day_is_only_a_day_and_next_year_is_the_future() -> None:
    assert list(_times(_dated("2026-11-14", "14/11/2026", "2027-11-14", ""))) == [
        ("2026-11-14 00:00:00", DateMark.DAY),
        ("2026-11-14 00:00:00", DateMark.DAY),
        ("2027-11-14 00:00:00", DateMark.FUTURE),
        ("", DateMark.MISSING),
    ]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("2026-03-29 01:30", "there was no such time in Europe/London"),
        ("29/03/2026 01:30", "there was no such time in Europe/London"),
        ("2026-10-25 01:30", "came twice in Europe/London"),
        ("31/02/2026", "31/02/2026"),
        ("2026-02-30", "2026-02-30"),
        ("14/11/26", "write it as"),
        ("yesterday", "write it as"),
        ("2026-W46-6", "write it as"),
        ("0001-01-01", "in that year"),
        ("9999-12-31 23:59", "in that year"),
    ],
)
def test_a_time_that_cannot_be_is_rejected_with_the_reason(said: str, reason: str) -> None:
    (row,) = _dated(said)
    assert reason in rejected(row).reason


def test_the_hour_that_comes_twice_can_be_told_by_its_offset() -> None:
    rows = _dated("2026-10-25T01:30+01:00", "2026-10-25T01:30Z")
    assert [at for at, _ in _times(rows)] == ["2026-10-25 00:30:00", "2026-10-25 01:30:00"]


def test_where_day_and_month_are_mixed_only_what_is_certain_is_read() -> None:
    unsure, wrong, sure, same, iso = _dated(
        "03/04/2026", "12/25/2025", "25/12/2025", "04/04/2026", "2026-03-04"
    )
    assert "“12/25/2025” on line 3" in rejected(unsure).reason
    assert "the month stands before the day" in rejected(wrong).reason
    assert [at for at, _ in _times([sure, same, iso])] == [
        "2025-12-25 00:00:00",
        "2026-04-04 00:00:00",
        "2026-03-04 00:00:00",
    ]


def test_without_such_a_mixture_the_day_stands_first() -> None:
    assert [at for at, _ in _times(_dated("03/04/2026"))] == ["2026-04-03 00:00:00"]
