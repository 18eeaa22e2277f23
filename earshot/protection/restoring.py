"""Restoring: a backup becomes the store of a folder that has none, after all of it was compared.

Everything is made ready on a bench; the store gets its name last. Until then the folder has no
store, from then on the whole one. What lies there already is not thrown away.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import portalocker

from earshot.handling import last_good
from earshot.handling.doctor import Finding, compare
from earshot.handling.house import House, company_in
from earshot.protection import heads
from earshot.protection.backups import STAMP, SUBJECT
from earshot.protection.packing import BESIDE, POLICY, REJECTS, STORE, Manifest, unpack
from earshot.rules.events import EventKind, NewEvent
from earshot.rules.policy import load_policy, policy_of
from earshot.rules.policy_file import PolicyFile
from earshot.store import cases, copying, log
from earshot.store.contents import Contents, contents_of
from earshot.store.gate import Store
from earshot.store.rows import Connection
from earshot.store.schema import LATEST
from earshot.words.errors import BadPolicy, EarshotError, NoCompany, Refused, StoreError
from earshot.words.times import utc_text

ZIP_BEGINS = b"PK"
STORE_BEGINS = (8, b"DUCK")  # the place of DuckDB's mark in a file of its
HEADS = BESIDE[0]
TOLD = 5  # problems that are told one by one
GATE = "store.lock"  # what everybody who opens a store here waits for


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place again, as it was when the backup was made."""

    file: Path
    made_at: datetime  # aware, UTC
    events: int
    head: str
    counts: dict[str, int]  # rows, by table
    ok: bool  # whether its log holds, and all else is what the log says
    log_holds: bool
    aside: tuple[str, ...]  # names that files which were there have got
    said: tuple[str, ...]  # what was not as it should be, in sentences


@dataclass(frozen=True, slots=True)
class _Compared:
    """What the store on the bench holds."""

    contents: Contents
    rebuilt: tuple[str, ...]  # what differed from the log, and does not any more
    left: tuple[str, ...]  # what still does


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
        _require_ours(file, desk)
        compared = _compared(file, desk, made if isinstance(made, Manifest) else None)
        _note(desk, file, made_at, now)
        said = (*_in_words(compared), *_beside(house, desk, now))
        aside = _put_in_place(house, desk, now)
    found, as_packed = compared.contents, isinstance(made, Manifest) and not compared.rebuilt
    counts = made.counts if as_packed and isinstance(made, Manifest) else found.counts
    holds = not found.problems
    ok = holds and not compared.left
    return Restored(file, made_at, found.events, found.head, counts, ok, holds, aside, said)


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


def _require_ours(file: Path, desk: Path) -> None:
    """Before any question is put to the store: a view or macro in it would answer."""
    try:
        foreign = Store(desk).foreign()
    except StoreError as error:
        raise _unsound(file, _of_store(desk, error)) from error
    if foreign:
        raise _unsound(file, foreign)


def _compared(file: Path, desk: Path, manifest: Manifest | None) -> _Compared:
    """What the store holds, with its tables brought up to date, if it is what the manifest says;
    and made to say what its log says.

    No change of the tables takes rows away, so that the counts of older ones hold.
    """
    try:
        with Store(desk).unit() as connection:
            company_in(connection)
            found = contents_of(connection)
            _require_said(file, found, manifest)
            return _rebuilt(connection, found)
    except NoCompany:
        raise _unsound(file, "it holds no company") from None
    except Refused:
        raise
    except EarshotError as error:
        raise _unsound(file, _of_store(desk, error)) from error
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        # Whoever wrote this file was not us: no mistake of ours, though it ends like one
        raise _unsound(file, f"it holds what Earshot never wrote ({error})") from error


def _rebuilt(connection: Connection, found: Contents) -> _Compared:
    """Cases, promises and restrictions as the log tells them. A log that does not hold may lack
    what restricted an item: then nothing is opened by it that was restricted in this file."""
    restricted = cases.restrictions(connection) if found.problems else []
    differed = _problems(compare(connection, repair=True))
    if not differed:
        return _Compared(found, (), ())
    cases.keep_restricted(connection, restricted)
    left = _problems(compare(connection, repair=False))
    rebuilt = tuple(each for each in differed if each not in left)
    return _Compared(replace(found, counts=contents_of(connection).counts), rebuilt, left)


