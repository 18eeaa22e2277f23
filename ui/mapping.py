"""Mapping: which column of an uploaded table is which of ours, and how its rows would be read."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from zoneinfo import available_timezones

import streamlit as st
from streamlit.typing import UploadedFile

from collectors.post import Platform
from collectors.tables.columns import MORE_COLUMNS, TABLE_COLUMNS
from collectors.tables.mapping import Mapping
from collectors.tables.widedates import DateOrder
from earshot.bringing.previewing import TablePreview, preview_table
from earshot.words.platforms import PLATFORM
from ui.firstrows import show_rows
from ui.safe import say_text
from ui.visit import Visit

COLUMNS = {  # ours, as they are asked for; the first ones at once, the others behind "More"
    "text": "What was said",
    "published_at": "When it was said",
    "author": "Who said it",
    "url": "Its address",
    "title": "Its heading",
    "rating": "Stars",
    "account": "Our account it was said on",
    "platform": "The platform",
    "in_reply_to": "What it answers",
    "native_id": "Its id on the platform",
    "kind": "Comment, review, post or article",
    "time_of_day": "Time of day, where it stands apart",
    "publisher": "The outlet",
    "own": "Whether we wrote it (yes)",
    "reply_at": "When we answered it",
    "reply_text": "What we answered",
}
AT_ONCE = 6  # of these are asked for without opening anything
NOT_READ = ""
ORDERS = {
    None: "As the file shows, else day first",
    DateOrder.DAY_FIRST: "Day first: 14/11/2026",
    DateOrder.MONTH_FIRST: "Month first: 11/14/2026",
}
SEEN = "_seen_table"  # (file, {mapping: preview}): a preview goes through the whole file


@dataclass(frozen=True, slots=True)
class Chosen:
    """How a table is to be read."""

    mapping: Mapping | None = None  # to be remembered; None: as it is known or names itself
    ready: bool = True
    asked: bool = False  # a person has been asked for the columns
    remembered: bool = False  # it is read by columns that somebody chose earlier


def choose_columns(visit: Visit, upload: UploadedFile) -> Chosen:
    """Ask for the columns of a table that does not name them, or where somebody wants to."""
    seen = _previewed(visit, upload, None)
    if seen.remembered:
        say_text("Its columns are read as they were chosen for a table of this shape before.")
    else:
        say_text(f"{upload.name}: {seen.proposal.why}.")
    is_clear = seen.remembered or seen.proposal.certain
    if seen.mapping.rejects or (is_clear and not _wants_to_change(upload)):
        with st.expander("How its first rows are read", expanded=bool(seen.problem)):
            show_rows(visit, seen)
        return Chosen(ready=not seen.problem, remembered=seen.remembered)
    mapping = _asked(visit, upload, seen)
    read_so = _previewed(visit, upload, mapping)
    st.write("**Its first rows, as they would be read:**")
    show_rows(visit, read_so)
    return Chosen(mapping, ready=not read_so.problem, asked=True)


def _wants_to_change(upload: UploadedFile) -> bool:
    return st.toggle("Change which column is which", key=f"change {upload.file_id}")


def _asked(visit: Visit, upload: UploadedFile, seen: TablePreview) -> Mapping:
    """The mapping as it is filled in."""
    pairs: list[tuple[str, str]] = []
    names = list(COLUMNS)
    with st.container(horizontal=True, gap="small"):
        for ours in names[:AT_ONCE]:
            pairs += _ask_column(ours, upload, seen)
    with st.expander("More columns"), st.container(horizontal=True, gap="small"):
        for ours in names[AT_ONCE:]:
            pairs += _ask_column(ours, upload, seen)
    with st.container(horizontal=True, gap="small"):
        order = _ask_order(upload, seen.mapping)
        zone = _ask_zone(visit, upload, seen.mapping)
        platform = _ask_platform(upload, seen.mapping)
    columns = tuple(pairs)
    plain = seen.mapping.plain and columns == seen.mapping.columns
    return replace(
        seen.mapping, columns=columns, date_order=order, zone=zone, platform=platform, plain=plain
    )


def _ask_column(ours: str, upload: UploadedFile, seen: TablePreview) -> Iterator[tuple[str, str]]:
    """Which of the file's columns is this one of ours; several may stand for it from before."""
    before = seen.mapping.of(ours)
    options = [NOT_READ, *seen.found.columns]
    first = before[0] if before and before[0] in options else NOT_READ
    chosen = st.selectbox(
        COLUMNS[ours],
        options,
        index=options.index(first),
        format_func=lambda column: column or "not in it",
        help=(TABLE_COLUMNS | MORE_COLUMNS)[ours],
        key=f"column {ours} {upload.file_id}",
        width=220,
    )
    if chosen == first:
        yield from ((ours, column) for column in before if column in options)
    elif chosen:
        yield ours, chosen


def _ask_order(upload: UploadedFile, mapping: Mapping) -> DateOrder | None:
    options = list(ORDERS)
    return st.selectbox(
        "Day and month",
        options,
        index=options.index(mapping.date_order),
        format_func=ORDERS.__getitem__,
        key=f"order {upload.file_id}",
        width=300,
    )


def _ask_zone(visit: Visit, upload: UploadedFile, mapping: Mapping) -> str | None:
    """Whose time is meant where a time has no zone."""
    options = [None, "UTC", *_zones()]
    return st.selectbox(
        "Times without a zone are",
        options,
        index=options.index(mapping.zone) if mapping.zone in options else 0,
        format_func=lambda zone: zone or f"ours: {visit.company.profile.zone}",
        key=f"zone {upload.file_id}",
        width=260,
    )


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone))


def _ask_platform(upload: UploadedFile, mapping: Mapping) -> Platform | None:
    options = [None, *Platform]
    chosen: Platform | None = st.selectbox(
        "All of it was said on",
        options,
        index=options.index(mapping.platform),
        format_func=lambda platform: PLATFORM[platform] if platform else "as each row says",
        key=f"platform {upload.file_id}",
        width=260,
    )
    return chosen


def _previewed(visit: Visit, upload: UploadedFile, mapping: Mapping | None) -> TablePreview:
    seen: dict[Mapping | None, TablePreview]
    file, seen = st.session_state.get(SEEN, ("", {}))
    if file != upload.file_id:
        seen = {}
    if mapping not in seen:
        if len(seen) > 8:
            seen.clear()
        with st.spinner("Looking through the table"):
            seen[mapping] = preview_table(
                lambda: io.BytesIO(upload.getvalue()),
                upload.name,
                visit.company,
                now=visit.now,
                mapping=mapping,
            )
    st.session_state[SEEN] = (upload.file_id, seen)
    return seen[mapping]
