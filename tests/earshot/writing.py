"""A process that writes to a store, for tests of what happens when many do or one is killed.

Started by `start`, from a clean process that has read the modules already, so that it writes
within some hundredths of a second. What a unit of work has kept is noted in a file the moment the
unit has returned: a note is an acknowledgement that must hold, whatever happens next.
"""

import multiprocessing
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

from pydantic import TypeAdapter

from collectors.post import Post
from earshot.handling import casework
from earshot.handling.house import House, company_of
from earshot.handling.intake import Intake
from earshot.handling.keeping import Delivery
from earshot.judging.judge import Judge
from earshot.rules.company import Source
from earshot.rules.events import EventKind, NewEvent
from earshot.rules.policy import default_policy_path, load_policy
from earshot.store.gate import Store
from earshot.store.runs import Run, Status
from tests.earshot.desk import NOW, post

BATCH = 3  # Posts of one delivery, and Events of one unit: all of them are kept, or none
JUDGE = Judge(load_policy(default_policy_path()))
JUDGE.judge("Example Training owes me a certificate")  # its rules are compiled at the first text


@dataclass(frozen=True)
class Note:
    """What one round of one thread has had acknowledged."""

    writer: str
    mentions: tuple[str, ...]  # addresses
    events: tuple[int, ...]  # sequence numbers


NOTE = TypeAdapter(Note)


@dataclass(frozen=True)
class Writing:
    """What a process is to do: `rounds` in each of `threads`, or for ever."""

    folder: Path
    notes: Path
    name: str
    threads: int = 1
    rounds: int | None = None
    shared: bool = False  # whether every process delivers some of the same Posts


def start(writing: Writing) -> BaseProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_write, args=(writing,), daemon=True)
    process.start()
    return process


def noted(notes: Path) -> list[Note]:
    """What has been acknowledged so far."""
    lines = notes.read_text().splitlines() if notes.exists() else []
    return [NOTE.validate_json(line) for line in lines]


def _write(writing: Writing) -> None:
    threads = [
        threading.Thread(target=_rounds, args=(writing, f"{writing.name}-{number}"))
        for number in range(writing.threads)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _rounds(writing: Writing, writer: str) -> None:
    house = House(writing.folder)
    company = company_of(house.store)
    intake = Intake(house.rules(company), JUDGE)
    (source, *_) = (s for s in company.sources.values() if s.account is None)
    number = 0
    while writing.rounds is None or number < writing.rounds:
        mentions = _deliver(house.store, intake, source, _posts(writing, writer, number), writer)
        _note(writing.notes, Note(writer, mentions, ()))
        events = _decide(house.store, mentions[0], f"{writer}-{number}")
        _note(writing.notes, Note(writer, (), events))
        number += 1


def _posts(writing: Writing, writer: str, number: int) -> list[Post]:
    shared = _batch(f"shared/{number}") if writing.shared else []
    return [*_batch(f"{writer}/{number}"), *shared]


def _batch(name: str) -> list[Post]:
    text = f"Example Training owes me a certificate, {name}"
    return [post(f"{text} {n}", url=f"https://news.example/{name}/{n}") for n in range(BATCH)]


def _deliver(
    store: Store, intake: Intake, source: Source, posts: list[Post], writer: str
) -> tuple[str, ...]:
    now = datetime.now(UTC)
    run = Run(f"{writer}-{now.timestamp()}", source.id, now, now, Status.OK)
    intake.take_in(store, [Delivery(source, run, posts)], now=NOW)
    return tuple(each.url for each in posts if each.url)


def _decide(store: Store, url: str, mark: str) -> tuple[int, ...]:
    """Several Events about one Case in one unit; `mark` says which unit they came by."""
    with store.unit() as connection:
        found = connection.execute("SELECT id FROM mentions WHERE url = ?", [url]).fetchone()
        assert found, f"{url} was acknowledged and is not there"
        details = {"happened_at": "2026-11-18T09:00:00Z", "assignee": mark}
        events = [NewEvent(EventKind.ASSIGNED, found[0], details) for _ in range(BATCH)]
        appended = casework.record(connection, events, now=NOW)
    return tuple(event.seq for event in appended)


def _note(notes: Path, note: Note) -> None:
    """One write of one short line, which the system keeps whole even when the process is killed."""
    handle = os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(handle, NOTE.dump_json(note) + b"\n")
    os.close(handle)
