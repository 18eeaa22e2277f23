"""Add what I see: "I am on our page and somebody wrote something"."""

from datetime import timedelta

import streamlit as st

from collectors.platforms import platform_of
from collectors.post import Platform
from earshot.bringing.handnotes import Note, add_note
from earshot.bringing.pasted import Pasted, read_paste
from earshot.rules.access import Right
from earshot.rules.company import Account
from earshot.rules.restriction import lead_names
from earshot.words.errors import EarshotError
from earshot.words.times import read_time
from ui.addresses import go_to
from ui.guard import enter
from ui.restricting import danger_words
from ui.safe import say_problem, say_text
from ui.said import say_next, say_what_was_done
from ui.visit import Visit

visit = enter(__file__)

ELSEWHERE = ""
WHEN = {"now": "Just now", "earlier": "Earlier"}
LAST = "_last_account"  # where this person noted something last
NOTED = "_noted"  # how many were saved by somebody who stays on this page


def main(visit: Visit) -> None:
    say_what_was_done()
    # Whoever goes on to no other page finds the boxes empty again.
    number = st.session_state.get(NOTED, 0)
    box = st.text_area(
        "Paste what was written, or its address, or both",
        key=f"pasted{number or ''}",
        height=140,
        placeholder="Still waiting for my certificate…",
    )
    pasted = _complete(read_paste(box or ""))
    account = _account(visit, pasted)
    author = st.text_input("Who wrote it (if it is shown)", key=f"author{number or ''}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        when = st.segmented_control(
            "When",
            list(WHEN),
            default="now",
            required=True,
            format_func=WHEN.__getitem__,
            key="when",
        )
        said_at = _earlier(visit) if when == "earlier" else ""
    if st.button("Save it", type="primary", key="save", width="stretch"):
        _save(visit, pasted, account, author or "", said_at)
    say_text("Only what was said in public: nothing out of private messages.", "es-quiet")
    say_text(danger_words(lead_names(visit.company), "in person"))


def _complete(pasted: Pasted) -> Pasted:
    """Ask for the words where only an address was pasted."""
    if not pasted.address:
        return pasted
    say_text(f"Address recognised: on {pasted.host}", "es-quiet")
    if pasted.words:
        return pasted
    words = st.text_area("What did they write there?", key="words", height=100)
    return Pasted((words or "").strip(), pasted.address, pasted.host)


def _account(visit: Visit, pasted: Pasted) -> Account | None:
    """Where it was said: guessed from the address, else where something was noted last."""
    accounts = visit.company.accounts
    options = [*accounts, ELSEWHERE]
    chosen = st.selectbox(
        "Where",
        options,
        index=options.index(_guess(accounts, pasted)),
        format_func=lambda each: accounts[each].name if each else "Somewhere else",
        key=f"where_{platform_of(pasted.address) if pasted.address else 'unknown'}",
    )
    return accounts.get(chosen or ELSEWHERE)


def _guess(accounts: dict[str, Account], pasted: Pasted) -> str:
    if pasted.address:
        platform = platform_of(pasted.address)
        same = (a.id for a in accounts.values() if a.platform is platform is not Platform.OTHER)
        return next(same, ELSEWHERE)
    last = st.session_state.get(LAST)
    return last if last in accounts else next(iter(accounts), ELSEWHERE)


def _earlier(visit: Visit) -> str:
    """A local time as ISO 8601, "" while none is chosen."""
    hour_ago = (visit.now - timedelta(hours=1)).astimezone(visit.company.zone)
    local = hour_ago.replace(tzinfo=None, second=0, microsecond=0)
    at = st.datetime_input("At", local, format="DD/MM/YYYY", step=60, key="said_at")
    return at.isoformat() if at else ""


def _save(visit: Visit, pasted: Pasted, account: Account | None, author: str, at: str) -> None:
    """Keep it, and open it in Triage with its clock."""
    try:
        said_at = read_time(at, visit.company.zone) if at else visit.now
        note = Note(pasted.words, said_at, pasted.address, author, account)
        item = add_note(visit.house, note, actor=visit.actor, now=visit.now)
    except EarshotError as error:
        say_problem(str(error))
        return
    st.session_state[LAST] = account.id if account else ELSEWHERE
    if visit.may(Right.LOOK):
        go_to("triage", item=item)
    st.session_state[NOTED] = st.session_state.get(NOTED, 0) + 1
    say_next("Noted. Thank you: those who answer have it in their queue now.")
    st.rerun()


main(visit)
