"""Rounds: many sources asked at once, their answers given in small batches as they come in.

The network runs in an event loop in a thread of its own, reading in worker threads beside it, and
whoever iterates (and writes to the store meanwhile) in a third: none of them waits for another.
"""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Protocol

import httpx

from collectors.errors import CollectError
from collectors.feeds.feed import Feed, read_feed
from collectors.web.address import AllowedHosts, checked_url
from collectors.web.client import open_client
from collectors.web.fetch import Fetched, Limits, Unchanged, Validators, fetch

READERS = 2  # threads; more would not read faster, one would let a monster hold up everybody


@dataclass(frozen=True, slots=True)
class Ask:
    """A source to be asked."""

    key: str  # the caller's name for it, given back in the Answer
    url: str
    validators: Validators = Validators()  # noqa: RUF009 - frozen, so it may be shared


@dataclass(frozen=True, slots=True)
class FeedRead:
    """A feed that came, and what was read in it."""

    feed: Feed
    fetched: Fetched


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one Ask."""

    key: str
    url: str  # as asked
    result: FeedRead | Unchanged | CollectError
    seconds: float  # asking and reading; waiting for its turn left out


class Reader(Protocol):
    """Reads a feed; raises UnreadableSource, and anything else only by a mistake of ours."""

    def __call__(
        self, body: bytes, *, url: str, content_type: str | None, now: datetime
    ) -> Feed: ...


@dataclass(frozen=True, slots=True)
class _Bug:
    """An exception that no source can be blamed for."""

    error: Exception


class _Done:
    """Nothing more will come."""


_News = SimpleQueue[Answer | _Bug | _Done]


def collect(
    asks: Iterable[Ask],
    *,
    allowed: AllowedHosts,
    limits: Limits = Limits(),  # noqa: B008 - frozen, so it may be shared
    now: Callable[[], datetime],
    read: Reader = read_feed,
    linger: float = 0.5,
    at_once: int = 32,
    per_host: int = 4,
) -> Generator[list[Answer], None, None]:
    """Ask every source; yield what finished, about every `linger` seconds, never an empty list.

    `per_host` bounds how many sources of one host are asked at the same time. A source that fails
    gives a CollectError and stops no other. Any other exception is raised here after the last
    answer was given, with the address in its notes; several come as an ExceptionGroup. Closing the
    iterator cancels what is under way.
    """
    work = _Round(tuple(asks), allowed, limits, now, read, at_once, per_host)
    work.start()
    try:
        yield from _batches(work.news, linger)
    finally:
        work.stop()


def _batches(news: _News, linger: float) -> Iterator[list[Answer]]:
    bugs: list[Exception] = []
    due = monotonic() + linger
    done = False
    while not done:
        batch, done = _batch(news, due, bugs)
        due = monotonic() + linger
        if batch:
            yield batch
    if len(bugs) == 1:
        raise bugs[0]
    if bugs:
        raise ExceptionGroup("more than one source met a mistake of ours", bugs)


def _batch(news: _News, due: float, bugs: list[Exception]) -> tuple[list[Answer], bool]:
    """The first news, however long it takes, and what else there is until `due`."""
    batch: list[Answer] = []
    item: Answer | _Bug | _Done | None = news.get()
    while item is not None and not isinstance(item, _Done):
        if isinstance(item, _Bug):
            bugs.append(item.error)
        else:
            batch.append(item)
        item = _next(news, due)
    return batch, item is not None


def _next(news: _News, due: float) -> Answer | _Bug | _Done | None:
    try:
        return news.get(timeout=max(0.0, due - monotonic()))
    except Empty:
        return None


class _Round:
    """The asking: an event loop in a thread; `_work` and what is below it runs there."""

    def __init__(
        self,
        asks: tuple[Ask, ...],
        allowed: AllowedHosts,
        limits: Limits,
        now: Callable[[], datetime],
        read: Reader,
        at_once: int,
        per_host: int,
    ) -> None:
        self.news: _News = SimpleQueue()
        self._asks, self._allowed, self._limits = asks, allowed, limits
        self._now, self._read, self._at_once = now, read, at_once
        self._slots = asyncio.Semaphore(at_once)
        self._hosts = defaultdict[str, asyncio.Semaphore](partial(asyncio.Semaphore, per_host))
        self._readers = ThreadPoolExecutor(READERS, "reading feeds")
        self._running = threading.Event()
        self._finished = threading.Event()
        self._cancel: Callable[[], object] = bool

    def start(self) -> None:
        threading.Thread(target=self._work, name="fetching feeds", daemon=True).start()

    def stop(self) -> None:
        """Cancel what is under way and wait until nothing is asked any more."""
        self._running.wait()
        with suppress(RuntimeError):  # it has just ended by itself, and its loop is closed
            self._cancel()
        self._finished.wait()

    def _work(self) -> None:
        try:
            asyncio.run(self._all())
        except asyncio.CancelledError:
            pass
        except Exception as error:
            self._end(_Bug(error))  # not even a loop could be had

    async def _all(self) -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        loop.set_default_executor(ThreadPoolExecutor(self._at_once, "looking up names"))
        self._cancel = partial(loop.call_soon_threadsafe, task.cancel)
        self._running.set()
        try:
            await self._ask_all()
        except Exception as error:
            self._end(_Bug(error))
        finally:
            self._end()  # before asyncio waits for lookups that nobody wants any more

    def _end(self, bug: _Bug | None = None) -> None:
        if self._finished.is_set():
            return
        self._readers.shutdown(wait=False, cancel_futures=True)
        if bug:
            self.news.put(bug)
        self.news.put(_Done())
        self._finished.set()
        self._running.set()

    async def _ask_all(self) -> None:
        async with (
            open_client(self._allowed, at_once=self._at_once) as client,
            asyncio.TaskGroup() as group,
        ):
            for ask in self._asks:
                group.create_task(self._turn(client, ask))

    async def _turn(self, client: httpx.AsyncClient, ask: Ask) -> None:
        # The host's turn comes first, or many sources of one slow host would fill every slot.
        async with self._hosts[_host(ask.url)], self._slots:
            started = monotonic()
            try:
                result = await self._result(client, ask)
            except Exception as error:
                error.add_note(f"It happened while collecting {ask.url}")
                self.news.put(_Bug(error))
            else:
                self.news.put(Answer(ask.key, ask.url, result, monotonic() - started))

    async def _result(
        self, client: httpx.AsyncClient, ask: Ask
    ) -> FeedRead | Unchanged | CollectError:
        try:
            came = await fetch(client, ask.url, ask.validators, self._limits, now=self._now)
            if isinstance(came, Unchanged):
                return came
            return FeedRead(await self._read_aside(came), came)
        except CollectError as error:
            return error

    async def _read_aside(self, came: Fetched) -> Feed:
        reading = partial(
            self._read,
            came.body,
            url=came.url,
            content_type=came.content_type,
            now=came.retrieved_at,
        )
        return await asyncio.get_running_loop().run_in_executor(self._readers, reading)


def _host(url: str) -> str:
    """The host whose turn it takes; what is no address has one of its own, and fails by itself."""
    try:
        return checked_url(url).host
    except CollectError:
        return url
