"""Data protection: what it is for, how long it is kept, and people's requests."""

import streamlit as st

from earshot.rules.access import Right
from ui import backups, privacy_person, privacy_purpose, privacy_requests, privacy_retention
from ui.guard import enter
from ui.privacy_due import say_due
from ui.said import say_what_was_done
from ui.visit import Visit

visit = enter(__file__)

# Those for proven readers are not there without sign-in: `say_due` says why.
TABS = {
    "Requests": (Right.RIGHTS, privacy_requests.show),
    "One person": (Right.SEARCH_PERSON, privacy_person.show),
    "Purpose": (Right.PURPOSE, privacy_purpose.show),
    "Retention and holds": (Right.KEEP, privacy_retention.show),
    "Backups": (Right.KEEP, backups.show),
}


def main(visit: Visit) -> None:
    say_what_was_done()
    say_due(visit)
    offered = {name: show for name, (right, show) in TABS.items() if visit.may(right)}
    for tab, show in zip(st.tabs(list(offered), key="privacy"), offered.values(), strict=True):
        with tab:
            show(visit)


main(visit)
