"""Previewing a table: which column is taken for what, and how its first rows would be read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from collectors.errors import UnreadableSource
from collectors.tables.found import TableFound, table_in
from collectors.tables.mapped import Preview, preview
from collectors.tables.mapping import Mapping, Proposal, propose
from earshot.rules.company import Company


@dataclass(frozen=True, slots=True)
class TablePreview:
    """A table as it would be read."""

    found: TableFound
    proposal: Proposal
    mapping: Mapping  # the person's, the remembered one, or the proposed one, in this order
    remembered: bool
    rows: Preview | None  # None where the mapping cannot be used
    problem: str = ""  # why it cannot


def preview_table(
    opening: Callable[[], BinaryIO],
    name: str,
    company: Company,
    *,
    now: datetime,
    mapping: Mapping | None = None,
) -> TablePreview:
    """Look at a table without keeping anything.

    Raises:
        UnreadableSource: it is no table, or one that holds nobody's words.
    """
    found = table_in(opening, name)
    proposal, remembered = propose(found), company.mappings.get(found.shape)
    chosen = mapping or remembered or proposal.mapping
    rows, problem = None, ""
    try:
        rows = preview(opening, chosen, name=name, now=now, zone=company.zone)
    except UnreadableSource as error:
        problem = str(error)
    return TablePreview(found, proposal, chosen, remembered is not None, rows, problem)
