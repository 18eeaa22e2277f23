"""Figures: a few large numbers side by side, each a link to the rows behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from ui.addresses import link_to
from ui.safe import escaped, say


@dataclass(frozen=True)
class Figure:
    """One number. All its words are ours."""

    label: str
    value: str
    note: str = ""
    link: str = "See them"
    page: str = ""  # where its rows are; "" where there are none
    parameters: dict[str, str] = field(default_factory=dict)
    late: bool = False


LARGE = "font-size: clamp(1.45rem, 3vw, 1.9rem); font-weight: 650; line-height: 1.35"


def lead(sentence: str) -> None:
    """What a page says first. The sentence may hold names from outside."""
    st.html(
        '<p style="font-size:1.25rem;line-height:1.45;max-width:48rem;margin:.25rem 0 .5rem;'
        f'overflow-wrap:anywhere">{escaped(sentence)}</p>'
    )


def show_figures(figures: Sequence[Figure]) -> None:
    """Two beside each other on a phone, all of them on a wide screen."""
    with st.grid(len(figures), min_column_width=150, border=True):
        for figure in figures:
            with st.container(gap=None):
                _show(figure)


def _show(figure: Figure) -> None:
    style = "es-late" if figure.late else ""
    say(
        f'<div class="es-quiet">{escaped(figure.label)}</div>'
        f'<div class="{style}" style="{LARGE}">'
        f"{escaped(figure.value)}</div>"
        f'<div class="es-quiet">{escaped(figure.note) or "&nbsp;"}</div>'
    )
    if figure.page:
        link_to(figure.page, figure.link, **figure.parameters)
