"""Deciding: the buttons about one or several items, what each asks, and what it records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import streamlit as st

from earshot.handling.decisions import FROM, Action, Decision, Outcome, decide, follow_up_default
from earshot.rules.access import Reader, Right, may
from earshot.words.errors import EarshotError, Refused
from earshot.words.times import read_time
from earshot.words.vocabulary import State
from ui import shortcuts
from ui.in_address import ITEM
from ui.offering import offered
from ui.safe import say_problem
from ui.snoozing import ask_until
from ui.undo import offer_undo
from ui.visit import Visit
from ui.who import ask_here
from ui.words import DO, DONE, number_of

Cases = tuple[tuple[str, int], ...]  # (id, the version that the person saw)

PENDING = "_pending"
REFUSED = "_refused"

KEYS = {
    Action.ACKNOWLEDGE: shortcuts.ACKNOWLEDGE.key,
    Action.ANSWER: shortcuts.ANSWER.key,
    Action.NO_REPLY_NEEDED: shortcuts.NO_REPLY.key,
    Action.SNOOZE: shortcuts.SNOOZE.key,
}
FIRST = (Action.ACKNOWLEDGE, Action.ANSWER, Action.NO_REPLY_NEEDED)
MORE = (Action.TAKE_IN, Action.ASSIGN, Action.OUT_OF_SCOPE, Action.CLOSE, Action.REOPEN)
FITTING = (Action.ACKNOWLEDGE, Action.ANSWER, Action.TAKE_IN)  # the first that can be done
USUAL_PLACE = "public reply here"


@dataclass(frozen=True, slots=True)
class Pending:
    """A decision that is being made: begun, and not recorded yet."""

    action: Action
    cases: Cases
    began_at: datetime  # aware: what "now" is filled in as
    reason: str = ""  # that was given already


def decide_about(
    visit: Visit, cases: Cases, state: State, done: Callable[[Sequence[str]], None]
) -> None:
    """Buttons for what can be done in this state, or the questions of the one that was pressed.

    `done` is told the ids that were decided, before the page runs again.
    """
    pending = st.session_state.get(PENDING)
    # By ids alone: what was begun goes on with the versions that the person saw, so that what
    # somebody else did meanwhile is refused in words.
    if isinstance(pending, Pending) and _ids(pending.cases) == _ids(cases):
        _ask(visit, pending, done)
    else:
        _buttons(visit, cases, [action for action in Action if state in FROM[action]])


def begun() -> Cases:
    """What a decision was begun about, and is not recorded yet."""
    pending = st.session_state.get(PENDING)
    return pending.cases if isinstance(pending, Pending) else ()


def _ids(cases: Cases) -> set[str]:
    return {case_id for case_id, _ in cases}


def show_refusals() -> None:
    """What the last decision could not do, in words, once."""
    for sentence in st.session_state.pop(REFUSED, ()):
        say_problem(sentence)


def carry_out(visit: Visit, decision: Decision) -> Outcome:
    """Record a decision in one short unit."""
    rules = visit.rules
    with visit.house.store.unit() as connection:
        return decide(connection, decision, rules, now=visit.now)


def _buttons(visit: Visit, cases: Cases, allowed: Sequence[Action]) -> None:
    if visit.person is None:
        ask_here(visit.company)
    elif not offered(visit, Right.DECIDE):
        return
    fitting = next((action for action in FITTING if action in allowed), None)
    with st.container(horizontal=True, gap="small", key="decisions"):
        for action in (*FIRST, *MORE[:1]):
            if action in allowed:
                _button(visit, action, cases, "primary" if action is fitting else "secondary")
        _take_button(visit, cases)
        if Action.SNOOZE in allowed:
            _button(visit, Action.SNOOZE, cases, "tertiary")
        rest = [action for action in MORE[1:] if action in allowed]
        with st.popover("More"):
            for action in rest:
                _button(visit, action, cases, "tertiary")


def _take_button(visit: Visit, cases: Cases) -> None:
    """Give it to oneself by one press; the item stays open."""
    pressed = st.button(
        "Take it",
        key="take_it",
        type="tertiary",
        shortcut=shortcuts.TAKE.key,
        disabled=visit.person is None,
    )
    if pressed:
        mine = Decision(Action.ASSIGN, cases, visit.actor, assignee=visit.actor)
        _record(visit, mine, lambda _: None)


def begin_declining(case_id: str, version: int, reason: str, now: datetime) -> None:
    """Ask whether no reply is needed, as its button does, with a reason that was given already."""
    _begin(Pending(Action.NO_REPLY_NEEDED, ((case_id, version),), now, reason))


def _button(visit: Visit, action: Action, cases: Cases, look: str) -> None:
    st.button(
        DO[action],
        key=f"do_{action.value}",
        type="primary" if look == "primary" else "tertiary" if look == "tertiary" else "secondary",
        shortcut=KEYS.get(action),
        disabled=visit.person is None,
        on_click=_begin,
        args=(Pending(action, cases, visit.now),),
    )


def _begin(pending: Pending) -> None:
    """Begin; one item is held open by its address, should it leave the list meanwhile."""
    st.session_state[PENDING] = pending
    if len(pending.cases) == 1:
        st.query_params[ITEM] = pending.cases[0][0]


def forget() -> None:
    """Leave what was begun."""
    st.session_state.pop(PENDING, None)


def _ask(visit: Visit, pending: Pending, done: Callable[[Sequence[str]], None]) -> None:
    """The questions of one action, filled in so that Enter records the usual answer."""
    several = len(pending.cases) > 1
    about = f" ({number_of(len(pending.cases), 'item')})" if several else ""
    with st.container(border=True, key="deciding"):
        st.write(f"**{DO[pending.action]}**{about}")
        try:
            decision = ASK[pending.action](visit, pending)
        except EarshotError as error:
            decision = None
            say_problem(str(error))
        with st.container(horizontal=True, gap="small"):
            pressed = st.button(
                "Record it", type="primary", key="record", shortcut=shortcuts.RECORD.key
            )
            st.button("Cancel", key="cancel", shortcut=shortcuts.CANCEL.key, on_click=forget)
        if pressed and decision is not None:
            _record(visit, decision, done)


def _record(visit: Visit, decision: Decision, done: Callable[[Sequence[str]], None]) -> None:
    try:
        outcome = carry_out(visit, decision)
    except EarshotError as error:
        say_problem(str(error))
        return
    forget()
    st.session_state[REFUSED] = list(dict.fromkeys(why for _, why in outcome.refused))
    if outcome.done:
        versions = tuple((event.subject, event.seq) for event in outcome.events)
        offer_undo(versions, DONE[decision.action], visit.now)
        done(outcome.done)
    st.rerun()


def _plain(visit: Visit, pending: Pending) -> Decision:
    return Decision(pending.action, pending.cases, visit.actor)


def _reply(visit: Visit, pending: Pending) -> Decision:
    """When and where; as filled in it means now, in public, under what was said."""
    local = pending.began_at.astimezone(visit.company.zone).replace(
        tzinfo=None, second=0, microsecond=0
    )
    when = st.datetime_input("When", local, format="DD/MM/YYYY", step=60, key="reply_when")
    where = st.text_input("Where", USUAL_PLACE, key="reply_where")
    link = st.text_input("Address of the reply (optional, as evidence)", key="reply_link")
    decision = replace(_plain(visit, pending), where=where, link=link.strip())
    if when is not None and when != local:
        decision = replace(decision, at=read_time(when.isoformat(), visit.company.zone))
    return decision


def _acknowledgement(visit: Visit, pending: Pending) -> Decision:
    decision = _reply(visit, pending)
    usual = follow_up_default(visit.rules, pending.began_at)
    owed = st.date_input("Full answer owed by", usual, format="DD/MM/YYYY", key="owed_by")
    return replace(decision, follow_up_on=owed)


def _with_reason(visit: Visit, pending: Pending) -> Decision:
    reason = st.text_input("Why (it stands in the reports)", pending.reason, key="reason")
    return replace(_plain(visit, pending), reason=reason)


def _to_somebody(visit: Visit, pending: Pending) -> Decision:
    company = visit.company
    people = {
        p.id: p.name for p in company.people.values() if may(Reader(p), Right.DECIDE, company)
    }
    options = [None, *people]
    chosen = st.selectbox(
        "Give it to",
        options,
        index=options.index(visit.actor) if visit.actor in people else 0,
        format_func=lambda person: people.get(person or "", "nobody"),
        key="give_to",
    )
    return replace(_plain(visit, pending), assignee=chosen)


def _snoozing(visit: Visit, pending: Pending) -> Decision:
    return replace(_plain(visit, pending), until=ask_until(visit))


def _undoing(visit: Visit, pending: Pending) -> Decision:
    raise Refused("Undo stands in the item’s history.")


ASK: dict[Action, Callable[[Visit, Pending], Decision]] = {
    Action.ACKNOWLEDGE: _acknowledgement,
    Action.ANSWER: _reply,
    Action.NO_REPLY_NEEDED: _with_reason,
    Action.OUT_OF_SCOPE: _with_reason,
    Action.ASSIGN: _to_somebody,
    Action.SNOOZE: _snoozing,
    Action.CLOSE: _with_reason,
    Action.REOPEN: _with_reason,
    Action.TAKE_IN: _plain,
    Action.UNDO: _undoing,
}
