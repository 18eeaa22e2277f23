"""Versions on the screen: that something was edited, and what it said before."""

import streamlit as st

from earshot.handling.desk import Opened
from earshot.rules.mention import joined
from earshot.words.times import spoken
from ui.safe import say_text
from ui.visit import Visit

TIMES = {1: "once", 2: "twice"}


def show_versions(visit: Visit, found: Opened) -> None:
    """Each earlier version with its time; nothing where it was never edited."""
    if not found.versions:
        return
    edits = len(found.versions)
    with st.expander(f"Edited {TIMES.get(edits, f'{edits} times')}: what it said before"):
        for version in found.versions:
            when = spoken(version.seen_at, visit.company.zone, visit.now)
            say_text(f"{'First said' if version.number == 1 else 'Then said'}, seen {when}:")
            say_text(joined(version.title, version.text), "es-text")
