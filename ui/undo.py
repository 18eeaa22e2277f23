"""Undo: offered for ten seconds after a decision, and in an item's history for ever."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import streamlit as st

from earshot.handling.decisions import Action, Decision, decide
from earshot.handling.desk import Opened
from earshot.rules.access import Right
from earshot.words.errors import EarshotError
from ui.offering import lacks
from ui.safe import say_done, say_problem
from ui.shortcuts import UNDO
from ui.visit import Visit

OFFER = "_undo"
FOR = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Offer:
    cases: tuple[tuple[str, int], ...]  # (id, version after the decision)
    words: str
    until: datetime  # aware


def offer_undo(cases: tuple[tuple[str, int], ...], words: str, now: datetime) -> None:
    st.session_state[OFFER] = Offer(cases, words, now + FOR)


def undo_bar(visit: Visit) -> None:
    """What was just recorded, and the way back, until the ten seconds are over. Its place is always
    there: what stands below it would begin anew otherwise."""
    offer = st.session_state.get(OFFER)
    with st.container():
        if isinstance(offer, Offer) and visit.now < offer.until:
            _bar(visit, offer)


def undo_last(visit: Visit, found: Opened) -> None:
    """In the history: undo the last decision that stands, however old."""
    if found.case.last_decision is None or lacks(visit, Right.DECIDE):
        return
    pressed = st.button(
        "Undo the last decision",
        key="undo_last",
        type="tertiary",
        icon=":material/undo:",
        disabled=visit.person is None,
    )
    if pressed and _undo(visit, ((found.case.id, found.case.version),), visit.now):
        st.rerun()


@st.fragment(run_every="2s", key="undo_bar")
def _bar(visit: Visit, offer: Offer) -> None:
    now = datetime.now(UTC)  # a fragment runs by itself: the visit's time is the page's
    if now >= offer.until:
        st.session_state.pop(OFFER, None)
        st.rerun(scope="app")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        say_done(offer.words)
        if st.button("Undo", key="undo", shortcut=UNDO.key, icon=":material/undo:") and _undo(
            visit, offer.cases, now
        ):
            st.query_params["item"] = offer.cases[0][0]
            st.rerun(scope="app")


def _undo(visit: Visit, cases: tuple[tuple[str, int], ...], now: datetime) -> bool:
    st.session_state.pop(OFFER, None)
    try:
        decision = Decision(Action.UNDO, cases, visit.actor)
        rules = visit.rules
        with visit.house.store.unit() as connection:
            outcome = decide(connection, decision, rules, now=now)
    except EarshotError as error:
        say_problem(str(error))
        return False
    for _, why in outcome.refused:
        say_problem(why)
    return bool(outcome.done)
