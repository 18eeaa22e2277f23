"""Rejects: a record that could not be read, with what of it can be corrected and read again."""

from collections.abc import Mapping
from dataclasses import replace

from collectors.plaintext import one_line, tidy
from collectors.post import RAW_LIMIT, Rejected


def reject(reason: object, where: str, raw: str, **cells: str) -> Rejected:
    """`raw` is the record as it stands; `cells` go by the names of the project's own table."""
    said = {
        name: tidy(value) if name == "text" else one_line(value) or ""
        for name, value in cells.items()
    }
    told = tuple((name, value) for name, value in said.items() if value)
    return Rejected(str(reason), where, tidy(raw[:RAW_LIMIT]), told)


def renamed(rejected: Rejected, names: Mapping[str, str]) -> Rejected:
    """A row that could not be read, its cells by the names of the project's own table; those that
    have none there are dropped."""
    cells = ((names[name], value) for name, value in rejected.cells if name in names)
    return replace(rejected, cells=tuple(cells))
