"""Briefings: what the overview and the compliance page are told of a period, read in one unit."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from earshot.handling.house import company_in
from earshot.rules.company import Company
from earshot.store import coverage, promises, questions
from earshot.store.promises import Group
from earshot.store.questions import Item, Order, Wanted
from earshot.store.rows import Connection
from earshot.store.waiting import Waiting, waiting
from earshot.telling.compliance import Standing, Tally, standing_of
from earshot.telling.overview import Compared, compared, listening_since, reach
from earshot.words.period import Period
from earshot.words.times import iso_week, local_date
from earshot.words.vocabulary import Clock

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


def briefing(connection: Connection, period: Period, now: datetime) -> Briefing:
    """Everything that the overview shows of a period."""
    company = company_in(connection)
    within, before = _published(period), _published(period.before)
    found = compared(
        questions.tone_by_day(connection, _published(reach(period))),
        period,
        listening_since(company),
    )
    counts_by = questions.counts_by
    return Briefing(
        compared=found,
        cases=questions.count_cases(connection, within),
        tones=questions.tone_by_day(connection, within),
        by_intent=counts_by(connection, "intent", within),
        by_platform=counts_by(connection, "platform", within),
        by_source=counts_by(connection, "source", within),
        by_source_before=counts_by(connection, "source", before),
        kept=tally_of(promised(connection, period, now), Clock.POLICY),
        kept_earlier=_kept_earlier(connection, period, len(found.earlier), now),
        waiting=waiting(connection, now, _end_of_day(company, now)),
        pressing=questions.items(connection, Wanted(owed=True), order=Order.QUEUE, limit=PRESSING),
        coverage=_coverage(connection, company, period),
    )


def promised(connection: Connection, period: Period, now: datetime) -> list[Group]:
    """The promises whose deadline lies in the period, of both clocks."""
    return promises.groups(connection, period.start, period.end, now)


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


def group_standing(group: Group) -> Standing:
    return standing_of(group.verdict, group.exempt, pending=group.pending)


def _end_of_day(company: Company, now: datetime) -> datetime:
    tomorrow = local_date(now, company.zone) + timedelta(days=1)
    return datetime.combine(tomorrow, time(), company.zone)


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
