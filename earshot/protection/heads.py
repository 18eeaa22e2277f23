"""Heads: the log's last hash, kept night for night outside the log, where its end is missed.

They lie in `heads.jsonl` in the company's folder and, where EARSHOT_HEADS names a file, in that one
too: on another disk, where whoever can change the log cannot change them. One line a check:
{checked_at, events, head, ok, problems}.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from earshot.handling.house import House
from earshot.rules.chain import Checked, Head, Problem
from earshot.words.times import utc_text

FILE = "heads.jsonl"
ELSEWHERE = "EARSHOT_HEADS"
TAIL = 65_536  # bytes of a file's end, in which its last line stands
NOTED = 100  # problems that a line holds


@dataclass(frozen=True, slots=True)
class Kept:
    """What one check of the log found."""

    checked_at: datetime  # aware, UTC
    events: int
    head: str
    ok: bool
    problems: tuple[Problem, ...] = ()


KEPT = TypeAdapter(Kept)


@dataclass(frozen=True, slots=True)
class Found:
    """What the files hold, and what of it cannot be read, in sentences."""

    kept: tuple[Kept, ...]
    complaints: tuple[str, ...]

    @property
    def heads(self) -> list[Head]:
        """Of checks that found the log whole: others say only how it was left."""
        noted = {Head(each.head, each.events) for each in self.kept if each.ok}
        return sorted(noted, key=lambda head: head.events or 0)


def files(house: House) -> tuple[Path, ...]:
    """Where heads are kept; of the sample nowhere but in its own folder."""
    named = os.environ.get(ELSEWHERE)
    elsewhere = (Path(named).expanduser(),) if named and not house.is_sample else ()
    return (house.folder / FILE, *elsewhere)


def keep(house: House, found: Checked, now: datetime) -> list[str]:
    """Note what a check found, in each of the files; the sentences tell of those that failed."""
    line = json.dumps(
        {
            "checked_at": utc_text(now),
            "events": found.events,
            "head": found.head,
            "ok": found.ok,
            "problems": [{"seq": p.seq, "kind": p.kind} for p in found.problems[:NOTED]],
        }
    )
    return [told for path in files(house) if (told := _append(path, line))]


def read(house: House) -> Found:
    """All heads that are kept. A file that is not there yet has none; a broken line is told."""
    kept: list[Kept] = []
    complaints: list[str] = []
    for path in files(house):
        found = read_file(path)
        kept += found.kept
        complaints += found.complaints
    return Found(tuple(kept), tuple(complaints))


def read_file(path: Path) -> Found:
    """The heads of one file, and what of it cannot be read."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return Found((), ())
    except OSError as error:
        return Found((), (f"{path} cannot be read: {error.strerror}.",))
    read = [(number, line, _kept(line)) for number, line in enumerate(lines, start=1)]
    return Found(
        tuple(one for _, _, one in read if one is not None),
        tuple(
            f"{path}, line {number}: this is no kept head."
            for number, line, one in read
            if one is None and line.strip()
        ),
    )


def last(house: House) -> Kept | None:
    """What the last check found; None where there was none yet."""
    try:
        with (house.folder / FILE).open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
            lines = file.read().splitlines()
    except OSError:
        return None
    return next((kept for line in reversed(lines) if (kept := _kept(line))), None)


def _kept(line: bytes) -> Kept | None:
    try:
        told = json.loads(line)
        told["problems"] = [(each["seq"], each["kind"]) for each in told["problems"]]
        return KEPT.validate_python(told)
    except (ValueError, TypeError, KeyError, ValidationError, RecursionError):
        return None


def _append(path: Path, line: str) -> str:
    """Write a line whole; after one that was broken off, a new one is begun."""
    try:
        with path.open("ab+") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 1))
            begun = file.read() not in (b"", b"\n")
            file.write((b"\n" if begun else b"") + line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return f"The log's head could not be kept in {path}: {error.strerror}."
    return ""
