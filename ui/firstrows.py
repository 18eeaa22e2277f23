"""First rows: how those of an uploaded table would be read, before any is taken in."""

import pandas as pd
import streamlit as st

from collectors.plaintext import one_line
from collectors.post import DateMark, Post, Rejected, Unread
from earshot.bringing.previewing import TablePreview
from earshot.words.platforms import PLATFORM
from ui.safe import say_problem, say_text
from ui.visit import Visit
from ui.words import KIND, number_of


def show_rows(visit: Visit, seen: TablePreview) -> None:
    if seen.problem or seen.rows is None:
        say_problem(f"{seen.problem.rstrip('.')}.")
        return
    if seen.rows.assumed:
        say_text(f"Assumed: {seen.rows.assumed}.")
    for note in seen.found.notes:
        say_text(f"{note.rstrip('.')}.", "es-quiet")
    if not seen.rows.entries:
        st.write("There is no row in it below the names of its columns.")
        return
    rows = pd.DataFrame([_row(visit, entry) for entry in seen.rows.entries]).fillna("")
    st.dataframe(
        rows.loc[:, (rows != "").any()],
        hide_index=True,
        alt=f"The first {number_of(len(rows), 'row')} as they would be read",
        column_config={
            "When": st.column_config.TextColumn(width=170),
            "What was said": st.column_config.TextColumn(width="large"),
        },
    )


def _row(visit: Visit, entry: Post | Rejected | Unread) -> dict[str, str]:
    if isinstance(entry, Unread):
        return {"When": "", "What was said": f"left unread: {entry.what}"}
    if isinstance(entry, Rejected):
        return {"When": "", "What was said": f"rejected: {entry.reason}", "Row": entry.where}
    stars = "" if entry.rating is None else f"{entry.rating:g} stars"
    said = filter(None, (_short(entry.title or ""), _short(entry.text)))
    return {
        "When": _when(visit, entry),  # first: what was read wrongly shows in it, on a phone too
        "What was said": " · ".join(said) or stars,
        "Who": entry.author or "",
        "Where": f"{PLATFORM[entry.platform]}, {KIND[entry.kind]}",
        "Stars": f"{entry.rating:g}" if entry.rating is not None else "",
        "Our account": entry.account or "",
        "Address": entry.url or "",
        "Our answer": _short(entry.reply.text, 100) if entry.reply else "",
        "Row": entry.where,
    }


def _short(text: str, most: int = 300) -> str:
    return (one_line(text) or "")[:most]


def _when(visit: Visit, post: Post) -> str:
    at = post.published.at
    if at is None:
        return "no date"
    if post.published.mark is DateMark.DAY:
        return f"{at:%a %d %b %Y}"
    return f"{at.astimezone(visit.company.zone):%a %d %b %Y, %H:%M}"
