"""Periods: a stretch of local days that a page or a report is about."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from earshot.words.errors import BadTime
from earshot.words.times import DAYS, MONTHS

_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", re.ASCII)
_LAST = re.compile(r"(\d{1,4})d", re.ASCII)
_ONE_DAY = timedelta(days=1)
YEARS = range(1900, 2100)  # in which a period may begin: arithmetic on its days cannot overflow
LONGEST = 5 * 366  # days of one period


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both ends included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise BadTime(f"The period ends ({self.end}) before it begins ({self.start}).")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def before(self) -> "Period":
        """The equally long period that ends the day before this one."""
        return Period(self.start - timedelta(days=self.days), self.start - _ONE_DAY)

    @property
    def words(self) -> str:
        """`Mon 9 to Sun 15 November 2026`; what the ends share is said once."""
        if self.start == self.end:
            return f"{_day(self.start)} {_month(self.start)} {self.start.year}"
        month = "" if _month_of(self.start) == _month_of(self.end) else f" {_month(self.start)}"
        year = "" if self.start.year == self.end.year else f" {self.start.year}"
        end = f"{_day(self.end)} {_month(self.end)} {self.end.year}"
        return f"{_day(self.start)}{month}{year} to {end}"

    @property
    def said(self) -> str:
        """`2026-11-09..2026-11-15`: as `read_period` reads it."""
        return f"{self.start.isoformat()}..{self.end.isoformat()}"


def last_days(count: int, today: date) -> Period:
    """The last days, today among them."""
    return Period(today - timedelta(days=count - 1), today)


def week_of(day: date) -> Period:
    """The ISO week that a day lies in, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, _next_month(first) - _ONE_DAY)


def read_period(said: str, today: date) -> Period:
    """The period that `2026-W46`, `2026-11`, `2026`, `28d` or `2026-11-02..2026-11-08` names.

    Raises:
        BadTime: it names none, or one that is out of bounds.
    """
    try:
        found = _read(said.strip(), today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise BadTime(
            f"{said[:60]!r} is no period; write a week (2026-W46), a month (2026-11), "
            "a year (2026), the last days (28d) or two dates (2026-11-02..2026-11-08)."
        )
    if found.start.year not in YEARS:
        raise BadTime(f"A period must begin in the years {YEARS[0]} to {YEARS[-1]}.")
    if found.days > LONGEST:
        raise BadTime(f"A period must be no longer than five years; {said!r} is {found.days} days.")
    return found


def _read(said: str, today: date) -> Period | None:
    if match := _WEEK.fullmatch(said):
        return week_of(date.fromisocalendar(int(match[1]), int(match[2]), 1))
    if match := _MONTH.fullmatch(said):
        return month_of(date(int(match[1]), int(match[2]), 1))
    if _YEAR.fullmatch(said):
        return Period(date(int(said), 1, 1), date(int(said), 12, 31))
    if match := _RANGE.fullmatch(said):
        return Period(date.fromisoformat(match[1]), date.fromisoformat(match[2]))
    if (match := _LAST.fullmatch(said)) and int(match[1]):
        return last_days(int(match[1]), today)
    return None


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _day(day: date) -> str:
    return f"{DAYS[day.weekday()][:3]} {day.day}"


def _month(day: date) -> str:
    return MONTHS[day.month - 1]


def _month_of(day: date) -> tuple[int, int]:
    return day.year, day.month
