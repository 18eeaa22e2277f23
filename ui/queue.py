"""The queue: which items wait, by filters that stand in the address, and how they are listed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from earshot.store.questions import Item, Wanted
from earshot.store.waiting import waiting
from earshot.telling.item_concerns import concerns_of
from earshot.telling.item_words import due_words, is_late, said, stars
from earshot.words.times import local_date, spoken
from earshot.words.vocabulary import State
from ui import in_address
from ui.completing import what
from ui.deciding import begun
from ui.in_address import ITEM
from ui.item import excerpt
from ui.reads import read
from ui.safe import say
from ui.story import others
from ui.visit import Visit
from ui.words import where_said

SHOWN = "_queue"  # ids of the queue as it was last drawn
# What `?show=` names; the first where it is not said.
SHOWS = ("waiting", "late", "today", "owed", "held", "snoozed")
WHOSE = {"all": "All", "mine": "Mine", "unassigned": "Unassigned"}


def end_of_day(visit: Visit) -> datetime:
    """The end of the local day, aware."""
    tomorrow = local_date(visit.now, visit.company.zone) + timedelta(days=1)
    return datetime.combine(tomorrow, time(), visit.company.zone)


def wanted(visit: Visit) -> Wanted:
    """Which items are asked for, by the filters in the address."""
    anybodys = _anybodys(visit)
    return replace(_waiting(visit, _shown(), anybodys), text=in_address.asked("q"))


def choose(visit: Visit) -> DeltaGenerator:
    """Draw the filters: each count opens its rows. Returns their row, for more beside them."""
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    with row:
        counts = st.container(horizontal=True, gap="xsmall", width="content", key="counts")
        in_address.one_of("Whose", "whose", WHOSE)
        in_address.text(
            "Search", "q", placeholder="Search", width=220, label_visibility="collapsed"
        )
    with counts:
        _draw_counts(visit)
    return row


def opened(asked: str | None, listed: Sequence[Item]) -> str | None:
    """The id of the item that is open: the one that was asked for, else the first of the list.

    Its keys decide about it, so where the list is narrowed it must be one of those in it. Where it
    is not, an item may be asked for by a link, whether it waits or not. One about which a decision
    was begun stays, so that what somebody else did meanwhile is said and nothing typed is lost.
    """
    ids = [item.id for item in listed]
    if asked and (asked in ids or asked in dict(begun()) or not _is_narrowed()):
        return asked
    return next(iter(ids), None)


def _is_narrowed() -> bool:
    return any(in_address.asked(name) for name in ("show", "whose", "q", in_address.PAGE))


def _draw_counts(visit: Visit) -> None:
    """What waits for what, as numbers: the one that is pressed is listed."""
    found = read(visit.house, waiting, _minute(visit), end_of_day(visit), _anybodys(visit))
    late = f":red[Late: {found.late}]" if found.late else "Late: 0"
    numbers = {
        "waiting": f"To do: {found.to_do}",
        "late": late,
        "today": f"Due today: {found.today}",
        "owed": f"Answer owed: {found.owed}",
        "held": f"Held for SMT: {found.held}",
        "snoozed": f"Snoozed: {found.snoozed}",
    }
    for name, words in numbers.items():
        chosen = name == _shown()
        st.button(
            f"**{words}**" if chosen else words,
            key=f"{'chosen' if chosen else 'show'}_{name}",
            on_click=_show,
            args=(name,),
        )


def _shown() -> str:
    asked = in_address.asked("show")
    return asked if asked in SHOWS else SHOWS[0]


def _anybodys(visit: Visit) -> Wanted:
    """Whose items, whatever they wait for."""
    whose = in_address.asked("whose")
    return Wanted(assignee=_assignee(visit, whose), unassigned=whose == "unassigned")


def _show(name: str) -> None:
    in_address.put("show", [] if name == "waiting" else [name])
    open_in_address(None)


def cards(
    visit: Visit, items: Sequence[Item], current: str | None, carried: Mapping[str, int]
) -> None:
    """The queue as cards; each is opened by its own button, whose words are ours."""
    for item in items:
        key = "card_current" if item.id == current else f"card_{item.id}"
        with st.container(border=True, gap="xxsmall", key=key):
            st.button(
                _label(visit, item, carried),
                key=f"open_{item.id}",
                type="tertiary",
                width="stretch",
                on_click=open_in_address,
                args=(item.id,),
            )
            say(excerpt(item), "es-card")


def several(visit: Visit, items: Sequence[Item], carried: Mapping[str, int]) -> tuple[Item, ...]:
    """The queue as a table with rows to tick; the items that are ticked.

    A table remembers ticked rows by their place. Its key holds what it shows, so that other
    items in the same places are never taken for those that were ticked.
    """
    event = st.dataframe(
        pd.DataFrame([_row(visit, item, carried) for item in items]),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        column_config={"Said": st.column_config.TextColumn(width="medium")},
        key=f"several_{_digest(items)}",
        alt="The queue, with rows to select",
    )
    rows = event["selection"]["rows"]
    return tuple(items[row] for row in rows if row < len(items))


def open_in_address(item_id: str | None) -> None:
    """Open an item by its address, or none."""
    if item_id is None:
        st.query_params.pop(ITEM, None)
    else:
        st.query_params[ITEM] = item_id


def remember(items: Sequence[Item]) -> None:
    st.session_state[SHOWN] = [item.id for item in items]


def step(current: str, by: int) -> None:
    """Open the item that stands so many places further in the queue as it was last drawn."""
    shown: list[str] = st.session_state.get(SHOWN, [])
    place = shown.index(current) + by if current in shown else 0
    if 0 <= place < len(shown):
        open_in_address(shown[place])


def open_next(done: Sequence[str]) -> None:
    """Open what stood after the items that were decided; the first, where nothing did."""
    shown: list[str] = st.session_state.get(SHOWN, [])
    places = [shown.index(each) for each in done if each in shown]
    left = [each for each in shown if each not in done]
    after = [each for each in shown[max(places, default=-1) + 1 :] if each not in done]
    open_in_address(next(iter(after + left), None))


BOTH = (State.OPEN.value, State.ACKNOWLEDGED.value)
STATES = {"owed": (State.ACKNOWLEDGED.value,), "held": BOTH, "snoozed": BOTH}


def _waiting(visit: Visit, show: str, anybodys: Wanted) -> Wanted:
    return replace(
        anybodys,
        states=STATES.get(show, (State.OPEN.value,)),
        owed=True,
        held=True if show == "held" else None,
        awake_at=None if show == "snoozed" else _minute(visit),
        asleep_at=_minute(visit) if show == "snoozed" else None,
        due_before={"late": _minute(visit), "today": end_of_day(visit)}.get(show),
        due_from=_minute(visit) if show == "today" else None,
    )


def _assignee(visit: Visit, whose: str) -> str | None:
    """Nobody's id, while it is not said who "mine" is."""
    if whose != "mine":
        return None
    return visit.person.id if visit.person else ""


