"""Looking at an address before it is added: the feed behind it, one of several chosen."""

from datetime import UTC, datetime

import streamlit as st

from collectors.errors import Problem
from earshot.bringing.finding import NO_ADDRESS, Found, find_feeds
from earshot.handling.health import MEANINGS
from earshot.handling.house import allowed_hosts
from earshot.handling.listening import Preview, preview
from ui.safe import say_problem, say_text

PREVIEW = "_preview"
LOOKED = "_looked"  # (what was typed, what was found)


def ask_feed() -> Preview | None:
    """Paste any address; the feed behind it, seen before it is added, once there is one."""
    typed = st.text_input(
        "Paste the address of a feed, a site, a channel or a profile",
        key="feed_url",
        placeholder="https://…",
        width=560,
    )
    if st.button("Look at it", key="look", disabled=not typed):
        with st.spinner("Looking for its feed"):
            found = find_feeds(typed, allowed=allowed_hosts(), now=_clock)
        st.session_state[LOOKED] = (typed, found)
        st.session_state.pop(PREVIEW, None)
    last = st.session_state.get(LOOKED)
    return _seen(last[1]) if last and last[0] == typed else None


def forget() -> None:
    """What was looked at has been added: the next one begins anew."""
    for key in (PREVIEW, LOOKED):
        st.session_state.pop(key, None)


def _seen(found: Found) -> Preview | None:
    if not found.feeds:
        say_problem(found.problem or "This address brought nothing.")
        # A page with no feed behind it, and what is no address, have their own advice; of other
        # failures ours says what to do.
        advised = found.kind is Problem.NOT_A_FEED or found.problem == NO_ADDRESS
        if found.kind in MEANINGS and not advised:
            say_text(MEANINGS[found.kind][2], "es-quiet")
        return None
    if not found.itself:
        say_text(f"This is a page; the feed for it is {found.feeds[0].url}.")
    return _chosen(found)


def _chosen(found: Found) -> Preview:
    """The feed that is looked at, where a page has several: the first, until another is chosen."""
    by_url = {each.url: each for each in found.feeds}
    chosen = found.feeds[0].url
    if len(by_url) > 1:
        chosen = st.selectbox(
            "This page has several feeds",
            list(by_url),
            format_func=lambda url: f"{by_url[url].title or url} ({by_url[url].why})",
            key=f"candidate {found.url}",
            width=560,
        )
    if found.answer is not None and chosen == found.feeds[0].url:
        return Preview(chosen, found.answer)
    seen = st.session_state.get(PREVIEW)
    if not (isinstance(seen, Preview) and seen.url == chosen):
        with st.spinner("Asking that feed"):
            seen = preview(chosen, allowed=allowed_hosts(), now=_clock)
        st.session_state[PREVIEW] = seen
    return seen


def _clock() -> datetime:
    """Asking lasts, so its times are its own and not the page's."""
    return datetime.now(UTC)
