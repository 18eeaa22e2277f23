"""Correcting on the screen: one press says that it is right; else what is, and why."""

from collections.abc import Callable

import streamlit as st

from earshot.handling.correcting import (
    NOT_ABOUT_US,
    PRESENT,
    VALUES,
    Correction,
    confirm,
    correct,
    not_about_us,
)
from earshot.handling.decisions import FROM, Action
from earshot.handling.desk import Opened
from earshot.rules.access import Right
from earshot.rules.findings import Finding, Judged
from earshot.store.rows import Connection
from earshot.telling.item_concerns import CONCERN, SHOWN, concerns_of
from earshot.words.errors import EarshotError, Refused
from earshot.words.vocabulary import ConcernName, Intent, Sentiment
from ui.deciding import begin_declining
from ui.offering import lacks
from ui.safe import say_problem, say_text
from ui.shortcuts import CORRECT, RIGHT
from ui.undo import offer_undo
from ui.visit import Visit
from ui.words import INTENT, SENTIMENT

OPEN = "_correcting"  # the Mention that is being corrected
NEEDS = {"yes": "needs a reply", "no": "needs no reply"}
KINDS = {
    Judged.SENTIMENT.value: "Its tone",
    Judged.INTENT.value: "What it is",
    Judged.NEEDS_REPLY.value: "Whether it needs a reply",
    Judged.CONCERN.value: "A concern that was missed",
    NOT_ABOUT_US: "It is not about us",
}


def show_corrections(visit: Visit, found: Opened) -> None:
    """What people have said beside the machine's word, and the way to say more."""
    for word in found.case.work.findings:
        if word.mention == found.item.id and word.what is not Judged.CONCERN:
            say_text(_both(visit, word), "es-quiet")
    if lacks(visit, Right.DECIDE) or visit.person is None:
        return
    with st.container(horizontal=True, gap="small", key="correct_or_not"):
        said = [found.case.work.finding(found.item.id, what) for what in Judged]
        if found.item.text_included and not any(said):
            pressed = st.button(
                "That’s right",
                key="thats_right",
                type="tertiary",
                shortcut=RIGHT.key,
                help="Say so when it is: else only mistakes would be counted",
            )
            if pressed:
                _confirm(visit, found)
        st.button(
            "Correct it",
            key="correct",
            type="tertiary",
            shortcut=CORRECT.key,
            on_click=_toggle,
            args=(found.item.id,),
        )
    if st.session_state.get(OPEN) == found.item.id:
        _ask(visit, found)


def carry_out(visit: Visit, found: Opened, told: Correction) -> None:
    """Record a correction and run the page again; a refusal is said in its place."""

    def act(connection: Connection) -> int:
        actor = visit.actor
        return correct(connection, told, visit.rules, actor=actor, now=visit.now).seq

    version = _act(visit, found, act, "Recorded: what you say of it")
    if version and (told.what, told.person) == (Judged.NEEDS_REPLY, "no"):
        _ask_to_decline(visit, found, version, told.reason)
    if version:
        st.rerun()


def _confirm(visit: Visit, found: Opened) -> None:
    def act(connection: Connection) -> int:
        who = {"actor": visit.actor, "now": visit.now}
        version = found.case.version
        return confirm(connection, found.item.id, version, visit.rules, **who).seq  # type: ignore[arg-type]

    if _act(visit, found, act, "Recorded: the machine is right"):
        st.rerun()


def _act(visit: Visit, found: Opened, act: Callable[[Connection], int], done: str) -> int:
    """The Case's version by then; 0 where it was refused, which is said."""
    _ = visit.rules  # read before the store is held
    try:
        with visit.house.store.unit() as connection:
            version = act(connection)
    except EarshotError as error:
        say_problem(str(error))
        return 0
    st.session_state.pop(OPEN, None)
    offer_undo(((found.case.id, version),), done, visit.now)
    return version


def _ask_to_decline(visit: Visit, found: Opened, version: int, reason: str) -> None:
    """That no reply is needed is decided as always, with the reason that was just given."""
    if found.case.state in FROM[Action.NO_REPLY_NEEDED]:
        begin_declining(found.case.id, version, reason, visit.now)


def _ask(visit: Visit, found: Opened) -> None:
    with st.container(border=True, key="correcting"):
        what = st.radio("What is wrong?", list(KINDS), format_func=KINDS.__getitem__, key="wrong")
        value, concern = _value(found, what)
        reason = st.text_input("Why (it stands beside the machine’s word)", key="wrong_why")
        with st.container(horizontal=True, gap="small"):
            pressed = st.button("Record it", type="primary", key="record_correction")
            st.button("Cancel", key="cancel_correction", on_click=_toggle, args=(found.item.id,))
        if pressed and what == NOT_ABOUT_US:
            _dismiss(visit, found, reason)
        elif pressed:
            version = found.case.version
            told = Correction(found.item.id, version, Judged(what), value, reason, concern)
            carry_out(visit, found, told)


def _value(found: Opened, what: str) -> tuple[str, str]:
    """(what a person says, of which concern)."""
    if what == NOT_ABOUT_US:
        return "", ""
    if what == Judged.CONCERN:
        there = {each.concern for each in concerns_of(found.item)} | {ConcernName.JOURNALIST}
        missing = [each.value for each in SHOWN if each not in there]
        chosen = st.selectbox("Which?", missing, format_func=_concern_words, key="wrong_concern")
        return PRESENT, str(chosen)
    present = _present(found, what)
    options = sorted(VALUES[Judged(what)] - {present})
    chosen = st.radio(
        f"Not “{words_of(what, present)}”, but",
        options,
        format_func=lambda value: words_of(what, value),
        horizontal=True,
        key=f"wrong_{what}",
    )
    return str(chosen), ""


def _present(found: Opened, what: str) -> str:
    item = found.item
    if what == Judged.NEEDS_REPLY:
        return "yes" if item.needs_reply else "no"
    return item.sentiment if what == Judged.SENTIMENT else item.intent


def words_of(what: str, value: str) -> str:
    """Our words for a value of the vocabularies."""
    if what == Judged.SENTIMENT:
        return SENTIMENT[Sentiment(value)]
    if what == Judged.INTENT:
        return INTENT[Intent(value)].lower()
    return NEEDS.get(value, value)


def _concern_words(value: str) -> str:
    return CONCERN[ConcernName(value)]


def _both(visit: Visit, word: Finding) -> str:
    """`The machine said neutral; Sam Sample: negative, because …`."""
    who = visit.company.person_name(word.by)
    machine, person = (words_of(word.what, each) for each in (word.machine, word.person))
    if word.agrees:
        return f"{who} says so too: {person}."
    return f"The machine said {machine}; {who}: {person}, because {word.reason}"


def _dismiss(visit: Visit, found: Opened, reason: str) -> None:
    def act(connection: Connection) -> int:
        outcome = not_about_us(
            connection,
            found.item.id,
            found.case.version,
            visit.rules,
            reason=reason,
            actor=visit.actor,
            now=visit.now,
        )
        for _, why in outcome.refused:
            raise Refused(why)
        return outcome.events[-1].seq

    if _act(visit, found, act, "Recorded: out of scope, not about us"):
        st.rerun()


def _toggle(mention: str) -> None:
    if st.session_state.pop(OPEN, None) != mention:
        st.session_state[OPEN] = mention
