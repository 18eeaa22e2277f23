"""Holds on the screen: those there are, a new one, and the end of one."""

import pandas as pd
import streamlit as st

from earshot.protection import holds
from earshot.rules.company import HoldKind
from earshot.words.times import spoken_day
from ui.reads import read
from ui.said import say_next
from ui.saving import kept
from ui.visit import Visit


def show_holds(visit: Visit) -> None:
    st.write("While a hold is in force nothing is deleted, whatever its time; backups neither.")
    records: list[holds.Record] = read(visit.house, holds.records)
    if records:
        rows = [_hold_row(visit, each) for each in records]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Holds, in force and ended")
    if visit.person is None:
        st.write("Say who you are to set or end one: it is recorded with your name.")
        return
    for hold in visit.company.held:
        if st.button(f"End the hold {hold.id}", key=f"end {hold.id}"):
            _end(visit, hold.id)
    _ask_for_a_hold(visit, len(records))


def _end(visit: Visit, hold_id: str) -> None:
    if kept(visit, lambda c: holds.end(c, hold_id, actor=visit.actor, now=visit.now)):
        say_next(f"The hold {hold_id} has ended.")
        st.rerun()


def _ask_for_a_hold(visit: Visit, number: int) -> None:
    """The form begins anew once a hold has been set."""
    with st.form(f"hold {number}"):
        kind: HoldKind = st.selectbox(
            "For",
            list(holds.KINDS),
            index=0,
            format_func=holds.KINDS.__getitem__,
            key=f"hold_kind {number}",
        )
        reason = st.text_input("Why, in a sentence", key=f"hold_reason {number}")
        pressed = st.form_submit_button("Delete nothing from now on", key="set_hold")
    if pressed and kept(
        visit, lambda c: holds.add(c, kind, reason or "", actor=visit.actor, now=visit.now)
    ):
        say_next("A hold is in force: nothing is deleted until it ends.")
        st.rerun()


def _hold_row(visit: Visit, each: holds.Record) -> dict[str, str]:
    company = visit.company
    ended = (
        f"{spoken_day(each.ended_on)}, {company.person_name(each.ended_by)}"
        if each.ended_on
        else ""
    )
    return {
        "Hold": each.hold.id,
        "For": holds.KINDS[each.hold.kind],
        "Why": each.hold.reason,
        "Since": spoken_day(each.hold.since),
        "Set by": company.person_name(each.by),
        "Ended": ended or "in force",
    }
