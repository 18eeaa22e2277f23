"""Settings of the company: its name, its terms with what they would find, its nation, its days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from earshot.bringing.trying import with_terms
from earshot.handling.administration import change_profile, default_term, rebased
from earshot.rules.access import Right
from earshot.rules.changes import profile_changes
from earshot.rules.company import Profile
from earshot.rules.contacts import read_contacts
from earshot.words.errors import BadTime
from earshot.words.times import spoken_day
from earshot.words.vocabulary import Nation
from ui.applying import ask_to_apply
from ui.holidays import ask_days, read_days
from ui.keys import key_of
from ui.offering import offered
from ui.safe import say_problem, say_text
from ui.said import say_next
from ui.terms import ask_person_reasons, ask_terms, readable, try_out
from ui.visit import Visit

NATIONS = {
    Nation.ENGLAND_AND_WALES: "England and Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern Ireland",
}


def company_settings(visit: Visit) -> None:
    profile = visit.company.profile
    if not offered(visit, Right.SET_UP):
        say_text(profile.name, "es-key")
        say_text(f"Bank holidays: {NATIONS[profile.nation]}.")
        say_text(f"Listened for: {'; '.join(profile.terms)}.")
        say_text(f"Public contacts: {'; '.join(profile.contacts) or 'none'}.")
        return
    name = st.text_input(
        "The company's name", profile.name, key=key_of("company_name", profile.name), width=480
    )
    nation = ask_nation(profile.nation, key=key_of("company_nation", profile.nation))
    terms = ask_terms(profile.terms, key=key_of("company_terms", profile.terms))
    contacts = ask_contacts(profile.contacts, key=key_of("company_contacts", profile.contacts))
    if readable(terms):
        heard = terms or (default_term(name or profile.name),)  # what stands where none is given
        reasons = ask_person_reasons(
            heard,
            profile.person_terms,
            profile.name,
            list(visit.company.people.values()),
            asked=visit.person,
            key="person_terms",
        )
        if reasons is None:
            return
        try_out(with_terms(visit.company, heard), key="company_try")
        applying = ask_to_apply(visit, heard)
        changed = replace(
            profile,
            name=name or "",
            nation=nation,
            terms=terms,
            person_terms=reasons,
            contacts=contacts,
        )
        save_profile(visit, changed, key="save_company", then=applying)


def ask_contacts(contacts: Sequence[str], *, key: str) -> tuple[str, ...]:
    """The box for what the company gives out itself; the contacts that stand in it."""
    written = st.text_area("Public contacts", "\n".join(contacts), key=key, height=100)
    st.caption(
        "One a line: telephone numbers, e-mail addresses, domains (@example.org), postal "
        "addresses. They are never marked as somebody's private details."
    )
    return read_contacts((written or "").splitlines())


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
    if not offered(visit, Right.SET_UP):
        _tell_days("One-off bank holidays", profile.extra_holidays)
        _tell_closures(profile)
        return
    st.write("Bank holidays are known already. One day a line: the date, then its name.")
    one_off = profile.extra_holidays
    extra = ask_days("One-off bank holidays", one_off, key=key_of("extra_holidays", one_off))
    try:
        changed = _with_closures(visit, replace(profile, extra_holidays=read_days(extra)))
    except BadTime as error:
        say_problem(str(error))
        return
    save_profile(visit, changed, key="save_days")


def _with_closures(visit: Visit, profile: Profile) -> Profile:
    """Closure days move deadlines: the senior team signs for them.

    Raises:
        BadTime: a line that has no date or no name.
    """
    if not offered(visit, Right.SIGN):
        _tell_closures(profile)
        return profile
    closures = profile.closures
    closed = ask_days("Days on which you are closed", closures, key=key_of("closures", closures))
    counts = st.checkbox(
        "Closure days lengthen deadlines: I sign for it, for the senior team",
        profile.closures_count,
        key=key_of("closures_count", profile.closures_count),
    )
    return replace(profile, closures=read_days(closed), closures_count=counts)


def _tell_closures(profile: Profile) -> None:
    _tell_days("Days on which you are closed", profile.closures)
    lengthen = "lengthen" if profile.closures_count else "do not lengthen"
    say_text(f"Closure days {lengthen} deadlines.")


def _tell_days(what: str, days: Mapping[date, str]) -> None:
    told = "; ".join(f"{spoken_day(day)} ({name})" for day, name in sorted(days.items()))
    say_text(f"{what}: {told or 'none'}.")


def save_profile(
    visit: Visit, changed: Profile, *, key: str, then: Callable[[], str] | None = None
) -> None:
    """The button; it says what it changed, and leaves what somebody else changed meanwhile.

    `then` is done after that, and says in words what it did.
    """
    seen = visit.company.profile
    differences = profile_changes(seen, changed)
    if not st.button("Save", key=key, type="primary", disabled=not differences):
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
