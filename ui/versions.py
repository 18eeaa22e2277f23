"""Versions on the screen: that something was edited, and what it said before."""

from collections.abc import Sequence

import streamlit as st

from earshot.handling.desk import Opened
from earshot.rules.mention import joined
from earshot.store.versions import Version
from earshot.words.times import spoken
from ui.safe import say_text
from ui.visit import Visit

TIMES = {1: "once", 2: "twice"}


def show_versions(visit: Visit, found: Opened) -> None:
    """Each earlier version with its time; nothing where it has but one."""
    if not found.versions:
        return
    with st.expander(_heading(found.versions)):
        for version in found.versions:
            when = spoken(version.seen_at, visit.company.zone, visit.now)
            words = joined(version.title, version.text)
            say_text(f"{_said(version, words)}, seen {when}" + (":" if words else "."))
            if words:
                say_text(words, "es-text")


def _heading(versions: Sequence[Version]) -> str:
    """That it was edited; a notice whose text a person added was edited by nobody."""
    edits = sum(version.text_included for version in versions)
    if not edits:
        return "What the notice said, before its text was added"
    return f"Edited {TIMES.get(edits, f'{edits} times')}: what it said before"


def _said(version: Version, words: str) -> str:
    if not version.text_included:
        return "The notice said" if words else "The notice held none of its words"
    return "First said" if version.number == 1 else "Then said"
