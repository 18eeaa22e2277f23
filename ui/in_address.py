"""Choices that stand in the address, so that a view can be kept, sent on and linked to.

The address is the one truth: each widget is filled from it and writes to it. Streamlit's own
binding puts the words of an option there, not its value, and loses it when the words change.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

ITEM = "item"  # the item that is open
PAGE = "page"  # which page of a list: the first again whenever a filter changes


def asked(name: str) -> str:
    return str(st.query_params.get(name, ""))


def put(name: str, values: Sequence[str]) -> None:
    """Put these into the address; none takes the name out of it."""
    for gone in (name, PAGE):
        st.query_params.pop(gone, None)
    if values:
        st.query_params[name] = list(values)


def show_in_browser() -> None:
    """Write the address of this run into the browser's own.

    A link to the page that it stands on is followed by Streamlit, and not shown there: the view
    would be gone when the page is loaded again or sent on.
    """
    st.query_params.from_dict({name: st.query_params.get_all(name) for name in st.query_params})


def text(label: str, name: str, **look: Any) -> str:
    key = _filled(name, asked(name))
    st.text_input(label, key=key, on_change=_keep, args=(name, key), **look)
    return asked(name)


def day(label: str, name: str, **look: Any) -> date | None:
    """A date; what cannot be read as one is as none."""
    chosen = _as_day(asked(name))
    key = _filled(name, chosen)
    st.date_input(label, key=key, format="DD/MM/YYYY", on_change=_keep, args=(name, key), **look)
    return chosen


def several(
    label: str, name: str, options: Sequence[str], words: Callable[[str], str]
) -> tuple[str, ...]:
    """Any of the options; those in the address that are none are passed over."""
    chosen = [each for each in st.query_params.get_all(name) if each in options]
    key = _filled(name, chosen)
    st.multiselect(label, options, format_func=words, key=key, on_change=_keep, args=(name, key))
    return tuple(chosen)


def one_of(label: str, name: str, options: dict[str, str]) -> str:
    """One of the options, `{value: our words}`; the first where the address names none."""
    first = next(iter(options))
    chosen = asked(name) if asked(name) in options else first
    key = _filled(name, chosen)
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        required=True,
        key=key,
        on_change=_keep,
        args=(name, key, first),
        label_visibility="collapsed",
    )
    return chosen


def page_number() -> int:
    number = asked(PAGE)
    return max(1, int(number)) if number.isdecimal() and len(number) < 9 else 1


def pages(total: int, size: int) -> None:
    """The way to the other pages of a list, where there are any."""
    number = -(-total // size)
    if number < 2:
        return
    present = min(page_number(), number)
    key = f"address_{PAGE}_{present}"  # another page is another widget: it always has a default
    st.pagination(
        number, default=present, key=key, max_visible_pages=5, on_change=_keep, args=(PAGE, key, 1)
    )


def _filled(name: str, value: object) -> str:
    """The key of the widget, which has been given the address's value."""
    key = f"address_{name}"
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def _keep(name: str, key: str, unsaid: object = None) -> None:
    """Write a widget's value to the address; `unsaid`, the usual one, need not stand there."""
    value = st.session_state[key]
    values = value if isinstance(value, list | tuple) else [value]
    put(name, [_word(each) for each in values if each not in (None, "", unsaid)])


def _word(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _as_day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
