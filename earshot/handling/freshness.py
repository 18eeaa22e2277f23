"""Freshness: when was last collected, and what is not being heard. Pure figures over Runs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from earshot.handling.health import HealthCode, health
from earshot.rules.company import COLLECTED, Source, SourceState
from earshot.store.runs import Run
from earshot.words.times import local_date, relative, spoken

STALE = timedelta(days=1)  # no collection for longer than this is said loudly
NAMED = 3  # failing sources that are named; of more, the rest is counted


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh what is shown is. Paused sources are left out: somebody chose that."""

    collected_at: datetime | None  # aware, UTC: the last time that a source answered
    sources: int
    failing: tuple[tuple[str, str], ...]  # (name, why)
    waiting: int  # sources that were never collected
    held_back: int = 0  # sources that wait until the purpose is stated

    def is_stale(self, now: datetime) -> bool:
        at = self.collected_at
        return bool(self.sources) and (at is None or now - at > STALE)


def freshness(
    sources: Iterable[Source],
    last: Mapping[str, Run],
    answered: Mapping[str, Run],
    now: datetime,
    *,
    held_back: Collection[str] = (),
) -> Freshness:
    """What the last Run of each source, and the last that it `answered`, say about all of them;
    but for those that are `held_back` until the purpose is stated, which are counted."""
    active = [s for s in sources if s.kind in COLLECTED and s.state is not SourceState.PAUSED]
    heard = [source for source in active if source.id not in held_back]
    collected = [answered[s.id].ended_at for s in heard if s.id in answered]
    found = [(source.name, health(source, last.get(source.id), now)) for source in heard]
    failing = tuple((name, each.words) for name, each in found if each.failing)
    waiting = sum(each.code is HealthCode.NEVER_COLLECTED for _, each in found)
    at, held = max(collected, default=None), len(active) - len(heard)
    return Freshness(at, len(heard), failing, waiting, held)


def sentence(found: Freshness, zone: ZoneInfo, now: datetime) -> str:
    """The line at the top of a page; it may hold the names of sources."""
    parts = [_collected(found, zone, now), _failing(found), _waiting(found), _held_back(found)]
    return " · ".join(part for part in parts if part)


def _collected(found: Freshness, zone: ZoneInfo, now: datetime) -> str:
    if not found.sources and found.held_back:
        return "Nothing is collected by itself yet"
    if not found.sources:
        return "Nothing is collected by itself: no source is set up"
    if found.collected_at is None:
        return "Not collected yet"
    if local_date(found.collected_at, zone) == local_date(now, zone):
        return f"Collected {found.collected_at.astimezone(zone):%H:%M}"
    when = spoken(found.collected_at, zone, now)
    return f"Collected {when} ({relative(found.collected_at, now)})"


def _failing(found: Freshness) -> str:
    if not found.failing:
        return ""
    named = ", ".join(f"{name} ({why})" for name, why in found.failing[:NAMED])
    more = len(found.failing) - NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"{len(found.failing)} of {_sources(found.sources)} failing: {named}{rest}"


def _waiting(found: Freshness) -> str:
    if not found.waiting or found.waiting == found.sources:
        return ""
    return f"{_sources(found.waiting)} not collected yet"


def _held_back(found: Freshness) -> str:
    if not found.held_back:
        return ""
    verb = "waits" if found.held_back == 1 else "wait"
    return f"{_sources(found.held_back)} {verb} until the purpose is stated"


def _sources(number: int) -> str:
    return f"{number} source" if number == 1 else f"{number} sources"
