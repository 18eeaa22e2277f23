"""Mapped tables: the rows of any table, read as its mapping says.

A file is gone through once for the order of day and month, then row by row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from collectors.errors import Problem, UnreadableSource
from collectors.post import Kind, Post, Published, Rejected, Unread
from collectors.tables.columns import as_named
from collectors.tables.csvrows import Misread, Row, raw_of
from collectors.tables.csvtable import CsvTable, Opening
from collectors.tables.found import opened_table
from collectors.tables.mapping import Mapping
from collectors.tables.rejectshape import read_returned
from collectors.tables.rowpost import (
    RowReading,
    Said,
    cells_of,
    is_shortened,
    joined_texts,
    private_in,
    read_row,
    tidied,
)
from collectors.tables.rowraw import raw_of_cells
from collectors.tables.sheet import SheetTable
from collectors.tables.widedates import (
    DateOrder,
    WideReading,
    is_either,
    lacks_zone,
    order_shown,
    read_wide_date,
)

Entry = Post | Rejected | Unread


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as they would be read."""

    entries: tuple[Entry, ...]
    assumed: str | None


class MappedRows(Iterator[Entry]):
    """The entries of a table, and what had to be assumed: known before the first of them."""

    def __init__(self, entries: Iterator[Entry], assumed: str | None) -> None:
        self.assumed = assumed  # a sentence for a person; None where nothing was
        self._entries = entries

    def __next__(self) -> Entry:
        return next(self._entries)


def read_mapped(
    opening: Opening, mapping: Mapping, *, name: str, now: datetime, zone: ZoneInfo
) -> MappedRows:
    """The rows of a CSV, TSV or XLSX file; `zone` is the company's.

    Private messages and repeated headers come as Unread. Raises UnreadableSource before the first
    row, as `table_in` does, and UNMAPPED_TABLE where the file lacks a column of the mapping or the
    mapping a text.
    """
    table = opened_table(opening, name)
    places = _places(table, mapping, name)
    seen = _seen(table, places)
    own_zone = ZoneInfo(mapping.zone) if mapping.zone else zone
    dates = WideReading(own_zone, now, *seen.order(mapping.date_order))

    def date(said: str) -> Published:
        return read_wide_date(said, dates)

    reading = RowReading(
        date, mapping.plain, mapping.platform, mapping.kind, mapping.own, mapping.url_of_id
    )
    entries = _entries(table, places, mapping, reading)
    return MappedRows(entries, seen.assumed(mapping, own_zone, dates))


def preview(
    opening: Opening, mapping: Mapping, *, name: str, now: datetime, zone: ZoneInfo, rows: int = 10
) -> Preview:
    """The first rows as `read_mapped` gives them."""
    entries = read_mapped(opening, mapping, name=name, now=now, zone=zone)
    return Preview(tuple(islice(entries, rows)), entries.assumed)


Places = dict[str, tuple[int, ...]]  # of the file's cells, by our names


def _places(table: CsvTable | SheetTable, mapping: Mapping, name: str) -> Places:
    columns = as_named(table.names)
    missing = [theirs for _, theirs in mapping.columns if theirs not in columns]
    if missing:
        _refuse(f"{name} has no column “{missing[0]}”, which its mapping names")
    if not (mapping.of("text") or mapping.of("title") or mapping.of("rating")):
        _refuse(f"{name}: no column is chosen for what was said")
    names = dict.fromkeys(ours for ours, _ in mapping.columns)
    return {ours: tuple(columns.index(theirs) for theirs in mapping.of(ours)) for ours in names}


def _refuse(sentence: str) -> None:
    raise UnreadableSource(Problem.UNMAPPED_TABLE, sentence)


def _entries(
    table: CsvTable | SheetTable, places: Places, mapping: Mapping, reading: RowReading
) -> Iterator[Entry]:
    header = list(table.names)
    for row in table.rows():
        if row.cells == header:
            yield Unread("repeated headers")
        else:
            yield _entry(row, places, mapping, reading)


