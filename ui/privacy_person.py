"""One person's data: found, taken away, erased."""

import io
import zipfile

import streamlit as st

from earshot.protection import erasing, person, person_export
from earshot.protection.erasing import Erasure
from earshot.protection.person import Found
from earshot.rules.access import Right
from ui.safe import say_text
from ui.said import say_next
from ui.visit import Visit
from ui.words import number_of

ASKED = "_person_asked"  # (who asked, what was looked for)
FOUND = "_person_found"  # (the store's version, what was looked for, what was found)
COLUMNS = {
    "where": "Where",
    "id": "Number",
    "field": "In",
    "role": "They are",
    "excerpt": "It says",
}


def show(visit: Visit) -> None:
    st.write(
        "Look for what is kept of one person: by name, handle, e-mail address or the address of "
        "their profile. That you searched, why, and how much was found is logged; the name is not."
    )
    with st.form("person_search", border=False):
        said = st.text_input("Name, handle, e-mail or address", key="person_text")
        reason = st.text_input("Reason", key="person_reason", help="For example: request of 3 May.")
        if st.form_submit_button("Search", type="primary"):
            person.find(visit.house, said, visit.reader, reason=reason, now=visit.now)
            st.session_state[ASKED] = (visit.actor, said)
    asked = st.session_state.get(ASKED)
    if asked and asked[0] == visit.actor:
        _show_found(visit, asked[1], _found(visit, asked[1]))


def _found(visit: Visit, said: str) -> Found:
    """As the store is now: what was restricted since the search is in it no more."""
    version = visit.house.store.version()
    kept = st.session_state.pop(FOUND, None)
    if kept is None or kept[:2] != (version, said):
        kept = (version, said, person.look_again(visit.house, said, visit.reader))
    st.session_state[FOUND] = kept
    found: Found = kept[2]
    return found


def _show_found(visit: Visit, said: str, found: Found) -> None:
    places = [each for each in found.places() if not each.restricted]
    say_text(
        f"{said}: {number_of(len(found.own), 'item')} written by them, "
        f"{number_of(len(found.named), 'item')} of others that name them, "
        f"{number_of(len(places), 'place')} in all."
    )
    if found.aside:
        st.write(f"{len(found.aside)} restricted: ask the safeguarding lead.")
    if places:
        rows = [
            {title: str(getattr(place, name) or "") for name, title in COLUMNS.items()}
            for place in places
        ]
        st.dataframe(rows, hide_index=True, key="person_places")
    if visit.may(Right.RIGHTS):
        _offer_export(visit, said)
        _offer_erasing(visit, said, found)


def _offer_export(visit: Visit, said: str) -> None:
    st.subheader("Take it away")
    st.write(person_export.CHECK_IDENTITY)

    def packed() -> bytes:
        made = person_export.export(visit.house, said, visit.reader, now=visit.now)
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in made.files.items():
                archive.writestr(name, text)
        return body.getvalue()

    st.download_button(
        "Download their data",
        data=packed,
        file_name="one-person.zip",
        mime="application/zip",
        on_click="ignore",
        key="person_export",
    )


def _offer_erasing(visit: Visit, said: str, found: Found) -> None:
    st.subheader("Erase it")
    if visit.company.held:
        st.write("A hold is in force: nothing can be erased until it is ended.")
        return
    if not st.toggle("Show what erasing would do", key="person_erase_shown"):
        return
    planned = erasing.plan(visit.house, found, visit.company, visit.now)
    for fate, number in planned.fates.items():
        st.write(f"{number_of(number, 'place')}: {fate}")
    _say_backups(planned)
    sure = st.checkbox(
        f"Erase {number_of(planned.mentions, 'item')} and strike the name out of "
        f"{planned.redacted}. This cannot be undone.",
        key="person_erase_sure",
    )
    if st.button("Erase", disabled=not sure, key="person_erase"):
        done = erasing.erase(visit.house, said, visit.reader, now=visit.now)
        for each in (ASKED, FOUND):
            st.session_state.pop(each, None)
        say_next(
            f"Erased: {number_of(done.mentions, 'item')}; the name was struck out of "
            f"{done.redacted}. {_backups_told(done)}"
        )
        st.rerun()


def _say_backups(erasure: Erasure) -> None:
    if erasure.backups:
        say_text(_backups_told(erasure))


def _backups_told(erasure: Erasure) -> str:
    if not erasure.backups:
        return ""
    told = ", ".join(f"{name} (until {until})" for name, until in erasure.backups)
    return f"These backups hold the person until they expire: {told}."
