"""Overview: what a period's figures say beside those before it. Pure figures, no store, no clock.

Small numbers are treated honestly: below ENOUGH nothing is called a share or a change, and a
change is said only where chance alone would bring it in fewer than one period of twenty.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from earshot.rules.company import Company, SourceKind
from earshot.telling.reports import kept_as, of
from earshot.words.period import Period
from earshot.words.times import local_date
from earshot.words.vocabulary import Sentiment

ENOUGH = 10  # mentions; of fewer there is a list, no percentage and no chart
EARLIER = 8  # earlier periods that the usual range is taken from, at most
FEWEST = 4  # earlier periods, below which there is no usual range
CHANCE = 1.96  # standard deviations: one period in twenty lies further out by chance
MOSTLY = 0.5  # the part of a rise that one source must bring to be named for it

ToneRow = tuple[date, str, int]  # local day, sentiment, how many


@dataclass(frozen=True, slots=True)
class Tones:
    """How many Mentions of each sentiment."""

    negative: int = 0
    neutral: int = 0
    positive: int = 0
    not_scored: int = 0

    @property
    def total(self) -> int:
        return self.scored + self.not_scored

    @property
    def scored(self) -> int:
        """Those that a share of negative ones is a share of."""
        return self.negative + self.neutral + self.positive

    @property
    def negative_share(self) -> float | None:
        """0 to 1; None where fewer than ENOUGH were scored."""
        return self.negative / self.scored if self.scored >= ENOUGH else None


@dataclass(frozen=True, slots=True)
class Usual:
    """Between what a figure lay in the periods before; the one highest and lowest left out of six
    or more."""

    low: float
    high: float
    periods: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A period beside the equally long ones before it, in which Earshot was listening already."""

    period: Period
    now: Tones
    earlier: tuple[Tones, ...]  # the last one first
    counted: int = 0  # of the period's Mentions, those that are kept as counts only

    @property
    def before(self) -> Tones | None:
        return self.earlier[0] if self.earlier else None

    @property
    def usual_mentions(self) -> Usual | None:
        return usual([each.total for each in self.earlier])

    @property
    def usual_negative(self) -> Usual | None:
        shares = (each.negative_share for each in self.earlier)
        return usual([share for share in shares if share is not None])


def listening_since(company: Company) -> date | None:
    """The local day since when everything is heard; None before anything is collected.

    What was published earlier came in as far as feeds still held it, and cannot be compared.
    """
    kinds = (SourceKind.FEED, SourceKind.SEARCH)
    starts = [s.starts_at for s in company.sources.values() if s.kind in kinds]
    return local_date(min(starts), company.zone) if starts else None


def compared(rows: Iterable[ToneRow], period: Period, since: date | None) -> Compared:
    """A period beside those before it; `rows` may reach back as far as `reach` says, or further."""
    by_day: dict[date, Counter[str]] = {}
    for day, sentiment, count in rows:
        by_day.setdefault(day, Counter())[sentiment] += count
    earlier = tuple(_tones(by_day, each) for each in _earlier(period, since))
    return Compared(period, _tones(by_day, period), earlier)


def reach(period: Period) -> Period:
    """The days that `compared` looks at."""
    return Period(period.start - EARLIER * timedelta(days=period.days), period.end)


def usual(values: Sequence[float]) -> Usual | None:
    """Between what these lay; None of fewer than FEWEST."""
    if len(values) < FEWEST:
        return None
    inner = sorted(values)[1:-1] if len(values) >= 6 else sorted(values)
    return Usual(inner[0], inner[-1], len(values))


def changed(
    found: Compared, by_source: Mapping[str, int], by_source_before: Mapping[str, int]
) -> str:
    """What changed, in a sentence or two that never say more than the figures.

    `by_source` counts this period's Mentions by the source's name; the other those before.
    """
    return " ".join(filter(None, (_changed(found, by_source, by_source_before), _counted(found))))


def _counted(found: Compared) -> str:
    said = kept_as(found.counted)
    return f"{said}." if said else ""


