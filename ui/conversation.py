"""Conversations on the screen: the comments around an item, each with its own clock and state."""

import streamlit as st

from earshot.handling.conversation import Line, conversation_of
from earshot.handling.desk import Opened
from earshot.store.conversation import OwnWords
from earshot.telling.item_words import due_words, is_late, said
from earshot.words.times import spoken
from ui.in_address import ITEM
from ui.links import link_html
from ui.reads import read
from ui.restricting import left_out
from ui.safe import escaped, say, say_text
from ui.visit import Visit
from ui.words import number_of

LENGTH = 200  # characters shown of each
DEEPEST = 6  # what lies deeper is drawn no further to the right


def show_conversation(visit: Visit, found: Opened) -> None:
    """Nothing where an item stands alone."""
    talk = read(visit.house, conversation_of, found.item.id)
    if len(talk.lines) + talk.restricted < 2:
        return
    count = number_of(len(talk.lines), "comment")
    with st.expander(f"The conversation: {count}", expanded=len(talk.lines) < 8):
        for line in talk.lines:
            _line(visit, line, current=line.item.id == found.item.id)
        left_out(visit, talk.restricted)
        if talk.more:
            say_text("There are more: the Mentions hold them all.", "es-quiet")


def _line(visit: Visit, line: Line, *, current: bool) -> None:
    item, deep = line.item, min(line.depth, DEEPEST)
    late = ' class="es-late"' if is_late(item, visit.now) else ""
    when = spoken(item.published_at or item.seen_at, visit.company.zone, visit.now)
    who = escaped(item.author) if item.author else "Somebody"
    here = " · <strong>this one</strong>" if current else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        say(
            f'<div style="margin-left:{deep * 1.5}rem"><span class="es-key">{who}</span> · {when} '
            f"· <span{late}>{escaped(due_words(item, visit.now))}</span>{here}"
            f'<div class="es-said">{escaped(said(item)[:LENGTH])}</div></div>'
        )
        if not current:
            key = f"talk_{item.id}"
            st.button("Open", key=key, type="tertiary", on_click=_open, args=(item.id,))
    for ours in line.ours:
        _ours(visit, ours, deep + 1)
    if item.responded_at is not None and not line.ours:
        link = item.response_link
        _ours(visit, OwnWords(item.id, item.responded_at, link, item.response_place), deep + 1)


def _ours(visit: Visit, ours: OwnWords, deep: int) -> None:
    """That we replied, when and where: our own words are not kept."""
    when = spoken(ours.at, visit.company.zone, visit.now) if ours.at else "at a time not known"
    place = f", {escaped(ours.place)}" if ours.place else ""
    say(
        f'<div style="margin-left:{deep * 1.5}rem"><span class="es-key">We replied</span> · '
        f"{when}{place} {link_html(ours.link, 'Open our reply')}</div>"
    )


def _open(item: str) -> None:
    st.query_params[ITEM] = item
