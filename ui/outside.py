"""Outside: what is shown in the place of pages, at the address that was asked for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from earshot.rules.access import Reader
from earshot.rules.sign_in_settings import SignIn
from ui import guard, sign_in_settings
from ui.addresses import ENTRIES, SETTING_UP
from ui.safe import say_problem, say_text
from ui.signin import Someone, sign_out
from ui.who import SAFEGUARDING


def show_instead(draw: Callable[[], None]) -> None:
    """Draw this at whatever address was asked for, which stays as it is; no page runs."""

    def stand_in(name: str, *, default: bool = False) -> Any:
        return st.Page(draw, title="Earshot", url_path=name, default=default)

    named = {entry.name: stand_in(entry.name) for entry in (*ENTRIES, SETTING_UP)}
    page = st.navigation([stand_in("", default=True), *named.values()], position="hidden")
    wanted = guard.take_wanted()
    if wanted is not None:  # the guard led here: back to the address
        name, parameters = wanted
        st.switch_page(named[name.removesuffix(".py")], query_params=parameters)
    page.run()


def ask(sentence: str) -> None:
    """The way in, and what is not to wait for it."""
    st.title("Earshot")
    say_text(sentence)
    settings = sign_in_settings.in_force()
    if settings is None or not _at_its_address(settings):
        return
    for name in settings.providers:
        label = f"Sign in with {name}" if name else "Sign in"
        if st.button(label, key=f"sign_in {name}", type="primary"):
            st.login(name or None)
    say_text(SAFEGUARDING, "es-foot")


def _at_its_address(settings: SignIn) -> bool:
    """Cookies are one address's: at another one the way back from the provider would be lost."""
    here = urlsplit(st.context.url or settings.origin)
    if f"{here.scheme}://{here.netloc}" == settings.origin:
        return True
    say_text(f"Sign-in works at {settings.origin} only: open that address.")
    return False


def refuse(sentence: str, someone: Someone, now: datetime) -> None:
    """Somebody has signed in who is nobody here: why, and the way out."""
    st.title("Earshot")
    say_problem(sentence)
    say_text(SAFEGUARDING, "es-foot")
    if st.button("Sign out", key="sign_out"):
        sign_out(someone, now)


def in_sidebar(someone: Someone, reader: Reader, now: datetime) -> None:
    """Who is signed in, and the way out."""
    with st.sidebar:
        name = reader.person.name if reader.person else someone.identity.name
        say_text(f"Signed in as {name}")
        if st.button("Sign out", key="sign_out"):
            sign_out(someone, now)
