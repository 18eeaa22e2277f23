"""Settings of the company: its name, its terms with what they would find, its nation, its days."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from earshot.bringing.trying import with_terms
from earshot.handling.administration import change_profile, default_term, rebased
from earshot.rules.changes import profile_changes
from earshot.rules.company import Profile
from earshot.words.errors import BadTime
from earshot.words.vocabulary import Nation
from ui.applying import ask_to_apply
from ui.holidays import ask_days, read_days
from ui.keys import key_of
from ui.safe import say_problem
from ui.said import say_next
from ui.terms import ask_terms, readable, try_out
from ui.visit import Visit

NATIONS = {
    Nation.ENGLAND_AND_WALES: "England and Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern Ireland",
}


def company_settings(visit: Visit) -> None:
    profile = visit.company.profile
    name = st.text_input(
        "The company's name", profile.name, key=key_of("company_name", profile.name), width=480
    )
    nation = ask_nation(profile.nation, key=key_of("company_nation", profile.nation))
    terms = ask_terms(profile.terms, key=key_of("company_terms", profile.terms))
    if readable(terms):
        heard = terms or (default_term(name or profile.name),)  # what stands where none is given
        try_out(with_terms(visit.company, heard), key="company_try")
        applying = ask_to_apply(visit, heard)
        changed = replace(profile, name=name or "", nation=nation, terms=terms)
        save_profile(visit, changed, key="save_company", then=applying)


def ask_nation(at: Nation, *, key: str) -> Nation:
    chosen: Nation = st.selectbox(
        "Whose bank holidays count",
        list(NATIONS),
        index=list(NATIONS).index(at),
        format_func=NATIONS.__getitem__,
        key=key,
        width=300,
    )
    return chosen


def day_settings(visit: Visit) -> None:
    profile = visit.company.profile
    st.write("Bank holidays are known already. One day a line: the date, then its name.")
    one_off, closures = profile.extra_holidays, profile.closures
    extra = ask_days("One-off bank holidays", one_off, key=key_of("extra_holidays", one_off))
    closed = ask_days("Days on which you are closed", closures, key=key_of("closures", closures))
    counts = st.checkbox(
        "Closure days lengthen deadlines (only where your senior team has signed for it)",
        profile.closures_count,
        key=key_of("closures_count", profile.closures_count),
    )
    try:
        changed = replace(
            profile,
            extra_holidays=read_days(extra),
            closures=read_days(closed),
            closures_count=counts,
        )
    except BadTime as error:
        say_problem(str(error))
        return
    save_profile(visit, changed, key="save_days")


def save_profile(
    visit: Visit, changed: Profile, *, key: str, then: Callable[[], str] | None = None
) -> None:
    """The button; it says what it changed, and leaves what somebody else changed meanwhile.

    `then` is done after that, and says in words what it did.
    """
    seen = visit.company.profile
    differences = profile_changes(seen, changed)
    able = bool(differences) and visit.person is not None
    if not st.button("Save", key=key, type="primary", disabled=not able):
        return
    with visit.house.store.unit() as connection:
        change_profile(
            connection,
            lambda fresh: rebased(fresh, seen, changed),
            actor=visit.actor,
            now=visit.now,
        )
    done = then() if then else ""
    say_next(f"Saved: {'; '.join(differences)}.{done}")
    st.rerun()
