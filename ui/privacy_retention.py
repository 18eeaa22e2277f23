"""How long things are kept: what is past its time, deleting it, and holds."""

import pandas as pd
import streamlit as st

from earshot.protection import holds
from earshot.protection.overdue import Line, Overdue, lines_of, oldest, overdue
from earshot.protection.retention import WORDS, retain, switch, told_of
from earshot.rules.retention import Kept, What, kept_until
from earshot.words.errors import EarshotError
from earshot.words.times import local_date, spoken_day
from ui.keys import key_of
from ui.privacy_holds import show_holds
from ui.reads import read
from ui.safe import say_problem, say_text
from ui.said import say_next
from ui.saving import kept
from ui.visit import Visit
from ui.words import number_of

SHOWN, ASKED = "_retention_shown", "_retention_asked"  # what was pressed: show it, delete it
AT_ONCE = 200  # items that are listed
NAMES = {
    What.MENTIONS: "Mentions to which no reply was due",
    What.CASES: "Mentions to which a reply was due",
    What.RESTRICTED: "Restricted items, in the safeguarding system",
    What.REJECTS: "Rows that could not be read, and words of failed collections",
    What.DROPPED: "Items of feeds that were not about you: title and beginning",
    What.REPLIES: "Your own replies, until what they answer comes",
}


def show(visit: Visit) -> None:
    try:
        policy = visit.house.policy
    except EarshotError as error:
        say_problem(str(error))
        return
    minute = visit.now.replace(second=0, microsecond=0)
    found: Overdue = read(visit.house, overdue, policy, minute)
    held = bool(visit.company.held)
    lines = lines_of(visit.house, found, held=held, now=visit.now)
    _say_how_it_stands(visit, lines, found)
    rows = [_row(visit, line) for line in lines]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="How long what is kept")
    say_text(
        f"How long is written in {visit.house.policy_path}, under [retention]; the senior "
        "team changes it under Settings, Policy.",
        "es-quiet",
    )
    say_text(
        "A private person's post that was dismissed as out of scope is dropped at night, "
        f"{number_of(policy.retention.out_of_scope_days, 'day')} after that; until then the "
        "dismissal can be undone.",
        "es-quiet",
    )
    if any(line.due for line in lines):
        _offer(visit, lines, found)
    _ask_every_night(visit)
    st.subheader("Holds")
    show_holds(visit)


def _say_how_it_stands(visit: Visit, lines: list[Line], found: Overdue) -> None:
    count = sum(line.due + line.held for line in lines)
    past = "Nothing is past its time." if not count else f"{_all_of(lines)} past their time."
    if visit.company.keeping.by_night and count and not visit.company.held:
        past += " They go tonight."
    st.write(past)
    if visit.company.held:
        say_problem(holds.sentence(visit.company.held))
    if found.waiting:
        waits = "1 is as old and stays: it still waits for somebody."
        many = f"{found.waiting:,} are as old and stay: they still wait for somebody."
        st.write(waits if found.waiting == 1 else many)


def _all_of(lines: list[Line]) -> str:
    """`3 mentions, 1 answered cases`"""
    counted = ((line.due + line.held, WORDS[line.what]) for line in lines)
    return ", ".join(f"{count:,} {words}" for count, words in counted if count)


def _row(visit: Visit, line: Line) -> dict[str, str | int]:
    oldest = local_date(line.oldest, visit.company.zone) if line.oldest else None
    return {
        "What": NAMES[line.what],
        "Kept for": line.kept_for,
        "Past its time": line.due + line.held,
        "The oldest from": spoken_day(oldest) if oldest else "",
    }


def _offer(visit: Visit, lines: list[Line], found: Overdue) -> None:
    """First it is shown, then asked, then done."""
    able = visit.person is not None
    with st.container(horizontal=True):
        st.button("Show what would go", key="show_overdue", on_click=_press, args=(SHOWN,))
        st.button(
            "Delete it now", key="delete_overdue", on_click=_press, args=(ASKED,), disabled=not able
        )
    if not able:
        st.write("Say who you are to delete anything: it is recorded with your name.")
    if st.session_state.get(SHOWN):
        _show_cases(visit, found)
    if st.session_state.get(ASKED) and able:
        _confirm(visit, lines)


def _press(key: str) -> None:
    st.session_state[key] = True


def _show_cases(visit: Visit, found: Overdue) -> None:
    """When each was said and settled; of restricted items no more than that there are any."""
    if found.cases > AT_ONCE:
        st.write(f"The oldest {AT_ONCE} of {found.cases:,}:")
    minute = visit.now.replace(second=0, microsecond=0)
    cases = read(visit.house, oldest, visit.house.policy, minute, AT_ONCE)
    rows = [_case_row(visit, each) for each in cases]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="What would be deleted")
    else:
        st.write("No mention is among it.")


def _case_row(visit: Visit, each: Kept) -> dict[str, str | int]:
    zone = visit.company.zone
    until = kept_until(each, visit.house.policy.retention)
    settled = spoken_day(local_date(each.settled_at, zone)) if each.settled_at else ""
    return {
        "Said": spoken_day(local_date(each.said_at, zone)),
        "Mentions": each.mentions,
        "Settled": settled if each.promised else "no reply was due",
        "Its time was over": spoken_day(local_date(until, zone)) if until else "",
        "Id": each.case,
    }


def _confirm(visit: Visit, lines: list[Line]) -> None:
    """The confirmation names the numbers."""
    with st.container(border=True):
        st.write(
            f"This deletes {_all_of(lines)}. Nothing brings them back; they are only counted from "
            "then on. Backups that were made before still hold them until they expire."
        )
        with st.container(horizontal=True):
            if st.button("Yes, delete them", key="confirm_delete", type="primary"):
                _delete(visit)
            st.button("Cancel", key="cancel_delete", on_click=_forget)


def _forget() -> None:
    for key in (SHOWN, ASKED):
        st.session_state.pop(key, None)


def _delete(visit: Visit) -> None:
    bar = st.progress(0.0, "Deleting, in parts: nobody has to wait for it.")

    def say(through: int, total: int) -> None:
        bar.progress(through / total)

    try:
        done = retain(visit.house, actor=visit.actor, now=visit.now, say=say)
    except EarshotError as error:
        say_problem(str(error))
        return
    _forget()
    say_next(f"Deleted: {told_of(done) or 'nothing; somebody has done it already'}.")
    st.rerun()


def _ask_every_night(visit: Visit) -> None:
    stands = visit.company.keeping.by_night
    wanted = st.checkbox(
        "Delete every night what is past its time",
        stands,
        key=key_of("by_night", visit.company.keeping),
        disabled=visit.person is None,
        help="earshot watch does it, after two in the morning, unless a hold is in force.",
    )
    if wanted != stands and kept(
        visit, lambda c: switch(c, wanted, actor=visit.actor, now=visit.now)
    ):
        say_next(
            "From now on, what is past its time is deleted every night."
            if wanted
            else "From now on, nothing is deleted by itself."
        )
        st.rerun()
