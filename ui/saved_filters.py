"""Saved filters on the screen: choose one, keep the present ones under a name, remove one's own."""

import streamlit as st

from earshot.handling import filters
from earshot.rules.company import SavedFilter
from earshot.words.errors import EarshotError
from ui import in_address
from ui.safe import say_problem, say_text
from ui.said import say_next
from ui.visit import Visit


def saved_filters(visit: Visit, page: str) -> None:
    """A closed box of them; `page` by its name in the address."""
    person = visit.person.id if visit.person else None
    known = filters.visible(visit.company, person, page)
    with st.popover(f"Saved filters ({len(known)})" if known else "Saved filters"):
        for each in known:
            _line(visit, each)
        if not known:
            say_text("None yet. Choose filters, then keep them under a name.", "es-quiet")
        if visit.person is not None:
            _keep(visit, page)


def _line(visit: Visit, found: SavedFilter) -> None:
    """Its name may hold anything: it stands beside the button, not on it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        whose = f" · {visit.company.person_name(found.by)}, shared" if found.shared else ""
        say_text(found.name + whose)
        st.button("Show", key=f"filter_{found.id}", on_click=_show, args=(found,))
        mine = visit.person is not None and found.by == visit.person.id
        if mine and st.button("Remove", key=f"unfilter_{found.id}", type="tertiary"):
            _remove(visit, found)


def _keep(visit: Visit, page: str) -> None:
    name = st.text_input("Keep what is chosen now as", key="filter_name", max_chars=60)
    shared = st.checkbox("For everybody", key="filter_shared")
    if not st.button("Keep it", key="keep_filter"):
        return
    query = {key: filters.BETWEEN.join(st.query_params.get_all(key)) for key in st.query_params}
    try:
        with visit.house.store.unit() as connection:
            found = filters.save(
                connection,
                visit.company,
                name,
                page,
                query,
                shared=shared,
                actor=visit.actor,
                now=visit.now,
            )
    except EarshotError as error:
        say_problem(str(error))
        return
    say_next(f"Kept as “{found.name}”.")
    st.rerun()


def _remove(visit: Visit, found: SavedFilter) -> None:
    try:
        with visit.house.store.unit() as connection:
            filters.remove(connection, visit.company, found.id, actor=visit.actor, now=visit.now)
    except EarshotError as error:
        say_problem(str(error))
        return
    say_next(f"“{found.name}” is removed.")
    st.rerun()


def _show(found: SavedFilter) -> None:
    for name in filters.KEPT[found.page]:
        kept = found.query.get(name, "")
        in_address.put(name, kept.split(filters.BETWEEN) if kept else [])
    st.query_params.pop(in_address.ITEM, None)
