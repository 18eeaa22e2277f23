"""Assessing on the screen: of each possible concern of a restricted item, whether it is there."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from earshot.protection.assessing import Assessed, assess, assessed, steps_for
from earshot.protection.guarded_reading import Read
from earshot.telling.item_concerns import CONCERN as OF_OTHERS_BY_NAME
from earshot.words.times import spoken
from earshot.words.vocabulary import ConcernName
from ui.procedures import procedure_html
from ui.restricted_acts import carry_out
from ui.restricting import CONCERN
from ui.safe import escaped, say, say_problem, say_text
from ui.visit import Visit

NAMES = {each.value: said for each, said in OF_OTHERS_BY_NAME.items()} | {
    each.value: said for each, said in CONCERN.items()
}


def show_safety_steps(visit: Visit, found: Read) -> None:
    """What the playbook says: what stops everything in red, above the rest."""
    for step in steps_for(found, visit.rules.policy.playbooks):
        tell = say_problem if step.stop else say_text
        tell(f"{step.text} ({step.clause})")
        where = procedure_html(visit, step.procedure)
        if where:
            say(where)


def show_assessed(visit: Visit, found: Read) -> None:
    """What the program takes it for, the gravest first, with the words that speak for it; and the
    word of those who deal with it."""
    told = {str(each["concern"]): each for each in found.item.concerns}
    for each in assessed(found):
        say(_line(visit, each, told.get(each.concern)))
        _answers(visit, found, each)


def _line(visit: Visit, each: Assessed, told: Mapping[str, Any] | None) -> str:
    standing = "Possible" if each.said is None else "Confirmed" if each.stands else "Not there"
    style = "es-key es-late" if each.stands else "es-quiet"
    words = f'<span class="{style}">{standing}: {escaped(name_of(each.concern))}</span>'
    return words + (_machine(told) if told else "") + escaped(_who(visit, each))


def _machine(told: Mapping[str, Any]) -> str:
    quoted = ", ".join(f"“{escaped(piece['text'])}”" for piece in told["evidence"])
    because = f", because: {quoted}" if quoted else ""
    return (
        f" · severity {escaped(told['severity'])} · {float(told['confidence']):.0%} sure{because} "
        f'<span class="es-quiet">({escaped(told["clause"])})</span>'
    )


def _who(visit: Visit, each: Assessed) -> str:
    """` · Kay Example, Sat 14 Nov, 18:05: their reason`."""
    if each.said is None:
        return ""
    when = spoken(each.said.at, visit.company.zone, visit.now)
    reason = f": {each.said.reason}" if each.said.reason else ""
    return f" · {visit.company.person_name(each.said.by)}, {when}{reason}"


def _answers(visit: Visit, found: Read, each: Assessed) -> None:
    with st.container(horizontal=True, gap="small"):
        if not each.is_confirmed and st.button("It is there", key=f"is_there_{each.concern}"):
            _do(visit, found, each, is_there=True)
        if each.stands:
            with st.popover("It is not"):
                reason = st.text_input("Why not", key=f"is_not_why_{each.concern}")
                if st.button("Say so", key=f"is_not_{each.concern}"):
                    _do(visit, found, each, is_there=False, reason=reason)


def _do(visit: Visit, found: Read, each: Assessed, *, is_there: bool, reason: str = "") -> None:
    name = ConcernName(each.concern)
    said = "Recorded: it is there." if is_there else "Recorded: it is not there."
    carry_out(visit, found, assess, name, is_there, done=said, reason=reason)


def name_of(concern: str) -> str:
    return NAMES.get(concern, concern.replace("_", " ")).lower()
