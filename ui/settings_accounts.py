"""Settings of the company's own accounts: those there are, a new one, and what a change changes."""

from dataclasses import replace
from datetime import datetime

import pandas as pd
import streamlit as st

from collectors.post import Platform
from earshot.handling.administration import account_like, add_account, rebased
from earshot.handling.house import company_in
from earshot.rules.access import Right
from earshot.rules.changes import account_changes
from earshot.rules.company import Account
from earshot.store.rows import Connection
from earshot.words.platforms import PLATFORM
from earshot.words.times import local_date, spoken_day
from ui.offering import offered
from ui.safe import say_problem
from ui.said import say_next
from ui.saving import NEW, form_of, kept
from ui.visit import Visit


def account_settings(visit: Visit) -> None:
    accounts = visit.company.accounts
    if accounts:
        rows = [_account_row(account) for account in accounts.values()]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="The company's own accounts")
    if not offered(visit, Right.SET_UP):
        return
    chosen = st.selectbox(
        "Change one, or add one",
        [NEW, *accounts],
        format_func=lambda each: accounts[each].name if each else "A new account",
        key="account",
        width=480,
    )
    known = accounts.get(chosen or NEW)
    account = ask_account_details(visit, known, key=form_of("account", known))
    if st.button("Save", key="save_account", type="primary"):
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
    if kept(visit, lambda c: _write_account(c, account, known, actor, visit.now)):
        words = "; ".join(changes) or (known and "nothing has changed") or "added"
        say_next(f"Saved {account.name}: {words}.")
        st.rerun()


def _write_account(
    connection: Connection, account: Account, known: Account | None, actor: str, now: datetime
) -> None:
    if known is not None:
        account = rebased(company_in(connection).accounts[known.id], known, account)
    add_account(connection, account, actor=actor, now=now)


def _account_row(account: Account) -> dict[str, str]:
    return {
        "Account": account.name,
        "Platform": PLATFORM[account.platform],
        "Its name there": account.handle,
        "Counts from": spoken_day(account.starts_on),
        "Address": account.url,
    }