def _changed(
    found: Compared, by_source: Mapping[str, int], by_source_before: Mapping[str, int]
) -> str:
    if found.before is None:
        return f"{_heard(found.now, found.period)} {_too_early(found.period)}"
    if not found.now.total and not found.before.total:
        return f"Nothing was heard about you in {_days(found.period)}, nor in those before."
    number = _number(found.now.total, found.before.total, found.period)
    driver = _driver(found, by_source, by_source_before)
    return f"{number}{driver}. {_tone(found.now, found.before)}".strip()


def _earlier(period: Period, since: date | None) -> Iterable[Period]:
    """Equally long periods before, the last first, as far as everything was heard."""
    before = period.before
    for _ in range(EARLIER):
        if since is None or before.start < since:
            return
        yield before
        before = before.before


def _tones(by_day: Mapping[date, Counter[str]], period: Period) -> Tones:
    counts: Counter[str] = Counter()
    for day, found in by_day.items():
        if period.start <= day <= period.end:
            counts += found
    return Tones(*(counts[each] for each in ORDER))


ORDER = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE, Sentiment.NOT_SCORED)


def _heard(now: Tones, period: Period) -> str:
    if not now.total:
        return f"Nothing was heard about you in {_days(period)}."
    return f"{_mentions(now.total)} in {_days(period)}."


def _too_early(period: Period) -> str:
    return (
        "What changed cannot be said yet: Earshot was not listening through all of "
        f"{_days(period)} before."
    )


def _number(now: int, before: int, period: Period) -> str:
    past = f"{now}, after {before} in {_days(period)} before"
    if now + before < ENOUGH:
        return f"{_mentions(now)}, after {before} in {_days(period)} before: too few to compare"
    if abs(now - before) <= CHANCE * sqrt(now + before):
        return f"About as many mentions as before: {past}"
    return f"Mentions {_direction(now, before)}: {past}"


def _direction(now: int, before: int) -> str:
    if not before:
        return "began"
    ratio = now / before
    for limit, words in STEPS:
        if ratio >= limit:
            return words or f"rose by {round(100 * (ratio - 1))} %"
    return f"fell by {round(100 * (1 - ratio))} %" if ratio > 0.55 else _fall(ratio)


STEPS = (
    (3.2, "more than tripled"),
    (2.8, "tripled"),
    (2.2, "more than doubled"),
    (1.8, "doubled"),
    (1.0, ""),
)


def _fall(ratio: float) -> str:
    if not ratio:
        return "stopped"
    return "halved" if ratio >= 0.45 else f"fell by {round(100 * (1 - ratio))} %"


def _driver(
    found: Compared, by_source: Mapping[str, int], by_source_before: Mapping[str, int]
) -> str:
    """The source that most of a rise came from, where there is one."""
    assert found.before is not None
    now, before = found.now.total, found.before.total
    risen = now - before
    if now + before < ENOUGH or risen <= CHANCE * sqrt(now + before) or len(by_source) < 2:
        return ""
    gains = {name: count - by_source_before.get(name, 0) for name, count in by_source.items()}
    name = max(gains, key=lambda each: (gains[each], each))
    return f", mostly from {name} ({gains[name]} more)" if gains[name] > MOSTLY * risen else ""


def _tone(now: Tones, before: Tones) -> str:
    said = f"{of(now.negative, now.scored)} negative, after {of(before.negative, before.scored)}"
    if now.negative_share is None or before.negative_share is None:
        return f"Too few to compare their tone: {said}." if now.scored and before.scored else ""
    if abs(now.negative_share - before.negative_share) <= CHANCE * _spread(now, before):
        return f"Their tone is much the same: {said}."
    worse = now.negative_share > before.negative_share
    return f"Their tone got {'worse' if worse else 'better'}: {said}."


def _spread(now: Tones, before: Tones) -> float:
    """The standard deviation of the difference of two shares, were they one."""
    share = (now.negative + before.negative) / (now.scored + before.scored)
    return sqrt(share * (1 - share) * (1 / now.scored + 1 / before.scored))


def _mentions(count: int) -> str:
    return "1 mention" if count == 1 else f"{count} mentions"


def _days(period: Period) -> str:
    return "the day" if period.days == 1 else f"the {period.days} days"
