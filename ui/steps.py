"""Steps: how a person turns on notices and asks for downloads, out of the documentation's page."""

import re
from functools import cache
from pathlib import Path

import streamlit as st

PAGE = Path(__file__).resolve().parent.parent / "docs" / "platforms.md"
FIRST = "First: one mailbox for all notices"
NOT_CHOSEN = ""


@cache
def steps() -> dict[str, str]:
    """By platform, as the page's headings name them: its steps as Markdown of our own."""
    _, *parts = re.split(r"^## (.+)$", PAGE.read_text("utf-8"), flags=re.M)
    return {head.strip(): text.strip() for head, text in zip(parts[::2], parts[1::2], strict=True)}


def show_steps(label: str, *, key: str, with_mailbox: bool = False) -> None:
    """A closed box with the steps of one platform; `label` is ours."""
    known = steps()
    with st.expander(label):
        if with_mailbox and FIRST in known:
            st.markdown(known[FIRST])
        platform = st.selectbox(
            "For which platform?",
            [NOT_CHOSEN, *(name for name in known if name != FIRST)],
            format_func=lambda name: name or "Choose one",
            key=key,
            width=320,
        )
        if platform:
            st.markdown(known[platform])
