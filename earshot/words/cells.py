"""Cells: values as CSV files hold them, so that no spreadsheet computes what outsiders wrote.

Text that a spreadsheet would take for a formula gets a ' before it (OWASP, "CSV Injection").
"""

from datetime import date

from collectors.tables.guard import FORMULA

__all__ = ["FORMULA", "Cell", "bare_cell", "safe_cell"]

Cell = str | int | float | bool | date | None


def safe_cell(value: Cell) -> str:
    """A value as a cell that no spreadsheet computes. Numbers of our own making stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return "'" + value if FORMULA.match(value) else value


def bare_cell(said: str) -> str:
    """What `safe_cell` was given, for files of our own making that come back."""
    return said[1:] if said.startswith("'") and FORMULA.match(said[1:]) else said
