"""A round: everybody is asked, nobody waits for a slow one, and no failure is lost."""

import socket
import threading
import time
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from collectors.errors import CollectError, FetchError, Problem, UnreadableSource
from collectors.feeds.feed import Feed, FeedKind
from collectors.web.fetch import Limits, Unchanged, Validators
from collectors.web.round import Answer, Ask, FeedRead, Reader, collect
from tests.collectors.server import FeedServer

NOW = datetime(2026, 11, 14, 13, 35, tzinfo=UTC)


def read(body: bytes, *, url: str, content_type: str | None, now: datetime) -> Feed:
    """Stands for the real reader, whose own tests are elsewhere."""
    if body == b"no feed":
        raise UnreadableSource(Problem.NOT_A_FEED, f"{url} is no feed.")
    if body.startswith(b"a mistake of ours"):
        raise ZeroDivisionError(body.decode())
    return Feed(body.decode(), FeedKind.RSS, ())


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


def batches(
    server: FeedServer,
    urls: list[str],
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    reader: Reader = read,
    linger: float = 0.1,
    at_once: int = 32,
    per_host: int = 4,
) -> Generator[list[Answer], None, None]:
    return collect(
        [Ask(str(number), url, Validators()) for number, url in enumerate(urls)],
        allowed=server.allowed,
        limits=limits,
        now=lambda: NOW,
        read=reader,
        linger=linger,
        at_once=at_once,
        per_host=per_host,
    )


def answers(batches: Iterator[list[Answer]]) -> dict[str, Answer]:
    return {answer.key: answer for batch in batches for answer in batch}


def keep(coming: Iterator[list[Answer]], given: list[Answer]) -> None:
    for batch in coming:
        given += batch


def test_every_source_gets_one_answer_under_its_key(server: FeedServer) -> None:
    urls = [server.put(f"/{n}", f"feed {n}".encode()) for n in range(50)]
    given = [answer for batch in batches(server, urls) for answer in batch]
    assert sorted(int(answer.key) for answer in given) == list(range(50))
    for answer in given:
        assert isinstance(answer.result, FeedRead)
        assert answer.url == answer.result.fetched.url
        assert answer.result.feed.title == f"feed {answer.key}"
        assert answer.result.fetched.retrieved_at == NOW
        assert 0 < answer.seconds < 5


def test_a_second_round_with_what_the_first_one_learnt_reads_nothing(server: FeedServer) -> None:
    urls = [server.put(f"/{n}", b"feed", etag=True) for n in range(10)]
    first = [answer.result for answer in answers(batches(server, urls)).values()]
    known = [result.fetched.validators for result in first if isinstance(result, FeedRead)]
    asks = [Ask(url, url, validators) for url, validators in zip(urls, known, strict=True)]
    again = collect(asks, allowed=server.allowed, now=lambda: NOW, read=read)
    assert all(isinstance(answer.result, Unchanged) for answer in answers(again).values())


def test_a_source_that_fails_stops_no_other(server: FeedServer) -> None:
    urls = [
        server.put("/good", b"feed"),
        server.put("/gone", b"", status=410),
        server.put("/page", b"no feed"),
        server.put("/slow", b"feed", delay=5.0),
        "http://169.254.169.254/latest/meta-data",
        "not an address",
        "http://[::1/",
        "",
    ]
    given = answers(batches(server, urls, limits=Limits(whole=0.5)))
    problems = {
        answer.key: answer.result.problem
        for answer in given.values()
        if isinstance(answer.result, CollectError)
    }
    assert isinstance(given["0"].result, FeedRead)
    assert problems == {
        "1": Problem.GONE,
        "2": Problem.NOT_A_FEED,
        "3": Problem.TIMED_OUT,
        "4": Problem.REFUSED_ADDRESS,
        "5": Problem.REFUSED_ADDRESS,
        "6": Problem.REFUSED_ADDRESS,
        "7": Problem.REFUSED_ADDRESS,
    }


def test_what_is_ready_is_given_while_a_slow_source_is_waited_for(server: FeedServer) -> None:
    urls = [server.put("/slow", b"feed", delay=1.0), server.put("/quick", b"feed")]
    started = time.monotonic()
    coming = batches(server, urls)
    assert [answer.key for answer in next(coming)] == ["1"]
    assert time.monotonic() - started < 0.8
    assert [answer.key for answer in next(coming)] == ["0"]
    assert list(coming) == []


def test_the_last_batch_does_not_linger(server: FeedServer) -> None:
    urls = [server.put(f"/{n}", b"feed") for n in range(5)]
    started = time.monotonic()
    assert [len(batch) for batch in batches(server, urls, linger=30.0)] == [5]
    assert time.monotonic() - started < 5


def test_no_source_at_all_gives_no_batch(server: FeedServer) -> None:
    assert list(batches(server, [])) == []


def test_batches_come_at_most_once_in_a_while_and_are_never_empty(server: FeedServer) -> None:
    urls = [server.put(f"/{n}", b"feed", delay=n * 0.02) for n in range(30)]
    sizes = [len(batch) for batch in batches(server, urls, linger=0.2, per_host=30)]
    assert sum(sizes) == 30
    assert min(sizes) > 0
    assert 2 <= len(sizes) <= 6


