"""The line at the top of each page says how fresh the data is, and what is not being heard."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from collectors.errors import Problem
from earshot.handling.freshness import Freshness, freshness, sentence
from earshot.rules.company import Source, SourceKind, SourceState
from earshot.store import runs
from earshot.store.runs import Counts, Run, Status
from tests.earshot.desk import Desk

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


def line(sources: list[Source], ran: list[Run]) -> str:
    """What is said after these Runs, the oldest first."""
    return sentence(_found(sources, ran), LONDON, NOW)


def _found(sources: list[Source], ran: list[Run]) -> Freshness:
    answered = {each.source: each for each in ran if each.status is Status.OK}
    return freshness(sources, {each.source: each for each in ran}, answered, NOW)


def test_what_was_collected_today_is_said_by_its_hour() -> None:
    assert line([source("news")], [run("news")]) == "Collected 09:02"


def test_a_failing_source_is_named_with_its_reason() -> None:
    said = line(
        [source("news"), source("bing")], [run("news"), run("bing", problem=Problem.BLOCKED)]
    )
    assert said == "Collected 09:02 · 1 of 2 sources failing: bing (blocked us)"


def test_many_failing_sources_are_counted_after_the_third() -> None:
    names = ["a", "b", "c", "d", "e"]
    failed = [run(name, problem=Problem.TIMED_OUT) for name in names]
    said = line([source(name) for name in names], failed)
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
    ran = [run("news"), run("bing", problem=Problem.BLOCKED)]
    assert line([source("news"), paused], ran) == "Collected 09:02"


def test_a_day_without_collecting_is_stale() -> None:
    old, fresh = (run("news", ago=timedelta(hours=hours)) for hours in (25, 23))
    assert _found([source("news")], [old]).is_stale(NOW)
    assert not _found([source("news")], [fresh]).is_stale(NOW)
    assert _found([source("news")], []).is_stale(NOW)


def test_one_failed_run_does_not_unsay_what_was_collected_before() -> None:
    failed = run("news", ago=timedelta(minutes=1), problem=Problem.TIMED_OUT)
    said = line([source("news")], [run("news"), failed])
    assert said == "Collected 09:02 · 1 of 1 source failing: news (timed out)"


def test_the_last_run_that_was_answered_is_found_behind_failed_ones(desk: Desk) -> None:
    answered = replace(run(desk.feed.id), id="r1", status=Status.UNCHANGED)
    older = replace(run(desk.feed.id, ago=timedelta(hours=2)), id="r0")
    failed = replace(run(desk.feed.id, ago=timedelta(minutes=1), problem=Problem.EMPTY), id="r2")
    never = replace(run(desk.news.id, problem=Problem.EMPTY), id="r3")
    with desk.house.store.unit() as connection:
        runs.add(connection, [older, answered, failed, never])
        assert runs.last_answered(connection) == {desk.feed.id: answered}


def test_an_older_collection_is_said_with_its_day() -> None:
    said = line([source("news")], [run("news", ago=timedelta(days=2))])
    assert said == "Collected Mon 16 Nov, 09:30 (2 d ago)"
