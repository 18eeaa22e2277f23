"""What it is for: the purpose as it is stated, stating it, and the drafts made from it."""

from datetime import date
from functools import partial

import streamlit as st

from earshot.protection.drafts import DRAFTS, Draft, facts_of
from earshot.protection.purpose import state
from earshot.rules.access import Right
from earshot.rules.company import Purpose
from earshot.rules.purposes import BASES, SPECIAL, USES, Basis, Use, missing, waiting
from earshot.words.times import local_date, spoken_day
from ui.collecting import say_waiting
from ui.keys import key_of
from ui.links import way_out
from ui.offering import offered
from ui.safe import say_problem, say_text
from ui.said import say_next
from ui.saving import kept
from ui.visit import Visit

UNDECIDED = ""


def show(visit: Visit) -> None:
    say_purpose(visit)
    say_waiting(visit, waiting(visit.company.sources.values(), visit.company))
    with st.expander("Change it" if visit.company.purpose.is_stated else "State it", expanded=True):
        ask_purpose(visit, key="purpose")
    offer_drafts(visit)


def say_purpose(visit: Visit) -> None:
    """As it stands, in words."""
    purpose = visit.company.purpose
    if purpose.assessed_on is None:
        say_problem("It is not stated yet what people's words are collected for.")
        return
    day = spoken_day(purpose.assessed_on)
    say_text(f"The impact assessment is {purpose.assessed_by}'s, of {day}.", "es-key")
    for use in Use:  # in our order: the log keeps them by the alphabet
        words = BASES[Basis(purpose.bases[use])]
        say_text(f"{USES[use].title}: {words.title.lower()}, {words.article}.")
    way_out(purpose.notice_url, "Open the public notice")


def ask_purpose(visit: Visit, *, key: str) -> None:
    """The form; nothing is kept before all of it is there."""
    if not offered(visit, Right.PURPOSE):
        return
    wanted = _ask(visit, visit.company.purpose, key_of(key, visit.company.purpose))
    lacking = missing(wanted)
    if lacking:
        say_text(f"Still to say: {'; '.join(lacking)}.", "es-quiet")
    unchanged = wanted == visit.company.purpose
    if not st.button("State it", key=f"{key} save", type="primary", disabled=unchanged):
        return
    if kept(visit, lambda c: state(c, wanted, actor=visit.actor, now=visit.now)):
        say_next("Stated: what people's words are collected for, and on what basis.")
        st.rerun()


def _ask(visit: Visit, at: Purpose, key: str) -> Purpose:
    today = local_date(visit.now, visit.company.zone)
    st.write("1. The data protection impact assessment (DPIA): when was it made, and whose is it?")
    with st.container(horizontal=True):
        on: date | None = st.date_input(
            "Made on",
            at.assessed_on,
            max_value=today,
            format="DD/MM/YYYY",
            key=f"{key} on",
            width=200,
        )
        by = st.text_input("Its owner", at.assessed_by, key=f"{key} by", width=300)
    st.write("2. On which lawful basis is each thing done? A draft of the reasons is made below.")
    chosen = {use.value: _ask_basis(use, at.bases.get(use, UNDECIDED), key) for use in Use}
    st.caption(SPECIAL)
    st.write("3. Where can the public read the privacy notice?")
    notice = st.text_input("Address of the notice", at.notice_url, key=f"{key} notice", width=480)
    bases = {use: basis for use, basis in chosen.items() if basis}
    return Purpose(on, (by or "").strip(), bases, (notice or "").strip())


def _ask_basis(use: Use, at: str, key: str) -> str:
    choices = [UNDECIDED, *(basis.value for basis in Basis)]
    chosen: str = st.selectbox(
        USES[use].title,
        choices,
        index=choices.index(at) if at in choices else 0,
        format_func=_basis_words,
        key=f"{key} {use.value}",
        help=USES[use].what,
        width=480,
    )
    if chosen:
        st.caption(BASES[Basis(chosen)].needs)
    return chosen


def _basis_words(chosen: str) -> str:
    if not chosen:
        return "Not decided yet"
    return f"{BASES[Basis(chosen)].title} ({BASES[Basis(chosen)].article})"


def offer_drafts(visit: Visit) -> None:
    st.subheader("Drafts")
    st.write(
        "Made from what is set up here now. Each place that a person has to fill in or decide is "
        "marked [decide: …]. They are drafts, and no legal advice."
    )
    with st.container(horizontal=True):
        for draft in DRAFTS:
            st.download_button(
                draft.title,
                partial(draft_file, visit, draft),  # on the click: of what is set up by then
                file_name=f"{draft.name}.md",
                mime="text/markdown",
                key=f"draft {draft.name}",
                on_click="ignore",
                icon=":material/download:",
            )


def draft_file(visit: Visit, draft: Draft) -> bytes:
    facts = facts_of(visit.house, visit.company, visit.now, signed_in=visit.reader.proven)
    return draft.write(facts).encode()
