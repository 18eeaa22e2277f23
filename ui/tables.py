"""Tables whose rows are links: a click on one opens what it counts."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

NONE_CHOSEN: dict[str, dict[str, list[object]]] = {
    "selection": {"rows": [], "columns": [], "cells": []}
}


def table_of_links(
    name: str,
    ids: Sequence[str],
    columns: dict[str, Sequence[Any]],
    follow: Callable[[str], object],
    **config: Any,
) -> None:
    """Draw rows; `follow` is called with the id of the one that was clicked, once.

    Cells may hold anything: they are drawn as they are. The key holds a digest of the ids, since a
    selection is a position, and must not survive other rows coming in its place.
    """
    key = f"{name}-{hashlib.sha256(chr(10).join(ids).encode()).hexdigest()[:12]}"
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        key=key,
        on_select=lambda: _choose(key),
        selection_mode="single-cell",
        column_config=config,
        alt=name.replace("_", " "),
    )
    chosen = st.session_state.pop(_chosen(key), None)
    if chosen is not None:
        follow(ids[chosen])


def _choose(key: str) -> None:
    """Remember the row, and forget the selection: what it opens may draw this table again."""
    cells = st.session_state[key]["selection"]["cells"]
    if cells:
        st.session_state[_chosen(key)] = int(cells[0][0])
        st.session_state[key] = NONE_CHOSEN


def _chosen(key: str) -> str:
    return f"{key} chosen"