def _entry(row: Row | Misread, places: Places, mapping: Mapping, reading: RowReading) -> Entry:
    if mapping.rejects and isinstance(row, Row):
        cells = {ours: row.cells[at[0]] for ours, at in places.items()}
        return read_returned(cells, row.where, reading)
    said = _said(row.cells, places, mapping)
    if private := private_in(said, reading):
        return private
    if isinstance(row, Misread):
        return Rejected(row.reason, row.where, _kept(row, places, mapping), cells_of(said, reading))
    raw = _kept(row, places, mapping)
    for ours, at in places.items():
        if fault := next((row.faults[place] for place in at if place in row.faults), None):
            reason = f"{ours}: {fault}"
            return Rejected(reason, row.where, raw, cells_of(said, reading))
    return read_row(said, row.where, raw, reading)


def _kept(row: Row | Misread, places: Places, mapping: Mapping) -> str:
    """What of a row is kept if it is rejected: the cells that are read, as they stand there. Of a
    review whose cells are not where they should be nothing: an e-mail address may be anywhere."""
    if mapping.plain:
        return raw_of(row.lines) if isinstance(row, Row) else row.raw
    is_review = mapping.kind is Kind.REVIEW or mapping.of("rating")
    if isinstance(row, Misread) and is_review:
        return ""
    used = sorted({place for at in places.values() for place in at})
    return raw_of_cells(row.cells[place] for place in used if place < len(row.cells))


def _said(cells: list[str], places: Places, mapping: Mapping) -> Said:
    said: Said = {}
    for ours, at in places.items():
        values = [tidied(ours, cells[p], plain=mapping.plain) for p in at if p < len(cells)]
        joins = ours == "text" and mapping.join_texts
        said[ours] = joined_texts(values) if joins else next(filter(None, values), "")
    if (time := said.pop("time_of_day", "")) and ":" not in said.get("published_at", ":"):
        said["published_at"] = f"{said['published_at']} {time}".strip()
    return said


# What the whole file shows of its dates.


@dataclass(frozen=True, slots=True)
class _Seen:
    shown: dict[DateOrder, str] = field(default_factory=dict)  # the first date that shows it
    either: str | None = None  # a date that may be two
    zoneless: bool = False
    shortened: int = 0  # ids that a spreadsheet has rounded

    def order(self, given: DateOrder | None) -> tuple[DateOrder, str | None]:
        """What counts as the order, and the dates that show both where the file has both and
        nobody has said which is meant."""
        if len(self.shown) == 2:
            return given or DateOrder.DAY_FIRST, None if given else " and ".join(
                self.shown.values()
            )
        return next(iter(self.shown), given or DateOrder.DAY_FIRST), None

    def assumed(self, mapping: Mapping, zone: ZoneInfo, dates: WideReading) -> str | None:
        told = []
        if self.zoneless and not mapping.zone:
            told.append(f"dates without a zone read as {zone.key} time")
        if dates.mixed:
            told.append(
                f"day and month stand in both orders ({dates.mixed}): dates that could be either"
                " are rejected"
            )
        elif self.either:
            told.append(f"{_ORDERS[dates.order]}, {self._reason(mapping)}")
        if self.shortened:
            told.append(
                f"{self.shortened} ids that a spreadsheet has rounded, such as 1.2E+17, left out"
            )
        return "; ".join(told) or None

    def _reason(self, mapping: Mapping) -> str:
        if len(self.shown) == 1:
            return f"as {next(iter(self.shown.values()))} shows"
        return "as chosen" if mapping.date_order else "nothing in the file says otherwise"


_ORDERS = {
    DateOrder.DAY_FIRST: "day before month",
    DateOrder.MONTH_FIRST: "month before day",
}


def _seen(table: CsvTable | SheetTable, places: Places) -> _Seen:
    dates = [place for ours in ("published_at", "reply_at") for place in places.get(ours, ())]
    ids = places.get("native_id", ())
    times = bool(places.get("time_of_day"))
    seen = _Seen()
    for row in table.rows() if dates or ids else ():
        if isinstance(row, Row):
            seen = _looked_at(seen, row, dates, times=times)
            if any(is_shortened(row.cells[place].strip()) for place in ids):
                seen = replace(seen, shortened=seen.shortened + 1)
    return seen


def _looked_at(seen: _Seen, row: Row, dates: list[int], *, times: bool) -> _Seen:
    for said in filter(None, (row.cells[place].strip() for place in dates)):
        shown = order_shown(said)
        if shown and shown not in seen.shown:
            seen.shown[shown] = f"“{said[:40]}” on {row.where}"
        if not seen.either and is_either(said):
            seen = replace(seen, either=said)
        if not seen.zoneless and (times or lacks_zone(said)):
            seen = replace(seen, zoneless=True)
    return seen
