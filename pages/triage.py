"""Triage: work through what came in since yesterday."""

from dataclasses import replace

import streamlit as st

from earshot.handling import desk
from earshot.rules.access import Right
from earshot.store import restricted
from earshot.store.questions import Item, Order, Wanted, items
from earshot.words.errors import NotFound
from ui import in_address, queue
from ui.addresses import link_to
from ui.deciding import begun, decide_about, show_refusals
from ui.guard import enter
from ui.item import excerpt, open_item, show_history, show_item, show_more
from ui.offering import lacks
from ui.opinions import waiting
from ui.presence import show_presence
from ui.reads import read
from ui.rescoring import confirmations
from ui.restricting import left_out, offer, on_duty
from ui.safe import say, say_problem, say_text
from ui.said import say_what_was_done
from ui.saved_filters import saved_filters
from ui.shortcuts import NEXT, PREVIOUS, offer_help
from ui.undo import undo_bar, undo_last
from ui.visit import Visit
from ui.words import number_of

visit = enter(__file__)

SIZE = 10  # items of the queue on one page


def main(visit: Visit) -> None:
    wanted = queue.wanted(visit)
    found = read(visit.house, desk.page, wanted, Order.QUEUE, in_address.page_number(), SIZE)
    asked = st.query_params.get(in_address.ITEM)
    current = queue.opened(asked, found.items)
    undo_bar(visit)
    show_refusals()
    say_what_was_done()
    # Beside each other where there is room; on a phone the item that was asked for lies over the
    # queue, whose styles hide what is behind.
    lies_over = current is not None and current == asked
    behind = "_behind" if lies_over else ""
    with st.container(key=f"filters{behind}"), queue.choose(visit):
        saved_filters(visit, "triage")
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(key=f"queue{behind}"):
        ticked = _queue(visit, wanted, found, current)
    with right, st.container(key="item_over" if lies_over or ticked else "item_behind"):
        if ticked:
            _several(visit, ticked)
        elif current:
            _one(visit, current)


def _queue(visit: Visit, wanted: Wanted, found: desk.Page, current: str | None) -> tuple[Item, ...]:
    """Draw the queue, `current` among it; the items that are ticked."""
    queue.remember(found.items)
    ticked = _begun(visit)
    on_duty(visit)
    confirmations(visit)
    waiting(visit)
    left_out(visit, read(visit.house, restricted.count_waiting))
    if current and current not in [item.id for item in found.items]:
        _apart(visit, current)
    if not found.items:
        _nothing(wanted)
        return ticked
    if not lacks(visit, Right.DECIDE) and st.toggle("Select several", key="select_several"):
        ticked = ticked or queue.several(visit, found.items, found.carried)
    else:
        queue.cards(visit, found.items, current, found.carried)
    in_address.pages(found.total, SIZE)
    return ticked


def _apart(visit: Visit, current: str) -> None:
    """The card of an item that a link opened, and that this page of the queue does not hold."""
    found = read(visit.house, items, Wanted(ids=(current,)))
    if found:
        say_text("Opened by itself; it is not among those below.", "es-quiet")
        queue.cards(visit, found, current, {})


def _nothing(wanted: Wanted) -> None:
    if wanted.text or wanted.assignee is not None or wanted.unassigned:
        say_text("Nothing that waits fits these filters.")
        return
    say_text("Nothing waits for you here: all that has been collected or noted is dealt with.")
    if not lacks(visit, Right.NOTE):
        link_to("add", "Add what I see")


def _one(visit: Visit, item_id: str) -> None:
    _ways(item_id)
    try:
        found = open_item(visit, item_id)
    except NotFound as error:
        say_problem(str(error))
        return
    show_presence(visit, found)
    show_item(visit, found)
    decide_about(visit, ((found.case.id, found.case.version),), found.case.state, queue.open_next)
    show_more(visit, found)
    offer(visit, found)
    show_history(visit, found)
    undo_last(visit, found)


def _ways(item_id: str) -> None:
    """Back, on to the next, and what each key does."""
    with st.container(horizontal=True, gap="small", key="ways"):
        st.button("Back to the queue", key="back", icon=":material/arrow_back:", on_click=_back)
        for words, way, by in (("Previous", PREVIOUS, -1), ("Next", NEXT, 1)):
            st.button(
                words,
                key=words.lower(),
                type="tertiary",
                shortcut=way.key,
                on_click=queue.step,
                args=(item_id, by),
            )
        offer_help()


def _several(visit: Visit, ticked: tuple[Item, ...]) -> None:
    """One decision about all that is ticked, each by its id and the version that is shown."""
    st.subheader(number_of(len(ticked), "item") + " selected")
    decide_about(visit, tuple((i.id, i.version) for i in ticked), ticked[0].state, queue.open_next)
    for item in ticked:
        say(excerpt(item), "es-card")


def _begun(visit: Visit) -> tuple[Item, ...]:
    """The items that a decision was begun about: they stay, whatever the queue holds by now."""
    versions = dict(begun())
    if len(versions) < 2:
        return ()
    found = read(visit.house, items, Wanted(ids=tuple(versions)))
    return tuple(replace(item, version=versions[item.id]) for item in found)


def _back() -> None:
    queue.open_in_address(None)


main(visit)
