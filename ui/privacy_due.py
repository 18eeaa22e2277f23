"""What is due in data protection: the first line of its page, each in a sentence."""

import streamlit as st

from earshot.protection import requests
from earshot.protection.overdue import lines_of, overdue
from earshot.rules.access import Right
from earshot.rules.purposes import who_states
from earshot.rules.requests import OWED
from earshot.words.errors import EarshotError
from earshot.words.times import local_date
from ui.reads import read
from ui.safe import say_text
from ui.visit import Visit
from ui.words import number_of

# What stands in the place of the tabs that are for proven readers only.
NOT_OFFERED = (
    "People's requests and the search for one person are not shown here until sign-in is on: a "
    "name that is chosen proves nothing. Whoever runs this machine has the commands for both: "
    "earshot request and earshot person."
)


def say_due(visit: Visit) -> None:
    """Requests, what is past its time, the purpose; each to who may do something about it."""
    said = [*_purpose(visit), *_requests(visit), *_past(visit)]
    with st.container():  # always there, so that nothing below it begins anew
        for sentence, is_late in said:
            say_text(sentence, "es-late" if is_late else "es-key")
        if not said:
            say_text("Nothing is due.", "es-key")
        if not visit.reader.proven:
            say_text(NOT_OFFERED, "es-quiet")


def _purpose(visit: Visit) -> list[tuple[str, bool]]:
    if visit.company.purpose.is_stated:
        return []
    names = " or ".join(who_states(visit.company)[:2]) or "the senior team or the DPO"
    return [(f"The purpose is not stated yet: {names} can do that under Purpose.", True)]


def _requests(visit: Visit) -> list[tuple[str, bool]]:
    """Never a count for who may not see the register."""
    if not visit.may(Right.RIGHTS):
        return []
    with visit.house.store.unit() as connection:
        owed = [r for r in requests.present(connection, visit.reader) if r.state in OWED]
        new = [n for n in requests.came_in(connection, visit.reader) if not n.is_history]
    today = local_date(visit.now, visit.company.zone)
    late = sum(r.is_late(today) for r in owed) + sum(n.due_on < today for n in new)
    counts = (
        (late, f"{number_of(late, 'request')} late"),
        (len(owed), f"{len(owed)} in the register to be answered"),
        (len(new), f"{number_of(len(new), 'comment')} that may be a request"),
    )
    words = "; ".join(each for count, each in counts if count)
    return [(f"{words}.", bool(late))] if words else []


def _past(visit: Visit) -> list[tuple[str, bool]]:
    if not visit.may(Right.KEEP):
        return []
    try:
        policy = visit.house.policy
    except EarshotError:
        return []  # the tab says what is wrong with the file
    minute = visit.now.replace(second=0, microsecond=0)
    found = read(visit.house, overdue, policy, minute)
    held = bool(visit.company.held)
    lines = lines_of(visit.house, found, held=held, now=visit.now)
    count = sum(line.due + line.held for line in lines)
    if not count:
        return []
    kept = ", and held" if held else ""
    return [(f"{number_of(count, 'item')} kept past their time{kept}.", False)]
