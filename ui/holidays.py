"""Days that are not worked: the company's own list of dates and names, as it is typed."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from earshot.words.errors import BadTime


def ask_days(label: str, days: Mapping[date, str], *, key: str) -> str:
    """A box with one day a line: `2026-12-24 Christmas closure`."""
    lines = "\n".join(f"{day.isoformat()} {name}" for day, name in sorted(days.items()))
    return (
        st.text_area(label, lines, key=key, height=100, placeholder="2026-12-24 Christmas closure")
        or ""
    )


def read_days(written: str) -> dict[date, str]:
    """The days of such a box.

    Raises:
        BadTime: a line that has no date or no name; it names the line.
    """
    found: dict[date, str] = {}
    for number, line in enumerate(written.splitlines(), start=1):
        said, _, name = line.strip().partition(" ")
        if not said:
            continue
        try:
            day = date.fromisoformat(said)
        except ValueError:
            raise BadTime(f"Line {number}: {said!r} is no date like 2026-12-24.") from None
        if not name.strip():
            raise BadTime(f"Line {number}: say what day {said} is.")
        found[day] = name.strip()
    return found
