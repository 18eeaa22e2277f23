"""Lists of feeds (OPML): uploaded from another feed reader, and handed over to one."""

import streamlit as st

from collectors.errors import UnreadableSource
from collectors.opml import FeedList, read_opml
from earshot.bringing import feedlist
from earshot.bringing.feedlist import Listed
from earshot.rules.access import Right
from ui.safe import say_problem, say_text
from ui.said import say_next
from ui.visit import Visit
from ui.words import number_of

LEFT_OUT = "_left_out"  # (file, what it held that is no feed, in sentences) of the last list


def import_list(visit: Visit, actor: str) -> None:
    """Upload an OPML file; its feeds are added unseen."""
    st.write("Feed readers hand over their feeds as an OPML file. Each feed becomes a source.")
    upload = st.file_uploader(
        "OPML file", type=["opml", "xml"], key="opml", label_visibility="collapsed"
    )
    if upload is not None:
        _show(visit, upload.name, upload.getvalue(), actor)


def _show(visit: Visit, name: str, body: bytes, actor: str) -> None:
    try:
        found = read_opml(body)
    except UnreadableSource as error:
        say_problem(f"{name}: {error}. Nothing was added.")
        return
    say_text(f"{name} names {number_of(len(found.feeds), 'feed')}.")
    last = st.session_state.get(LEFT_OUT)
    for sentence in last[1] if last and last[0] == name else ():
        say_text(sentence, "es-quiet")
    if st.button("Add them", key="add_list", type="primary", disabled=not found.feeds):
        done = _take_in(visit, found, actor)
        said, *rest = feedlist.told(done, found)
        st.session_state[LEFT_OUT] = (name, rest)
        say_next(f"{name}: {said}")
        st.rerun()


def _take_in(visit: Visit, found: FeedList, actor: str) -> Listed:
    with visit.house.store.unit() as connection:
        return feedlist.take_in(connection, found, actor=actor, now=visit.now)


def offer_list(visit: Visit) -> None:
    """The feeds that are collected, as a file."""
    if not feedlist.feeds_of(visit.company) or not visit.may(Right.TAKE_AWAY):
        return
    st.download_button(
        "Download my sources as OPML",
        lambda: feedlist.listed(visit.company, visit.now).encode(),
        file_name="earshot-sources.opml",
        mime="text/x-opml",
        key="download_opml",
        on_click="ignore",
        icon=":material/download:",
    )
