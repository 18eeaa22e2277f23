"""Processes that back up, restore or open a store, for tests of what happens when one is killed.

Started from a clean process that has read the modules already, so that the work itself is hit.
"""

import multiprocessing
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from earshot.handling.house import House
from earshot.protection.backing_up import back_up
from earshot.protection.restoring import restore
from earshot.store.gate import Store

LONGEST = 0.35  # seconds of work after which a process is killed at the latest
PATIENCE = 30.0  # seconds to begin


def backing_up(folder: Path, rounds: int = 10_000) -> None:
    for _ in range(rounds):
        back_up(House(folder), "earshot", datetime.now(UTC))


def restoring(folder: Path, file: Path) -> None:
    restore(House(folder), file, datetime.now(UTC))


def opening(folder: Path) -> None:
    with Store(folder).unit():
        pass


def kill_at_random(work: Callable[..., None], *given: object, longest: float = LONGEST) -> None:
    """Do some work in a process of its own, and kill it at some moment after it has begun."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_begin, args=(there, work, *given), daemon=True)
    process.start()
    assert here.poll(PATIENCE), "the process did not begin"
    time.sleep(random.uniform(0.0, longest))
    process.kill()
    process.join()


def _begin(there: Connection, work: Callable[..., None], *given: object) -> None:
    there.send("begun")
    work(*given)
