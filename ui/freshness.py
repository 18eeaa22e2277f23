"""The thin line at the top of each page: how fresh the data is, and what is not being collected."""

import streamlit as st

from earshot.handling.freshness import freshness, sentence
from earshot.store import runs
from ui.addresses import link_to
from ui.reads import read
from ui.safe import escaped
from ui.visit import Visit


def freshness_line(visit: Visit, *, link: bool = True) -> None:
    """Say it; what fails or is a day old is red and opens the page of sources.

    `link` is False on that page itself, which needs no link to where one is.
    """
    last, answered = read(visit.house, runs.last), read(visit.house, runs.last_answered)
    found = freshness(visit.company.sources.values(), last, answered, visit.now)
    alarming = bool(found.failing) or found.is_stale(visit.now)
    words = escaped(sentence(found, visit.company.zone, visit.now))
    style = "es-fresh es-late" if alarming else "es-fresh"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="{style}">{words}</div>', width="content")
        if link and (alarming or not found.sources):
            link_to("sources", "See sources")