def _minute(visit: Visit) -> datetime:
    """To the minute, so that what is read is remembered for as long."""
    return visit.now.replace(second=0, microsecond=0)


def _label(visit: Visit, item: Item, carried: Mapping[str, int]) -> str:
    due = due_words(item, visit.now)
    due = f":red[{due}]" if is_late(item, visit.now) else due
    where = where_said(item) + others(item, carried)
    concerns = ", ".join(f":red[{each.words}]" for each in concerns_of(item))
    held = "held for SMT" if item.held else ""
    asleep = _asleep(visit, item)
    parts = (f"**{what(item)}**", concerns, where, stars(item), due, held, asleep)
    return " · ".join(part for part in parts if part)


def _asleep(visit: Visit, item: Item) -> str:
    if item.snoozed_until is None or item.snoozed_until <= visit.now:
        return ""
    return f"snoozed until {spoken(item.snoozed_until, visit.company.zone, visit.now)}"


def _row(visit: Visit, item: Item, carried: Mapping[str, int]) -> dict[str, str]:
    return {
        "Due": due_words(item, visit.now),
        "Said": " ".join(said(item).split())[:200],
        "What": what(item),
        "Where": where_said(item) + others(item, carried),
        "Who": item.author or "",
    }


def _digest(items: Sequence[Item]) -> str:
    shown = "\n".join(f"{item.id} {item.version}" for item in items)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]