def _problems(findings: list[Finding]) -> tuple[str, ...]:
    """Without what was done about each: that is said of all of them."""
    return tuple(each.partition(";")[0] for finding in findings for each in finding.problems)


def _in_words(compared: _Compared) -> Iterator[str]:
    if compared.rebuilt:
        yield (
            "It was not what its log says, and was rebuilt from it. Somebody, or a disk, has "
            f"changed this file: find out who. {_some(compared.rebuilt)}"
        )
    if compared.left:
        yield f"It is not what its log says, and cannot be rebuilt. {_some(compared.left)}"


def _some(problems: tuple[str, ...]) -> str:
    more = f"; and {len(problems) - TOLD} more" if len(problems) > TOLD else ""
    return f"{'; '.join(problems[:TOLD])}{more}."


def _require_said(file: Path, found: Contents, manifest: Manifest | None) -> None:
    if manifest is None:
        return
    if {name: found.counts.get(name) for name in manifest.counts} != manifest.counts:
        raise _unsound(file, "its tables do not hold as many rows as its manifest says")
    if (found.events, found.head) != (manifest.events, manifest.head):
        raise _unsound(file, "its log does not end as its manifest says")
    if found.problems and manifest.log_holds:
        raise _unsound(file, "its log does not hold, and its manifest says that it does")


def _of_store(desk: Path, error: EarshotError) -> str:
    return str(error).replace(str(desk / STORE), "its store")


def _beside(house: House, desk: Path, now: datetime) -> Iterator[str]:
    """What belongs to the store and cannot be read. A policy that cannot comes under other names,
    since nothing would work beside it; not where the last good one comes with it."""
    broken = heads.read_file(desk / HEADS).complaints
    if broken:
        yield (
            f"{HEADS}: lines that are no kept heads, {len(broken)} of them; the first: "
            f"{broken[0].removeprefix(f'{desk / HEADS}, ')}"
        )
    own = desk / POLICY[0]
    if own.exists():
        try:
            load_policy(own)
        except (BadPolicy, RecursionError) as error:
            if _is_sound(last_good.kept(desk)):
                yield last_good.in_words(f"The policy has a mistake: {error}")
                return
            name = _put_aside(house, desk, now)
            there = (house.folder / own.name).exists()
            counts = "the one that lay there before counts" if there else "the shipped one counts"
            yield f"The policy cannot be read, so {counts}; it is kept as {name}. {error}"


def _is_sound(files: Sequence[PolicyFile] | None) -> bool:
    try:
        return files is not None and bool(policy_of(files))
    except (BadPolicy, RecursionError):
        return False


def _put_aside(house: House, desk: Path, now: datetime) -> str:
    """All files of a policy, under names by which nothing reads them; that of the first."""
    names = []
    for each in filter(Path.exists, (desk / name for name in POLICY)):
        name = f"{each.stem}.not-read-{now.astimezone(UTC):{STAMP}}{each.suffix}"
        aside = each.rename(each.with_name(name)).relative_to(desk)
        _put_beside(house.folder, desk, str(aside), now)
        names.append(name)
    return names[0]


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
        aside = [_put_beside(house.folder, desk, name, now) for name in BESIDE]
        for each in sorted((desk / REJECTS).glob("*")):
            target = house.folder / REJECTS / each.name
            target.parent.mkdir(mode=0o700, exist_ok=True)
            if not target.exists():
                copying.place(each, target)
        copying.place(desk / STORE, house.store.path)
    return tuple(filter(None, aside))


def _put_beside(folder: Path, desk: Path, name: str, now: datetime) -> str:
    """Put one file in place; the name that another one got which was there, or ""."""
    fresh, target = desk / name, folder / name
    if not fresh.exists():
        return ""
    aside = ""
    if target.exists():
        if target.read_bytes() == fresh.read_bytes():
            return ""
        aside = f"{target.stem}.before-restore-{now.astimezone(UTC):{STAMP}}{target.suffix}"
        target.rename(target.with_name(aside))
    target.parent.mkdir(mode=0o700, exist_ok=True)
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
