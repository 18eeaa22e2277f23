"""Beforehand: what is asked before anything is uploaded, so that no picture of abuse ever is."""

import streamlit as st

from ui.safe import say_problem, say_text

QUESTION = "Could anything in it show someone under 18 undressed or in a sexual way?"
ANSWERS = {"no": "No", "yes": "Yes, or I am not sure"}
# Possessing or sending such a picture is an offence; the safeguarding lead knows what is lawful.
STOP = (
    "Stop: do not upload it. Do not open, copy, print or send it to anybody either. Leave "
    "everything as it is, and tell the safeguarding lead in person now. If somebody is in danger, "
    "call 999 first."
)
NOTE_DOWN = (
    "Write down for the safeguarding lead what was written with it, its address, the time, and who "
    "has seen it. Earshot takes none of this."
)


def may_upload(key: str) -> bool:
    """Whether the person has said that it may be uploaded; with another `key` it is asked anew."""
    answer = st.radio(
        QUESTION,
        list(ANSWERS),
        index=None,
        format_func=ANSWERS.__getitem__,
        horizontal=True,
        key=f"beforehand {key}",
    )
    if answer == "yes":
        say_problem(STOP)
        say_text(NOTE_DOWN)
    elif answer is None:
        say_text("Answer this first; then the place to upload it appears.", "es-quiet")
    return answer == "no"
