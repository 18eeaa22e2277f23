"""One request of the register: by when it is due and why, and what can be done next."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from earshot.protection import requests
from earshot.rules.requests import Request, RequestKind, RequestState, why_due
from earshot.store.rows import Connection
from earshot.words.times import spoken_day
from ui.addresses import link_to
from ui.keys import key_of
from ui.safe import say_text
from ui.said import say_next
from ui.saving import kept
from ui.visit import Visit

KIND = {
    RequestKind.ACCESS: "Access: what is kept about them",
    RequestKind.ERASURE: "Erasure: delete it",
    RequestKind.OBJECTION: "Objection: stop it",
    RequestKind.RECTIFICATION: "Rectification: put it right",
    RequestKind.COMPLAINT: "Complaint about data",
}


def show_entry(visit: Visit, entry: Request, today: date) -> None:
    with st.container(border=True, gap="small"):
        say_text(f"{KIND[entry.kind]}. {_when(entry)}", _style(entry, today))
        if entry.about:
            say_text(entry.about)
        if entry.mention:
            link_to("mentions", "It came in as a comment: open it", item=entry.mention)
        say_text(why_due(entry.kind, entry.received_on, visit.company.calendar), "es-quiet")
        if entry.why:
            say_text(f"Extended to {spoken_day(entry.next_on or entry.due_on)}: {entry.why}")
        _steps(visit, entry, today)


def _when(entry: Request) -> str:
    came = f"Came in {spoken_day(entry.received_on)}"
    if entry.next_on is None:
        return f"{came}; acknowledged, the outcome is owed without undue delay"
    what = "to be acknowledged" if entry.kind is RequestKind.COMPLAINT else "due"
    return f"{came}; {what} by {spoken_day(entry.next_on)}"


def _style(entry: Request, today: date) -> str:
    return "es-late" if entry.is_late(today) else "es-key"


def _steps(visit: Visit, entry: Request, today: date) -> None:
    """What can be done next. Each key holds the record: what somebody else did begins it anew."""
    key = key_of(entry.id, entry)
    with st.container(horizontal=True):
        if not entry.identity_checked and st.button("We know who asks", key=f"{key} identity"):
            do(
                visit,
                "Noted: it is known who asks.",
                lambda c: requests.identify(c, visit.reader, entry.id, now=visit.now),
            )
        owed = entry.kind is RequestKind.COMPLAINT and entry.acknowledged_on is None
        if owed and st.button("Acknowledged today", key=f"{key} acknowledge"):
            do(
                visit,
                "Noted: acknowledged.",
                lambda c: requests.acknowledge(c, visit.reader, entry.id, today, now=visit.now),
            )
    with st.expander("It was answered, or refused"):
        _answer(visit, entry, today, key)
    extendable = entry.kind is not RequestKind.COMPLAINT and entry.state is RequestState.OPEN
    if extendable and not entry.is_late(today):
        with st.expander("It takes longer"):
            _extend(visit, entry, key)


def _answer(visit: Visit, entry: Request, today: date, key: str) -> None:
    outcome = st.text_input("How did it end?", key=f"{key} outcome", width=480)
    on: date | None = st.date_input(
        "When",
        today,
        min_value=entry.received_on,
        max_value=today,
        format="DD/MM/YYYY",
        key=f"{key} on",
        width=200,
    )
    refused = st.checkbox("It was refused", key=f"{key} refused")
    if refused:
        st.caption(
            "Say to the person why, within the month, and that they can complain to the "
            "Information Commissioner."
        )
    if st.button("Save", key=f"{key} answer", type="primary"):
        do(
            visit,
            "Noted: how it ended.",
            lambda c: requests.answer(
                c,
                visit.reader,
                entry.id,
                outcome or "",
                on=on or today,
                refused=refused,
                now=visit.now,
            ),
        )


def _extend(visit: Visit, entry: Request, key: str) -> None:
    st.caption(
        "By two further months, where it is complex or somebody asks for many things. The person "
        "has to be told within the first month, with the reason."
    )
    why = st.text_input("Why?", key=f"{key} why", width=480)
    if st.button("Take two further months", key=f"{key} extend"):
        do(
            visit,
            "Noted: it takes longer.",
            lambda c: requests.extend(c, visit.reader, entry.id, why or "", now=visit.now),
        )


def do(visit: Visit, said: str, change: Callable[[Connection], object]) -> None:
    """Do it, and say so on the next run; what is refused is said."""
    if kept(visit, change):
        say_next(said)
        st.rerun()
