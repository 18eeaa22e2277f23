"""Settings: the company, its terms, its days, its accounts, its people, its policy."""

import streamlit as st

from earshot.handling.leaving import can_remove_sample, remove_sample
from earshot.rules.access import Right
from earshot.rules.company import POLICY
from earshot.store import log
from earshot.words.times import spoken
from ui.guard import enter
from ui.reads import read
from ui.safe import say_text
from ui.said import say_next, say_what_was_done
from ui.settings_accounts import account_settings
from ui.settings_company import company_settings, day_settings
from ui.settings_people import person_settings
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


def policy_settings(visit: Visit) -> None:
    """Which policy the promises rest on, and what was chosen where it is silent."""
    policy = visit.house.policy
    say_text(f"{policy.title}, version {policy.version}", "es-key")
    say_text(f"It stands in {visit.house.policy_path}; change it there.", "es-quiet")
    for noted in read(visit.house, log.of_subjects, [POLICY])[POLICY]:
        since = spoken(noted.recorded_at, visit.company.zone, visit.now)
        say_text(f"Since {since}: version {noted.details['version']}.", "es-quiet")
    st.subheader("Where the policy is silent, this was chosen")
    for each in policy.interpretations:
        with st.container(border=True, gap="xsmall"):
            say_text(each.choice)
            say_text(f"{each.why} ({each.clause})", "es-quiet")
    st.subheader("What each clause asks")
    for name, clause in policy.clauses.items():
        with st.container(gap="xsmall"):
            say_text(f"{clause.title} ({name})", "es-key")
            say_text(clause.demands, "es-quiet")


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
