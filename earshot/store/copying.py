"""Copying: files that come whole or not at all, and the bench on which they are made.

A bench is a folder of its own beside the place where its work is to go, so that what is finished
can be given its name at once. Its maker holds a lock on it; what a killed maker left behind is
known by a lock that nobody holds, and cleared away.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import portalocker

BENCH = ".making-"  # what the name of a bench begins with
HELD = "held.lock"  # in each bench
PRIVATE = 0o600
TRIES = 5  # another maker may clear a bench away before its lock is taken


@contextmanager
def bench(place: Path) -> Iterator[Path]:
    """An empty folder in `place` for work that is not finished; gone afterwards with all in it."""
    folder, handle = _set_up(place)
    try:
        yield folder
    finally:
        _give_up(folder, handle)


def clear(place: Path) -> None:
    """Take away the benches in `place` whose makers were killed."""
    for folder in sorted(place.glob(f"{BENCH}*")):
        handle = _held(folder)
        if handle is not None:
            _give_up(folder, handle)


def copy(source: Path, target: Path) -> None:
    """Copy a file into one that is new, and that nobody else may read. Raises OSError."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
    shutil.copyfile(source, target)


def place(source: Path, target: Path) -> None:
    """Give a finished file its name, on the same disk; whoever has the name already keeps it.

    Raises:
        FileExistsError: there is a file of this name.
    """
    sync(source)
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links: FAT, some shares
        if target.exists():
            raise FileExistsError(target) from None
        source.rename(target)
    else:
        source.unlink()
    settle(target.parent)


def sync(file: Path) -> None:
    """Make sure that what was written is on the disk."""
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def settle(folder: Path) -> None:
    """Make sure that new names are on the disk; Windows knows no such thing of a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _set_up(place: Path) -> tuple[Path, IO[str]]:
    for _ in range(TRIES):
        folder = Path(tempfile.mkdtemp(prefix=BENCH, dir=place))
        handle = _held(folder)
        if handle is not None:
            return folder, handle
    raise OSError(f"{place} is cleared by somebody else all the time")


def _held(folder: Path) -> IO[str] | None:
    """The bench's lock, taken; None where another has it, or has taken the bench away."""
    try:
        handle = (folder / HELD).open("a")
    except OSError:
        return None
    try:
        portalocker.lock(
            handle, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
        )
        if (folder / HELD).stat().st_ino == os.fstat(handle.fileno()).st_ino:
            return handle
    except (portalocker.exceptions.LockException, OSError):
        pass
    handle.close()
    return None


def _give_up(folder: Path, handle: IO[str]) -> None:
    """What lies there goes before the lock does: nobody else begins to clear it meanwhile."""
    for each in folder.iterdir():
        if each.name == HELD:
            continue
        if each.is_dir():
            shutil.rmtree(each, ignore_errors=True)
        else:
            each.unlink(missing_ok=True)
    handle.close()
    shutil.rmtree(folder, ignore_errors=True)
