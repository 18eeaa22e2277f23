"""Who is there: a person chosen by name, for the length of a session. A name, not a proof."""

import streamlit as st

from earshot.rules.company import Company, Person
from ui.safe import escaped, say

PERSON = "_person"  # a Person's id
HERE = "_person_here"

NOT_PROOF = (
    "The name that you choose here is recorded with what you decide, but it is no proof of who you "
    "are. So until sign-in is on, confidential reports are not taken here."
)
SAFEGUARDING = (
    "Worried about somebody's safety? Call 999 if there is immediate danger. Then tell the "
    "safeguarding lead in person."
)


def present(company: Company) -> Person | None:
    """Who has said to be there; the one person there is, where there is only one."""
    people = _people(company)
    if len(people) == 1:
        return people[0]
    chosen = st.session_state.get(PERSON)
    return next((person for person in people if person.id == chosen), None)


def ask(company: Company) -> None:
    """In the sidebar: who are you? Options of a list are drawn as they are."""
    names = {person.id: person.name for person in _people(company)}
    if not names:
        st.sidebar.caption("Nobody is set up yet: add yourself in Settings.")
        return
    index = 0 if len(names) == 1 else None
    st.sidebar.selectbox(
        "You are",
        list(names),
        index=index,
        format_func=lambda person: names.get(person, "somebody who has left"),
        placeholder="Choose your name",
        key=PERSON,
        persist_state="session",
    )
    with st.sidebar.expander("Worried about somebody's safety?"):
        st.write(SAFEGUARDING)
        st.write(NOT_PROOF)


def ask_here(company: Company) -> None:
    """The same question where something is to be decided: on a phone the sidebar is shut."""
    names = {person.id: person.name for person in _people(company)}
    st.selectbox(
        "First choose your name: what you decide is recorded with it",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="You are …",
        key=HERE,
        on_change=_chosen_here,
    )


def _chosen_here() -> None:
    st.session_state[PERSON] = st.session_state[HERE]


def tell() -> None:
    """At the foot of every page: what a chosen name is worth, and what is not offered."""
    say(f"{NOT_PROOF} <strong>{escaped(SAFEGUARDING)}</strong>", "es-foot")


def _people(company: Company) -> list[Person]:
    active = (person for person in company.people.values() if person.active)
    return sorted(active, key=lambda person: person.name.casefold())
