"""The company's own procedures: where each stands, entered in Settings and shown with the steps."""

from dataclasses import replace

import streamlit as st

from earshot.rules.access import Reader, Right, may
from earshot.rules.playbook_rules import Procedure
from ui.keys import key_of
from ui.links import link_html, trusted_host
from ui.offering import offered
from ui.safe import escaped, say, say_text
from ui.settings_company import save_profile
from ui.visit import Visit


def procedure_html(visit: Visit, name: str) -> str:
    """Where a procedure stands: a link, or in words; else who can enter it. "" where it is none."""
    procedure = visit.rules.policy.playbooks.procedures.get(name)
    if procedure is None:
        return ""
    place = visit.company.profile.procedures.get(name, "").strip()
    title = escaped(procedure.title)
    if not place:
        return f'{title}: <span class="es-quiet">{escaped(_missing(visit))}</span>'
    if place.startswith(("http://", "https://")) and trusted_host(place):
        return link_html(place, procedure.title)
    return f"{title}: {escaped(place)}"


def procedure_settings(visit: Visit) -> None:
    """In Settings, under Policy: an address or words for each."""
    st.subheader("Where your own procedures stand")
    procedures = visit.rules.policy.playbooks.procedures
    if not offered(visit, Right.SET_UP):
        for name in procedures:
            say(procedure_html(visit, name))
        return
    say_text(
        "An address, or words such as the folder and the page. The next step of an item leads "
        "there.",
        "es-quiet",
    )
    profile = visit.company.profile
    places = {name: _ask(visit, name, each) for name, each in procedures.items()}
    others = {name: at for name, at in profile.procedures.items() if name not in procedures}
    entered = {name: at for name, at in places.items() if at}
    save_profile(visit, replace(profile, procedures=others | entered), key="save_procedures")


def _ask(visit: Visit, name: str, procedure: Procedure) -> str:
    present = visit.company.profile.procedures.get(name, "")
    key = key_of(f"procedure {name}", present)
    return (st.text_input(f"{procedure.title}", present, key=key, width=640) or "").strip()


def _missing(visit: Visit) -> str:
    """That nobody has entered it yet, and who can."""
    company = visit.company
    people = (p for p in company.people.values() if may(Reader(p), Right.SET_UP, company))
    names = sorted((person.name for person in people), key=str.casefold)[:2]
    who = f"{' or '.join(names)} can" if names else "the senior team can"
    return f"where it stands is not entered yet; {who}, in Settings, under Policy."
