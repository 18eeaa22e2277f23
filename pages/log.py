"""Log: who did what, and the proof that nothing of it was changed."""

import streamlit as st

from earshot.protection.audit import SOMEBODY
from earshot.rules.events import ABOUT_RESTRICTED, PROGRAM, EventKind
from earshot.store import log
from earshot.store.log import Asked
from ui import in_address
from ui.guard import enter
from ui.log_proof import show_proof
from ui.log_words import in_words, kind_in_words, who
from ui.reads import read
from ui.safe import escaped, say, say_text
from ui.said import say_what_was_done
from ui.visit import Visit
from ui.words import number_of

visit = enter(__file__)

SIZE = 50  # Events on one page
KINDS = [kind.value for kind in EventKind if kind not in ABOUT_RESTRICTED]


def main(visit: Visit) -> None:
    say_what_was_done()
    show_proof(visit)
    st.subheader("Who did what")
    _list(visit, _choose(visit))


def _choose(visit: Visit) -> Asked:
    people = [*visit.company.people, PROGRAM, SOMEBODY]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        kinds = in_address.several("What", "kind", KINDS, kind_in_words)
        actors = in_address.several("Who", "by", people, lambda each: who(each, visit.company))
    return Asked(kinds, actors)


def _list(visit: Visit, asked: Asked) -> None:
    """The newest first."""
    total = read(visit.house, log.count, asked)
    number = max(1, min(in_address.page_number(), -(-total // SIZE)))
    found = read(visit.house, log.entries, asked, SIZE, (number - 1) * SIZE)
    words = number_of(total, "Event")
    if asked != Asked():
        words += "; what is about restricted items is not among them"
    say_text(words, "es-quiet")
    say("<br>".join(escaped(in_words(entry, visit)) for entry in found))
    in_address.pages(total, SIZE)


main(visit)
