"""Requests about data: the register, and each with its date."""

from datetime import date

import streamlit as st

from earshot.protection import requests
from earshot.protection.requests import CameIn
from earshot.rules.access import Right
from earshot.rules.requests import (
    OWED,
    Request,
    RequestKind,
    RequestState,
    why_due,
)
from earshot.store.rows import Connection
from earshot.words.times import local_date, spoken_day
from ui.addresses import link_to
from ui.privacy_entry import KIND, do, show_entry
from ui.safe import say_text
from ui.visit import Visit
from ui.words import number_of, where_said

STATE = {
    RequestState.OPEN: "open",
    RequestState.EXTENDED: "extended",
    RequestState.ANSWERED: "answered",
    RequestState.REFUSED: "refused",
}


def show(visit: Visit) -> None:
    visit.require(Right.RIGHTS)
    with visit.house.store.unit() as connection:
        found = requests.present(connection, visit.reader)
        new = requests.came_in(connection, visit.reader)
    today = local_date(visit.now, visit.company.zone)
    _came_in(visit, [each for each in new if not each.is_history], today)
    owed = [each for each in found if each.state in OWED]
    st.subheader(f"To be answered: {len(owed)}")
    for entry in owed:
        show_entry(visit, entry, today)
    if not owed:
        st.write("No request in the register waits for an answer.")
    _enter_by_hand(visit, today)
    _ended(visit, [each for each in found if each.state not in OWED])
    before = [each for each in new if each.is_history]
    if before:
        with st.expander(f"From before we listened, and not in the register: {len(before)}"):
            for each in before:
                _one_that_came_in(visit, each, today)
    _take_away(visit, bool(found))


def _came_in(visit: Visit, new: list[CameIn], today: date) -> None:
    if new:
        st.subheader(f"{number_of(len(new), 'comment')} that may be a request")
        st.caption("A program found them by their words. Look at each, and decide.")
    for each in new:
        _one_that_came_in(visit, each, today)


def _one_that_came_in(visit: Visit, found: CameIn, today: date) -> None:
    """The words once, here: they are not copied into the register."""
    item = found.item
    with st.container(border=True, gap="small"):
        late = found.due_on < today
        day, due = spoken_day(found.received_on), spoken_day(found.due_on)
        say_text(f"{where_said(item)}, {day}: due by {due}", "es-late" if late else "es-key")
        say_text(item.text or item.title or "")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            kind = _ask_kind(found.kind, key=f"kind {item.id}")
            if st.button("Enter it", key=f"enter {item.id}", type="primary"):
                _enter(visit, kind, found.received_on, mention=item.id)
            if st.button("It is no request", key=f"dismiss {item.id}"):
                do(visit, "Noted: it is no request.", lambda c: _dismiss(visit, c, found))
            link_to("mentions", "Open it", item=item.id)


def _dismiss(visit: Visit, connection: Connection, found: CameIn) -> None:
    requests.dismiss(connection, visit.reader, found, now=visit.now)


def _ask_kind(at: RequestKind, *, key: str) -> RequestKind:
    kinds = list(KIND)
    chosen: RequestKind = st.selectbox(
        "What is asked for", kinds, index=kinds.index(at), format_func=KIND.__getitem__, key=key
    )
    return chosen


def _enter_by_hand(visit: Visit, today: date) -> None:
    with st.expander("Enter one that came by letter, e-mail, telephone or in person"):
        kind = _ask_kind(RequestKind.ACCESS, key="request kind")
        on: date | None = st.date_input(
            "Came in",
            today,
            max_value=today,
            format="DD/MM/YYYY",
            key="request on",
            width=200,
        )
        about = st.text_input("Whom and what is it about?", key="request about", width=480)
        st.caption("No more than you need: whoever asks may read it.")
        if st.button("Enter it", key="request enter", type="primary"):
            _enter(visit, kind, on or today, about=about or "")


def _enter(
    visit: Visit, kind: RequestKind, received_on: date, *, about: str = "", mention: str = ""
) -> None:
    do(
        visit,
        f"Entered. {why_due(kind, received_on, visit.company.calendar)}",
        lambda c: requests.enter(
            c, visit.reader, kind, received_on, about=about, mention=mention, now=visit.now
        ),
    )


def _ended(visit: Visit, found: list[Request]) -> None:
    if not found:
        return
    with st.expander(f"Answered or refused: {len(found)}"):
        for entry in found:
            day = spoken_day(entry.answered_on) if entry.answered_on else ""
            say_text(f"{KIND[entry.kind]}. {STATE[entry.state].capitalize()} {day}.", "es-key")
            say_text(f"{entry.about} {entry.outcome}".strip())


def _take_away(visit: Visit, any_found: bool) -> None:
    if not any_found:
        return
    st.download_button(
        "The register as CSV, without names",
        lambda: register_file(visit),  # on the click, which is logged
        file_name="earshot-requests.csv",
        mime="text/csv",
        key="download_requests",
        on_click="ignore",
        icon=":material/download:",
    )


def register_file(visit: Visit) -> bytes:
    with visit.house.store.unit() as connection:
        return requests.take_away(connection, visit.reader, now=visit.now)
