"""One item as a person works on it: what was said, when and where, when a reply is due, and why."""

from collections.abc import Sequence

import streamlit as st

from earshot.handling.decisions import what_happened
from earshot.handling.desk import Opened, opened
from earshot.rules.mention import joined
from earshot.store.questions import Item
from earshot.telling.item_concerns import marks_of
from earshot.telling.item_words import (
    date_remarks,
    due_words,
    is_late,
    is_wordless,
    said,
    stars,
    verdict_words,
)
from earshot.words.times import relative, spoken
from ui.audience import ask_audience
from ui.completing import NOT_JUDGED, ask_for_text, tone, what
from ui.concerns import show_concerns
from ui.conversation import show_conversation
from ui.correcting import show_corrections
from ui.links import link_html
from ui.next_step import show_means, show_next
from ui.reads import read
from ui.safe import escaped, marked, say, say_text
from ui.story import show_story
from ui.versions import show_versions
from ui.visit import Visit
from ui.words import STATE, where_said


def open_item(visit: Visit, item_id: str) -> Opened:
    """The item with its history.

    Raises:
        NotFound: nothing has this id.
    """
    return read(visit.house, opened, item_id)


def show_item(visit: Visit, found: Opened) -> None:
    """What is needed to decide, in the order in which the eye needs it: the buttons follow it."""
    with st.container(gap="xsmall"):
        _heading(visit, found.item)
        _words(found.item)
        ask_for_text(visit, found)
        with st.container(gap="xxsmall", key="deadline"):
            _deadline(visit, found.item)
        show_concerns(visit, found)
        show_next(visit, found)


def show_more(visit: Visit, found: Opened) -> None:
    """What stands under the buttons: the means for the next step, why, and what lies around it."""
    with st.container(gap="xsmall"):
        ask_audience(visit, found)
        show_means(visit, found)
        _why(found.item)
        show_corrections(visit, found)
        show_versions(visit, found)
        show_story(visit, found)
        show_conversation(visit, found)


def show_what_was_said(
    visit: Visit, item: Item, *, links: bool, marks: Sequence[tuple[int, int]] = ()
) -> None:
    """Who said what, when and where; without `links` its address stands there as words. `marks`
    are stretches of it to be marked beside what speaks for its intent."""
    _heading(visit, item)
    _words(item, links=links, more=marks)
    if not links:
        say_text(f"Address: {item.url or 'none is known'}")


def show_history(visit: Visit, found: Opened) -> None:
    """What has happened to it, the last first."""
    seen = spoken(found.item.seen_at, visit.company.zone, visit.now)
    if not found.events:
        say_text(f"First seen {seen}. Nothing has happened to it since.", "es-quiet")
        return
    with st.expander("What has happened", expanded=True, key="history"):
        for event in reversed(found.events):
            say_text(what_happened(event, visit.rules), "es-quiet")
        say_text(f"{seen}: first seen", "es-quiet")


def excerpt(item: Item) -> str:
    """The card of an item in a list, as HTML: who, and the beginning of what was said."""
    between = " · " if is_wordless(item) else ": "  # what nobody wrote is put in no mouth
    who = escaped(item.author) + between if item.author else ""
    return f'<div class="es-said">{who}{escaped(said(item)[:280])}</div>'


def _heading(visit: Visit, item: Item) -> None:
    zone, now = visit.company.zone, visit.now
    account = visit.company.account_name(item.account)
    on = f" on “{escaped(account)}”" if account else ""
    by = f" by {escaped(item.author)}" if item.author else ""
    said_at = item.published_at or item.seen_at
    when = f"{spoken(said_at, zone, now)} ({relative(said_at, now)})"
    outlet = f" · {escaped(item.publisher)}" if item.publisher else ""
    say(f'<span class="es-key">{where_said(item)}{on}{by}</span>{outlet} · {when}')
    for remark in date_remarks(item, zone, now):
        say_text(remark, "es-quiet")


def _words(item: Item, *, links: bool = True, more: Sequence[tuple[int, int]] = ()) -> None:
    if is_wordless(item):
        say(f'<span class="es-quiet">{escaped(said(item))}</span>', "es-text")
    else:
        reasons = [(start, end) for _, start, end in item.reasons] if item.text_included else []
        marks = [*reasons, *marks_of(item), *more]
        say(marked(joined(item.title, item.text), marks), "es-text")
    # Without its text the link stands in the box that asks for it.
    wanted = item.text_included and links
    link = link_html(item.url, "Open where it was said") if wanted else ""
    remarks = " · ".join(part for part in (stars(item), link) if part)
    if remarks:
        say(remarks)


def _deadline(visit: Visit, item: Item) -> None:
    """When a reply is due, its reason and its clause; how it ended, where it has."""
    style = "es-key es-late" if is_late(item, visit.now) else "es-key"
    state = due_words(item, visit.now) if item.due_at else STATE[item.state]
    assigned = visit.company.person_name(item.assignee) if item.assignee else ""
    given = f" · given to {escaped(assigned)}" if assigned else ""
    held = " · held for SMT" if item.held else ""
    asleep = _asleep(visit, item)
    say(f'<span class="{style}">{state[:1].upper()}{state[1:]}</span>{given}{held}{asleep}')
    if item.explanation:
        say(f"{escaped(item.explanation)} <span class='es-quiet'>({item.clause})</span>")
    if item.verdict:
        say_text(verdict_words(item))
    if item.responded_at:
        _response(visit, item)


def _asleep(visit: Visit, item: Item) -> str:
    if item.snoozed_until is None or item.snoozed_until <= visit.now:
        return ""
    return f" · snoozed until {spoken(item.snoozed_until, visit.company.zone, visit.now)}"


def _response(visit: Visit, item: Item) -> None:
    when = spoken(item.responded_at, visit.company.zone, visit.now) if item.responded_at else ""
    told = item.response_place and not item.reply_found  # of a found one it is said already
    where = f": {escaped(item.response_place)}" if told else ""
    late = " (recorded more than a day afterwards)" if item.entered_late else ""
    link = link_html(item.response_link, "Open our reply")
    say(f"First reply {when}{where}{late} {link}")


def _why(item: Item) -> None:
    """Why it was taken for what it was, in the words that caused it."""
    if not item.text_included:
        say(f'<span class="es-key">{NOT_JUDGED.capitalize()}</span>: its text is not here')
        return
    if is_wordless(item):
        say(f'<span class="es-key">{what(item)}</span>, because it has no words')
        return
    reasons = _quoted([text for text, _, _ in item.reasons])
    because = f", because: {reasons}" if reasons else ", because nothing in it says otherwise"
    say(f'<span class="es-key">{what(item)}</span>{because}')
    moved = _quoted([word for word, _ in item.words][:8])
    language = " (in a language that is not scored)" if item.sentiment == "not_scored" else ""
    say(f"Tone: {tone(item)}{language}{', by ' + moved if moved else ''}", "es-quiet")


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{escaped(word)}”" for word in dict.fromkeys(words))
