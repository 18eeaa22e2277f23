"""Measures: hiding, deleting, blocking, reporting, asking to take down; only once it is open."""

import streamlit as st

from earshot.handling.playing import Seen, Standing, take_measure
from earshot.handling.work_words import MEASURES
from earshot.rules.access import Right
from earshot.rules.measures import OPENING, needs_generic_words, why_shut
from earshot.rules.work import Measure
from earshot.words.times import spoken
from earshot.words.vocabulary import Intent
from ui.offering import lacks
from ui.safe import say_text
from ui.said import say_next
from ui.saving import kept
from ui.visit import Visit

DO = {
    Measure.HIDE: "Hide it",
    Measure.DELETE: "Delete it",
    Measure.BLOCK: "Block its author",
    Measure.REPORT: "Report it to the platform",
    Measure.ASK_TO_REMOVE: "Ask its author to take it down",
}


def measures(visit: Visit, found: Standing) -> None:
    """What was taken; the form for more where it is open, else why it is not."""
    for taken in found.case.work.measures:
        when = spoken(taken.at, visit.company.zone, visit.now)
        who = visit.company.person_name(taken.by)
        words = MEASURES[taken.measure.value]
        say_text(f"{words.capitalize()}: {who}, {when}. Record: {taken.capture}", "es-quiet")
        say_text(f"They were told: {taken.told}", "es-quiet")
    there = found.situation.possible | found.situation.confirmed
    if there.isdisjoint(OPENING) or visit.person is None or lacks(visit, Right.DECIDE):
        return
    intent = Intent(found.item.intent)
    shut = {each: why_shut(found.case, intent, each) for each in DO}
    for why in dict.fromkeys(filter(None, shut.values())):
        named = ", ".join(MEASURES[each.value] for each in DO if shut[each] == why)
        say_text(f"Not to be {named}: {why}", "es-quiet")
    able = [each for each in DO if not shut[each]]
    if not able:
        return
    with st.expander(", or ".join(DO[each].lower() for each in able).capitalize(), key="measures"):
        _ask(visit, found, able)


def _ask(visit: Visit, found: Standing, able: list[Measure]) -> None:
    item = found.item.id
    say_text(
        "You do it on the platform; here it is recorded. Keep a record first. (abuse.explain)",
        "es-quiet",
    )
    measure: Measure = st.selectbox(
        "What is done", able, format_func=DO.__getitem__, key=f"take_{item}"
    )
    capture = st.text_input("Where the record of it is, or why there is none", key=f"kept_{item}")
    told = _ask_words(visit, found, measure)
    if st.button("Record it as done", key="take_measure"):
        _take(visit, found, measure, capture or "", told)


def _ask_words(visit: Visit, found: Standing, measure: Measure) -> str:
    """Ready-made words where exact ones would point at somebody."""
    item = found.item.id
    ready = [each.text for each in visit.rules.policy.playbooks.explanations]
    if needs_generic_words(found.case, measure):
        say_text(
            "Exact words could point at a child, a victim or an allegation: one of these is used.",
            "es-quiet",
        )
        return str(st.selectbox("What the audience is told", ready, key=f"told_{item}") or "")
    key = f"told_{measure.value}_{item}"
    if measure is Measure.ASK_TO_REMOVE:
        return st.text_area("What they were told", key=key) or ""
    return st.text_area("What the audience is told", next(iter(ready), ""), key=key) or ""


def _take(visit: Visit, found: Standing, measure: Measure, capture: str, told: str) -> None:
    seen = Seen(found.item.id, found.case.version)
    if kept(
        visit,
        lambda connection: take_measure(
            connection,
            seen,
            measure,
            visit.rules,
            capture=capture,
            told=told,
            actor=visit.actor,
            now=visit.now,
        ),
    ):
        say_next(f"Recorded: {MEASURES[measure.value]}.")
        st.rerun()
