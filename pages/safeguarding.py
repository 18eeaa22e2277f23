"""Safeguarding: restricted items, for those who may see them."""

import streamlit as st

from earshot.protection.guarded_reading import open_restricted, theirs
from earshot.rules.restriction import Stage, lead_names
from earshot.store import restricted
from earshot.words.errors import EarshotError
from ui.addresses import link_to
from ui.guard import enter
from ui.in_address import ITEM
from ui.reads import read
from ui.restricted_acts import show_acts
from ui.restricted_item import show_record, show_restricted
from ui.restricting import danger_words, headline, tell_in_person
from ui.safe import say, say_problem, say_text
from ui.said import say_what_was_done
from ui.visit import Visit
from ui.words import number_of

visit = enter(__file__)


def main(visit: Visit) -> None:
    say_what_was_done()
    asked = st.query_params.get(ITEM)
    if not visit.reader.proven:
        tell_in_person(visit)
    elif asked:
        _one(visit, asked)
    else:
        _list(visit)


def _list(visit: Visit) -> None:
    """Those that this reader may see, without their words: opening one is written down."""
    say_problem(danger_words(lead_names(visit.company)))
    found = read(visit.house, theirs, visit.reader)
    for each in found:
        with st.container(border=True, gap="xxsmall", key=f"kept_{each.id}"):
            say(headline(visit, each.found))
            if each.found.reference:
                say_text(f"Reference: {each.found.reference}", "es-quiet")
            if each.found.stage is not Stage.REFERENCE:
                link_to("safeguarding", "Open it", item=each.id)
    others = read(visit.house, restricted.count_all) - len(found)
    if others:
        say_text(f"{number_of(others, 'restricted item')} kept for others.", "es-quiet")
    if not found:
        say_text("Nothing is restricted that is for you to see. What somebody restricts is here.")


def _one(visit: Visit, item: str) -> None:
    st.button("Back to the list", key="back", icon=":material/arrow_back:", on_click=_back)
    try:
        with visit.house.store.unit() as connection:
            found = open_restricted(connection, item, visit.reader, now=visit.now)
    except EarshotError as error:
        say_problem(str(error))
        return
    show_restricted(visit, found)
    show_acts(visit, found)
    show_record(visit, found)


def _back() -> None:
    st.query_params.pop(ITEM, None)


main(visit)
