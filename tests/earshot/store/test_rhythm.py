"""Claims about what the store knows of a source's past."""

from dataclasses import replace
from datetime import timedelta

from collectors.post import DateMark, Published, Rejected
from earshot.handling.keeping import Delivery
from earshot.rules.company import Source
from earshot.rules.rhythm import Past, rhythm_of
from earshot.store import rhythm, runs
from earshot.store.runs import Counts, Run, Status
from tests.earshot.desk import NOW, Desk, post

DAY = timedelta(days=1)


def past(desk: Desk, source: Source) -> Past:
    with desk.house.store.unit() as connection:
        return rhythm.pasts(connection, [source.id])[source.id]


def failed(desk: Desk, source: Source, *, days_ago: float, status: Status = Status.FAILED) -> None:
    at = NOW - DAY * days_ago
    run = Run(f"r{days_ago}", source.id, at, at, status, Counts(), problem="timed_out")
    with desk.house.store.unit() as connection:
        runs.add(connection, [run])


def comments(count: int, *, until: float = 0) -> list:  # type: ignore[type-arg]
    return [
        post(f"Comment {n}", url=f"https://page.example/c/{n}", at=NOW - DAY * (until + 2 * n))
        for n in range(count)
    ]


def test_a_source_that_was_never_asked_has_no_past(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        assert rhythm.pasts(connection, [desk.feed.id]) == {}


def test_a_rhythm_is_learnt_from_when_things_were_published_not_from_when_they_came(
    desk: Desk,
) -> None:
    desk.take_in(desk.feed, *comments(8, until=11), now=NOW)
    known = past(desk, desk.feed)
    assert (len(known.times), known.about_us, known.complete) == (8, True, True)
    found = rhythm_of(known, NOW)
    assert (found.usual_gap, found.quiet_for, found.is_quiet) == (2 * DAY, 11 * DAY, True)


def test_something_new_in_a_later_run_ends_the_silence_whenever_it_was_published(
    desk: Desk,
) -> None:
    desk.take_in(desk.feed, *comments(8, until=12), now=NOW - 2 * DAY)
    late = post("Late", url="https://page.example/c/late", at=NOW - 11 * DAY)
    desk.take_in(desk.feed, late, now=NOW)
    assert not rhythm_of(past(desk, desk.feed), NOW).is_quiet


def test_a_date_in_the_future_is_no_reason_to_call_a_source_lively(desk: Desk) -> None:
    ahead = Published(NOW + 400 * DAY, DateMark.FUTURE, "2027")
    desk.take_in(desk.feed, replace(post(), published=ahead))
    assert past(desk, desk.feed).times == (NOW,)


def test_failures_count_from_the_last_answer_on(desk: Desk) -> None:
    for days_ago in (9, 8):
        failed(desk, desk.news, days_ago=days_ago)
    assert past(desk, desk.news).failures == 2
    failed(desk, desk.news, days_ago=7, status=Status.UNCHANGED)
    assert past(desk, desk.news).failures == 0
    failed(desk, desk.news, days_ago=6)
    assert past(desk, desk.news).failures == 1


def test_of_items_about_others_nothing_is_claimed_while_their_times_are_not_known(
    desk: Desk,
) -> None:
    undated = [post(f"Rain {n}", url=f"https://news.example/{n}", at=None) for n in range(9)]
    desk.take_in(desk.news, *undated)
    known = past(desk, desk.news)
    assert (known.times, known.complete, known.body_at) == ((), False, NOW)


def test_items_about_others_make_a_rhythm_too_and_go_no_further_back_than_is_remembered(
    desk: Desk,
) -> None:
    us = [
        post(f"Example Training {n}", url=f"https://news.example/us/{n}", at=NOW - 40 * DAY * n)
        for n in range(5)
    ]
    others = [
        post(f"Rain {n}", url=f"https://news.example/{n}", at=NOW - timedelta(hours=6 * n))
        for n in range(20)
    ]
    desk.take_in(desk.news, *us, *others)
    known = past(desk, desk.news)
    assert known.complete
    assert rhythm_of(known, NOW).usual_gap == timedelta(hours=6)


def test_a_feed_whose_items_cannot_be_read_is_not_called_lively(desk: Desk) -> None:
    run = desk.take_in(desk.news, Rejected("it has no text", "item 1"))
    assert isinstance(run, Run)
    assert past(desk, desk.news) == Past(body_at=NOW, first_at=NOW)
    assert Delivery(desk.news, run).entries == ()
