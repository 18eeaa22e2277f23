"""Settings of accounts and people: those there are, a new one, and what a change changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pandas as pd
import streamlit as st

from collectors.post import Platform
from earshot.handling.administration import (
    account_like,
    add_account,
    add_person,
    change_person,
    rebased,
)
from earshot.handling.house import company_in
from earshot.rules.changes import account_changes, person_changes
from earshot.rules.company import Account, Person, Role
from earshot.store.rows import Connection
from earshot.words.errors import Refused
from earshot.words.platforms import PLATFORM
from earshot.words.times import local_date, spoken_day
from ui.keys import key_of
from ui.safe import say_problem
from ui.said import say_next
from ui.visit import Visit

NEW = ""
ROLES = {
    Role.MODERATOR: "Moderator: watches and answers",
    Role.SMT: "Senior team: decides and leads",
    Role.DSL: "Safeguarding lead (DSL): deals with restricted items",
    Role.DEPUTY: "Deputy of the safeguarding lead",
    Role.DPO: "Data protection officer (DPO): requests, retention, the log",
    Role.STAFF: "Staff: reports, looks after an account",
    Role.READ_ONLY: "Read only: sees, changes nothing",
    Role.CHAIR: "Chair or proprietor: where a report is about the senior team",
}


def account_settings(visit: Visit) -> None:
    accounts = visit.company.accounts
    if accounts:
        rows = [_account_row(account) for account in accounts.values()]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="The company's own accounts")
    chosen = st.selectbox(
        "Change one, or add one",
        [NEW, *accounts],
        format_func=lambda each: accounts[each].name if each else "A new account",
        key="account",
        width=480,
    )
    known = accounts.get(chosen or NEW)
    account = ask_account_details(visit, known, key=_form("account", known))
    if st.button("Save", key="save_account", type="primary", disabled=visit.person is None):
        save_account(visit, account, known, visit.actor)


def ask_account_details(visit: Visit, known: Account | None, *, key: str) -> Account:
    """The account as it is filled in; a new one starts today."""
    today = local_date(visit.now, visit.company.zone)
    at = known or Account("", "", today, Platform.FACEBOOK)
    with st.container(horizontal=True):
        name = st.text_input("What you call it", at.name, key=f"{key} name", width=300)
        platform = st.selectbox(
            "Platform",
            list(PLATFORM),
            index=list(PLATFORM).index(at.platform),
            format_func=PLATFORM.__getitem__,
            key=f"{key} platform",
            width=200,
        )
        handle = st.text_input(
            "Its name there",
            at.handle,
            key=f"{key} handle",
            placeholder="@ourname",
            help="What this name posts is yours, and nothing to be answered.",
            width=240,
        )
    with st.container(horizontal=True):
        url = st.text_input("Its address", at.url, key=f"{key} url", width=460)
        starts = st.date_input(
            "The promise counts from",
            at.starts_on,
            format="DD/MM/YYYY",
            key=f"{key} start",
            width=200,
        )
    return Account(at.id, (name or "").strip(), starts or today, platform, handle or "", url or "")


def save_account(visit: Visit, account: Account, known: Account | None, actor: str) -> None:
    there = visit.company
    made, new = account_like(there, account.name, platform=account.platform, now=visit.now)
    if not new and (known is None or made.id != known.id):
        say_problem(f"There is an account called {account.name} already.")
        return
    if known is None:
        account = replace(account, id=made.id)
    changes = account_changes(known, account) if known else []
    if _kept(visit, lambda c: _write_account(c, account, known, actor, visit.now)):
        words = "; ".join(changes) or (known and "nothing has changed") or "added"
        say_next(f"Saved {account.name}: {words}.")
        st.rerun()


def _write_account(
    connection: Connection, account: Account, known: Account | None, actor: str, now: datetime
) -> None:
    if known is not None:
        account = rebased(company_in(connection).accounts[known.id], known, account)
    add_account(connection, account, actor=actor, now=now)


def _form(name: str, known: Account | Person | None) -> str:
    """The key of a form: it begins anew when somebody else changes the record that it shows."""
    return key_of(f"{name} {known.id}", known) if known else f"{name} "


def person_settings(visit: Visit) -> None:
    people = visit.company.people
    if people:
        rows = [_person_row(person) for person in people.values()]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="People, by name and role")
    chosen = st.selectbox(
        "Change somebody, or add somebody",
        [NEW, *people],
        format_func=lambda each: people[each].name if each else "Somebody new",
        key="person",
        width=480,
    )
    known = people.get(chosen or NEW)
    form = _form("person", known)
    with st.container(horizontal=True):
        name = st.text_input("Name", known.name if known else "", key=f"{form} name", width=300)
        role = ask_role(known.roles[0] if known else Role.MODERATOR, key=f"{form} role")
    active = known is None or st.checkbox("Still works here", known.active, key=f"{form} active")
    # The first person of all cannot yet be named as who adds them.
    able = visit.person is not None or not people
    if st.button("Save", key="save_person", type="primary", disabled=not able):
        actor = visit.person.id if visit.person else "earshot"
        _save_person(visit, known, (name or "").strip(), role, active, actor)


def ask_role(at: Role, *, key: str) -> Role:
    role: Role = st.selectbox(
        "Role",
        list(ROLES),
        index=list(ROLES).index(at),
        format_func=ROLES.__getitem__,
        key=key,
        width=320,
    )
    return role


def _save_person(
    visit: Visit, known: Person | None, name: str, role: Role, active: bool, actor: str
) -> None:
    if known is None:
        saved = _kept(visit, lambda c: add_person(c, name, role, actor=actor, now=visit.now))
        words = "added"
    else:
        changed = replace(known, name=name or known.name, roles=(role,), active=active)
        words = "; ".join(person_changes(known, changed)) or "nothing has changed"
        saved = _kept(visit, lambda c: _write_person(c, changed, known, actor, visit.now))
    if saved:
        say_next(f"Saved {name}: {words}.")
        st.rerun()


def _write_person(
    connection: Connection, changed: Person, known: Person, actor: str, now: datetime
) -> None:
    fresh = company_in(connection).people[known.id]
    change_person(connection, rebased(fresh, known, changed), actor=actor, now=now)


def _kept(visit: Visit, change: Callable[[Connection], object]) -> bool:
    """Do it in one unit of work; what is refused is said."""
    try:
        with visit.house.store.unit() as connection:
            change(connection)
    except Refused as refusal:
        say_problem(str(refusal))
        return False
    return True


def _account_row(account: Account) -> dict[str, str]:
    return {
        "Account": account.name,
        "Platform": PLATFORM[account.platform],
        "Its name there": account.handle,
        "Counts from": spoken_day(account.starts_on),
        "Address": account.url,
    }


def _person_row(person: Person) -> dict[str, str]:
    role = ROLES[person.roles[0]] if person.active else "has left"
    return {"Name": person.name, "Role": role}
