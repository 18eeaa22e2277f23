"""The proof of the log: whether it holds, checked when, its head, and the way to take it away."""

from datetime import UTC, datetime

import streamlit as st

from earshot.protection import heads
from earshot.protection.audit import check_for, export_log
from earshot.protection.heads import Kept
from earshot.rules import chain
from earshot.store import log
from earshot.words.times import relative, spoken
from ui.reads import read
from ui.safe import escaped, say, say_problem, say_text
from ui.said import say_next
from ui.visit import Visit
from ui.words import number_of

NAMED = 10  # problems that are told on the screen
MOST = 200_000  # Events; more than that is no download for a browser


def show_proof(visit: Visit) -> None:
    """The tick, or in red what does not hold; then the head, and the log as a file."""
    _say_whether_it_holds(visit, heads.last(visit.house))
    events, head = read(visit.house, log.head)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Check it now", key="check_log", on_click=_check, args=(visit,))
        if events <= MOST:
            _offer(visit)
    if events > MOST:
        say_text("To take the log away: earshot audit export --out log.jsonl", "es-quiet")
    with st.expander("The head, to note down somewhere else"):
        say_text(
            f"This stands for all {number_of(events, 'Event')} until now. Kept where nobody who "
            "can change the log can change it, it shows later whether the end was cut off or all "
            "of it written anew: earshot audit verify --head followed by it."
        )
        st.code(head, language=None)


def _say_whether_it_holds(visit: Visit, kept: Kept | None) -> None:
    if kept is None:
        say_text("The log has not been checked yet. The watch does it every night.")
        return
    when = spoken(kept.checked_at, visit.company.zone, visit.now)
    ago = relative(kept.checked_at, visit.now)
    if kept.ok:
        words = f"The log holds: {number_of(kept.events, 'Event')}, checked {when} ({ago})"
        say(f'<span class="es-key">✓ {escaped(words)}</span>')
        return
    say_problem(f"The log does not hold, checked {when} ({ago}).")
    for problem in kept.problems[:NAMED]:
        words = chain.in_words(problem) if problem.kind in chain.WORDS else str(problem.kind)
        say_text(words, "es-line es-late")
    if len(kept.problems) > NAMED:
        say_text("There is more: earshot audit verify", "es-line es-late")


def _check(visit: Visit) -> None:
    complaints = check_for(visit.house, visit.reader, datetime.now(UTC))
    say_next(" ".join(["The log was checked.", *complaints]))


def _offer(visit: Visit) -> None:
    st.download_button(
        "Take the log away",
        lambda: log_file(visit),  # called on the click, which the log then tells of
        file_name=f"earshot-log-{visit.now:%Y-%m-%d}.jsonl",
        mime="application/x-ndjson",
        key="download_log",
        on_click="ignore",
        icon=":material/download:",
    )


def log_file(visit: Visit) -> bytes:
    """The log as a file; that it is taken away is the last thing that it tells."""
    found = export_log(visit.house, visit.reader, datetime.now(UTC))
    return "".join(found.lines()).encode()