def test_one_host_is_asked_a_few_things_at_a_time(server: FeedServer) -> None:
    urls = [server.put(f"/{n}", b"feed", delay=0.02) for n in range(20)]
    answers(batches(server, urls, per_host=3))
    assert server.most_at_once == 3
    assert server.connections == 3  # and its connections are used again


def test_a_slow_host_does_not_take_every_slot(server: FeedServer) -> None:
    with FeedServer() as slow:
        waiting = [slow.put(f"/{n}", b"feed", delay=0.1).replace("127.0.0.1", "localhost")
                   for n in range(10)]  # fmt: skip
        urls = [*waiting, server.put("/quick", b"feed")]
        asks = [Ask(url, url) for url in urls]
        allowed = type(server.allowed)(server.allowed.entries | slow.allowed.entries)
        coming = collect(
            asks, allowed=allowed, now=lambda: NOW, read=read, at_once=3, per_host=2, linger=0.1
        )
        assert [answer.key for answer in next(coming)] == [urls[-1]]
        assert sum(len(batch) for batch in coming) == 10


def test_a_mistake_of_ours_is_raised_with_the_address_after_all_answers(
    server: FeedServer,
) -> None:
    urls = [server.put("/bad", b"a mistake of ours")]
    urls += [server.put(f"/{n}", b"feed", delay=0.2) for n in range(5)]
    given: list[Answer] = []
    with pytest.raises(ZeroDivisionError, match="a mistake of ours") as caught:
        keep(batches(server, urls, linger=0.05), given)
    assert sorted(answer.key for answer in given) == ["1", "2", "3", "4", "5"]
    assert urls[0] in "".join(caught.value.__notes__)


def test_two_mistakes_are_both_raised(server: FeedServer) -> None:
    urls = [server.put(f"/{n}", f"a mistake of ours {n}".encode()) for n in range(2)]
    with pytest.raises(ExceptionGroup) as caught:
        list(batches(server, urls))
    notes = ["".join(bug.__notes__) for bug in caught.value.exceptions]
    assert sorted(notes) == sorted(f"It happened while collecting {url}" for url in urls)


def test_who_leaves_early_leaves_nothing_running(server: FeedServer) -> None:
    urls = [server.put("/quick", b"feed")]
    urls += [server.put(f"/{n}", b"feed", delay=30.0) for n in range(20)]
    coming = batches(server, urls)
    assert len(next(coming)) == 1
    started = time.monotonic()
    coming.close()
    assert time.monotonic() - started < 2
    asked = len(server.requests)
    time.sleep(0.2)
    assert len(server.requests) == asked
    assert not [thread for thread in threading.enumerate() if thread.name == "fetching feeds"]


def test_leaving_before_the_first_batch_starts_nothing(server: FeedServer) -> None:
    batches(server, [server.put("/a", b"feed")]).close()
    assert server.requests == []


def test_a_lookup_that_hangs_holds_up_neither_the_others_nor_the_end(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    lookup = socket.getaddrinfo

    def hanging(host: str, *rest: Any, **more: Any) -> Any:
        if host == "slow.example":
            release.wait(20)
        return lookup(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    started = time.monotonic()
    urls = ["http://slow.example/", server.put("/a", b"feed")]
    given = answers(batches(server, urls, limits=Limits(connect=0.3)))
    assert time.monotonic() - started < 3
    release.set()
    assert isinstance(given["1"].result, FeedRead)
    assert isinstance(given["0"].result, FetchError)
    assert given["0"].result.problem is Problem.TIMED_OUT


def test_reading_that_is_slow_does_not_hold_up_fetching(server: FeedServer) -> None:
    def slow(body: bytes, *, url: str, content_type: str | None, now: datetime) -> Feed:
        time.sleep(0.3 if body == b"monster" else 0)
        return read(body, url=url, content_type=content_type, now=now)

    urls = [server.put("/monster", b"monster")]
    urls += [server.put(f"/{n}", b"feed") for n in range(20)]
    order = [a.key for b in batches(server, urls, reader=slow) for a in b]
    assert order[-1] == "0"


@pytest.mark.real_data
def test_every_real_feed_is_read_or_refused_in_words_and_then_unchanged(
    server: FeedServer, real_data: Path
) -> None:
    urls = server.put_folder(real_data / "feeds")
    first = answers(collect([Ask(u, u) for u in urls], allowed=server.allowed, now=lambda: NOW))
    assert first.keys() == set(urls)
    assert all(str(a.result) for a in first.values() if isinstance(a.result, CollectError))
    came = {key: a.result for key, a in first.items() if isinstance(a.result, FeedRead)}
    assert len(came) > len(urls) / 2  # many are broken on purpose
    asks = [Ask(key, key, result.fetched.validators) for key, result in came.items()]
    again = answers(collect(asks, allowed=server.allowed, now=lambda: NOW))
    assert all(isinstance(answer.result, Unchanged) for answer in again.values())
