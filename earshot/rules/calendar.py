"""Working days: which days a nation works, and what GOV.UK calls those it does not.

Dates come from the `holidays` library; names are put into GOV.UK's words
(https://www.gov.uk/bank-holidays). As there, a holiday that falls on a weekend is named on its
substitute day only.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from importlib.metadata import version as installed_version
from types import MappingProxyType

import holidays

from earshot.words.vocabulary import Nation

_SUBDIVISIONS = {
    Nation.ENGLAND_AND_WALES: "ENG",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}
_GOVUK = {
    "New Year's Day": "New Year’s Day",
    "New Year Holiday": "2nd January",
    "Saint Patrick's Day": "St Patrick’s Day",
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Platinum Jubilee of Elizabeth II": "Platinum Jubilee bank holiday",
    "State Funeral of Queen Elizabeth II": (
        "Bank Holiday for the State Funeral of Queen Elizabeth II"
    ),
    "Coronation of Charles III": "Bank holiday for the coronation of King Charles III",
    "Battle of the Boyne": "Battle of the Boyne (Orangemen’s Day)",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Summer Bank Holiday": "Summer bank holiday",
    "Saint Andrew's Day": "St Andrew’s Day",
}
_VE_DAY = date(2020, 5, 8)  # moved from Monday 4 May to that Friday, and named for it
_OBSERVED = " (observed)"
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days of one company.

    `extra_holidays` are bank holidays that the library does not know yet; `closures` are the
    company's own, and lengthen nothing unless `closures_count`, which its senior team signs for.
    """

    nation: Nation = Nation.ENGLAND_AND_WALES
    extra_holidays: Mapping[date, str] = field(default_factory=dict)
    closures: Mapping[date, str] = field(default_factory=dict)
    closures_count: bool = False

    def __post_init__(self) -> None:
        # Copies: whoever passed them may go on changing theirs, and `version` must stay true.
        for name in ("extra_holidays", "closures"):
            object.__setattr__(self, name, dict(getattr(self, name)))

    def holiday_name(self, day: date) -> str | None:
        """GOV.UK's name of the bank holiday on `day`, or the company's for one it added."""
        return bank_holidays(self.nation, day.year).get(day) or self.extra_holidays.get(day)

    def closure_name(self, day: date) -> str | None:
        """The company's name of its closure on `day`, if closures count."""
        return self.closures.get(day) if self.closures_count else None

    def why_not_working(self, day: date) -> str | None:
        """What keeps a weekday from being a working day; None on weekends and working days."""
        if is_weekend(day):
            return None
        return self.holiday_name(day) or self.closure_name(day)

    def is_working_day(self, day: date) -> bool:
        return not is_weekend(day) and self.why_not_working(day) is None

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`, never `day` itself."""
        return self.working_days_after(day, 1)

    def working_days_after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; `count` is at least 1."""
        if count < 1:
            raise ValueError(f"a number of working days must be at least 1, not {count}")
        while count:
            day += _ONE_DAY
            count -= self.is_working_day(day)
        return day

    def skipped_between(self, start: date, end: date) -> tuple[date, ...]:
        """The days strictly between the two that are not working days, in order."""
        between = (start + timedelta(days=n) for n in range(1, (end - start).days))
        return tuple(day for day in between if not self.is_working_day(day))

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits: another where anything that makes this calendar is another.

        The library's version stands for all its dates, of past years and of those to come.
        """
        said = [
            self.nation,
            installed_version("holidays"),
            _listed(self.extra_holidays),
            _listed(self.closures),
            self.closures_count,
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]


def is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


@lru_cache(maxsize=256)
def bank_holidays(nation: Nation, year: int) -> Mapping[date, str]:
    """The bank holidays of one year as GOV.UK lists them: {day: name}, none on a weekend."""
    # en_GB by name: without it the library would follow the machine's language.
    found = holidays.country_holidays(
        "GB", subdiv=_SUBDIVISIONS[nation], years=year, language="en_GB"
    )
    weekdays = sorted(day for day in found if not is_weekend(day))
    return MappingProxyType({day: _govuk_name(day, found.get_list(day)) for day in weekdays})


def _govuk_name(day: date, names: list[str]) -> str:
    # Two on one day: that which has been moved here gives the name, since the other has its own
    # substitute (Scotland, 2 January 2023).
    name = next((name for name in names if name.endswith(_OBSERVED)), names[0])
    plain = name.removesuffix(_OBSERVED)
    title = _GOVUK.get(plain, plain)
    if day == _VE_DAY:
        title += " (VE day)"
    return title if plain == name else f"{title} (substitute day)"


def _listed(days: Mapping[date, str]) -> list[tuple[str, str]]:
    return sorted((day.isoformat(), name) for day, name in days.items())
