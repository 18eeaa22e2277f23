"""The shape of a rejects file: rows that could not be read, which come back once corrected.

A mark tells a corrected row from one that nobody touched: the latter is rejected as before, even
where its cells alone would now do (a cell too many, a date that only its own file made unsure).
"""

from collections.abc import Collection, Mapping
from hashlib import sha256

from collectors.post import Post, Rejected, Unread
from collectors.tables.columns import TABLE_COLUMNS
from collectors.tables.guard import bare, guarded
from collectors.tables.rowpost import RowReading, read_row, tidied

DATA_COLUMNS = (*TABLE_COLUMNS, "own", "reply_at", "reply_text")
REJECT_COLUMNS = ("place", "reason", "row", *DATA_COLUMNS, "mark")
_TELLING = frozenset(("place", "reason", "row", "text", "mark"))


def is_rejects(names: Collection[str]) -> bool:
    """Whether these columns are those of a rejects file; its older form had none to correct."""
    return _TELLING.issubset(name.strip().casefold() for name in names)


def row_of(rejected: Rejected) -> list[str]:
    """The row of a rejects file, in the order of REJECT_COLUMNS, guarded."""
    cells = dict(rejected.cells)
    told = {
        "place": rejected.where,
        "reason": rejected.reason,
        "row": rejected.raw,
        "mark": mark_of(cells),
    }
    return [guarded((cells | told).get(column, "")) for column in REJECT_COLUMNS]


def read_returned(
    cells: Mapping[str, str], where: str, reading: RowReading
) -> Post | Rejected | Unread:
    """A row that came back, by the columns' names in lower case: corrected, or rejected again."""
    freed = {column: bare(cells.get(column, "")) for column in REJECT_COLUMNS}
    said = {column: tidied(column, freed[column], plain=True) for column in DATA_COLUMNS}
    if freed["mark"] == mark_of(freed):
        kept = tuple((column, cell) for column, cell in said.items() if cell)
        return Rejected(freed["reason"], where, freed["row"], kept)
    return read_row(said, where, freed["row"], reading)


def mark_of(cells: Mapping[str, str]) -> str:
    """Differs when anything that would be read differs; line ends and outer spaces do not count."""
    said = (" ".join(cells.get(column, "").split()) for column in DATA_COLUMNS)
    return "m" + sha256("\x1f".join(said).encode("utf-8", "replace")).hexdigest()[:10]
