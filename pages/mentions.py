"""Mentions: everything that was said about us, to be searched, filtered and opened."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from earshot.handling import desk
from earshot.rules.access import Right
from earshot.store import past, restricted
from earshot.store.questions import Item, Order, Wanted
from earshot.telling.item_concerns import concerns_of
from earshot.telling.item_words import due_words, said
from earshot.words.errors import NotFound
from earshot.words.times import spoken
from ui import in_address
from ui.addresses import link_to
from ui.completing import tone, what
from ui.deciding import decide_about, show_refusals
from ui.filters import choose_filters, narrows
from ui.guard import enter
from ui.in_address import ITEM
from ui.item import open_item, show_history, show_item, show_more
from ui.offering import lacks
from ui.presence import show_presence
from ui.queue import open_in_address
from ui.reads import read
from ui.restricting import left_out, offer
from ui.safe import say_problem, say_text
from ui.said import say_what_was_done
from ui.saved_filters import saved_filters
from ui.shortcuts import offer_help
from ui.story import others
from ui.undo import undo_bar, undo_last
from ui.visit import Visit
from ui.words import number_of, where_said

visit = enter(__file__)

SIZE = 50  # rows of the table on one page
TABLE = "_mentions"


def main(visit: Visit) -> None:
    asked = st.query_params.get(ITEM)
    undo_bar(visit)
    show_refusals()
    say_what_was_done()
    behind = "_behind" if asked else ""
    table, panel = st.columns([3, 2], gap="large") if asked else (st.container(), None)
    with table, st.container(key=f"queue{behind}"):
        _table(visit)
    if asked and panel is not None:
        with panel, st.container(key="item_over"):
            _panel(visit, asked)


def _table(visit: Visit) -> None:
    wanted = choose_filters(visit.company)
    saved_filters(visit, "mentions")
    number = in_address.page_number()
    found = read(visit.house, desk.page, wanted, Order.NEWEST, number, SIZE)
    # Not as the filters ask: a word that is searched for would tell what a restricted item says.
    left_out(visit, read(visit.house, restricted.count))
    _counts_only(wanted)
    if not found.items:
        _nothing(narrowed=narrows(wanted))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(f"**{number_of(found.total, 'mention')}**")
        if visit.may(Right.TAKE_AWAY):
            link_to("reports", "Take them away as a table")
    _rows(visit, found)
    in_address.pages(found.total, SIZE)


def _counts_only(wanted: Wanted) -> None:
    """Of the days that are asked for; whatever else is asked, counts cannot be searched."""
    days = (wanted.published_from or date.min, wanted.published_to or date.max)
    counted: int = read(visit.house, past.mentions, *days)
    if counted:
        st.write(f"{counted:,} more from these days are kept as counts only.")


def _rows(visit: Visit, found: desk.Page) -> None:
    """The table; a row that is chosen is opened by its id, whatever stands in its place later."""
    items = found.items
    digest = hashlib.sha256("\n".join(item.id for item in items).encode()).hexdigest()[:16]
    key = f"{TABLE}_{digest}"
    st.dataframe(
        pd.DataFrame([_row(visit, item, found.carried) for item in items]),
        hide_index=True,
        key=key,
        on_select=lambda: _choose(key, [item.id for item in items]),
        selection_mode="single-cell",
        height="content",
        alt="Mentions, the newest first",
        column_config={"Said": st.column_config.TextColumn(width=300)},
    )


def _choose(key: str, ids: Sequence[str]) -> None:
    cells = st.session_state[key]["selection"]["cells"]
    open_in_address(ids[cells[0][0]] if cells else None)


def _row(visit: Visit, item: Item, carried: Mapping[str, int]) -> dict[str, str]:
    when = spoken(item.published_at or item.seen_at, visit.company.zone, visit.now)
    return {
        "When": when,
        "Said": " ".join(said(item).split())[:300],
        "Concerns": "; ".join(each.words for each in concerns_of(item)),
        "What": what(item),
        "Stands": due_words(item, visit.now),
        "Tone": tone(item),
        "Where": (visit.company.account_name(item.account) or where_said(item))
        + others(item, carried),
        "Who": item.author or item.publisher or "",
    }


def _nothing(*, narrowed: bool) -> None:
    if narrowed:
        say_text("Nothing that is kept fits these filters.")
        return
    say_text(
        "Nothing is kept yet. What is collected from now on, or noted by hand, will stand here."
    )
    link_to("sources", "See what is collected")
    if not lacks(visit, Right.NOTE):
        link_to("add", "Add what I see")


def _panel(visit: Visit, item_id: str) -> None:
    st.button(
        "Close", key="close_item", icon=":material/close:", on_click=open_in_address, args=(None,)
    )
    offer_help()
    try:
        found = open_item(visit, item_id)
    except NotFound as error:
        say_problem(str(error))
        return
    show_presence(visit, found)
    show_item(visit, found)
    decide_about(visit, ((found.case.id, found.case.version),), found.case.state, lambda _: None)
    show_more(visit, found)
    offer(visit, found)
    show_history(visit, found)
    undo_last(visit, found)


main(visit)
