"""A person in the files that lie beside the store: rejected rows, and the policy's files."""

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path

from earshot.handling import last_good
from earshot.handling.house import House
from earshot.rules.naming import Name
from earshot.rules.policy import FILES
from earshot.store.person import Text, Where
from earshot.words.errors import EarshotError

MARK = "utf-8-sig"  # with the mark by which spreadsheets know it


def rejects_of(house: House) -> list[Path]:
    """The files of rejected rows, and whatever was left half written beside them."""
    folder = house.folder / "rejects"
    return sorted(each for each in folder.rglob("*") if each.is_file()) if folder.is_dir() else []


def in_files(house: House, name: Name) -> Iterator[Text]:
    """Where these files name somebody: each row of a rejects file once."""
    for path in rejects_of(house):
        file = path.name
        if name.is_in(file):
            yield Text(Where.REJECTS_FILE, file, "file", file, 0)
        for number, row in enumerate(_rows(path), start=1):
            cell = next((each for each in row if name.is_in(each)), None)
            if cell is not None:
                yield Text(Where.REJECTS_FILE, file, f"row {number}", cell, 0)
    for file, lines in _policies(house):
        for number, line in enumerate(lines, start=1):
            if name.is_in(line):
                yield Text(Where.SETTING, file, f"line {number}", line, 0)


def _policies(house: House) -> Iterator[tuple[str, list[str]]]:
    """The company's own files; and of the last good ones, which count while those have a mistake,
    what does not stand in them any more."""
    present: dict[str, list[str]] = {}
    for file in FILES:
        path = house.folder / file
        present[file] = _read(path).splitlines() if path.is_file() else []
    yield from present.items()
    for kept, file in zip(last_good.kept(house.folder) or (), FILES, strict=False):
        shipped = not (house.folder / file).exists()
        if not shipped and kept.source.splitlines() != present[file]:
            yield f"{last_good.FILE}, {file}", kept.source.splitlines()


def remove_rows(house: House, name: Name) -> int:
    """Take the rows that name somebody out of the rejects files; says how many they were.

    Each file is put in the old one's place whole, so that nothing is lost if this is broken off.

    Raises:
        EarshotError: a file cannot be read or written; names it.
    """
    return sum(_cleared(path, name) for path in rejects_of(house))


def _cleared(path: Path, name: Name) -> int:
    rows = list(_rows(path))
    kept = [row for row in rows if not any(map(name.is_in, row))]
    try:
        if len(kept) < len(rows):
            _put(path, kept)
        if name.is_in(path.name):
            path.rename(_free(path.with_name(name.struck(path.name))))
    except OSError as error:
        raise EarshotError(f"{path} cannot be written: {error.strerror}.") from error
    return len(rows) - len(kept)


def _put(path: Path, rows: list[list[str]]) -> None:
    """Nothing but the names of the columns left: the file goes."""
    if len(rows) <= 1:
        path.unlink()
        return
    fresh = path.with_name(f"{path.name}.part")
    with fresh.open("w", encoding=MARK, newline="") as stream:
        csv.writer(stream).writerows(rows)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def _free(path: Path) -> Path:
    taken = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, 10_000))
    return path if not path.exists() else next(each for each in taken if not each.exists())


def _rows(path: Path) -> list[list[str]]:
    csv.field_size_limit(2**31 - 1)  # a row may hold a whole article
    return list(csv.reader(io.StringIO(_read(path).replace("\0", ""), newline="")))


def _read(path: Path) -> str:
    try:
        return path.read_text(MARK, errors="replace")
    except OSError as error:
        raise EarshotError(f"{path} cannot be read: {error.strerror}.") from error
