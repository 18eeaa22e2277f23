"""What was just done, said on the run after it."""

import streamlit as st

from ui.safe import say_done

SAID = "_said"


def say_next(sentence: str) -> None:
    """Say this at the top of the next run; it may hold names from outside."""
    st.session_state[SAID] = sentence


def say_what_was_done() -> None:
    """Say it once. Its place is always there: what stands below it would begin anew otherwise."""
    with st.container():
        sentence = st.session_state.pop(SAID, None)
        if sentence:
            say_done(sentence)
