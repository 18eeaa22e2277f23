"""The rejects file: rows that could not be read, with place and reason, for a person to correct."""

import csv
from collections.abc import Iterable
from pathlib import Path

from collectors.post import Rejected
from earshot.words.cells import safe_cell
from earshot.words.errors import StoreError

COLUMNS = ("place", "reason", "row")


class RejectsFile:
    """Made when the first rejected row comes; of a file without any there is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written = 0

    def add(self, rejects: Iterable[Rejected]) -> None:
        """Raises StoreError where it cannot be written: what was rejected must not be lost."""
        rows = [[safe_cell(c) for c in (each.where, each.reason, each.raw)] for each in rejects]
        if not rows:
            return
        try:
            self._append(rows)
        except OSError as error:
            raise StoreError(
                f"The rows that could not be read cannot be kept in {self.path}: "
                f"{error.strerror}. Make room, then import the file again; nothing is doubled."
            ) from error
        self.written += len(rows)

    def _append(self, rows: list[list[str]]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            if not self.written:
                writer.writerow(COLUMNS)
            writer.writerows(rows)
