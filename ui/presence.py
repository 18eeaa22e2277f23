"""Presence: who else has an item open just now. In this process's memory only, never in the store.

It is a courtesy and no lock: what two people decide at once is refused by the Case's version.
"""

import secrets
import time
from dataclasses import dataclass, field
from threading import Lock

import streamlit as st

from earshot.handling.desk import Opened
from ui.safe import say_text
from ui.visit import Visit

SESSION = "_presence"  # this session's token: it says nothing of who it is
FOR = 30.0  # seconds after a session's last run
EVERY = "10s"  # how often an open page says again that it is there


@dataclass
class Presence:
    """Sessions with the item that each has open; safe to share between threads."""

    lock: Lock = field(default_factory=Lock)
    sessions: dict[str, tuple[str, str, str, float]] = field(default_factory=dict)

    def note(self, session: str, house: str, item: str, person: str, at: float) -> None:
        """One session has one item open. `at`: seconds of a clock that only goes forward."""
        with self.lock:
            self.sessions[session] = (house, item, person, at)
            gone = [s for s, (*_, seen) in self.sessions.items() if at - seen > FOR]
            for each in gone:
                del self.sessions[each]

    def others(self, session: str, house: str, item: str, person: str, at: float) -> list[str]:
        """The ids of other people who have it open: not the reader in a second window."""
        with self.lock:
            there = list(self.sessions.items())
        found = {
            who
            for other, (where, what, who, seen) in there
            if other != session and (where, what) == (house, item) and at - seen <= FOR
        }
        return sorted(found - {person})


PRESENT = Presence()


def show_presence(visit: Visit, found: Opened) -> None:
    """Say that it is open here, and who else has it open."""
    if visit.person is not None:
        _present(visit, found.case.id)


@st.fragment(run_every=EVERY, key="presence")
def _present(visit: Visit, case_id: str) -> None:
    session: str = st.session_state.setdefault(SESSION, secrets.token_hex(8))
    house, now, person = str(visit.house.folder), time.monotonic(), visit.actor
    PRESENT.note(session, house, case_id, person, now)
    others = PRESENT.others(session, house, case_id, person, now)
    names = [visit.company.person_name(each) for each in others]
    if names:
        have = "has" if len(names) == 1 else "have"
        say_text(f"{' and '.join(names)} {have} this open.", "es-key")
