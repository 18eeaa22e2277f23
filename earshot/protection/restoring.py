"""Restoring: a backup becomes the store of a folder that has none, after all of it was compared.

Everything is made ready on a bench; the store gets its name last. Until then the folder has no
store, from then on the whole one. What lies there already is not thrown away.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import portalocker

from earshot.handling.house import House, company_in
from earshot.protection.backups import STAMP, SUBJECT
from earshot.protection.packing import BESIDE, REJECTS, STORE, Manifest, unpack
from earshot.rules.events import EventKind, NewEvent
from earshot.store import copying, log
from earshot.store.contents import Contents, contents_of
from earshot.store.gate import Store
from earshot.store.schema import LATEST
from earshot.words.errors import NoCompany, Refused, StoreError
from earshot.words.times import utc_text

ZIP_BEGINS = b"PK"
STORE_BEGINS = (8, b"DUCK")  # the place of DuckDB's mark in a file of its
GATE = "store.lock"  # what everybody who opens a store here waits for


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place again, as it was when the backup was made."""

    file: Path
    made_at: datetime  # aware, UTC
    events: int
    head: str
    counts: dict[str, int]  # rows, by table
    ok: bool  # whether its log holds
    aside: tuple[str, ...]  # names that files which were there have got


def restore(house: House, file: Path, now: datetime) -> Restored:
    """Put a backup, or a copy that a change of the tables left, where there is no store.

    Raises:
        Refused: there is a store, or the file is no sound backup; nothing was changed.
        StoreError: the disk takes no more; there is still no store.
    """
    _require_room(house)
    new = not house.folder.exists()
    try:
        return _restore(house, file, now)
    except OSError as error:
        raise StoreError(
            f"{error.filename or house.folder}: {error.strerror or error}. Nothing was restored."
        ) from error
    finally:
        if new and house.folder.is_dir() and not any(house.folder.iterdir()):
            house.folder.rmdir()


def _restore(house: House, file: Path, now: datetime) -> Restored:
    kind = _kind(file)
    house.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copying.clear(house.folder)
    with copying.bench(house.folder) as desk:
        made = unpack(file, desk) if kind == ZIP_BEGINS else _take_copy(file, desk)
        if isinstance(made, Manifest):
            _require_known(file, made)
            made_at = made.made_at.astimezone(UTC)
        else:
            made_at = made
        found = _compared(file, desk, made if isinstance(made, Manifest) else None)
        _note(desk, file, made_at, now)
        aside = _put_in_place(house, desk, now)
    counts = made.counts if isinstance(made, Manifest) else found.counts
    ok = not found.problems
    return Restored(file, made_at, found.events, found.head, counts, ok, aside)


def _require_room(house: House) -> None:
    """No store, and nothing of one: DuckDB would take another store's journal for its own."""
    for path in (house.store.path, house.store.path.with_name(f"{STORE}.wal")):
        if path.exists():
            raise Refused(
                f"{path} is there: a backup is restored into a folder that holds no store. "
                "Nothing was changed. Move it away first, or name another folder in EARSHOT_DATA."
            )


def _kind(file: Path) -> bytes:
    with file.open("rb") as stream:
        head = stream.read(16)
    if head.startswith(ZIP_BEGINS):
        return ZIP_BEGINS
    place, mark = STORE_BEGINS
    if head[place:].startswith(mark):
        return mark
    raise Refused(f"{file.name} is neither a backup nor a store of Earshot. Nothing was restored.")


def _take_copy(file: Path, desk: Path) -> datetime:
    """A bare store, with its journal where one lies beside it. When it was made, as the disk says
    of a file that nobody has changed since."""
    copying.copy(file, desk / STORE)
    journal = file.with_name(f"{file.name}.wal")
    if journal.is_file():
        copying.copy(journal, desk / f"{STORE}.wal")
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _require_known(file: Path, manifest: Manifest) -> None:
    if manifest.schema > LATEST:
        raise Refused(
            f"{file.name} was made by a newer version of Earshot (its tables are number "
            f"{manifest.schema}, this version knows {LATEST}). Nothing was restored: install the "
            "newer version."
        )


def _compared(file: Path, desk: Path, manifest: Manifest | None) -> Contents:
    """What the store holds, with its tables brought up to date, if it is what the manifest says.

    No change of the tables takes rows away, so that the counts of older ones hold.
    """
    try:
        with Store(desk).unit() as connection:
            company_in(connection)
            found = contents_of(connection)
    except NoCompany:
        raise _unsound(file, "it holds no company") from None
    except StoreError as error:
        raise _unsound(file, str(error).replace(str(desk / STORE), "its store")) from error
    if manifest is None:
        return found
    if {name: found.counts.get(name) for name in manifest.counts} != manifest.counts:
        raise _unsound(file, "its tables do not hold as many rows as its manifest says")
    if (found.events, found.head) != (manifest.events, manifest.head):
        raise _unsound(file, "its log does not end as its manifest says")
    if found.problems and manifest.log_holds:
        raise _unsound(file, "its log does not hold, and its manifest says that it does")
    return found


def _note(desk: Path, file: Path, made_at: datetime, now: datetime) -> None:
    """In the store's log, before it is in place: it never is without."""
    store = Store(desk)
    details = {"from": file.name, "made_at": utc_text(made_at)}
    with store.unit() as connection:
        log.append(connection, [NewEvent(EventKind.RESTORED, SUBJECT, details)], now=now)
    with store.still() as path:
        path.chmod(copying.PRIVATE)


def _put_in_place(house: House, desk: Path, now: datetime) -> tuple[str, ...]:
    """The store comes last, and only where there is none by now."""
    with _gate(house.folder):
        _require_room(house)
        aside = [_put_beside(house.folder, desk / name, now) for name in BESIDE]
        for each in sorted((desk / REJECTS).glob("*")):
            target = house.folder / REJECTS / each.name
            target.parent.mkdir(exist_ok=True)
            if not target.exists():
                copying.place(each, target)
        copying.place(desk / STORE, house.store.path)
    return tuple(filter(None, aside))


def _put_beside(folder: Path, fresh: Path, now: datetime) -> str:
    """Put one file in place; the name that another one got which was there, or ""."""
    target = folder / fresh.name
    if not fresh.exists():
        return ""
    aside = ""
    if target.exists():
        if target.read_bytes() == fresh.read_bytes():
            return ""
        aside = f"{target.stem}.before-restore-{now.astimezone(UTC):{STAMP}}{target.suffix}"
        target.rename(folder / aside)
    copying.place(fresh, target)
    return aside


@contextmanager
def _gate(folder: Path) -> Iterator[None]:
    """Nobody founds a company here meanwhile."""
    with (folder / GATE).open("a") as handle:
        portalocker.lock(handle, portalocker.LockFlags.EXCLUSIVE)
        yield
        portalocker.unlock(handle)


def _unsound(file: Path, why: str) -> Refused:
    return Refused(f"{file.name} cannot be restored: {why.rstrip('.')}. Nothing was changed.")
