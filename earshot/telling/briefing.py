"""Briefings: what the overview and the compliance page are told of a period, read in one unit."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import TypeVar

from earshot.handling.house import company_in
from earshot.rules.company import Company
from earshot.store import coverage, past, promises, questions, restricted
from earshot.store.promises import Group
from earshot.store.questions import Item, Order, Wanted
from earshot.store.rows import Connection
from earshot.store.waiting import Waiting, waiting
from earshot.telling.compliance import Standing, Tally, group_standing
from earshot.telling.overview import Compared, compared, listening_since, reach
from earshot.words.period import Period
from earshot.words.times import iso_week, local_date
from earshot.words.vocabulary import Clock

Key = TypeVar("Key", date, str)  # what Mentions are counted by
PRESSING = 5  # items that the overview names


@dataclass(frozen=True, slots=True)
class Day:
    """How many Runs of a local day were answered, and how many failed."""

    answered: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Briefing:
    """What one period comes to. `by_...` hold (key, sentiment, how many)."""

    compared: Compared
    cases: int  # of the period's Mentions, a story that several outlets carry counted once
    tones: list[tuple[date, str, int]]
    by_intent: list[tuple[str, str, int]]
    by_platform: list[tuple[str, str, int]]
    by_source: list[tuple[str, str, int]]
    by_source_before: list[tuple[str, str, int]]
    kept: Tally  # of the policy's promises due in the period
    kept_earlier: tuple[Tally, ...]
    waiting: Waiting
    pressing: list[Item]
    coverage: dict[date, Day] = field(default_factory=dict)
    restricted: int = 0  # items of the period that are in none of its counts and lists


def briefing(connection: Connection, period: Period, now: datetime) -> Briefing:
    """Everything that the overview shows of a period."""
    company = company_in(connection)
    found = compared(tones_of(connection, reach(period)), period, listening_since(company))
    counted = past.mentions(connection, period.start, period.end)
    return Briefing(
        compared=replace(found, counted=counted),
        cases=questions.count_cases(connection, _published(period))
        + past.cases(connection, period.start, period.end),
        tones=tones_of(connection, period),
        by_intent=counts_of(connection, "intent", period),
        by_platform=counts_of(connection, "platform", period),
        by_source=counts_of(connection, "source", period),
        by_source_before=counts_of(connection, "source", period.before),
        kept=tally_of(promised(connection, period, now), Clock.POLICY),
        kept_earlier=_kept_earlier(connection, period, len(found.earlier), now),
        waiting=waiting(connection, now, _end_of_day(company, now)),
        pressing=questions.items(connection, Wanted(owed=True), order=Order.QUEUE, limit=PRESSING),
        coverage=_coverage(connection, company, period),
        restricted=restricted.count(connection, period.start, period.end)
        + past.restricted(connection, period.start, period.end),
    )


def tones_of(connection: Connection, period: Period) -> list[tuple[date, str, int]]:
    """How many Mentions of each sentiment each local day has, or had: some are only counted."""
    rows = questions.tone_by_day(connection, _published(period))
    return _summed(rows, past.tone_by_day(connection, period.start, period.end))


def counts_of(connection: Connection, column: str, period: Period) -> list[tuple[str, str, int]]:
    """The same of each platform, source, account or intent."""
    rows = questions.counts_by(connection, column, _published(period))
    return _summed(rows, past.counts_by(connection, column, period.start, period.end))


def promised(connection: Connection, period: Period, now: datetime) -> list[Group]:
    """The promises whose deadline lies in the period, of both clocks."""
    return promises.groups(connection, period.start, period.end, now)


def found_earlier(connection: Connection, period: Period, clock: Clock) -> int:
    """Of the promises that are only counted, how many verdicts rest on replies that were found."""
    counted = past.promises(connection, period.start, period.end)
    alike = (p for p in counted if p.clock is clock and p.reply_found and not p.restricted)
    return sum(each.count for each in alike)


def without_rows(groups: Iterable[Group], clock: Clock) -> int:
    """How many of one clock's promises are kept as counts only."""
    return sum(each.counted for each in groups if each.clock is clock and not each.restricted)


def tally_of(groups: Iterable[Group], clock: Clock) -> Tally:
    """How many of one clock's promises stand how."""
    by: Counter[Standing] = Counter()
    for each in groups:
        if each.clock is clock:
            by[group_standing(each)] += each.count
    return Tally(by)


def tallies_by_week(groups: Iterable[Group], clock: Clock) -> dict[str, Tally]:
    """The same by the ISO week of the deadline, in order."""
    weeks: dict[str, list[Group]] = {}
    for each in sorted(groups, key=lambda group: group.counted_on):
        weeks.setdefault(iso_week(each.counted_on), []).append(each)
    return {week: tally_of(found, clock) for week, found in weeks.items()}


def _end_of_day(company: Company, now: datetime) -> datetime:
    tomorrow = local_date(now, company.zone) + timedelta(days=1)
    return datetime.combine(tomorrow, time(), company.zone)


def _summed(*counted: Iterable[tuple[Key, str, int]]) -> list[tuple[Key, str, int]]:
    """Counts of one kind, added up; in order."""
    sums: Counter[tuple[Key, str]] = Counter()
    for key, sentiment, count in chain.from_iterable(counted):
        sums[key, sentiment] += count
    return sorted((key, sentiment, count) for (key, sentiment), count in sums.items())


def _published(period: Period) -> Wanted:
    return Wanted(published_from=period.start, published_to=period.end)


def _kept_earlier(
    connection: Connection, period: Period, count: int, now: datetime
) -> tuple[Tally, ...]:
    found = []
    for _ in range(count):
        period = period.before
        found.append(tally_of(promised(connection, period, now), Clock.POLICY))
    return tuple(found)


def _coverage(connection: Connection, company: Company, period: Period) -> dict[date, Day]:
    """By local day; an hour belongs to the day in which it began."""
    start = datetime.combine(period.start, time(), company.zone)
    end = datetime.combine(period.end + timedelta(days=1), time(), company.zone)
    days: dict[date, Day] = {}
    for hour in coverage.hours(connection, start, end):
        day = local_date(hour.began_at, company.zone)
        known = days.get(day, Day())
        days[day] = Day(known.answered + hour.answered, known.failed + hour.failed)
    return days
