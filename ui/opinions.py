"""Second opinions on the screen: asked with the draft, given by somebody else, both shown."""

import streamlit as st

from earshot.handling.desk import Opened
from earshot.handling.opinions import (
    ask_opinion,
    give_opinion,
    is_for,
    to_ask,
    waiting_for,
    waits,
)
from earshot.handling.playing import Seen, Standing
from earshot.rules.access import Right
from earshot.rules.work import Opinion
from earshot.words.times import relative, spoken
from ui.in_address import ITEM
from ui.offering import lacks
from ui.reads import read
from ui.safe import escaped, say, say_text
from ui.said import say_next
from ui.saving import kept
from ui.visit import Visit
from ui.words import number_of, where_said

AGREE, CHANGE = "I agree", "I would change it"


def opinions(visit: Visit, found: Opened) -> None:
    """All that were asked for and given; the form for the one that waits for who is there."""
    for each in found.case.work.opinions:
        _told(visit, each)
    waiting = waits(found.case)
    theirs = visit.person is not None and waiting and is_for(waiting, visit.person.id)
    if theirs and not lacks(visit, Right.DECIDE):
        _ask_for_words(visit, found)


def ask_for_opinion(visit: Visit, found: Standing, draft: str) -> None:
    """Under a draft: ask somebody else what they think of it."""
    if visit.person is None or waits(found.case):
        return
    item = found.item.id
    others = {"": "Anybody else"} | {p.id: p.name for p in to_ask(visit.company, visit.person.id)}
    with st.container(border=True, gap="xsmall"):
        say('<span class="es-key">In doubt? Ask for a second opinion</span>')
        of = st.selectbox(
            "Whom", list(others), format_func=others.__getitem__, key=f"opinion_of_{item}"
        )
        question = st.text_input("Your question (if you like)", key=f"opinion_question_{item}")
        if st.button("Ask", key="ask_opinion"):
            _ask(visit, found, of or "", draft, question or "")


def waiting(visit: Visit) -> None:
    """Above the queue: what waits for the opinion of who is there."""
    if visit.person is None or lacks(visit, Right.DECIDE):
        return
    asked = read(visit.house, waiting_for, visit.person.id)
    if not asked:
        return
    with st.container(border=True, gap="xxsmall", key="waits_for_opinion"):
        say_text(f"Waits for your opinion: {number_of(len(asked), 'item')}", "es-key")
        for each in asked:
            who = visit.company.person_name(each.opinion.asked_by)
            since = relative(each.opinion.at, visit.now)
            st.button(
                f"{where_said(each.item)}, asked {since}",
                key=f"opinion_{each.item.id}",
                type="tertiary",
                on_click=_open,
                args=(each.item.id,),
            )
            say_text(f"{who}: {each.opinion.question or 'What do you think of this draft?'}")


def _open(item: str) -> None:
    st.query_params[ITEM] = item


def _told(visit: Visit, each: Opinion) -> None:
    company = visit.company
    of = company.person_name(each.asked_of) if each.asked_of else "anybody else"
    when = spoken(each.at, company.zone, visit.now)
    asked = f"{company.person_name(each.asked_by)} asks {of} for a second opinion ({when})"
    with st.container(border=True, gap="xxsmall"):
        say_text(f"{asked}{': ' + each.question if each.question else ''}", "es-key")
        if each.draft:
            say(escaped(each.draft), "es-text")
        if each.given_at is None:
            say_text("Not given yet.", "es-quiet")
            return
        said = "agrees" if each.agrees else "would change it"
        at = spoken(each.given_at, company.zone, visit.now)
        words = f": {each.words}" if each.words else ""
        say_text(f"{company.person_name(each.given_by)} {said} ({at}){words}")


def _ask_for_words(visit: Visit, found: Opened) -> None:
    item = found.item.id
    with st.container(border=True, gap="xsmall", key="give_opinion"):
        agrees = st.radio("Your opinion", [AGREE, CHANGE], index=None, key=f"agrees_{item}")
        words = st.text_area("In words", key=f"opinion_words_{item}", height=100) or ""
        if st.button("Give it", key="give_it", disabled=agrees is None):
            _give(visit, found, words, agrees=agrees == AGREE)


def _ask(visit: Visit, found: Standing, of: str, draft: str, question: str) -> None:
    seen = Seen(found.item.id, found.case.version)
    if kept(
        visit,
        lambda connection: ask_opinion(
            connection,
            seen,
            visit.rules,
            of=of,
            draft=draft,
            question=question,
            actor=visit.actor,
            now=visit.now,
        ),
    ):
        say_next("Asked for a second opinion.")
        st.rerun()


def _give(visit: Visit, found: Opened, words: str, *, agrees: bool) -> None:
    seen = Seen(found.item.id, found.case.version)
    if kept(
        visit,
        lambda connection: give_opinion(
            connection,
            seen,
            visit.rules,
            agrees=agrees,
            words=words,
            actor=visit.actor,
            now=visit.now,
        ),
    ):
        say_next("Your opinion is recorded.")
        st.rerun()
