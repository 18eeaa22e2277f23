"""The thin line at the top of each page: how fresh the data is, and what is not being collected."""

import streamlit as st

from earshot.handling.freshness import freshness, sentence
from earshot.handling.last_good import in_words
from earshot.protection import heads
from earshot.rules.access import Right
from earshot.rules.purposes import waiting
from earshot.store import runs
from ui.addresses import link_to
from ui.reads import read
from ui.rescoring import say_where_judgements_are_stale
from ui.safe import escaped
from ui.visit import Visit

LOG_FAILS = "The log of what was done does not hold: somebody may have changed it."


def freshness_line(visit: Visit, *, link: bool = True) -> None:
    """Say it; what fails or is a day old is red and opens the page of sources.

    `link` is False on that page itself, which needs no link to where one is.
    """
    last, answered = read(visit.house, runs.last), read(visit.house, runs.last_answered)
    sources = visit.company.sources.values()
    held_back = {source.id for source in waiting(sources, visit.company)}
    found = freshness(sources, last, answered, visit.now, held_back=held_back)
    alarming = bool(found.failing) or found.is_stale(visit.now)
    words = escaped(sentence(found, visit.company.zone, visit.now))
    style = "es-fresh es-late" if alarming else "es-fresh"
    _say_where_the_log_fails(visit)
    _say_where_the_policy_is_broken(visit)
    say_where_judgements_are_stale(visit)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="{style}">{words}</div>', width="content")
        if link and (alarming or not found.sources):
            link_to("sources", "See sources")


def _say_where_the_policy_is_broken(visit: Visit) -> None:
    """On every page, until its files make sense again."""
    problem = visit.house.policy_problem
    if not problem:
        return
    words = escaped(in_words(problem))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="es-fresh es-late" role="alert">{words}</div>', width="content")
        if visit.may(Right.SIGN):
            link_to("settings", "See the policy")


def _say_where_the_log_fails(visit: Visit) -> None:
    """On every page, until a check finds that the log holds."""
    kept = heads.last(visit.house)
    if kept is None or kept.ok:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="es-fresh es-late" role="alert">{LOG_FAILS}</div>', width="content")
        if visit.may(Right.LOG):
            link_to("log", "See the log")
