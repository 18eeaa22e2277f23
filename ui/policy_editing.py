"""Changing the policy's files on the screen: typed, shown what it would change, then saved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

import streamlit as st

from earshot.handling.policy_desk import TITLES, Opened, Proposal, opened, propose, save
from earshot.handling.policy_forms import with_clocks, with_reply
from earshot.handling.policy_trial import Trial, in_words, judge_by, texts, trial
from earshot.rules.playbook_rules import FILE as PLAYBOOK_FILE
from earshot.rules.policy import FILES
from earshot.words.errors import EarshotError
from ui.reads import read
from ui.safe import say_problem, say_text
from ui.said import say_next
from ui.visit import Visit

OPEN = "_policy_open"  # files as they stood when this person opened them, by name
SHOWN = "_policy_shown"  # what the typed text would change, once asked for
DRAWN = "_policy_clocks"  # the text's clocks with which the form's fields were last filled


@dataclass(frozen=True)
class Shown:
    """What a text would change; it holds for this text alone."""

    name: str
    text: str
    proposal: Proposal
    trial: Trial | None  # None: texts are judged as before


def edit_policy(visit: Visit) -> None:
    name = st.selectbox(
        "File", list(FILES), format_func=TITLES.__getitem__, key="policy_file", width=480
    )
    try:
        seen = _opened(visit, name)
    except EarshotError as error:
        say_problem(str(error))
        return
    key = f"policy_text {name} {seen.digest[:8]}"
    st.session_state.setdefault(key, seen.text)
    _kinder_forms(visit, name, key)
    text = st.text_area(f"What stands in {name}", key=key, height=420)
    show, anew = st.columns(2)
    if show.button("Show what would change", key="policy_show", disabled=text == seen.text):
        _work_out(visit, name, text)
    if anew.button("Open the file anew", key="policy_anew", help="What you have typed is lost."):
        st.session_state[OPEN].pop(name)
        st.session_state.pop(key)
        st.rerun()
    shown = st.session_state.get(SHOWN)
    if isinstance(shown, Shown) and (shown.name, shown.text) == (name, text):
        _say_changes(shown)
        if st.button("Save the policy", key="policy_save", type="primary"):
            _save(visit, seen, shown)


def _opened(visit: Visit, name: str) -> Opened:
    """As this person has opened it: what is on the disk may be another by now."""
    known: dict[str, Opened] = st.session_state.setdefault(OPEN, {})
    if name not in known:
        known[name] = opened(visit.house, name)
    return known[name]


def _work_out(visit: Visit, name: str, text: str) -> None:
    st.session_state.pop(SHOWN, None)
    try:
        proposal = propose(visit.house, name, text)
    except EarshotError as error:
        say_problem(f"{error}\n\nNothing is saved.")
        return
    tried = None
    if proposal.changes.rescores:
        found, left_out = read(visit.house, texts)
        with st.spinner("Trying it on what was said lately"):
            before = visit.house.judge_for(visit.company)
            tried = trial(found, left_out, before, judge_by(proposal.policy, visit.company))
    st.session_state[SHOWN] = Shown(name, text, proposal, tried)


def _say_changes(shown: Shown) -> None:
    changes = shown.proposal.changes
    say_text("This would change:" if changes.said else "Nothing that counts would change.")
    for sentence in changes.said:
        say_text(f"– {sentence}")
    if changes.unsigned:
        say_text(f"To be signed again: {', '.join(changes.unsigned)}.", "es-late")
    if shown.trial is None:
        say_text("Texts are judged as before; nothing has to be judged again.", "es-quiet")
        return
    say_text(in_words(shown.trial))
    for example in shown.trial.examples:
        with st.container(border=True, gap="xsmall"):
            say_text(example.text[:300])
            say_text(example.said, "es-quiet")
    say_text("What is kept has to be judged again afterwards, by a rescore.")


def _save(visit: Visit, seen: Opened, shown: Shown) -> None:
    try:
        with visit.house.store.unit() as connection:
            found = save(
                connection, visit.house, seen, shown.text, actor=visit.actor, now=visit.now
            )
    except EarshotError as refusal:
        say_problem(str(refusal))
        return
    st.session_state[OPEN].pop(seen.name)
    st.session_state.pop(SHOWN)
    what = "; ".join(found.changes.said) or "nothing that counts has changed"
    again = " What is kept has to be judged again now." if found.changes.rescores else ""
    say_next(f"Saved: {what}.{again}")
    st.rerun()


def _kinder_forms(visit: Visit, name: str, key: str) -> None:
    if name == FILES[0]:
        with st.expander("Change the clocks in a form"):
            _clocks(visit, name, key)
    elif name == PLAYBOOK_FILE and visit.house.policy.playbooks.templates:
        with st.expander("Change a reply in a form"):
            _replies(visit, key)


def _clocks(visit: Visit, name: str, key: str) -> None:
    """It begins with what the text says, which somebody may have changed by hand."""
    try:
        clocks = propose(visit.house, name, st.session_state[key]).policy.clocks
    except EarshotError:
        say_text("Mend the text first: it cannot be read as it stands.")
        return
    if st.session_state.get(DRAWN) != (key, clocks):
        st.session_state[DRAWN] = (key, clocks)
        st.session_state["policy_hours"] = clocks.policy_hours
        st.session_state["policy_close"] = clocks.close_of_business
        st.session_state["policy_aim"] = clocks.aim_working_days
        st.session_state["policy_follow_up"] = clocks.follow_up_working_days
    hours = _days_or_hours("Hours to answer what comes on a weekday", "policy_hours")
    close = st.time_input("Close of business", key="policy_close")
    aim = _days_or_hours("Working days to answer what is said elsewhere", "policy_aim")
    follow_up = _days_or_hours(
        "Working days to answer after an acknowledgement", "policy_follow_up"
    )
    values: dict[str, int | str] = {
        "policy_hours": hours,
        "close_of_business": f"{close if isinstance(close, time) else time(17):%H:%M}",
        "aim_working_days": aim,
        "follow_up_working_days": follow_up,
    }
    if st.button("Put these into the text", key="policy_put_clocks"):
        _put(key, lambda text: with_clocks(text, values))


def _days_or_hours(label: str, key: str) -> int:
    return int(st.number_input(label, 1, 3650, step=1, key=key))


def _replies(visit: Visit, key: str) -> None:
    templates = {each.id: each for each in visit.house.policy.playbooks.templates}
    chosen = st.selectbox(
        "Reply", list(templates), format_func=lambda i: templates[i].title, key="policy_reply"
    )
    words = st.text_area("Its words", templates[chosen].text, key=f"policy_words {chosen}")
    if st.button("Put this into the text", key="policy_put_reply"):
        _put(key, lambda text: with_reply(text, chosen, words))


def _put(key: str, change: Callable[[str], str]) -> None:
    """Before the box is drawn: what a box shows cannot be changed once it is."""
    try:
        st.session_state[key] = change(st.session_state[key])
    except EarshotError as error:
        say_problem(str(error))
