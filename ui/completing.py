"""Completing: what only a notice was had of is read where it was said, and its text added here."""

import streamlit as st

from collectors.post import Platform
from earshot.handling.completing import complete_text
from earshot.handling.desk import Opened
from earshot.handling.recognition import SETTLED
from earshot.rules.access import Right
from earshot.store.questions import Item
from earshot.telling.item_words import is_wordless
from earshot.words.errors import EarshotError
from earshot.words.platforms import PLATFORM
from earshot.words.vocabulary import Intent, Sentiment, State
from ui.deciding import forget
from ui.links import link_html
from ui.offering import lacks
from ui.safe import say, say_problem, say_text
from ui.said import say_next
from ui.visit import Visit
from ui.words import INTENT, SENTIMENT

NOT_INCLUDED = "Text not included"
NOT_JUDGED = "not judged yet"
WHERE = "Open where it was said"


def what(item: Item) -> str:
    """`Complaint`; that the text is missing, where nothing can be said of it yet."""
    return INTENT[Intent(item.intent)] if item.text_included else NOT_INCLUDED


def tone(item: Item) -> str:
    """`negative`; that it is not judged, where its text is not here."""
    return SENTIMENT[Sentiment(item.sentiment)] if item.text_included else NOT_JUDGED


def ask_for_text(visit: Visit, found: Opened) -> None:
    """What to do about a notice without its text; nothing where the text is there."""
    item = found.item
    if item.text_included:
        return
    if lacks(visit, Right.NOTE):
        say(f'<span class="es-key">{NOT_INCLUDED}.</span> {link_html(item.url, WHERE) or ""}')
        return
    with st.container(border=True, gap="xsmall", key="completing"):
        held = "" if is_wordless(item) else ", with its first words"
        say(f'<span class="es-key">{NOT_INCLUDED}.</span> We only had a notice of it{held}.')
        say(link_html(item.url, WHERE) or _look_it_up(item))
        said = st.text_area("Read it there, and paste all that it says", key=f"paste_{item.id}")
        pressed = st.button("Add the text", key="add_text", disabled=visit.person is None)
        say_text("It is judged by its words then. Its clock does not change.", "es-quiet")
        if visit.person is None:
            say_text("Choose your name below first: what you add is recorded with it.", "es-quiet")
    if pressed:
        _complete(visit, found, said)


def _look_it_up(item: Item) -> str:
    return f"The notice had no link to it: look it up on {PLATFORM[Platform(item.platform)]}."


def _complete(visit: Visit, found: Opened, said: str) -> None:
    """Add the text in one short unit, and show the item anew."""
    intake = visit.house.intake(visit.company)
    try:
        with visit.house.store.unit() as connection:
            complete_text(connection, intake, found.item.id, said, actor=visit.actor, now=visit.now)
    except EarshotError as error:
        say_problem(str(error))
        return
    forget()  # what was begun about it was begun without its text
    say_next(_done(found.case.state))
    st.rerun()


def _done(state: State) -> str:
    """What is said afterwards; what was settled may be open again, which begins another promise."""
    if state in SETTLED:
        return "The text was added and judged. If it newly asks for an answer, it is open again."
    return "The text was added and judged. Its clock is unchanged."
