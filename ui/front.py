"""The front: which company's house is entered, and what is said at its door."""

import streamlit as st

from earshot.handling.house import House, own_house, sample_house
from ui.headers import SecurityHeaders
from ui.safe import say

STARTING = "_starting_own"  # somebody has left the sample to set up their own company


def house_to_enter() -> House:
    """The company's own, once set up or being set up; until then the sample, where there is one."""
    own, sample = own_house(), sample_house()
    if own.store.exists() or st.session_state.get(STARTING) or not sample.store.exists():
        return own
    return sample


def sample_banner(house: House) -> None:
    """On every page of the sample: that it is one, and the way to one's own company."""
    if not house.is_sample:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sample"):
        st.html(
            '<div class="es-banner">This is a sample with invented people.</div>', width="content"
        )
        st.button("Start with my company", key="start_own", on_click=_start_own)


def way_back_to_sample(house: House) -> None:
    """On the set-up page: back to the sample, for who only wanted to look."""
    if not house.store.exists() and sample_house().store.exists():
        st.sidebar.button("Back to the sample", key="back_to_sample", on_click=_leave_own)


def missing_headers() -> None:
    """Say so when the dashboard runs without its second wall."""
    if not SecurityHeaders.in_use:
        with st.sidebar:
            say(
                "Started without its security headers. For daily use start it with "
                "<code>python -m earshot serve</code>, or <code>streamlit run server.py</code>.",
                "es-quiet",
            )


def _start_own() -> None:
    st.session_state[STARTING] = True


def _leave_own() -> None:
    st.session_state.pop(STARTING, None)
