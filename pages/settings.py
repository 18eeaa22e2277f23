"""Settings: the company, its terms, its days, its accounts, its people, its policy."""

import streamlit as st

from earshot.handling.leaving import can_remove_sample, remove_sample
from earshot.rules.access import Right
from ui.agreement import show_agreement
from ui.guard import enter
from ui.procedures import procedure_settings
from ui.rescoring import rescoring_settings
from ui.said import say_next, say_what_was_done
from ui.settings_accounts import account_settings
from ui.settings_company import company_settings, day_settings
from ui.settings_people import person_settings
from ui.settings_policy import policy_settings
from ui.visit import Visit

visit = enter(__file__)


def main(visit: Visit) -> None:
    say_what_was_done()
    company, days, accounts, people, policy = st.tabs(
        ["Company and terms", "Days", "Accounts", "People", "Policy"], key="settings"
    )
    with company:
        company_settings(visit)
        sample_settings(visit)
    with days:
        day_settings(visit)
    with accounts:
        account_settings(visit)
    with people:
        person_settings(visit)
    with policy:
        policy_settings(visit)
        rescoring_settings(visit)
        show_agreement(visit)
        procedure_settings(visit)


def sample_settings(visit: Visit) -> None:
    if not can_remove_sample() or not visit.may(Right.SET_UP):
        return
    st.divider()
    st.write("The sample with its invented people is still there beside your own company.")
    sure = st.checkbox("Yes, remove the sample for good", key="sure")
    if st.button("Remove the sample", key="remove_sample", disabled=not sure):
        remove_sample()
        say_next("The sample is removed.")
        st.rerun()


main(visit)
