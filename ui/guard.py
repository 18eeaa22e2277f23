"""The guard: no page runs before the front door has been passed.

Streamlit runs a script out of a pages/ folder by itself when somebody asks for its address on a
server whose front page nobody has opened yet. So the first thing every page does is `enter`: where
the dashboard has not prepared this very run, the address is remembered and the person is sent to
the front door, which sends them on to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from ui.visit import Visit

FRONT_DOOR = "dashboard.py"
VISIT = "_visit"  # there only while the dashboard runs a page
WANTED = "_wanted"  # (page's file name, query parameters) asked for before the front door


def enter(page_file: str) -> Visit:
    """The present visit; the first statement of every page, called with its `__file__`."""
    visit = st.session_state.get(VISIT)
    if isinstance(visit, Visit):
        return visit
    asked = {name: st.query_params.get_all(name) for name in st.query_params}
    st.session_state[WANTED] = (Path(page_file).name, asked)
    st.switch_page(FRONT_DOOR)  # ends this run
    raise AssertionError("the front door was not reached")


@contextmanager
def opened(visit: Visit) -> Iterator[None]:
    """Let one page in, for as long as it runs."""
    st.session_state[VISIT] = visit
    try:
        yield
    finally:
        st.session_state.pop(VISIT, None)


def take_wanted() -> tuple[str, dict[str, list[str]]] | None:
    """The address that was asked for before the front door, once."""
    wanted: tuple[str, dict[str, list[str]]] | None = st.session_state.pop(WANTED, None)
    return wanted
