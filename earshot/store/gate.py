"""The gate: how the store's one file is shared by processes and threads, a unit of work at a time.

Every unit takes an exclusive lock of the operating system on `store.lock`, through a fresh handle,
so that threads exclude each other as processes do; then opens DuckDB, does its work in one
transaction, and closes. Nothing else opens DuckDB.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import duckdb
import portalocker

from earshot.store import copying, schema, shape
from earshot.words.errors import StoreBusy, StoreError

WAIT_LIMIT = 30.0  # seconds; a unit of work is expected to last some hundredths of one
CLOSED = "enable_external_access"
CONFIGURATION: dict[str, str | bool | int | float | list[str]] = {
    CLOSED: False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
# What takes over two seconds would draw a bar on standard output, amid what is printed there.
SILENT = "SET enable_progress_bar = false"
# What Linux, macOS and Windows say of a disk that takes no more.
FULL = ("No space left", "File too large", "quota exceeded", "not enough space")


class Store:
    """One company's store: a DuckDB file and its lock, in one folder."""

    def __init__(self, folder: Path, *, wait: float = WAIT_LIMIT) -> None:
        self.folder = folder
        self.path = folder / "store.duckdb"
        self._lock = folder / "store.lock"
        self._wait = wait

    def exists(self) -> bool:
        return self.path.exists()

    def version(self) -> tuple[int, ...]:
        """A value that differs after every change, read without opening: times and sizes."""
        return tuple(number for path in self._files() for number in _stamp(path))

    def _files(self) -> tuple[Path, Path]:
        return self.path, self.path.with_name(self.path.name + ".wal")

    @contextmanager
    def unit(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One unit of work: all of it is kept, or, when anything is raised, none of it."""
        if self.path in _held():
            raise RuntimeError(
                f"a unit of work on {self.path} inside another would wait for itself"
            )
        handle = self._enter()
        _held().add(self.path)
        try:
            with self._opened() as connection, _transaction(connection, self.path):
                yield connection
        finally:
            _held().discard(self.path)
            _leave(handle)

    @contextmanager
    def still(self) -> Iterator[Path]:
        """The store's file, whole and written by nobody for as long: all that was kept is in it.

        Raises:
            StoreError: it cannot be opened, or the disk takes no more.
        """
        if self.path in _held():
            raise RuntimeError(f"{self.path} inside a unit of work would wait for itself")
        handle = self._enter()
        _held().add(self.path)
        try:
            with self._opened() as connection:
                connection.execute("CHECKPOINT")
            yield self.path
        finally:
            _held().discard(self.path)
            _leave(handle)

    def foreign(self) -> str:
        """What this file holds that no store of ours does, in words, or "".

        For one from elsewhere, on a bench, before a unit of work is done in it.

        Raises:
            StoreError: it cannot be opened.
        """
        try:
            with (
                duckdb.connect(str(self.path), config=CONFIGURATION) as held,
                duckdb.connect(":memory:", config=CONFIGURATION) as model,
            ):
                return shape.foreign(held, model)
        except duckdb.Error as error:
            raise StoreError(_unopened(self.path, error)) from error

    def rewrite(self) -> None:
        """Write what the file holds into a new one, and put that in its place.

        What was deleted can still be read in the old one, and in none after this. It takes as long
        as copying does, while everybody else waits. Whenever it is broken off, the old file or the
        new one is there, whole.

        Raises:
            StoreError: it cannot be opened, the disk takes no more, or the copy is not complete;
                the old file stays.
        """
        with self.still() as path:
            fresh = path.with_name("store.rewriting")
            self._clear_leavings()
            try:
                _copy(path, fresh)
                if self._files()[1].exists():
                    raise StoreError(f"{self._files()[1]} holds what {path} does not; try again.")
                fresh.chmod(copying.PRIVATE)
                fresh.replace(path)
                _settle(self.folder)
            except (duckdb.Error, OSError) as error:
                raise StoreError(
                    f"{path} could not be written anew: {_first_line(error)} What is stored is "
                    "unharmed; make room on the disk, then do it again."
                ) from error
            finally:
                self._clear_leavings()

    def _clear_leavings(self) -> None:
        """What broken-off work has left beside the file may hold what was deleted since."""
        for left in (*self.folder.glob("store.rewriting*"), *self.folder.glob("store.new*")):
            left.unlink(missing_ok=True)
        shutil.rmtree(self.path.with_name(self.path.name + ".tmp"), ignore_errors=True)

    @contextmanager
    def _opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        connection = self._connected()
        try:
            yield connection
        finally:
            _close(connection, self.path)

    def _connected(self) -> duckdb.DuckDBPyConnection:
        connection: duckdb.DuckDBPyConnection | None = None
        try:
            if not self.exists():
                self._make()
            connection = duckdb.connect(str(self.path), config=CONFIGURATION)
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
            connection.execute(SILENT)
            connection.execute("SET GLOBAL lock_configuration = true")
            schema.bring_up_to_date(connection, self.path)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if isinstance(error, duckdb.Error | OSError):
                raise StoreError(_unopened(self.path, error)) from error
            raise
        return connection

    def _make(self) -> None:
        """A new store comes whole or not at all: one that is half made could never be opened."""
        making = self.path.with_name("store.new")
        making.unlink(missing_ok=True)
        duckdb.connect(str(making), config=CONFIGURATION).close()
        making.chmod(copying.PRIVATE)
        making.rename(self.path)

    def _enter(self) -> IO[str]:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = self._lock.open("a")
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be written to: {error.strerror}.") from error
        return handle if _try_lock(handle) else self._queue_for(handle)

    def _queue_for(self, handle: IO[str]) -> IO[str]:
        """Wait in the kernel's own queue, which is fair, but not for ever.

        A blocking lock cannot be given a limit, so another thread waits; if this one gives up,
        that one hands the lock straight back.
        """
        settled, granted = threading.Lock(), threading.Event()
        threading.Thread(target=_wait, args=(handle, settled, granted), daemon=True).start()
        # Both may be ready in the same moment: whoever takes `settled` has decided.
        if granted.wait(self._wait) or not settled.acquire(blocking=False):
            return handle
        raise StoreBusy(
            f"{self.path} was in use by somebody else for more than {self._wait:g} seconds. "
            "Nothing was changed. It may just be being written anew, as is done after an erasure: "
            "try again, and if it stays so, look for a stuck process."
        )


def _copy(path: Path, fresh: Path) -> None:
    """Copy all rows into a new file, and make sure that they have arrived on the disk.

    To attach a file a connection must reach files: this one alone may, in this folder only.
    """
    closed = {name: value for name, value in CONFIGURATION.items() if name != CLOSED}
    connection = duckdb.connect(str(path), config=closed)
    try:
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        connection.execute(SILENT)
        connection.execute(f"SET GLOBAL allowed_directories = [{_quoted(str(path.parent))}]")
        connection.execute(f"SET GLOBAL {CLOSED} = false")
        connection.execute(f"ATTACH {_quoted(str(fresh))} AS fresh")
        connection.execute(f'COPY FROM DATABASE "{path.stem}" TO fresh')
        _compare(connection, path)
        connection.execute("CHECKPOINT fresh")
        connection.execute("DETACH fresh")
    finally:
        connection.close()
    with fresh.open("rb") as written:
        os.fsync(written.fileno())


def _compare(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Raises StoreError where a table of the copy is not as long as its model."""
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? ORDER BY table_name",
        [path.stem],
    ).fetchall()
    for (table,) in tables:
        counted = connection.execute(
            f'SELECT (SELECT count(*) FROM "{path.stem}"."{table}"), '
            f'(SELECT count(*) FROM fresh."{table}")'
        ).fetchone()
        if counted is None or counted[0] != counted[1]:
            raise StoreError(
                f"{path} could not be written anew: the copy of {table} is not complete. "
                "What is stored is unharmed."
            )


