"""Mailboxes: one folder of one mailbox, tried before it is added; its password is never typed."""

from urllib.parse import quote

import streamlit as st

from collectors.errors import CollectError
from collectors.mail.address import MailAddress
from earshot.bringing.mailboxes import try_mailbox
from earshot.handling.house import allowed_hosts
from earshot.handling.listening import add_source, new_mailbox
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
# Whoever can open this page names the server, too. Without this they could have any secret of the
# machine sent to one of their own.
MADE_FOR_IT = (
    "On this page a password lies in a variable whose name begins with EARSHOT_, or in a file "
    "whose name ends in .password: so no other secret of this machine can be sent to a server that "
    "is named here. `earshot sources add` takes any."
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
    source = _asked(visit)
    if st.button("Try it", key="try_mailbox", disabled=source is None) and source is not None:
        _try(visit, source)
    if source is not None and _was_tried(source):
        say_done(st.session_state[TRIED][1])
        if st.button("Add this mailbox", key="add_mailbox", type="primary"):
            _add(visit, source, actor)


def _asked(visit: Visit) -> Source | None:
    """The mailbox as it is filled in; None while something is missing or cannot be so."""
    with st.container(horizontal=True, gap="small"):
        server = _text("Mail server", "mail_server", "mail.example.org")
        scheme = st.selectbox("How", list(TLS), format_func=TLS.__getitem__, key="mail_tls")
        user = _text("User name there", "mail_user", "alerts@example.org")
        folder = _text("Folder", "mail_folder", "INBOX")
        secret = _text("Where its password lies", "mail_secret", "env:EARSHOT_MAIL_PASSWORD")
        name = _text("Name it", "mail_name", "Notices")
    with st.expander("Why no password is typed here"):
        say_text(WHY_NO_PASSWORD)
        st.write(MADE_FOR_IT)
    if not (server and user and secret):
        st.caption("Fill in the server, the user name and where the password lies; then try it.")
        return None
    url = f"{scheme}://{quote(user, safe='')}@{server}/{quote(folder)}"
    return _mailbox(visit, url, secret, name)


def _text(label: str, key: str, example: str) -> str:
    return (st.text_input(label, key=key, placeholder=example, width=320) or "").strip()


def _mailbox(visit: Visit, url: str, secret: str, name: str) -> Source | None:
    try:
        source = new_mailbox(url, secret, name=name or None, now=visit.now)
    except (CollectError, Refused) as error:
        say_problem(str(error))
        return None
    if not _is_made_for_it(secret):
        say_problem(MADE_FOR_IT.replace("`", ""))
        return None
    return source


def _is_made_for_it(secret: str) -> bool:
    kind, _, place = secret.partition(":")
    if kind == "env":
        return place.startswith("EARSHOT_")
    return kind == "file" and place.endswith(".password")


def _try(visit: Visit, source: Source) -> None:
    st.session_state.pop(TRIED, None)
    with st.spinner(f"Opening the folder {MailAddress.parse(source.url).folder!r}"):
        try:
            found = try_mailbox(source.url, source.secret, allowed=allowed_hosts(), now=visit.now)
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
