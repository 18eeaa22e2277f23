"""Keys: everything that one key does, in one table, and the overlay that lists it.

Streamlit gives no key to a button while somebody types, keeps R and C for itself, and knows letters
and digits only: hence P for "replied", and H for the help.
"""

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True, slots=True)
class Shortcut:
    key: str
    does: str


ACKNOWLEDGE = Shortcut("A", "Acknowledged: record it")
ANSWER = Shortcut("P", "Replied: record it")
NO_REPLY = Shortcut("N", "No reply needed: say why")
TAKE = Shortcut("T", "Take it: give it to yourself")
SNOOZE = Shortcut("S", "Snooze it to a time")
RIGHT = Shortcut("Y", "That’s right: confirm what the machine made of it")
CORRECT = Shortcut("E", "Correct what the machine made of it")
NEXT = Shortcut("J", "Open the next item of the queue")
PREVIOUS = Shortcut("K", "Open the one before")
UNDO = Shortcut("U", "Undo what was just recorded")
RECORD = Shortcut("Enter", "Record what is being asked")
CANCEL = Shortcut("Esc", "Leave it")
HELP = Shortcut("H", "This list")

ALL = (
    *(ACKNOWLEDGE, ANSWER, NO_REPLY, TAKE, SNOOZE, RIGHT, CORRECT),
    *(NEXT, PREVIOUS, UNDO, RECORD, CANCEL, HELP),
)


def offer_help() -> None:
    """The button that opens the list."""
    if st.button("Keys", key="help_keys", type="tertiary", shortcut=HELP.key):
        _list()


@st.dialog("What each key does")
def _list() -> None:
    st.write("\n".join(f"- **{each.key}** {each.does}" for each in ALL))
    st.write("While you type in a box they are letters.")
