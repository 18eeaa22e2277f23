"""Filters of the Mentions: each stands in the address, so that a view can be kept and sent on."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from collectors.post import Platform
from earshot.rules.company import Company
from earshot.store.questions import Wanted
from earshot.telling.item_concerns import CONCERN, SHOWN
from earshot.words.platforms import PLATFORM
from earshot.words.vocabulary import Clock, ConcernName, Intent, Sentiment, State
from ui import in_address
from ui.words import INTENT, SENTIMENT, STATE

DATES = {"from": "Said from", "to": "Said to", "due_from": "Due from", "due_to": "Due to"}
CHOICES = ("sentiment", "intent", "concern", "state", "platform", "account", "source", "clock")
NAMES = ("q", *DATES, *CHOICES)
CLOCK = {Clock.POLICY: "On our accounts (policy)", Clock.AIM: "Said elsewhere (our aim)"}


def choose_filters(company: Company) -> Wanted:
    """Draw them, filled in from the address; what was chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        text = in_address.text("Search", "q", placeholder="Words, names, addresses", width=300)
        dates = {name: _day(name) for name in ("from", "to")}
        with st.popover(f"Filters{_number_chosen()}"):
            chosen = {name: _several(company, name) for name in CHOICES}
            dates |= {name: _day(name) for name in ("due_from", "due_to")}
        st.button("Clear", key="clear", type="tertiary", on_click=_clear)
    return Wanted(
        text=text,
        sentiments=chosen["sentiment"],
        intents=chosen["intent"],
        concerns=chosen["concern"],
        states=chosen["state"],
        platforms=chosen["platform"],
        accounts=chosen["account"],
        sources=chosen["source"],
        clock=Clock(chosen["clock"][0]) if len(chosen["clock"]) == 1 else None,
        published_from=dates["from"],
        published_to=dates["to"],
        deadline_from=dates["due_from"],
        deadline_to=dates["due_to"],
    )


def narrows(wanted: Wanted) -> bool:
    return wanted != Wanted()


def _day(name: str) -> date | None:
    return in_address.day(DATES[name], name, width=150)


def _several(company: Company, name: str) -> tuple[str, ...]:
    """A list draws its options as they are: the names in it may hold anything."""
    options, words, label = _options(company)[name]
    return in_address.several(label, name, options, words)


def _options(company: Company) -> dict[str, tuple[list[str], Callable[[str], str], str]]:
    accounts = {a.id: a.name for a in company.accounts.values()}
    sources = {s.id: s.name for s in company.sources.values()}
    return {
        "sentiment": (_values(Sentiment), lambda v: SENTIMENT[Sentiment(v)].capitalize(), "Tone"),
        "intent": (_values(Intent), lambda v: INTENT[Intent(v)], "What it is"),
        "concern": (
            [each.value for each in SHOWN],
            lambda v: CONCERN[ConcernName(v)],
            "Concern, possible or confirmed",
        ),
        "state": (_values(State), lambda v: STATE[State(v)], "Where it stands"),
        "platform": (_values(Platform), lambda v: PLATFORM[Platform(v)], "Platform"),
        "account": (list(accounts), lambda v: accounts.get(v, v), "On our account"),
        "source": (list(sources), lambda v: sources.get(v, v), "Source"),
        "clock": (_values(Clock), lambda v: CLOCK[Clock(v)], "Whose promise"),
    }


def _values(closed: type[Sentiment | Intent | State | Platform | Clock]) -> list[str]:
    return [each.value for each in closed]


def _number_chosen() -> str:
    number = sum(1 for name in (*CHOICES, "due_from", "due_to") if name in st.query_params)
    return f" ({number})" if number else ""


def _clear() -> None:
    for name in NAMES:
        in_address.put(name, [])
