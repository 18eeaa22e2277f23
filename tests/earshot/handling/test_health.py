"""Claims about what is said of a source that does well, or does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from collectors.errors import Problem
from earshot.handling.health import MEANINGS, HealthCode, failing, health, health_code, moved_from
from earshot.rules.company import Source, SourceKind, SourceState, source_set
from earshot.rules.events import PROGRAM, Event, EventKind, NewEvent
from earshot.rules.rhythm import Past
from earshot.store.runs import Counts, Run, Status

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
FEED = Source("s-1", "Local news", "https://news.example/feed", SourceKind.FEED, NOW, every=30)


def run(
    status: Status = Status.OK,
    *,
    problem: Problem | None = None,
    counts: Counts = Counts(known=9),  # noqa: B008 - frozen
    minutes_ago: float = 5,
    retry_at: datetime | None = None,
) -> Run:
    at = NOW - timedelta(minutes=minutes_ago)
    error = "news.example did something." if problem else None
    said = problem.value if problem else None
    return Run("r-1", "s-1", at, at, status, counts, problem=said, error=error, retry_at=retry_at)


def test_a_feed_that_was_read_or_had_nothing_new_is_well() -> None:
    assert health_code(FEED, run(), NOW) == "ok"
    assert health_code(FEED, run(Status.UNCHANGED, counts=Counts()), NOW) == "ok"


def test_a_feed_that_nobody_has_collected_is_not_called_well() -> None:
    found = health(FEED, None, NOW)
    assert (found.code, found.failing) == (HealthCode.NEVER_COLLECTED, False)
    assert found.words == "not collected yet"


@pytest.mark.parametrize("problem", Problem)
def test_every_way_to_fail_has_its_words_and_one_thing_to_do(problem: Problem) -> None:
    found = health(FEED, run(Status.FAILED, problem=problem), NOW)
    assert found.failing
    assert found.words
    assert found.advice.endswith(".")
    assert found.advice.count(". ") == 0
    assert found.said == "news.example did something."
    assert MEANINGS[problem][0] is found.code


def test_a_site_that_blocks_programs_is_not_called_broken() -> None:
    found = health(FEED, run(Status.FAILED, problem=Problem.BLOCKED), NOW)
    assert (found.code.value, found.words) == ("blocked", "blocked us")


def test_a_server_that_asked_us_to_wait_says_until_when() -> None:
    until = NOW + timedelta(hours=1)
    found = health(FEED, run(Status.FAILED, problem=Problem.RATE_LIMITED, retry_at=until), NOW)
    assert (found.code, found.until) == (HealthCode.WAITING, until)


def test_what_is_gone_stays_gone_whatever_its_last_run_was() -> None:
    gone = replace(FEED, state=SourceState.GONE)
    assert health_code(gone, run(), NOW) == "gone"
    assert failing(gone, None, NOW)


def test_a_paused_source_fails_nobody() -> None:
    paused = replace(FEED, state=SourceState.PAUSED)
    assert not failing(paused, run(Status.FAILED, problem=Problem.BLOCKED), NOW)


def test_notes_and_tables_are_never_late() -> None:
    notes = replace(FEED, kind=SourceKind.NOTE, every=0)
    assert health_code(notes, run(minutes_ago=60 * 24 * 90), NOW) == "by_hand"


def test_a_mailbox_that_lets_nobody_in_is_said_to_fail() -> None:
    mailbox = replace(FEED, kind=SourceKind.MAILBOX)
    assert health_code(mailbox, run(Status.FAILED, problem=Problem.NOT_LET_IN), NOW) == "not_let_in"


def test_a_feed_that_nothing_collects_any_more_wants_attention() -> None:
    assert health_code(FEED, run(minutes_ago=80), NOW) == "ok"
    found = health(FEED, run(minutes_ago=100), NOW)
    assert (found.code, found.wants_attention, found.failing) == (HealthCode.OVERDUE, True, False)


def test_a_daily_feed_is_not_late_after_two_days() -> None:
    daily = replace(FEED, every=24 * 60)
    assert health_code(daily, run(minutes_ago=48 * 60), NOW) == "ok"


def test_a_feed_without_items_is_told_apart_from_one_whose_items_cannot_be_read() -> None:
    assert health_code(FEED, run(counts=Counts()), NOW) == "no_items"
    assert health_code(FEED, run(counts=Counts(rejected=3)), NOW) == "unreadable"
    assert health_code(FEED, run(counts=Counts(not_about_us=3)), NOW) == "ok"


def silent_for(days: float) -> Past:
    last = NOW - timedelta(days=days)
    return Past(tuple(last - timedelta(days=2 * n) for n in range(20)), about_us=True)


def test_a_feed_that_is_quiet_for_longer_than_usual_wants_attention_and_does_not_fail() -> None:
    found = health(FEED, run(Status.UNCHANGED, counts=Counts()), NOW, silent_for(9))
    assert (found.code.value, found.words) == ("quiet", "quiet for longer than usual")
    assert found.said == "Nothing new for 9 days; usually every 2 days."
    assert (found.wants_attention, found.failing) == (True, False)
    assert found.advice
    assert health_code(FEED, run(), NOW, silent_for(3)) == "ok"


def test_a_feed_that_fails_is_said_to_fail_and_not_to_be_quiet() -> None:
    failed = run(Status.FAILED, problem=Problem.TIMED_OUT)
    assert health_code(FEED, failed, NOW, silent_for(90)) == "timed_out"
    assert health_code(FEED, None, NOW, silent_for(90)) == "never_collected"


def test_a_feed_that_is_asked_less_often_because_it_seldom_speaks_is_not_called_late() -> None:
    seldom = silent_for(4)
    assert health_code(FEED, run(minutes_ago=10 * 60), NOW, seldom) == "ok"
    assert health_code(FEED, run(minutes_ago=30 * 60), NOW, seldom) == "overdue"


def set_to(url: str, actor: str, seq: int) -> Event:
    new: NewEvent = source_set(replace(FEED, url=url), actor)
    at = NOW + timedelta(minutes=seq)
    return Event(seq, at, actor, EventKind.SOURCE_SET, FEED.id, new.details)


def test_a_feed_that_a_server_moved_says_from_where() -> None:
    events = [set_to("https://a.example/f", "p-1", 1), set_to("https://b.example/f", PROGRAM, 2)]
    assert moved_from(events) == ("https://a.example/f", NOW + timedelta(minutes=2))


def test_pausing_or_correcting_a_feed_is_not_called_moving() -> None:
    events = [set_to("https://a.example/f", "p-1", 1), set_to("https://a.example/f", "p-1", 2)]
    assert moved_from(events) is None
    assert moved_from([*events, set_to("https://b.example/f", "p-1", 3)]) is None
