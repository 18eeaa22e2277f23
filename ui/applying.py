"""Changed terms, before they are saved: what they would find and drop, and what is to be done."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from earshot.bringing.trying import Preview, preview_terms, with_terms
from earshot.handling.house import House
from earshot.handling.reapplying import Applied, apply_terms
from earshot.rules.access import Right
from earshot.rules.company import Company
from earshot.words.errors import EarshotError
from ui.keys import key_of
from ui.said import say_next
from ui.terms import show_preview
from ui.visit import Visit
from ui.words import number_of

Confirmed = tuple[tuple[str, int], ...]  # (id, the Case's version that the person saw)


def ask_to_apply(visit: Visit, terms: Sequence[str]) -> Callable[[], str] | None:
    """Show what these terms would do, and ask how far; what is to be done once they are saved.

    Terms that stand already can be applied at once, where there is something to apply them to.
    """
    preview = _preview_of(visit, terms)
    changed = tuple(terms) != visit.company.profile.terms
    show_preview(preview, changed=changed)
    take_in, confirmed = _ask(preview, terms)
    if changed:
        return lambda: _apply(visit, take_in=take_in, confirmed=confirmed)
    if preview.found.total or preview.open_and_lost:
        _apply_now(visit, take_in=take_in, confirmed=confirmed)
    return None


def _ask(preview: Preview, terms: Sequence[str]) -> tuple[bool, Confirmed]:
    """Finding is what terms are for; what would leave somebody's queue is asked for. Each change of
    the terms asks anew: what was ticked was ticked for another list."""
    take_in = bool(preview.found.total) and st.checkbox(
        f"Take in the {number_of(preview.found.total, 'item')} from the last 7 days",
        True,
        key=key_of("take_in", tuple(terms)),
        help="Their clocks count from publication: some may be late at once. What a feed still "
        "lists comes with its next collection in any case.",
    )
    count = len(preview.open_and_lost)
    aside = bool(count) and st.checkbox(
        f"Put the {number_of(count, 'open mention')} not found any more out of scope",
        False,
        key=key_of("set_aside", preview.open_and_lost),
        help="They stand first in the list above. It is recorded as your decision about each; "
        "without it they stay in the queue.",
    )
    return take_in, preview.open_and_lost if aside else ()


def _apply_now(visit: Visit, *, take_in: bool, confirmed: Confirmed) -> None:
    able = visit.person is not None and visit.may(Right.SET_UP) and (take_in or bool(confirmed))
    if st.button("Apply these terms to what is there", key="apply_terms", disabled=not able):
        say_next(_apply(visit, take_in=take_in, confirmed=confirmed).strip())
        st.rerun()


def _apply(visit: Visit, *, take_in: bool, confirmed: Confirmed) -> str:
    try:
        with st.spinner("Applying the terms to what is there…"):
            done = apply_terms(
                visit.house, take_in=take_in, confirmed=confirmed, actor=visit.actor, now=visit.now
            )
    except EarshotError as error:
        return f" They are not applied yet to what is there: {error}"
    return _said(done, take_in=take_in)


def _said(done: Applied, *, take_in: bool) -> str:
    words = ""
    if take_in:
        words += f" Taken in: {number_of(done.taken_in, 'item')}, {done.waiting:,} of them open."
    if done.set_aside:
        words += f" Out of scope: {number_of(done.set_aside, 'mention')}."
    for why in dict.fromkeys(why for _, why in done.refused):
        words += f" Left as it is: {why}"
    return words


def _preview_of(visit: Visit, terms: Sequence[str]) -> Preview:
    hour = f"{visit.now:%Y-%m-%dT%H}"  # what is older than seven days goes by and by
    company = with_terms(visit.company, terms)
    folder, version = str(visit.house.folder), visit.house.store.version()
    return _previewed(folder, version, tuple(terms), hour, company, visit.now)


@st.cache_data(max_entries=20, ttl="1h", show_spinner="Trying the terms on what is there…")
def _previewed(
    folder: str,
    version: tuple[int, ...],
    terms: tuple[str, ...],
    hour: str,
    _company: Company,
    _now: datetime,
) -> Preview:
    return preview_terms(House(Path(folder)), _company, _now)
