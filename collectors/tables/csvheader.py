"""The header of a CSV file: what parts its cells, and which of the wanted columns stand where."""

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import NoReturn

from collectors.errors import Problem, UnreadableSource
from collectors.plaintext import one_line
from collectors.tables.csvtext import Lines, Runaway


@dataclass(frozen=True, slots=True)
class Header:
    """How the rows under it are to be read."""

    delimiter: str
    width: int  # cells
    columns: dict[str, int]  # the cell that holds a wanted column, counted from 0
    names: tuple[str, ...] = ()  # of all columns, in lower case


def read_header(lines: Lines, name: str, wanted: Collection[str], required: str) -> Header:
    """Reads the header, and leaves the lines at the first row.

    Names are compared without case. Raises UnreadableSource (NOT_A_TABLE, naming the file) where a
    wanted column is there twice, or the required one is not.
    """
    line = _first_line(lines, name)
    if re.match("sep=.", line):  # a hint that Excel writes for itself
        line = _first_line(lines, name)
    cells_by = {mark: _cells(line, mark) for mark in ",;\t"}
    mark, cells = max(cells_by.items(), key=lambda guess: len(set(wanted).intersection(guess[1])))
    for column in wanted:
        if cells.count(column) > 1:
            _refuse(f"{name}, line {lines.number}: the column “{column}” is there twice")
    if required not in cells:
        _refuse(
            f"{name} has no column “{required}”. Found: {_shown(cells)}."
            f" Expected: {', '.join(wanted)} (only “{required}” must be there)"
        )
    places = {cell: place for place, cell in enumerate(cells) if cell in wanted}
    return Header(mark, len(cells), places, tuple(cells))


def _first_line(lines: Lines, name: str) -> str:
    """The first line that is not empty; "" if there is none."""
    try:
        for line in lines:
            lines.begin()
            if line.strip():
                return line
    except Runaway:
        _refuse(f"{name}, line {lines.number}: no header, but a line without an end")
    return ""


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        cells = []
    return [(one_line(cell) or "").casefold() for cell in cells]


def _shown(cells: list[str]) -> str:
    return ", ".join(cell[:40] or "(no name)" for cell in cells[:20]) or "nothing"


def _refuse(sentence: str) -> NoReturn:
    raise UnreadableSource(Problem.NOT_A_TABLE, sentence)
