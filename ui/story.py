"""Stories on the screen: who carries one text, the way to each, and taking out what is none."""

from collections.abc import Mapping

import streamlit as st

from collectors.links import host_of
from earshot.handling.desk import Opened
from earshot.handling.stories import split_off
from earshot.rules.access import Right
from earshot.store.questions import Item
from earshot.store.stories import Outlet
from earshot.telling.item_words import carried_since
from earshot.words.errors import EarshotError
from earshot.words.times import spoken
from ui.links import link_html
from ui.offering import lacks
from ui.safe import escaped, say, say_problem, say_text
from ui.said import say_next
from ui.visit import Visit
from ui.words import number_of


def others(item: Item, carried: Mapping[str, int]) -> str:
    """` +3 outlets`: how many more carry the same text; nothing where nobody does."""
    more = carried.get(item.story or "", 1) - 1
    return f" +{number_of(more, 'outlet')}" if more > 0 else ""


def show_story(visit: Visit, found: Opened) -> None:
    """Who carries it; nothing where one alone does."""
    if len(found.outlets) < 2:
        return
    with st.container(gap="xxsmall", key="story"):
        say(f'<span class="es-key">Carried by {len(found.outlets)} outlets, one case</span>')
        since = carried_since(found.case, [outlet.seen_at for outlet in found.outlets])
        if since:
            say_text(since)
        for outlet in found.outlets:
            _outlet(visit, found, outlet)
        say_text(
            "The case and its deadline are those of the outlet we met first, so that one stays. "
            "What does not say the same can be split off: it gets a case of its own, whose clock "
            "starts then.",
            "es-quiet",
        )


def _outlet(visit: Visit, found: Opened, outlet: Outlet) -> None:
    said_at = spoken(outlet.published_at or outlet.seen_at, visit.company.zone, visit.now)
    name = outlet.publisher or host_of(outlet.url or "") or "an outlet that is not named"
    here = " (shown here)" if outlet.mention == found.item.id else ""
    first = ", met first" if outlet.leads else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        say(f"{escaped(name)}{here} · {said_at}{first} · {link_html(outlet.url, 'Open it there')}")
        if not outlet.leads and not lacks(visit, Right.DECIDE):
            _split_button(visit, outlet)


def _split_button(visit: Visit, outlet: Outlet) -> None:
    with st.popover("Split off", icon=":material/call_split:", type="tertiary"):
        reason = st.text_input("Why is it another story?", key=f"split_why_{outlet.mention}")
        key, nobody = f"split_{outlet.mention}", visit.person is None
        if st.button("Give it a case of its own", key=key, disabled=nobody):
            _split(visit, outlet, reason)


def _split(visit: Visit, outlet: Outlet, reason: str) -> None:
    rules = visit.rules
    try:
        with visit.house.store.unit() as connection:
            who = visit.actor
            split_off(connection, outlet.mention, rules, reason=reason, actor=who, now=visit.now)
    except EarshotError as error:
        say_problem(str(error))
        return
    say_next("Split off: it has a case of its own now, and its clock started.")
    st.rerun()
