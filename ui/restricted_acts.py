"""What can be done about a restricted item: the one thing that fits first, then the others."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from earshot.protection import safeguarding
from earshot.protection.guarded_reading import Read
from earshot.rules.access import Reader, Right, may
from earshot.rules.company import Person
from earshot.rules.restriction import Danger, Stage, deciders, leads, may_read
from earshot.words.errors import EarshotError
from ui.in_address import ITEM
from ui.keys import key_of
from ui.safe import say_done, say_problem, say_text
from ui.said import say_next
from ui.visit import Visit


def show_acts(visit: Visit, found: Read) -> None:
    """The buttons; each is recorded with the reader's name."""
    with st.container(border=True, key="restricted_acts"):
        _fitting(visit, found)
    with st.expander("Other things to do", key="other_acts"):
        if not found.found.urgent or found.found.seen_by:
            _urgent(visit, found)
        if _decides(visit, found) or visit.actor != found.found.manager:
            _named(visit, found)
        if _decides(visit, found):
            if found.found.concern is Danger.STAFF_ALLEGATION:
                _manager(visit, found)
            _lift(visit, found)


def _fitting(visit: Visit, found: Read) -> None:
    if found.found.urgent and found.found.seen_by is None:
        _see(visit, found)
    if found.found.stage is Stage.SUSPECTED:
        _hand_over(visit, found)
    elif found.found.stage is Stage.HANDED_OVER:
        _file(visit, found)
    else:
        say_done(f"In the safeguarding system as {found.found.reference}.")


def _see(visit: Visit, found: Read) -> None:
    if st.button("I have seen this and see to it", key="see_danger", type="primary"):
        carry_out(visit, found, safeguarding.see_danger, done="Recorded: you see to it.")


def _hand_over(visit: Visit, found: Read) -> None:
    company = visit.company
    those = leads(found.found, company)
    names = " or ".join(company.person_name(each) for each in those)
    mine = visit.actor in those
    say_text(
        "Take it over: the moderator on duty does not see it any more then."
        if mine
        else f"Hand it to {names or 'the safeguarding lead'}, and tell them. Then only they see it."
    )
    words = "I take it over" if mine else "Hand it over now"
    if st.button(words, key="hand_over", type="primary"):
        told = "You have taken it over." if mine else f"Handed over. Tell {names} in person now."
        carry_out(visit, found, safeguarding.hand_over, done=told)


def _file(visit: Visit, found: Read) -> None:
    if not _decides(visit, found):
        say_text("The safeguarding lead enters it in the safeguarding system.")
        return
    reference = st.text_input(
        "Enter it in the safeguarding system, then its reference here", key="reference"
    )
    if st.button("It is in the system", key="file", type="primary"):
        carry_out(visit, found, safeguarding.file, reference, done="Recorded with its reference.")


def _urgent(visit: Visit, found: Read) -> None:
    if st.button("Somebody may be in danger now", key="mark_urgent"):
        carry_out(visit, found, safeguarding.mark_urgent, done="Marked as urgent.")


def _named(visit: Visit, found: Read) -> None:
    """Who is named in it; a list draws its options as they are."""
    people = {p.id: p.name for p in visit.company.people.values() if p.active}
    chosen = st.multiselect(
        "People at work here who are named in it: none of them sees it",
        list(people),
        default=[each for each in found.found.locked if each in people],
        format_func=people.__getitem__,
        key=key_of("named", found.found.locked),
    )
    gone = [each for each in found.found.locked if each not in people]  # they stay named
    if st.button("Lock them out", key="lock_out"):
        named, told = [*chosen, *gone], "Recorded: who is named in it."
        carry_out(visit, found, safeguarding.lock_out, named, done=told)


def _manager(visit: Visit, found: Read) -> None:
    people = {p.id: p.name for p in visit.company.people.values() if _can_manage(p, visit, found)}
    now = found.found.manager
    chosen = st.selectbox(
        "Case manager: sees this item beside you",
        list(people),
        index=list(people).index(now) if now in people else None,
        format_func=people.__getitem__,
        placeholder="Choose somebody",
        key=key_of("manager", now),
    )
    if st.button("Name them", key="name_manager", disabled=chosen is None):
        carry_out(visit, found, safeguarding.name_manager, chosen, done="Case manager named.")


def _can_manage(person: Person, visit: Visit, found: Read) -> bool:
    looks = may(Reader(person, proven=True), Right.LOOK, visit.company)
    return looks and person.id not in found.found.locked


def _lift(visit: Visit, found: Read) -> None:
    reason = st.text_input("Nothing of the kind after all? Say why", key="lift_reason")
    if st.button("Bring it back into the open", key="lift"):
        carry_out(
            visit,
            found,
            safeguarding.lift,
            done="It is in the open again; what is owed is due by its clock.",
            reason=reason,
            rules=visit.rules,
        )


def _decides(visit: Visit, found: Read) -> bool:
    return visit.actor in deciders(found.found, visit.company)


def carry_out(
    visit: Visit, found: Read, act: Callable[..., Any], *given: Any, done: str, **more: Any
) -> None:
    """Record it in one short unit, and draw the page anew: without the item, where who did it sees
    it no more."""
    try:
        with visit.house.store.unit() as connection:
            case = act(connection, found.item.id, *given, visit.reader, now=visit.now, **more)
    except EarshotError as error:
        say_problem(str(error))
        return
    if case.restriction is None or not may_read(case.restriction, visit.reader, visit.company):
        st.query_params.pop(ITEM, None)
    say_next(done)
    st.rerun()
