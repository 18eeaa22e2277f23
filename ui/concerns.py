"""Concerns on the screen: what an item may be, why, and whether a person says so too."""

import streamlit as st

from earshot.handling.correcting import ABSENT, PRESENT, Correction
from earshot.handling.desk import Opened
from earshot.rules.access import Right
from earshot.rules.findings import Finding, Judged
from earshot.telling.item_concerns import (
    CONCERN,
    StandingConcern,
    concerns_of,
    dismissed_of,
)
from earshot.words.times import spoken
from earshot.words.vocabulary import ConcernName
from ui.correcting import carry_out
from ui.offering import lacks
from ui.safe import escaped, say, say_text
from ui.visit import Visit


def show_concerns(visit: Visit, found: Opened) -> None:
    """Each with severity, confidence, evidence and clause; nothing where there is none."""
    standing, dismissed = concerns_of(found.item), dismissed_of(found.item)
    if not standing and not dismissed:
        return
    with st.container(gap="xxsmall", key="concerns"):
        for each in standing:
            _concern(visit, found, each)
        for name in dismissed:
            say_text(f"Not there: {CONCERN[name].lower()}{_said(visit, found, name)}", "es-quiet")


def _concern(visit: Visit, found: Opened, concern: StandingConcern) -> None:
    style = "es-key es-late" if concern.confirmed else "es-key"
    how = ""
    if concern.severity is not None and concern.confidence is not None:
        how = f" · severity {concern.severity.value} · {concern.confidence:.0%} sure"
    quoted = ", ".join(f"“{escaped(text)}”" for text, _, _ in concern.evidence)
    because = f", because: {quoted}" if quoted else ""
    said = _said(visit, found, concern.concern)
    say(
        f'<span class="{style}">{escaped(concern.words)}</span>{how}{because} '
        f'<span class="es-quiet">({concern.clause}){escaped(said) if said else ""}</span>'
    )
    if not lacks(visit, Right.DECIDE) and concern.concern is not ConcernName.JOURNALIST:
        _answers(visit, found, concern)


def _answers(visit: Visit, found: Opened, concern: StandingConcern) -> None:
    name = concern.concern.value
    with st.container(horizontal=True, gap="small"):
        nobody = visit.person is None
        if not concern.confirmed:
            confirmed = st.button("Confirm it", key=f"confirm_{name}", disabled=nobody)
            if confirmed:
                _say(visit, found, name, PRESENT, "")
        with st.popover("It is not"):
            reason = st.text_input("Why not", key=f"why_not_{name}")
            if st.button("Dismiss it", key=f"dismiss_{name}", disabled=nobody):
                _say(visit, found, name, ABSENT, reason)


def _say(visit: Visit, found: Opened, concern: str, value: str, reason: str) -> None:
    told = Correction(found.item.id, found.case.version, Judged.CONCERN, value, reason, concern)
    carry_out(visit, found, told)


def _said(visit: Visit, found: Opened, concern: ConcernName) -> str:
    """Who said so, when and why."""
    word = found.case.work.finding(found.item.id, Judged.CONCERN, concern.value)
    return who_said(visit, word) if word else ""


def who_said(visit: Visit, word: Finding) -> str:
    """` · Sam Sample, Sat 14 Nov, 18:05: their reason`."""
    when = spoken(word.at, visit.company.zone, visit.now)
    reason = f": {word.reason}" if word.reason else ""
    return f" · {visit.company.person_name(word.by)}, {when}{reason}"
