"""Downloads: the CSV files of a period, made when somebody asks for one."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TextIO

import streamlit as st

from earshot.protection.audit import Taken, note_export
from earshot.store import restricted
from earshot.store.rows import Connection
from earshot.telling import exports, reports
from earshot.telling.exports import Column
from earshot.words.period import Period
from ui.safe import say_text
from ui.visit import Visit

Columns = tuple[tuple[str, str], ...]


def offer_mentions(visit: Visit, period: Period) -> None:
    _offer(
        "mentions",
        period,
        lambda: mentions_file(visit, period),
        "Every mention published in the period, with its author, text, tone, and where it stands.",
        _described(exports.MENTIONS),
    )


def offer_compliance(visit: Visit, period: Period) -> None:
    _offer(
        "compliance",
        period,
        lambda: compliance_file(visit, period),
        "Every reply that was due in the period: when it was due and why, when it was made and "
        "where, and what it counts as. It names no author.",
        _described(exports.COMPLIANCE),
    )


def offer_summary(visit: Visit, period: Period) -> None:
    _offer(
        "summary",
        period,
        lambda: summary_file(visit, period),
        "The figures below, for a meeting. It names no author and quotes nobody.",
        exports.SUMMARY,
    )


def mentions_file(visit: Visit, period: Period) -> bytes:
    with visit.house.store.unit() as connection:
        found = reports.mentions_of(connection, period)
        left_out = restricted.count(connection, period.start, period.end)
        _note(visit, connection, Taken("mentions", len(found), left_out, period))
    return _file(lambda stream: exports.write_mentions(stream, found, visit.company))


def compliance_file(visit: Visit, period: Period) -> bytes:
    with visit.house.store.unit() as connection:
        found = reports.promises_of(connection, period)
        left_out = restricted.count_due(connection, period.start, period.end)
        _note(visit, connection, Taken("compliance", len(found), left_out, period))
    return _file(lambda stream: exports.write_compliance(stream, found, visit.company, visit.now))


def summary_file(visit: Visit, period: Period) -> bytes:
    with visit.house.store.unit() as connection:
        found = reports.summary_in(connection, period, visit.now)
        left_out = restricted.count_in(connection, period.start, period.end)
        _note(visit, connection, Taken("summary", len(found.figures), left_out, period))
    return _file(lambda stream: exports.write_summary(stream, found))


def _note(visit: Visit, connection: Connection, taken: Taken) -> None:
    """What is taken away is in the log before it is made, with the time of the click."""
    note_export(connection, taken, visit.reader, datetime.now(UTC))


def _file(write: Callable[[TextIO], None]) -> bytes:
    return exports.as_file(write)


def _offer(
    what: str, period: Period, make: Callable[[], bytes], holds: str, columns: Columns
) -> None:
    with st.container(border=True):
        st.subheader(what.capitalize())
        say_text(holds)
        st.download_button(
            f"Download {what} as CSV",
            make,  # called on the click, so that nothing is made for nobody
            file_name=f"earshot-{what}-{period.start}-to-{period.end}.csv",
            mime="text/csv",
            key=f"download_{what}",
            on_click="ignore",
            icon=":material/download:",
        )
        with st.expander("Its columns"):
            for name, description in columns:
                say_text(f"{name}: {description}", "es-quiet")


def _described(columns: tuple[Column, ...]) -> Columns:
    return tuple((column.name, column.description) for column in columns)
