"""Backing up: one copy of the store as a file, made while everybody goes on working.

It holds everything that people said and did, restricted items included, but no secret: the
settings of sign-in and the passwords of mailboxes are kept elsewhere.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from earshot.handling.house import House, company_in
from earshot.handling.rejects import is_plain, plain_name
from earshot.protection import packing
from earshot.protection.backups import STAMP, SUBJECT, expiry, folder_of
from earshot.protection.packing import BESIDE, FORMAT, REJECTS, STORE, Manifest
from earshot.rules.access import Right, require_actor
from earshot.rules.events import EventKind, NewEvent
from earshot.store import copying, log
from earshot.store.contents import contents_of
from earshot.store.gate import Store
from earshot.words.errors import NoCompany, Refused, StoreError
from earshot.words.times import utc_text


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was just made."""

    file: Path
    made_at: datetime  # aware, UTC
    expires_on: date  # local
    bytes: int
    events: int
    head: str
    log_holds: bool


def back_up(house: House, actor: str, now: datetime, out: Path | None = None) -> Made:
    """Make a backup, in the company's folder or in `out`, while everybody goes on working.

    Others wait only while the store's file is copied. It is read back before it gets its name: at
    any moment there is a whole backup or none.

    Raises:
        Refused: `actor` may not, or there is no such folder.
        StoreError: the store cannot be read, or the disk takes no more.
    """
    if not house.store.exists():
        raise NoCompany(f"There is no store in {house.folder} yet, so there is nothing to keep.")
    with house.store.unit() as connection:
        company = company_in(connection)
    require_actor(actor, Right.KEEP, company)
    folder = _ready(house, out)
    try:
        made, digest = _made(house, folder, company.zone, now)
    except OSError as error:
        raise StoreError(
            f"The backup could not be written to {folder}: {error.strerror or error}. "
            "What is stored is unharmed; make room, then do it again."
        ) from error
    details = {
        "name": made.file.name,
        "sha256": digest,
        "made_at": utc_text(now),
        "bytes": made.bytes,
        "folder": "" if folder.samefile(folder_of(house)) else str(folder),
    }
    with house.store.unit() as connection:
        log.append(connection, [NewEvent(EventKind.BACKED_UP, SUBJECT, details, actor)], now=now)
    return made


def _ready(house: House, out: Path | None) -> Path:
    """The folder to write to. A disk that is not there must not become a folder on this one."""
    folder = (out or folder_of(house)).expanduser().resolve()
    if not folder.parent.is_dir():
        raise Refused(f"There is no folder {folder.parent}. Is the disk there? Nothing was copied.")
    try:
        for each in (folder_of(house), folder):
            each.mkdir(mode=0o700, exist_ok=True)
            copying.clear(each)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written to: {error.strerror or error}.") from error
    return folder


def _made(house: House, folder: Path, zone: ZoneInfo, now: datetime) -> tuple[Made, str]:
    """The copy is made on the store's own disk, which is quick, and packed to where it is to go."""
    with copying.bench(folder_of(house)) as desk, copying.bench(folder) as there:
        # Before the store is copied: no head in them may be of an Event that is not in the copy
        files = {STORE: desk / STORE} | dict(_beside(house, desk))
        with house.store.still() as path:
            copying.copy(path, files[STORE])
        manifest = _described(desk, now)
        packed = there / "backup.part"
        packing.pack(packed, files, manifest)
        packing.unpack(packed, None)
        size, digest = packed.stat().st_size, _digest(packed)
        file = _named(packed, folder, now)
    expires = expiry(now, zone)
    return Made(
        file, now, expires, size, manifest.events, manifest.head, manifest.log_holds
    ), digest


def _beside(house: House, desk: Path) -> Iterator[tuple[str, Path]]:
    """Copies of what belongs to the store, by name in the archive. Links are not followed, and of
    what lies among the rejects only the tables are ours."""
    rejects = sorted((house.folder / REJECTS).glob("[!.]*.csv"))
    named = [(name, house.folder / name) for name in BESIDE]
    named += [(f"{REJECTS}/{_plain(path, place)}", path) for place, path in enumerate(rejects)]
    for number, (name, path) in enumerate(named):
        if path.is_file() and not path.is_symlink():
            copying.copy(path, desk / f"beside-{number}")
            yield name, desk / f"beside-{number}"


def _plain(path: Path, place: int) -> str:
    """Its name, or one in its stead: no other would be taken back."""
    return path.name if is_plain(path.name) else plain_name(path.stem, f"renamed-{place}")


def _described(desk: Path, now: datetime) -> Manifest:
    try:
        with Store(desk).unit() as connection:
            found = contents_of(connection)
    except StoreError as error:
        raise StoreError(
            f"The store cannot be read to its end, so there is no backup of it: {error} Keep the "
            "backups that there are."
        ) from error
    return Manifest(
        FORMAT,
        now,
        found.schema,
        found.counts,
        found.events,
        found.head,
        log_holds=not found.problems,
        parts={},
    )


def _named(packed: Path, folder: Path, now: datetime) -> Path:
    """Give it its name: the time; two of one second are told apart."""
    number = 1
    while True:
        more = f"-{number}" if number > 1 else ""
        file = folder / f"earshot-{now.astimezone(UTC):{STAMP}}{more}.zip"
        try:
            copying.place(packed, file)
        except FileExistsError:
            number += 1
        else:
            return file


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
