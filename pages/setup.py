"""Set up: from the company's name to the first collection, in five minutes."""

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from earshot.bringing.trying import company_of_terms
from earshot.handling.administration import default_term, found_company, new_person
from earshot.rules.company import COLLECTED, Account, Profile, Role, Source
from earshot.words.vocabulary import Nation
from ui.adding import add_by_address, add_searches
from ui.addresses import go_to, link_to
from ui.collecting import collect_now, not_waiting, say_waiting, summed
from ui.guard import enter
from ui.privacy_purpose import ask_purpose
from ui.reads import company_of
from ui.safe import say_done, say_text
from ui.said import say_what_was_done
from ui.settings_accounts import ask_account_details, save_account
from ui.settings_company import ask_nation
from ui.settings_people import ask_role
from ui.terms import ask_person_reasons, ask_terms, readable, try_out
from ui.visit import Visit

visit = enter(__file__)

COLLECTED_ONCE = "_collected_once"


def main(visit: Visit) -> None:
    if visit.founded is None:
        found(visit)
        return
    say_what_was_done()
    st.header("3. Your own accounts (if you like)")
    accounts(visit)
    st.header("4. What it is for")
    purpose(visit)
    st.header("5. What to listen to")
    sources(visit)
    st.header("6. Collect")
    collect(visit)


def found(visit: Visit) -> None:
    st.header("1. Your company")
    name = (st.text_input("What is your company called?", key="new_name", width=480) or "").strip()
    nation = ask_nation(Nation.ENGLAND_AND_WALES, key="new_nation")
    if not name:
        st.caption("Then: what people call you, and your own name. No terminal is needed.")
        return
    terms = ask_terms([default_term(name)], key=f"terms of {name}")
    if not readable(terms):
        return
    try_out(company_of_terms(name, terms), key="new_try")
    st.header("2. You")
    person = st.text_input("What is your name?", key="new_person", width=480)
    st.caption("It is recorded with what you decide. More people can be added in Settings.")
    role = ask_role(Role.MODERATOR, key="new_role")
    signed_in_as = visit.person.sign_in if visit.person else ""
    founder = replace(new_person(person or "somebody", role), sign_in=signed_in_as)
    reasons = ask_person_reasons(terms, {}, name, [founder], asked=founder, key="new_person_terms")
    ready = bool((person or "").strip()) and reasons is not None
    if st.button("Set it up", key="found", type="primary", disabled=not ready):
        profile = Profile(name, terms, nation, person_terms=reasons or {})
        found_company(visit.house, profile, founder=founder, now=visit.now)
        go_to("setup")


def accounts(visit: Visit) -> None:
    """What is said on them is promised an answer by the policy."""
    known = visit.company.accounts
    _say_added(account.name for account in known.values())
    with st.expander("Add an account", expanded=not known):
        st.write("On these your policy promises an answer. It counts from the day given.")
        account: Account = ask_account_details(visit, None, key=f"new account {len(known)}")
        if st.button("Add it", key="add_account", disabled=not account.name):
            save_account(visit, account, None, visit.actor)


def purpose(visit: Visit) -> None:
    """May be left for later; what waits until then is said."""
    if visit.company.purpose.is_stated:
        say_text("Stated. It can be changed in Data protection.")
        return
    st.write(
        "Before the words of people elsewhere are collected, the company says what for and on what "
        "basis. You can leave this for later: until then your own accounts, what you note by hand "
        "and your own downloads work, and everything else waits."
    )
    with st.expander("State it now"):
        ask_purpose(visit, key="setup_purpose")


def _say_added(names: Iterable[str]) -> None:
    said = ", ".join(names)
    with st.container():  # always there, so that nothing below it begins anew
        if said:
            say_text(f"Added: {said}")


def sources(visit: Visit) -> None:
    heard = _heard(visit)
    _say_added(source.name for source in heard)
    search, feed = st.tabs(["Search the web for you", "A feed that you know"], key="listen_to")
    with search:
        add_searches(visit, visit.actor)
    with feed:
        add_by_address(visit, visit.actor)


def collect(visit: Visit) -> None:
    heard = _heard(visit)
    if not heard:
        st.write("Add something to listen to first.")
        link_to("add", "Or note by hand what somebody wrote to you")
        return
    say_waiting(visit, heard)
    heard = not_waiting(visit, heard)
    if heard and st.button("Collect now", key="collect_first", type="primary"):
        st.session_state[COLLECTED_ONCE] = summed(collect_now(visit, heard))
        st.rerun()
    if COLLECTED_ONCE in st.session_state:
        say_done(st.session_state[COLLECTED_ONCE])
        st.write(
            "On your own accounts everything since the day from which their promise counts stands "
            "in the queue. What is older, and what was said elsewhere before today, is history: it "
            "is in the trends, and nothing is due for it."
        )
        with st.container(horizontal=True):
            link_to("triage", "Open the queue", icon=":material/inbox:")
            link_to("mentions", "See all that was found", icon=":material/forum:")


def _heard(visit: Visit) -> list[Source]:
    company = company_of(visit.house) or visit.company
    return [s for s in company.sources.values() if s.kind in COLLECTED]


main(visit)
