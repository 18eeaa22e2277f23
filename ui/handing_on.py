"""Handing on: where what is owed after an acknowledgement has gone, and by when it is answered."""

import streamlit as st

from earshot.handling.desk import Opened
from earshot.handling.playing import Seen, hand_on
from earshot.rules.access import Right
from earshot.words.times import local_date, spoken_day
from earshot.words.vocabulary import State
from ui.offering import lacks
from ui.procedures import procedure_html
from ui.safe import say, say_text
from ui.said import say_next
from ui.saving import kept
from ui.visit import Visit


def handing_on(visit: Visit, found: Opened) -> None:
    """What was handed on; the form for it, while an answer is owed."""
    _told(visit, found)
    owed = found.case.state is State.ACKNOWLEDGED
    if not owed or visit.person is None or lacks(visit, Right.DECIDE):
        return
    with st.expander("Hand it on to a procedure", key="hand_on"):
        _ask(visit, found)


def _told(visit: Visit, found: Opened) -> None:
    handed = found.case.work.handed_on
    if handed is None:
        return
    procedure = visit.rules.policy.playbooks.procedures.get(handed.procedure)
    title = procedure.title if procedure else handed.procedure
    by = f", answer by {spoken_day(handed.answer_by)}" if handed.answer_by else ""
    who = visit.company.person_name(handed.by)
    say_text(f"Handed on to: {title}, reference {handed.reference}{by} ({who}).")
    where = procedure_html(visit, handed.procedure)
    if where:
        say(where)


def _ask(visit: Visit, found: Opened) -> None:
    procedures = visit.rules.policy.playbooks.procedures
    item = found.item.id
    procedure = st.selectbox(
        "To which procedure",
        list(procedures),
        format_func=lambda name: procedures[name].title,
        key=f"hand_to_{item}",
    )
    reference = st.text_input("Its reference there", key=f"hand_reference_{item}")
    usual = found.case.follow_up_on or local_date(visit.now, visit.company.zone)
    by = st.date_input("Answered by", usual, format="DD/MM/YYYY", key=f"hand_by_{item}")
    if not st.button("Hand it on", key="hand_it_on"):
        return
    seen = Seen(item, found.case.version)
    if kept(
        visit,
        lambda connection: hand_on(
            connection,
            seen,
            str(procedure),
            visit.rules,
            reference=reference or "",
            answer_by=by,
            actor=visit.actor,
            now=visit.now,
        ),
    ):
        say_next("Recorded: handed on. It stays under “Answer owed” until it is answered.")
        st.rerun()
