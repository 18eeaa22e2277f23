"""Reports: tables to take away, for a period."""

import pandas as pd
import streamlit as st

from earshot.handling.signing import count_in_words, standing
from earshot.store import restricted
from earshot.telling.reports import Summary, summary_in
from ui.addresses import link_to
from ui.downloads import offer_compliance, offer_mentions, offer_summary
from ui.guard import enter
from ui.periods import choose_period, other_dates
from ui.reads import read
from ui.restricting import left_out
from ui.rows import link_to_mentions
from ui.safe import say_text
from ui.settings_policy import say_choice
from ui.visit import Visit

visit = enter(__file__)


def main(visit: Visit) -> None:
    period = choose_period(visit)
    other_dates(period)
    say_text(
        "Mentions count by the day they were published, promises by the day they were due. The "
        "files open in any spreadsheet; nothing in them is computed there."
    )
    left_out(visit, read(visit.house, restricted.count_in, period.start, period.end))
    with st.grid(3, min_column_width=280):
        offer_summary(visit, period)
        offer_compliance(visit, period)
        offer_mentions(visit, period)
    st.subheader("The summary")
    minute = visit.now.replace(second=0, microsecond=0)
    show(read(visit.house, summary_in, period, minute))
    with st.container(horizontal=True):
        link_to_mentions("Open the mentions", period)
        link_to("compliance", "Open the promises", period=period.said, show="all")
    interpretations(visit)


def interpretations(visit: Visit) -> None:
    """With every pack: what was chosen where the policy is silent, and who stands behind it."""
    found = standing(visit.house.policy, visit.company)
    st.subheader("What the figures rest on where the policy is silent")
    say_text(count_in_words(found))
    for each in found:
        with st.container(border=True, gap="xsmall"):
            say_choice(visit, each)


def show(summary: Summary) -> None:
    """The same rows as in the file."""
    rows = [
        {
            "Figure": figure.name,
            "Value": "" if figure.value is None else str(figure.value),
            "Counts": figure.counts,
            "How it is counted": figure.note,
        }
        for figure in summary.figures
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt="Summary of a period")


main(visit)
