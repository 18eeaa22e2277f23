"""Mailboxes: one folder of one mailbox, tried before it is added; its password is never typed."""

from urllib.parse import quote

import streamlit as st

from collectors.errors import CollectError
from collectors.mail.address import MailAddress
from earshot.bringing.mailboxes import try_mailbox
from earshot.handling.house import allowed_hosts
from earshot.handling.listening import NAMED_ON_THE_SCREEN, add_source, mailbox_on_screen
from earshot.rules.company import Source
from earshot.words.errors import Refused
from ui.safe import say_done, say_problem, say_text
from ui.said import say_next
from ui.steps import show_steps
from ui.visit import Visit

TRIED = "_tried_mailbox"  # ((address, reference), what was found): it can be added as it was tried
TLS = {
    "imaps": "Encrypted from the start (port 993)",
    "imap": "Encrypted by STARTTLS (port 143)",
}
WHY_NO_PASSWORD = (
    "No password is typed here: what is typed on a page passes through a browser and may be kept "
    "by it, and the store is copied in every backup. Whoever looks after the server puts the "
    "password into the environment that Earshot runs in, or into a file that only Earshot’s own "
    "user may read (mode 0600); here you only say where it lies."
)
FIRST_COME = (
    "A password that no mailbox has yet goes to whichever server is named for it first. So add the "
    "mailbox as soon as its password lies there."
)
WHY_SIGNED = (
    "Only if your mail passes several servers, or you want to be strict: the name that stands "
    "first in the Authentication-Results of a message that you have received, for example "
    "mx.example.org. Then only what that server notes of a sender’s proof counts, and mail in a "
    "platform’s name without such a note stays unread."
)


def add_mailbox(visit: Visit, actor: str) -> None:
    """Say where the mailbox is, try it, add it."""
    st.write(
        "Most platforms tell by e-mail, within minutes, that somebody wrote. Earshot reads those "
        "notices out of one folder: it changes nothing in it, and looks no further than the "
        "headers of what is no notice."
    )
    show_steps(
        "Which notices to turn on, platform by platform", key="notice_steps", with_mailbox=True
    )
    source = _asked(visit, actor)
    if st.button("Try it", key="try_mailbox", disabled=source is None) and source is not None:
        _try(source)
    if source is not None and _was_tried(source):
        say_done(st.session_state[TRIED][1])
        if st.button("Add this mailbox", key="add_mailbox", type="primary"):
            _add(visit, source, actor)


def _asked(visit: Visit, actor: str) -> Source | None:
    """The mailbox as it is filled in; None while something is missing or cannot be so."""
    with st.container(horizontal=True, gap="small"):
        server = _text("Mail server", "mail_server", "mail.example.org")
        scheme = st.selectbox("How", list(TLS), format_func=TLS.__getitem__, key="mail_tls")
        user = _text("User name there", "mail_user", "alerts@example.org")
        folder = _text("Folder", "mail_folder", "INBOX")
        secret = _text("Where its password lies", "mail_secret", "env:EARSHOT_MAIL_PASSWORD")
        name = _text("Name it", "mail_name", "Notices")
        signed = _text(
            "Your mail server’s name in Authentication-Results (optional)",
            "mail_signed",
            "mx.example.org",
            WHY_SIGNED,
        )
    with st.expander("Why no password is typed here"):
        say_text(WHY_NO_PASSWORD)
        say_text(NAMED_ON_THE_SCREEN)
        say_text(FIRST_COME)
    if not (server and user and secret):
        st.caption("Fill in the server, the user name and where the password lies; then try it.")
        return None
    url = f"{scheme}://{quote(user, safe='')}@{server}/{quote(folder)}"
    try:
        return mailbox_on_screen(
            visit.company,
            url,
            secret,
            actor=actor,
            name=name or None,
            now=visit.now,
            server=signed,
        )
    except (CollectError, Refused) as error:
        say_problem(str(error))
        return None


def _text(label: str, key: str, example: str, why: str | None = None) -> str:
    said = st.text_input(label, key=key, placeholder=example, width=320, help=why)
    return (said or "").strip()


def _try(source: Source) -> None:
    st.session_state.pop(TRIED, None)
    with st.spinner(f"Opening the folder {MailAddress.parse(source.url).folder!r}"):
        try:
            found = try_mailbox(source.url, source.secret, allowed=allowed_hosts())
        except CollectError as error:
            say_problem(str(error))
            return
    st.session_state[TRIED] = ((source.url, source.secret), found)


def _was_tried(source: Source) -> bool:
    tried = st.session_state.get(TRIED)
    return tried is not None and tried[0] == (source.url, source.secret)


def _add(visit: Visit, source: Source, actor: str) -> None:
    with visit.house.store.unit() as connection:
        add_source(connection, source, actor=actor, now=visit.now)
    st.session_state.pop(TRIED, None)
    say_next(f"Added: {source.name}. Collect now, or wait for the next turn.")
    st.rerun()
