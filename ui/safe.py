"""Words on the screen that may hold anything: always escaped, never Markdown, never a link.

Streamlit's Markdown, labels, captions, metrics, toasts and tooltips load pictures and make links
out of what stands in them. What was written outside goes through here, or into a table's cell.
"""

import html
from collections.abc import Iterable

import streamlit as st


def escaped(text: str) -> str:
    """`text` as HTML that shows exactly it; its writing direction cannot leave it."""
    return f'<bdi dir="auto">{html.escape(text)}</bdi>'


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` as HTML with these stretches (code points: from, up to) marked."""
    pieces, at = [], 0
    for start, end in _merged(spans, len(text)):
        pieces += [html.escape(text[at:start]), f"<mark>{html.escape(text[start:end])}</mark>"]
        at = end
    pieces.append(html.escape(text[at:]))
    return f'<bdi dir="auto">{"".join(pieces)}</bdi>'


def say(body: str, style: str = "es-line") -> None:
    """Show HTML that was put together from `escaped` and our own words."""
    st.html(f'<div class="{style}">{body}</div>')


def say_text(text: str, style: str = "es-line") -> None:
    """Show words that may hold anything."""
    say(escaped(text), style)


def say_problem(sentence: str) -> None:
    """A failure, in words; red, for it is unsafe to overlook."""
    st.html(f'<div class="es-problem" role="alert">{escaped(sentence)}</div>')


def say_done(sentence: str) -> None:
    st.html(f'<div class="es-done" role="status">{escaped(sentence)}</div>')


def _merged(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The stretches in order, inside the text, those that touch made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, a), min(b, length)) for a, b in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