def _settle(folder: Path) -> None:
    """Make sure that a new name is on the disk; Windows knows no such thing of a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_HERE = threading.local()


def _held() -> set[Path]:
    """The stores that this thread is inside of."""
    held: set[Path] = _HERE.__dict__.setdefault("held", set())
    return held


def _try_lock(handle: IO[str]) -> bool:
    try:
        portalocker.lock(
            handle, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
        )
    except portalocker.exceptions.LockException:
        return False
    return True


def _wait(handle: IO[str], settled: threading.Lock, granted: threading.Event) -> None:
    portalocker.lock(handle, portalocker.LockFlags.EXCLUSIVE)
    if settled.acquire(blocking=False):
        granted.set()
    else:
        _leave(handle)


def _leave(handle: IO[str]) -> None:
    portalocker.unlock(handle)
    handle.close()


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    try:
        connection.begin()
        yield
        connection.commit()
    except duckdb.Error as error:
        _roll_back(connection)
        raise _told(path, error) from error
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.rollback()
    except duckdb.Error:
        # After a failed write DuckDB has already invalidated the connection, and with it the
        # transaction; the file on disk holds the last commit.
        return


def _close(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    try:
        connection.close()
    except duckdb.Error as error:
        raise _told(path, error) from error


def _told(path: Path, error: duckdb.Error) -> Exception:
    """An error of the disk in words; any other is a mistake of ours and stays as it is."""
    if not _is_of_the_disk(error):
        return error
    return StoreError(
        f"{path} could not be written: {_first_line(error)} What was stored before is unharmed; "
        "make room on the disk, then do it again."
    )


def _is_of_the_disk(error: duckdb.Error) -> bool:
    kinds = duckdb.IOException | duckdb.FatalException | duckdb.OutOfMemoryException
    return isinstance(error, kinds) or any(words in str(error) for words in FULL)


def _unopened(path: Path, error: Exception) -> str:
    said = _first_line(error)
    if any(words in said for words in FULL):
        return f"{path} could not be written: {said} Make room on the disk, then do it again."
    return (
        f"{path} cannot be opened: {said} If another program has it open, close that; if the file "
        "is damaged, put a backup in its place."
    )


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".!") + "."


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
