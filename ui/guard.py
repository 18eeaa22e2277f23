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

from earshot.words.errors import Refused
from ui.addresses import rights_of
from ui.safe import say_problem
from ui.visit import Visit

FRONT_DOOR = "dashboard.py"
VISIT = "_visit"  # there only while the dashboard runs a page
WANTED = "_wanted"  # (page's file name, query parameters) asked for before the front door


def enter(page_file: str) -> Visit:
    """The present visit; the first statement of every page, called with its `__file__`.

    Where who is there may not see the page, it says so and ends.
    """
    visit = st.session_state.get(VISIT)
    if isinstance(visit, Visit):
        _let_in(visit, Path(page_file).name)
        return visit
    asked = {name: st.query_params.get_all(name) for name in st.query_params}
    st.session_state[WANTED] = (Path(page_file).name, asked)
    st.switch_page(FRONT_DOOR)  # ends this run
    raise AssertionError("the front door was not reached")


def _let_in(visit: Visit, file_name: str) -> None:
    rights = rights_of(file_name)
    if any(map(visit.may, rights)):
        return
    try:
        visit.require(rights[0])
    except Refused as refusal:
        say_problem(str(refusal))
        st.stop()


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
