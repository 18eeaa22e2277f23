"""The server: the dashboard with the headers that protect it: `streamlit run server.py`."""

import logging
import os
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from ui.entrance import Entrance
from ui.headers import SecurityHeaders
from ui.safe import say_problem
from ui.wanted import PageAskedFor

os.umask(0o077)  # as in the command line: what is written is for this account alone


def own_up(error: BaseException) -> bool:
    """A mistake of ours: told to the person in our words, and whole to the server's log."""
    logging.getLogger("earshot").error("a page failed", exc_info=error)
    say_problem(
        "Earshot made a mistake on this page. Nothing that was stored is harmed. Load the page "
        "again; if it stays so, whoever looks after the server finds the reason in its log."
    )
    return True


app = st.App(
    Path(__file__).resolve().with_name("dashboard.py"),
    middleware=[Middleware(SecurityHeaders), Middleware(Entrance), Middleware(PageAskedFor)],
    on_script_error=own_up,
)
