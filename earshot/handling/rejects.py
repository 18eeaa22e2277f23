"""The rejects file: rows that could not be read, with place and reason, for a person to correct.

It is a table itself: a row that is corrected in its columns can be imported again, and becomes the
same Mention as if it had been right at once. A row that nobody touched is rejected as before.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from collectors.post import Platform, Rejected
from collectors.tables.rejectshape import REJECT_COLUMNS, row_of
from earshot.words.errors import StoreError

COLUMNS = REJECT_COLUMNS
ENDING = ".csv"
LONGEST_NAME = 200  # bytes; systems take 255
_PLAIN = re.compile(r"\w(?:[\w.() -]*[\w)])?\.csv")


def is_plain(name: str) -> bool:
    """Whether a file's name could be one that was made here: nothing that a system or a terminal
    takes for more than a name."""
    return len(name.encode("utf-8", "replace")) <= LONGEST_NAME and bool(_PLAIN.fullmatch(name))


def plain_name(stem: str, mark: str) -> str:
    """The name of a rejects file: a stem, as far as it is plain and has room, and a mark."""
    stem = re.sub(r"[^\w.() -]", "-", unicodedata.normalize("NFC", stem)).lstrip(".-() ") or "file"
    room = LONGEST_NAME - len(f"-{mark}{ENDING}".encode())
    return f"{stem.encode()[:room].decode('utf-8', 'ignore')}-{mark}{ENDING}"


class RejectsFile:
    """Made when the first rejected row comes; of a file without any there is none.

    `platform` and `account` are what the import was told of rows that do not say.
    """

    def __init__(
        self, path: Path, *, platform: Platform | None = None, account: str | None = None
    ) -> None:
        self.path = path
        self.written = 0
        self._platform = platform
        self._account = account

    def add(self, rejects: Iterable[Rejected]) -> None:
        """Raises StoreError where it cannot be written: what was rejected must not be lost."""
        rows = [row_of(self._completed(each)) for each in rejects]
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

    def _completed(self, rejected: Rejected) -> Rejected:
        """What was known of the whole file stands in each row: it comes back without the file."""
        cells = dict(rejected.cells)
        if not cells:
            return rejected
        said = cells.get("platform", Platform.TABLE.value if "url" not in cells else "")
        if self._platform and said == Platform.TABLE.value:
            cells["platform"] = self._platform.value
        if self._account:
            cells.setdefault("account", self._account)
        return replace(rejected, cells=tuple(cells.items()))

    def _append(self, rows: list[list[str]]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # With its mark: a spreadsheet that takes UTF-8 for Windows-1252 saves it as nonsense.
        with self.path.open("a", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            if not self.written:
                writer.writerow(COLUMNS)
            writer.writerows(rows)
