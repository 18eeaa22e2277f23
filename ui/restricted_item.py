"""A restricted item on the screen: the danger first, then what was said, then what was done.

Of a possible sexual image nothing leads to it, and nothing of it is printed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from collectors.links import host_of
from earshot.handling.correcting import PRESENT
from earshot.handling.desk import Opened
from earshot.protection.guarded_reading import Read
from earshot.rules.events import COMMAND_LINE, Event, EventKind
from earshot.rules.restriction import Danger, leads
from earshot.store.questions import Item
from earshot.words.times import spoken
from ui.assessing import name_of, show_assessed, show_safety_steps
from ui.item import show_what_was_said
from ui.restricting import danger_words, headline
from ui.safe import say, say_problem, say_text
from ui.versions import show_versions
from ui.visit import Visit

WORDS = "restricted_words"
NO_PRINT = f"<style>@media print {{ .st-key-{WORDS} {{ display: none !important; }} }}</style>"
IMAGES = (
    "Do not open, copy, print or pass on anything that may show it. This record is enough: the "
    "words, the address, the time, and who saw it."
)
DONE = {
    EventKind.RESTRICTED: "restricted",
    EventKind.URGENT: "marked as urgent",
    EventKind.DANGER_SEEN: "seen to",
    EventKind.HANDED_OVER: "handed over",
    EventKind.LOCKED_OUT: "who is named in it recorded",
    EventKind.MANAGER_NAMED: "case manager named",
    EventKind.FILED: "in the safeguarding system, confirmed",
    EventKind.LIFTED: "brought back into the open",
    EventKind.ASSESSED: "assessed",
}


def show_restricted(visit: Visit, found: Read) -> None:
    """The danger, then what was said, when and where."""
    company = visit.company
    say_problem(danger_words([company.person_name(i) for i in leads(found.found, company)]))
    say(headline(visit, found.found))
    show_safety_steps(visit, found)
    image = found.found.concern is Danger.SEXUAL
    if image:
        st.html(NO_PRINT)
        say_text(IMAGES)
    with st.container(gap="xsmall", key=WORDS):
        show_what_was_said(visit, found.item, links=not image, marks=_marks(found.item))
        show_assessed(visit, found)
        show_versions(visit, Opened(found.item, found.case, (), (), found.versions))
        _outlets(visit, found)


def show_record(visit: Visit, found: Read) -> None:
    """What was done about it, the last first, and who has seen it."""
    with st.container(gap="xxsmall", key="restricted_record"):
        say('<span class="es-key">What has happened</span>')
        for event in reversed(found.events):
            say_text(_what_happened(visit, event), "es-quiet")
        seen = spoken(found.item.seen_at, visit.company.zone, visit.now)
        say_text(f"{seen}: first seen by Earshot", "es-quiet")
        say('<span class="es-key">Who has seen it</span>')
        for sentence in _readings(visit, found.readings):
            say_text(sentence, "es-quiet")


def _marks(item: Item) -> list[tuple[int, int]]:
    """The stretches of what was said that speak for a danger."""
    pieces = (piece for each in item.concerns for piece in each["evidence"])
    return [(piece["start"], piece["end"]) for piece in pieces]


def _outlets(visit: Visit, found: Read) -> None:
    """Others that carry the same text, their addresses as words."""
    for outlet in found.outlets:
        if outlet.mention != found.item.id:
            name = outlet.publisher or host_of(outlet.url or "") or "an outlet that is not named"
            at = spoken(outlet.published_at or outlet.seen_at, visit.company.zone, visit.now)
            say_text(f"Also carried by {name}, {at}: {outlet.url or 'no address'}", "es-quiet")


def _what_happened(visit: Visit, event: Event) -> str:
    company, details = visit.company, event.details
    when = spoken(event.recorded_at, company.zone, visit.now)
    extra = {
        EventKind.LOCKED_OUT: _names(visit, details.get("people", ())),
        EventKind.MANAGER_NAMED: _names(visit, [details.get("manager")]),
        EventKind.FILED: str(details.get("reference", "")),
        EventKind.ASSESSED: _assessed(details),
    }.get(event.kind, str(details.get("reason") or ""))
    done = DONE.get(event.kind, event.kind.value.replace("_", " "))
    told = f" ({extra})" if extra else ""
    via = ", on the command line" if details.get("via") == COMMAND_LINE else ""
    return f"{when}: {done} by {company.person_name(event.actor)}{via}{told}"


def _assessed(details: Mapping[str, Any]) -> str:
    """`threat: not there, because it is a song`."""
    if "person" not in details:  # another kind of event, or one whose words are kept no more
        return ""
    there = "there" if details["person"] == PRESENT else "not there"
    reason = f", because: {details['reason']}" if details["reason"] else ""
    return f"{name_of(details['concern'])}: {there}{reason}"


def _names(visit: Visit, people: Iterable[str | None]) -> str:
    return ", ".join(visit.company.person_name(each) for each in people) or "nobody"


def _readings(visit: Visit, readings: Iterable[Event]) -> list[str]:
    company = visit.company
    return [
        f"{spoken(e.recorded_at, company.zone, visit.now)}: {company.person_name(e.actor)}"
        for e in readings
    ]
