"""Rhythm: how often a Source brings something, whether it is quiet, and when to ask it again.

Gaps are weighed by their length: half of all time lay in gaps no longer than the usual one. So ten
comments in an hour and then nothing for three days have a rhythm of three days, and nights and
weekends are part of what is usual. Pure rules: no store, no clock.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from earshot.rules.company import Source, SourceKind

LEAST_ITEMS = 5  # fewer say nothing about what is usual
SPIKE = 10  # from so many gaps on, the longest one is left out: a holiday, or an outage
LONG = 0.9  # of all time lay in gaps no longer than the long one
QUIET = 2.5  # long gaps without anything new: 1 % of real gaps are longer than that
LEAST_QUIET = timedelta(days=1)
WHOLE_RHYTHM = timedelta(days=14)  # what has been known for less may know no weekend yet,
LONG_WEEKEND = timedelta(days=5)  # of which the longest, at Easter, is from Thursday to Tuesday
PATIENCE = 8  # it is asked again after an eighth of the time that it has been silent

OWN_AT_LEAST = timedelta(hours=1)  # a promise of 24 hours hangs on our own accounts
ABOUT_US_AT_LEAST = timedelta(hours=6)
OTHERS_AT_LEAST = timedelta(days=1)
FAILING_AT_LEAST = timedelta(hours=6)
SPREAD = 0.1  # of a pause, added by the Source's id: what was asked at once drifts apart


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a Source's past."""

    times: tuple[datetime, ...] = ()  # aware, UTC: when what it brought was published; any order
    arrived_at: datetime | None = None  # aware, UTC: the last Run, after the first, with news
    body_at: datetime | None = None  # aware, UTC: the last Run that was not "unchanged"
    first_at: datetime | None = None  # aware, UTC: the first Run
    failures: int = 0  # Runs that failed since it last answered
    about_us: bool = False  # it has brought something about the company
    complete: bool = True  # False: it also holds items whose times are not known


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something new comes."""

    usual_gap: timedelta | None  # None: not enough is known
    quiet_for: timedelta | None  # since the last of it; None: nothing has come
    is_quiet: bool  # for longer than usual
    worth_every: timedelta  # how often asking is worth it, before any bound


NOTHING_KNOWN = Past()


def rhythm(
    times: Sequence[datetime], now: datetime, *, arrived_at: datetime | None = None
) -> Rhythm:
    """The rhythm of what was published at these times (aware, any order; the future is left out).

    `arrived_at` is when something last came, where that is later than its publication.
    """
    known = sorted({time for time in times if time <= now})
    last = max([*known[-1:], *([arrived_at] if arrived_at else [])], default=None)
    if last is None:
        return Rhythm(None, None, False, timedelta(0))
    silence = max(timedelta(0), now - last)
    if len(known) < LEAST_ITEMS:
        return Rhythm(None, silence, False, silence / PATIENCE)
    gaps = sorted(later - earlier for earlier, later in pairwise(known))
    enough = _quiet_after(gaps, known[-1] - known[0])
    return Rhythm(_within(gaps, 0.5), silence, silence > enough, silence / PATIENCE)


def rhythm_of(past: Past, now: datetime) -> Rhythm:
    """The rhythm of one Source; of what is known in part only, nothing is called usual."""
    if past.complete:
        return rhythm(past.times, now, arrived_at=past.arrived_at)
    since = past.body_at or now
    return Rhythm(None, None, False, max(timedelta(0), now - since) / PATIENCE)


def pause(source: Source, past: Past, now: datetime) -> timedelta:
    """How long to wait between two questions: never less than the person's own number, and just
    that for a mailbox: notices come when they come, and a promise of a day hangs on them."""
    least = timedelta(minutes=source.every)
    if source.kind is SourceKind.MAILBOX and not past.failures:
        return least
    if past.failures:
        most = min(FAILING_AT_LEAST, _slowest(source, past))
        wanted = least * (1 << min(past.failures - 1, 16))
    else:
        most = _slowest(source, past)
        wanted = _worth(past, now)
    wanted = max(least, min(wanted, most))
    return min(wanted * (1 + SPREAD * _share(source.id)), max(wanted, most))


def next_look(
    source: Source, past: Past, asked_at: datetime, retry_at: datetime | None, now: datetime
) -> datetime:
    """When a Source is to be asked again that was asked at `asked_at`; `retry_at` is its server's
    own wish. A clock that was set back must not silence it: what lies ahead is not believed."""
    due = now if asked_at > now else asked_at + pause(source, past, asked_at)
    return max(due, retry_at) if retry_at else due


def in_words(gap: timedelta) -> str:
    """`9 days`, `5 hours`, `20 minutes`, `1 day`: whole units, the nearest."""
    if gap >= timedelta(days=1):
        return _number_of(round(gap / timedelta(days=1)), "day")
    if gap >= timedelta(minutes=90):
        return _number_of(round(gap / timedelta(hours=1)), "hour")
    return _number_of(max(1, round(gap / timedelta(minutes=1))), "minute")


def _number_of(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _worth(past: Past, now: datetime) -> timedelta:
    """An eighth of its silence; of what never brought anything, since it was first asked."""
    found = rhythm_of(past, now)
    if found.quiet_for is None and past.complete and past.first_at is not None:
        return max(timedelta(0), now - past.first_at) / PATIENCE
    return found.worth_every


def _slowest(source: Source, past: Past) -> timedelta:
    if source.account is not None:
        return OWN_AT_LEAST
    about_us = past.about_us or source.kind is SourceKind.SEARCH
    return ABOUT_US_AT_LEAST if about_us else OTHERS_AT_LEAST


def _quiet_after(gaps: Sequence[timedelta], span: timedelta) -> timedelta:
    """How much silence is more than usual."""
    usual = gaps[:-1] if len(gaps) >= SPIKE else gaps
    floor = LEAST_QUIET if span >= WHOLE_RHYTHM else LONG_WEEKEND
    return max(floor, QUIET * _within(usual, LONG))


def _within(gaps: Sequence[timedelta], share: float) -> timedelta:
    """The gap, of these in ascending order, that this share of all time does not exceed."""
    left = sum(gaps, timedelta(0)) * share
    for gap in gaps:
        left -= gap
        if left <= timedelta(0):
            return gap
    return gaps[-1]


def _share(source: str) -> float:
    """A Source's own place between 0 and 1, always the same."""
    return int.from_bytes(hashlib.sha256(source.encode()).digest()[:4], "big") / 2**32
