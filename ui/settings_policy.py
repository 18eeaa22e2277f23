"""Settings of the policy: what is in force, what was chosen and signed, and changing its files."""

import streamlit as st

from earshot.handling.house import POLICY_FILE
from earshot.handling.last_good import in_words as of_broken
from earshot.handling.policy_desk import noted
from earshot.handling.signing import Standing, count_in_words, in_words, sign, standing
from earshot.rules.access import Right
from earshot.words.times import spoken
from ui.keys import key_of
from ui.offering import lacks, offered
from ui.policy_editing import edit_policy
from ui.reads import read
from ui.safe import say_problem, say_text
from ui.said import say_next
from ui.saving import kept
from ui.visit import Visit


def policy_settings(visit: Visit) -> None:
    """Which policy the promises rest on, and what was chosen where it is silent."""
    policy = visit.house.policy
    say_text(f"{policy.title}, version {policy.version}", "es-key")
    if problem := visit.house.policy_problem:
        say_problem(of_broken(problem))
    _since(visit)
    st.subheader("Where the policy is silent, this was chosen")
    _choices(visit)
    st.subheader("Change the policy")
    say_text(f"Its files stand beside {visit.house.folder / POLICY_FILE}.", "es-quiet")
    if offered(visit, Right.SIGN):
        edit_policy(visit)
    st.subheader("What each clause asks")
    for name, clause in policy.clauses.items():
        with st.container(gap="xsmall"):
            say_text(f"{clause.title} ({name})", "es-key")
            say_text(clause.demands, "es-quiet")


def _since(visit: Visit) -> None:
    for event in read(visit.house, noted):
        since = spoken(event.recorded_at, visit.company.zone, visit.now)
        file = event.details.get("file")
        by = f" {visit.company.person_name(event.actor)} saved {file}." if file else ""
        say_text(f"Since {since}: version {event.details['version']}.{by}", "es-quiet")


def _choices(visit: Visit) -> None:
    found = standing(visit.house.policy, visit.company)
    say_text(count_in_words(found), "es-quiet")
    for each in found:
        with st.container(border=True, gap="xsmall"):
            say_choice(visit, each)
            if each.signature is None and visit.may(Right.SIGN) and not lacks(visit, Right.SIGN):
                _offer_signing(visit, each)


def say_choice(visit: Visit, each: Standing) -> None:
    """The choice, why it was made, and who stands behind it."""
    say_text(each.interpretation.choice)
    say_text(f"{each.interpretation.why} ({each.interpretation.clause})", "es-quiet")
    say_text(in_words(each, visit.company), "es-quiet" if each.signature else "es-late")


def _offer_signing(visit: Visit, each: Standing) -> None:
    of = each.interpretation
    if not st.button("Sign", key=key_of(f"sign_{of.id}", of.choice)):
        return
    policy = visit.house.policy
    done = kept(
        visit,
        lambda connection: sign(
            connection, policy, of.id, of.choice, actor=visit.actor, now=visit.now
        ),
    )
    if done:
        say_next("Signed, in your name.")
        st.rerun()
