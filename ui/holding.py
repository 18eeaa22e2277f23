"""Holding on the screen: have an item wait for the senior team, and say why."""

import streamlit as st

from earshot.handling.desk import Opened
from earshot.handling.holding import hold
from earshot.handling.playing import Seen
from earshot.rules.access import Right
from earshot.rules.playbook_rules import WORKED_ON
from ui.offering import lacks
from ui.said import say_next
from ui.saving import kept
from ui.visit import Visit


def offer_hold(visit: Visit, found: Opened) -> None:
    """Nothing where it waits already, or is dealt with."""
    if found.case.held or found.case.state not in WORKED_ON or lacks(visit, Right.DECIDE):
        return
    with st.popover("Hold for the senior team"):
        reason = st.text_input("Why it waits for them", key=f"hold_why_{found.item.id}")
        pressed = st.button("Hold it", key="hold", disabled=visit.person is None)
        st.caption("The deadline runs on; an agreed holding line may go.")
    if pressed:
        _hold(visit, found, reason)


def _hold(visit: Visit, found: Opened, reason: str) -> None:
    seen = Seen(found.item.id, found.case.version)
    rules = visit.rules  # read before the store is held
    who = visit.actor
    if kept(visit, lambda c: hold(c, seen, rules, reason=reason, actor=who, now=visit.now)):
        say_next("Held: the senior team releases it.")
        st.rerun()
