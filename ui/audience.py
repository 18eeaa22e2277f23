"""Audience: who wrote an item, chosen by a person in its heading; never guessed."""

import streamlit as st

from earshot.handling.desk import Opened
from earshot.handling.playing import Seen, choose_audience
from earshot.handling.work_words import AUDIENCES
from earshot.rules.access import Right
from earshot.rules.playbook_rules import Audience
from ui.keys import key_of
from ui.offering import lacks
from ui.safe import say_text
from ui.saving import kept
from ui.visit import Visit

WORDS: dict[Audience, str] = {each: AUDIENCES[each.value].capitalize() for each in Audience}
WORDS |= {Audience.UNKNOWN: "Not known (counts as under 18)"}


def ask_audience(visit: Visit, found: Opened) -> None:
    """Who is this? The next step and what may be said depend on it."""
    present = Audience(found.case.work.audience or Audience.UNKNOWN)
    if lacks(visit, Right.DECIDE):
        say_text(f"Who is this? {WORDS[present]}", "es-quiet")
        return
    chosen: Audience = st.selectbox(
        "Who is this?",
        list(WORDS),
        index=list(WORDS).index(present),
        format_func=WORDS.__getitem__,
        key=key_of(f"audience {found.item.id}", present),
        disabled=visit.person is None,
        width=320,
    )
    if chosen != present and _kept(visit, found, chosen):
        st.rerun()


def _kept(visit: Visit, found: Opened, chosen: Audience) -> bool:
    seen = Seen(found.item.id, found.case.version)
    return kept(
        visit,
        lambda connection: choose_audience(
            connection, seen, chosen, visit.rules, actor=visit.actor, now=visit.now
        ),
    )
