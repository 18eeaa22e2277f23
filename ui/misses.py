"""Misses: deadlines that have passed are recorded before a page is drawn, once a minute at most.

A policy that somebody has changed is noted with them.
"""

import threading
from datetime import datetime, timedelta
from pathlib import Path

from earshot.handling import casework
from earshot.handling.administration import note_policy
from earshot.handling.house import House

EVERY = timedelta(minutes=1)

_done: dict[Path, datetime] = {}
_lock = threading.Lock()


def record_misses(house: House, now: datetime) -> None:
    if _is_due(house.folder, now):
        policy = house.sound_policy  # one with a mistake is told where it is needed
        with house.store.unit() as connection:
            if policy is not None:
                note_policy(connection, policy, now=now)
            casework.record_misses(connection, now=now)


def _is_due(folder: Path, now: datetime) -> bool:
    """Whether nobody in this process has looked within the last minute; it is then done."""
    with _lock:
        last = _done.get(folder)
        if last is not None and last <= now < last + EVERY:
            return False
        _done[folder] = now
        return True


def forget() -> None:
    """Look again at once: for tests, which have several houses in one process."""
    with _lock:
        _done.clear()
