"""The next step: what the policy proposes for an item, and what of it is done by whom."""

from collections.abc import Callable, Sequence

import streamlit as st

from earshot.handling import holding
from earshot.handling.desk import Opened
from earshot.handling.playing import Seen, Standing, mark_done
from earshot.rules.access import Right
from earshot.rules.events import Event
from earshot.rules.playbook import Proposed, proposed
from earshot.rules.playbook_rules import WORKED_ON, Step
from earshot.store.rows import Connection
from earshot.telling.item_words import next_step
from earshot.words.times import spoken
from earshot.words.vocabulary import State
from ui.drafting import drafting
from ui.handing_on import handing_on
from ui.holding import offer_hold
from ui.measures import measures
from ui.offering import lacks
from ui.opinions import opinions
from ui.procedures import procedure_html
from ui.safe import escaped, say, say_problem, say_text
from ui.said import say_next
from ui.saving import kept
from ui.visit import Visit


def show_next(visit: Visit, found: Opened) -> None:
    """What to do now; of what is settled only that it is."""
    _held(visit, found)
    settled = found.case.state not in WORKED_ON
    if settled or not found.item.text_included:
        _say_next(next_step(found.item, visit.rules.policy.playbooks))
    if settled:
        return
    steps = _proposed(visit, found)
    _stops(visit, steps)
    if found.case.state is State.ACKNOWLEDGED:
        say_text(next_step(found.item, visit.rules.policy.playbooks))
    if found.item.text_included:
        _first(visit, found, steps)


def show_means(visit: Visit, found: Opened) -> None:
    """All steps, a draft, a second opinion, measures; nothing where it is settled."""
    if found.case.state not in WORKED_ON:
        return
    now = Standing(found.item, found.case)
    _all(visit, found, _proposed(visit, found))
    handing_on(visit, found)
    drafting(visit, now)
    opinions(visit, found)
    measures(visit, now)
    offer_hold(visit, found)


def _proposed(visit: Visit, found: Opened) -> tuple[Proposed, ...]:
    situation = Standing(found.item, found.case).situation
    return tuple(proposed(visit.rules.policy.playbooks, situation, found.case))


def _say_next(words: str) -> None:
    say(f'<span class="es-key">Next:</span> {escaped(words)}')


def _stops(visit: Visit, steps: Sequence[Proposed]) -> None:
    """Above all others, in red; done or not."""
    for each in steps:
        if each.step.stop:
            say_problem(f"{each.step.text} ({each.step.clause})")


def _first(visit: Visit, found: Opened, steps: Sequence[Proposed]) -> None:
    waiting = next((p.step for p in steps if not (p.is_done or p.step.stop)), None)
    if waiting is None:
        say_text("Every step that the policy proposes is done.", "es-quiet")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _say_next(f"{waiting.text} ({waiting.clause})")
        _done_button(visit, found, waiting, key="done_next")
    _procedure(visit, waiting)


def _procedure(visit: Visit, step: Step) -> None:
    where = procedure_html(visit, step.procedure)
    if where:
        say(where)


def _all(visit: Visit, found: Opened, steps: Sequence[Proposed]) -> None:
    done = sum(each.is_done for each in steps)
    with st.expander(f"All steps ({done} of {len(steps)} done)", key="all_steps"):
        note = ""
        if done < len(steps) and not lacks(visit, Right.DECIDE):
            key = f"step_note_{found.item.id}_{found.case.version}"
            note = st.text_input("Note, for a step that you mark done here (if you like)", key=key)
        for each in steps:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                say(_line(visit, each))
                if not each.is_done:
                    _done_button(visit, found, each.step, note, key=f"done_{each.step.id}")
            _procedure(visit, each.step)


def _line(visit: Visit, each: Proposed) -> str:
    clause = f'<span class="es-quiet">({escaped(each.step.clause)})</span>'
    if each.at is None:
        return f"{escaped(each.step.text)} {clause}"
    who = visit.company.person_name(each.by)
    when = spoken(each.at, visit.company.zone, visit.now)
    note = f": {escaped(each.note)}" if each.note else ""
    return f"✓ {escaped(each.step.text)} {clause} · {escaped(who)}, {when}{note}"


def _done_button(visit: Visit, found: Opened, step: Step, note: str = "", *, key: str) -> None:
    if lacks(visit, Right.DECIDE):
        return
    pressed = st.button("Done", key=key, disabled=visit.person is None, width="content")
    if pressed:
        seen = Seen(found.item.id, found.case.version)
        _carry(
            visit,
            lambda c: mark_done(
                c, seen, step.id, visit.rules, note=note, actor=visit.actor, now=visit.now
            ),
            "Recorded: the step is done.",
        )


def _held(visit: Visit, found: Opened) -> None:
    """What waits for the senior team says so; they release it."""
    if not found.case.held:
        return
    reason = found.case.work.held_for or "no reason is noted"
    say_problem(
        f"Held for the senior team: {reason}. Only they answer the substance. An agreed holding "
        "line may go now; the deadline runs on."
    )
    if not visit.may(Right.SIGN) or visit.person is None:
        return
    agreed = st.text_input("What may be answered (if you like)", key=f"agreed_{found.item.id}")
    if st.button("Release it", key="release"):
        seen = Seen(found.item.id, found.case.version)
        _carry(
            visit,
            lambda c: holding.release(
                c, seen, visit.rules, reason=agreed, actor=visit.actor, now=visit.now
            ),
            "Released: it can be answered now.",
        )


def _carry(visit: Visit, do: Callable[[Connection], Event], said: str) -> None:
    if kept(visit, do):
        say_next(said)
        st.rerun()
