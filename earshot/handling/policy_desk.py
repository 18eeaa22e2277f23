"""The policy desk: the policy's files as the company edits them: read, tried, saved.

The senior team saves (Right.SIGN): the policy is theirs by the clause roles.smt, and a rule that is
taken out can hide a danger. Nothing is saved that cannot be read, and nothing that somebody else
has changed since.
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from earshot.handling.house import House, company_in
from earshot.rules.access import Right, require_actor
from earshot.rules.company import POLICY, Company
from earshot.rules.events import Event, EventKind, NewEvent
from earshot.rules.policy import FILES, Policy, policy_of, read_files
from earshot.rules.policy_changes import Changes, changes
from earshot.rules.policy_file import PolicyFile
from earshot.store import log
from earshot.store.rows import Connection
from earshot.words.errors import EarshotError, NotFound, Refused
from earshot.words.times import spoken

TITLES = {
    "policy.toml": "What is promised, and what people want",
    "concerns/common.toml": "Concerns: what all rules share",
    "concerns/danger.toml": "Concerns: danger",
    "concerns/conduct.toml": "Concerns: conduct",
    "concerns/marks.toml": "Concerns: marks",
    "playbooks.toml": "Next steps and replies",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as somebody has opened it."""

    name: str  # one of FILES
    text: str
    digest: str  # of the text: what is saved is compared with what then stands there


@dataclass(frozen=True, slots=True)
class Proposal:
    """A policy that would be in force, with one of its files changed."""

    policy: Policy
    changes: Changes


def opened(house: House, name: str) -> Opened:
    """A file as it stands: the company's own, or the shipped one where it has none.

    Raises:
        NotFound: the policy has no such file.
        BadPolicy: it cannot be read at all.
    """
    text = _files(house)[_place(name)].source
    return Opened(name, text, _digest(text))


def propose(house: House, name: str, text: str) -> Proposal:
    """What this text would change. The other files are those that stand there; a mistake in one of
    them is told as well.

    Raises:
        BadPolicy: names file, line and field.
    """
    policy = policy_of(_with(house, name, text))
    return Proposal(policy, changes(house.policy, policy))


def save(
    connection: Connection,
    house: House,
    seen: Opened,
    text: str,
    *,
    actor: str,
    now: datetime,
) -> Proposal:
    """Save a file in the caller's unit, which lets nobody else in meanwhile, and note who did it.

    Raises:
        Refused: the actor is not of the senior team, or somebody has changed the file meanwhile.
        BadPolicy: names file, line and field; nothing is saved.
        EarshotError: the file cannot be written.
    """
    company = company_in(connection)
    require_actor(actor, Right.SIGN, company)
    present = opened(house, seen.name)
    if present.digest != seen.digest:
        raise Refused(_meanwhile(connection, company, present, now))
    text = text.replace("\r\n", "\n")  # as browsers send it
    found = propose(house, seen.name, text)
    details = {
        "version": str(found.policy.version),
        "fingerprint": found.policy.fingerprint,
        "file": seen.name,
        "changes": list(found.changes.said),
        "sha256": _digest(text),
    }
    if not (house.folder / FILES[0]).exists():
        house.furnish()  # beside a shipped policy.toml no other file of the company's is read
    log.append(connection, [NewEvent(EventKind.POLICY_SET, POLICY, details, actor)], now=now)
    _write(house.folder / seen.name, text)
    _ = house.policy  # kept as the last good one
    return found


def noted(connection: Connection) -> list[Event]:
    """Each time that another policy came into force, the newest last."""
    return log.of_subjects(connection, [POLICY])[POLICY]


def _meanwhile(connection: Connection, company: Company, there: Opened, now: datetime) -> str:
    """Who it was is known only of what stands there as it was saved."""
    name = there.name
    saved = [e for e in noted(connection) if e.details.get("file") == name]
    saved = [e for e in saved[-1:] if e.details.get("sha256") == there.digest]
    kept = "What you have typed is still there: copy it, open the file anew and put it in."
    if not saved:
        return f"{name} was changed by hand since you opened it. {kept}"
    last = saved[-1]
    what = "; ".join(last.details.get("changes", [])) or "nothing that counts"
    when = spoken(last.recorded_at, company.zone, now)
    who = company.person_name(last.actor)
    return f"{name} was changed since you opened it: {who} saved it {when} ({what}). {kept}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _files(house: House) -> Sequence[PolicyFile]:
    return read_files(house.policy_path)


def _with(house: House, name: str, text: str) -> list[PolicyFile]:
    place = _place(name)
    return [
        PolicyFile(name, text) if number == place else file
        for number, file in enumerate(_files(house))
    ]


def _place(name: str) -> int:
    if name not in FILES:
        raise NotFound(f"The policy has no file {name!r}.")
    return FILES.index(name)


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with fresh.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.chmod(0o600)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise EarshotError(f"{path} cannot be written: {error.strerror}.") from error
