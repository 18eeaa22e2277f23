"""The line at the top of each page says how fresh the data is, and what is not being heard."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from collectors.errors import Problem
from earshot.company import Source, SourceKind, SourceState
from earshot.freshness import freshness, sentence
from earshot.store.runs import Counts, Run, Status

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)  # a Wednesday
LONDON = ZoneInfo("Europe/London")


def source(name: str, kind: SourceKind = SourceKind.FEED) -> Source:
    return Source(name, name, f"https://{name}.example/", kind, NOW - timedelta(days=30))


def run(
    name: str, *, ago: timedelta = timedelta(minutes=28), problem: Problem | None = None
) -> Run:
    at = NOW - ago
    status = Status.FAILED if problem else Status.OK
    return Run("r", name, at, at, status, Counts(new=1), problem=problem)


def line(sources: list[Source], runs: list[Run]) -> str:
    found = freshness(sources, {each.source: each for each in runs}, NOW)
    return sentence(found, LONDON, NOW)


def test_what_was_collected_today_is_said_by_its_hour() -> None:
    assert line([source("news")], [run("news")]) == "Collected 09:02"


def test_a_failing_source_is_named_with_its_reason() -> None:
    runs = [run("news"), run("bing", problem=Problem.BLOCKED)]
    said = line([source("news"), source("bing")], runs)
    assert said == "Collected 09:02 · 1 of 2 sources failing: bing (blocked us)"


def test_many_failing_sources_are_counted_after_the_third() -> None:
    names = ["a", "b", "c", "d", "e"]
    runs = [run(name, problem=Problem.TIMED_OUT) for name in names]
    said = line([source(name) for name in names], runs)
    assert said.startswith("Not collected yet · 5 of 5 sources failing: a (timed out)")
    assert said.endswith("and 2 more")


def test_not_collected_yet_is_not_nothing_said() -> None:
    assert line([source("news")], []) == "Not collected yet"
    said = line([source("news"), source("blog")], [run("news")])
    assert said == "Collected 09:02 · 1 source not collected yet"


def test_no_source_at_all_is_said() -> None:
    assert line([], []).startswith("Nothing is collected by itself")
    assert line([source("by hand", SourceKind.NOTE)], []).startswith("Nothing is collected")


def test_what_a_person_has_paused_is_not_called_failing() -> None:
    paused = replace(source("bing"), state=SourceState.PAUSED)
    runs = [run("news"), run("bing", problem=Problem.BLOCKED)]
    assert line([source("news"), paused], runs) == "Collected 09:02"


def test_a_day_without_collecting_is_stale() -> None:
    old = {"news": run("news", ago=timedelta(hours=25))}
    fresh = {"news": run("news", ago=timedelta(hours=23))}
    assert freshness([source("news")], old, NOW).is_stale(NOW)
    assert not freshness([source("news")], fresh, NOW).is_stale(NOW)
    assert freshness([source("news")], {}, NOW).is_stale(NOW)


def test_an_older_collection_is_said_with_its_day() -> None:
    said = line([source("news")], [run("news", ago=timedelta(days=2))])
    assert said == "Collected Mon 16 Nov, 09:30 (2 d ago)"
