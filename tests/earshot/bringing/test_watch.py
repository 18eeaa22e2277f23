"""The watch collects what is due, obeys servers that ask for patience, and is alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from collectors.web.address import AllowedHosts
from earshot.bringing import watch
from earshot.bringing.watch import Watch, due_sources
from earshot.handling.house import House
from earshot.rules.company import POLICY, SourceState, source_set
from earshot.rules.rhythm import NOTHING_KNOWN, Past
from earshot.store import log
from earshot.store.runs import Run, Status
from earshot.words.errors import Refused, StoreError
from earshot.words.vocabulary import Verdict
from tests.collectors.server import FeedServer
from tests.earshot.desk import BEGUN, NOW, Desk, post

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Page</title>
<item><link>https://page.example/1</link><description>When do you open?</description></item>
</channel></rss>"""


def ran(source: str, minutes_ago: int, **more: object) -> dict[str, Run]:
    at = NOW - timedelta(minutes=minutes_ago)
    return {source: replace(Run("r1", source, at, at, Status.OK), **more)}  # type: ignore[arg-type]


def due(desk: Desk, last: dict[str, Run], past: Past = NOTHING_KNOWN) -> bool:
    return desk.feed in due_sources(desk.company, last, NOW, {desk.feed.id: past})


def test_a_source_is_due_at_once_and_then_never_sooner_than_was_set(desk: Desk) -> None:
    assert due(desk, {})
    assert not due(desk, ran(desk.feed.id, 29))
    assert due(desk, ran(desk.feed.id, 33))


def test_an_account_of_our_own_that_is_silent_is_asked_every_hour_all_the_same(desk: Desk) -> None:
    silent = Past((NOW - timedelta(days=300),), first_at=NOW - timedelta(days=300))
    assert not due(desk, ran(desk.feed.id, 40), silent)
    assert due(desk, ran(desk.feed.id, 60), silent)


def test_what_fails_is_left_alone_for_longer_each_time(desk: Desk) -> None:
    assert not due(desk, ran(desk.feed.id, 50), Past(failures=2))
    assert due(desk, ran(desk.feed.id, 60), Past(failures=9))  # our own account


def test_a_server_that_asked_for_patience_gets_it(desk: Desk) -> None:
    assert not due(desk, ran(desk.feed.id, 60, retry_at=NOW + timedelta(minutes=1)))
    assert due(desk, ran(desk.feed.id, 60, retry_at=NOW - timedelta(minutes=1)))


def test_a_clock_that_was_set_back_silences_no_source(desk: Desk) -> None:
    assert due(desk, ran(desk.feed.id, -600))


def test_what_is_paused_or_gone_is_never_due(desk: Desk) -> None:
    for state in (SourceState.PAUSED, SourceState.GONE):
        with desk.house.store.unit() as connection:
            log.append(
                connection, [source_set(replace(desk.feed, state=state), "earshot")], now=NOW
            )
        assert not due(desk, {})


def look(monkeypatch: pytest.MonkeyPatch, house: House, server: FeedServer) -> list[str]:
    said: list[str] = []
    monkeypatch.setenv("EARSHOT_DATA", str(house.folder))
    Watch(server.allowed, lambda: NOW, said.append).look()
    return said


def test_a_look_collects_what_is_due_and_says_what_failed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.state_purpose()
    with FeedServer() as server:
        server.put("/page", RSS)
        server.put("/gone", b"", status=404)
        with desk.house.store.unit() as connection:
            page = replace(desk.feed, url=server.url("/page"))
            news = replace(desk.news, url=server.url("/gone"))
            log.append(connection, [source_set(s, "earshot") for s in (page, news)], now=BEGUN)
        said = look(monkeypatch, desk.house, server)
        assert len(desk.items()) == 1
        assert len(said) == 1
        assert desk.news.name in said[0]
        assert look(monkeypatch, desk.house, server) == []  # nothing is due so soon again


def test_a_second_failure_is_waited_out_longer_than_the_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [NOW]
    desk.state_purpose()
    monkeypatch.setenv("EARSHOT_DATA", str(desk.house.folder))
    with FeedServer() as server:
        broken = server.put("/broken", b"", status=500)
        with desk.house.store.unit() as connection:
            other = replace(desk.feed, state=SourceState.PAUSED)
            news = replace(desk.news, url=broken)
            log.append(connection, [source_set(s, "earshot") for s in (other, news)], now=BEGUN)
        watching = Watch(server.allowed, lambda: clock[0], print)
        asked = []
        for minutes in (0, 29, 34, 34 + 59, 34 + 67):
            clock[0] = NOW + timedelta(minutes=minutes)
            watching.look()
            asked.append(len(server.requests))
    assert asked == [1, 1, 2, 2, 3]


def test_what_fails_again_after_a_good_look_is_said_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    desk.state_purpose()
    monkeypatch.setenv("EARSHOT_DATA", str(desk.house.folder))
    watching = Watch(AllowedHosts.parse(""), lambda: NOW, said.append)
    full = StoreError("the disk is full")
    for failing in (True, True, False, True):
        with monkeypatch.context() as patched:
            if failing:
                patched.setattr(watch.casework, "record_misses", _raising(full))
            patched.setattr(watch, "due_sources", lambda *_: [])
            watching.look()
    assert said == ["the disk is full"] * 2


def _raising(error: Exception) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


def test_a_policy_that_somebody_changes_is_noted_at_the_next_look_and_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_DATA", str(desk.house.folder))
    monkeypatch.setattr(watch, "due_sources", lambda *_: [])
    path = desk.house.policy_path
    path.write_text(path.read_text("utf-8").replace("version = 1\n", "version = 2\n"), "utf-8")
    watching = Watch(AllowedHosts.parse(""), lambda: NOW, print)
    watching.look()
    watching.look()
    with desk.house.store.unit() as connection:
        noted = log.of_subjects(connection, [POLICY])[POLICY]
    assert [each.details["version"] for each in noted] == ["1", "2"]
    assert desk.company.policy_version == "2"


def test_a_policy_with_a_mistake_keeps_no_deadline_from_being_noted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.take_in(desk.feed, post("When does the course start?"))
    monkeypatch.setenv("EARSHOT_DATA", str(desk.house.folder))
    monkeypatch.setattr(watch, "due_sources", lambda *_: [])
    desk.house.policy_path.write_text("version = ", "utf-8")
    Watch(AllowedHosts.parse(""), lambda: NOW + timedelta(days=2), print).look()
    assert desk.item().verdict is Verdict.MISSED


def test_a_second_watch_over_the_same_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path))

    def second(seconds: float) -> None:
        with pytest.raises(Refused, match="already"):
            Watch(AllowedHosts.parse(""), now, print).run()
        raise KeyboardInterrupt

    monkeypatch.setattr(watch.time, "sleep", second)
    with pytest.raises(KeyboardInterrupt):
        Watch(AllowedHosts.parse(""), now, print).run()


def now() -> datetime:
    return NOW
