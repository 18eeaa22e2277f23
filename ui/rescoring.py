"""Rescoring on the screen: that judgements are of earlier rules, judging again, and confirming what
needs no reply by the rules of now."""

import streamlit as st

from earshot.handling.rescoring import NO_REPLY, Rescored, confirm_no_reply, rescore
from earshot.rules.access import Right
from earshot.store import rescoring as store
from earshot.store.questions import Item, Wanted, items
from earshot.words.errors import BadPolicy, EarshotError
from ui.addresses import link_to
from ui.in_address import ITEM
from ui.item import excerpt
from ui.keys import key_of
from ui.offering import lacks, offered
from ui.reads import read
from ui.safe import escaped, say, say_problem, say_text
from ui.said import say_next
from ui.visit import Visit
from ui.words import number_of

SHOWN = 20  # items that are listed before they are confirmed together


def stale(visit: Visit) -> int:
    """How many items are judged by other rules than those of now; 0 while none can be read."""
    try:
        rules = visit.house.intake(visit.company).judge.fingerprint
    except BadPolicy:
        return 0
    return read(visit.house, store.count_stale, rules)


def say_where_judgements_are_stale(visit: Visit) -> None:
    """Beside the line of freshness, on every page."""
    number = stale(visit)
    if not number:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="es-fresh">{escaped(_stale_words(number))}</div>', width="content")
        if visit.may(Right.SET_UP) and not lacks(visit, Right.SET_UP):
            link_to("settings", "Rescore")


def rescoring_settings(visit: Visit) -> None:
    """Under the policy: judge again what earlier rules have judged."""
    st.subheader("Judge again by the rules of now")
    number = stale(visit)
    say_text(_stale_words(number) + "." if number else "All items are judged by the rules of now.")
    say_text(
        "Nothing that waits is taken away: what needs no reply by the rules of now is listed in "
        "Triage for you to confirm. What needs one newly is due from now on. What people have said "
        "or decided stays. If it is broken off, start it again: it goes on where it was.",
        "es-quiet",
    )
    if number and offered(visit, Right.SET_UP) and st.button("Rescore", key="rescore"):
        _rescore(visit)


def confirmations(visit: Visit) -> None:
    """Above the queue: what is open and needs no reply by the rules of now."""
    listed = tuple(read(visit.house, store.to_confirm))
    if not listed:
        return
    title = f"{number_of(len(listed), 'open item')} may need no reply by the rules of now"
    with st.expander(title, key="to_confirm"):
        say_text("They were open by earlier rules, and stay so until somebody says otherwise.")
        first = [case for case, _ in listed[:SHOWN]]
        found = {item.id: item for item in read(visit.house, items, Wanted(ids=tuple(first)))}
        for case in first:
            if case in found:
                _listed(found[case])
        if len(listed) > SHOWN:
            say_text(
                f"These are the first {SHOWN} of {len(listed):,}; the next come after them.",
                "es-quiet",
            )
        if not lacks(visit, Right.DECIDE):
            _ask(visit, listed[:SHOWN])


def _listed(item: Item) -> None:
    with st.container(border=True, gap="xxsmall"):
        say(excerpt(item), "es-card")
        st.button("Open it", key=f"confirm_open_{item.id}", on_click=_open, args=(item.id,))


def _open(item: str) -> None:
    st.query_params[ITEM] = item


def _ask(visit: Visit, listed: tuple[tuple[str, int], ...]) -> None:
    """Of what is drawn: nobody decides about what they did not see."""
    reason = st.text_input("Reason", NO_REPLY.capitalize(), key="confirm_reason")
    able = visit.person is not None
    words = f"No reply needed: {'these ' if len(listed) > 1 else ''}{len(listed):,}"
    # What was pressed was pressed for this list, and for no longer one.
    if st.button(words, key=key_of("confirm_no_reply", listed), disabled=not able):
        _confirm(visit, listed, reason)


def _confirm(visit: Visit, listed: tuple[tuple[str, int], ...], reason: str) -> None:
    try:
        with visit.house.store.unit() as connection:
            outcome = confirm_no_reply(
                connection,
                listed,
                visit.rules,
                reason=reason,
                actor=visit.actor,
                now=visit.now,
            )
    except EarshotError as error:
        say_problem(str(error))
        return
    left = "".join(f" Left as it is: {why}" for why in dict.fromkeys(w for _, w in outcome.refused))
    say_next(f"No reply needed: {number_of(len(outcome.done), 'item')}.{left}")
    st.rerun()


def _rescore(visit: Visit) -> None:
    bar = st.progress(0.0, "Judging again…")

    def told(done: Rescored) -> None:
        share = min(1.0, done.judged / max(1, done.total))
        bar.progress(share, f"{done.judged:,} of {done.total:,} judged again")

    try:
        done = rescore(visit.house, actor=visit.actor, now=visit.now, told=told)
    except EarshotError as error:
        say_problem(str(error))
        return
    say_next(_done_words(done))
    st.rerun()


def _stale_words(number: int) -> str:
    are = "is" if number == 1 else "are"
    return f"{number_of(number, 'item')} {are} judged by earlier rules"


def _done_words(done: Rescored) -> str:
    parts = [f"{number_of(done.judged, 'item')} judged again, {done.changed:,} of them otherwise."]
    for number, words in (
        (done.restricted, "restricted, as somebody’s safety may be at stake"),
        (done.newly_due, "newly to be answered"),
        (done.no_longer_needed, "to be confirmed in Triage as needing no reply"),
        (done.remaining, "still judged by other rules: start it again"),
    ):
        if number:
            parts.append(f"{number:,} {words}.")
    return " ".join(parts)
