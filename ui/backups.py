"""Backups: those there are, and a new one."""

import pandas as pd
import streamlit as st

from earshot.protection import backups
from earshot.protection.backing_up import back_up
from earshot.protection.backups import KEPT_DAYS, Backup
from earshot.words.errors import EarshotError
from earshot.words.times import spoken, spoken_day
from ui.safe import say_problem, say_text
from ui.said import say_next
from ui.visit import Visit
from ui.words import number_of

HOW_TO_RESTORE = (
    "To go back to one: name an empty folder in EARSHOT_DATA, or move store.duckdb away, then on "
    "the server type earshot restore FILE. What was erased since has to be erased again."
)
MB = 1024**2


def show(visit: Visit) -> None:
    found = backups.listed(visit.house, visit.now)
    _say_how_it_stands(visit, found)
    if found:
        rows = [_row(visit, each) for each in found]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Backups, with when each is deleted")
    if visit.person is not None and st.button("Make one now", key="make_backup", type="primary"):
        _make(visit)
    st.write(
        "A backup holds all that is kept here, restricted items included, and none of the "
        "passwords. It lies on the same disk: copy it to another one, and delete it there in time."
    )
    say_text(HOW_TO_RESTORE)


def _say_how_it_stands(visit: Visit, found: list[Backup]) -> None:
    if not found:
        st.write("There is no backup yet: if this disk fails, everything is lost.")
        return
    last = spoken(found[0].made_at, visit.company.zone, visit.now)
    say_text(
        f"{number_of(len(found), 'backup')}, the last of {last}. "
        f"Each is deleted {KEPT_DAYS} days after it was made."
    )
    if visit.company.held:
        st.write("A hold is in force: none is deleted until it ends.")
    if any(each.is_past and not each.is_ours for each in found):
        say_problem("One that lies elsewhere is past its time: delete it yourself.")


def _make(visit: Visit) -> None:
    try:
        with st.spinner("Copying the store, packing it and reading it back ..."):
            made = back_up(visit.house, visit.actor, visit.now)
    except EarshotError as error:
        say_problem(str(error))
        return
    holds = "" if made.log_holds else " The log does not hold; it was backed up as it is."
    say_next(f"{made.file.name} is made: {made.bytes / MB:.1f} MB.{holds}")
    st.rerun()


def _row(visit: Visit, each: Backup) -> dict[str, str]:
    return {
        "Backup": each.name,
        "Made": spoken(each.made_at, visit.company.zone, visit.now),
        "Deleted on": _end(each),
        "Size": f"{each.bytes / MB:.1f} MB",
    }


def _end(each: Backup) -> str:
    day = spoken_day(each.expires_on)
    return day if each.is_ours else f"{day}, by you: it lies elsewhere"
