"""Charts: tone over time, weeks of promises; drawn by Plotly, each with its table behind it.

Words in a chart are ours only: Plotly takes links and bold type out of labels.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from earshot.telling.briefing import Day
from earshot.telling.compliance import Standing, Tally
from earshot.words.period import Period
from earshot.words.times import iso_week, spoken_day
from earshot.words.vocabulary import Sentiment
from ui.tables import table_of_links

WEEKLY_ABOVE = 62  # days; of more, a bar is a week
# Negative is not red: red is kept for what is late or unsafe. Told apart by lightness too, so that
# they can be told apart without colours.
TONES = {
    Sentiment.NEGATIVE: ("Negative", "#b5661b"),
    Sentiment.NEUTRAL: ("Neutral", "#9aa5ab"),
    Sentiment.POSITIVE: ("Positive", "#2a9aa0"),
    Sentiment.NOT_SCORED: ("Not scored", "#6c6fb0"),
}
STANDINGS = {
    "In time": ((Standing.MET_WITH_EVIDENCE, Standing.MET_ON_WORD), "#2a9aa0"),
    "Missed": ((Standing.MISSED,), "#c43c34"),
    "Not due yet": ((Standing.PENDING,), "#9aa5ab"),
    "Cannot be told": ((Standing.CANNOT_BE_TOLD,), "#6c6fb0"),
}
QUIET = {"displayModeBar": False, "staticPlot": False, "scrollZoom": False}


def tone_chart(
    rows: Sequence[tuple[date, str, int]],
    period: Period,
    coverage: Mapping[date, Day],
    follow: Callable[[Period], object],
) -> None:
    """Counts of each sentiment stacked over the days, or weeks; under it what was collected.

    `follow` is called with the day, or week, whose row in the table was clicked.
    """
    table = tone_table(rows, period, coverage)
    figure = go.Figure()
    for words, colour in TONES.values():
        figure.add_bar(x=table["From"], y=table[words], name=words, marker_color=colour)
    deaf = table[table["Collected"] == 0]
    if len(deaf) < len(table):
        figure.add_scatter(
            x=deaf["From"],
            y=[0] * len(deaf),
            name="Nothing collected",
            mode="markers",
            marker={"symbol": "x-thin-open", "size": 8, "color": "#c43c34"},
        )
    _draw(figure, "Mentions by tone over time, stacked")
    days = 7 if period.days > WEEKLY_ABOVE else 1
    starts = [Period(start, start + timedelta(days=days - 1)) for start in table["From"]]
    _behind("tone", table, [each.said for each in starts], lambda n: follow(starts[n]))


def tone_table(
    rows: Sequence[tuple[date, str, int]], period: Period, coverage: Mapping[date, Day]
) -> pd.DataFrame:
    """A row for each day, or week: From, a column for each tone, Collected, Failed."""
    weekly = period.days > WEEKLY_ABOVE
    columns = [*(words for words, _ in TONES.values()), "Collected", "Failed"]
    starts = sorted({_bar(day, weekly) for day in _days(period)})
    counts = {start: dict.fromkeys(columns, 0) for start in starts}
    for day, sentiment, count in rows:
        counts[_bar(day, weekly)][TONES[Sentiment(sentiment)][0]] += count
    for day, found in coverage.items():
        counts[_bar(day, weekly)]["Collected"] += found.answered
        counts[_bar(day, weekly)]["Failed"] += found.failed
    return pd.DataFrame([{"From": start, **found} for start, found in counts.items()])


def weeks_chart(weeks: Mapping[str, Tally], follow: Callable[[str], object]) -> None:
    """How the promises of each ISO week stand, stacked, and the table of it.

    `follow` is called with the week whose row was clicked.
    """
    table = weeks_table(weeks)
    figure = go.Figure()
    for words, (_, colour) in STANDINGS.items():
        if table[words].any():
            figure.add_bar(x=table["Week"], y=table[words], name=words, marker_color=colour)
    _draw(figure, "Promises by week of their deadline, stacked")
    names = list(weeks)
    _behind("weeks", table, names, lambda number: follow(names[number]))


def weeks_table(weeks: Mapping[str, Tally]) -> pd.DataFrame:
    """A row for each week: Week, its Monday, the standings, what needed no reply, the share."""
    rows = []
    for week, tally in weeks.items():
        counts = {
            words: sum(tally.by[each] for each in kinds) for words, (kinds, _) in STANDINGS.items()
        }
        monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
        share = None if tally.share is None else 100 * tally.share
        decided = tally.by[Standing.NO_REPLY_NEEDED] + tally.by[Standing.OUT_OF_SCOPE]
        rows.append(
            {
                "Week": week,
                "Monday": spoken_day(monday),
                **counts,
                "No reply needed": decided,
                "% in time": share,
            }
        )
    return pd.DataFrame(rows)


def _draw(figure: go.Figure, alt: str) -> None:
    figure.update_layout(
        barmode="stack",
        height=300,
        margin={"l": 0, "r": 0, "t": 8, "b": 0},
        legend={"orientation": "h", "y": -0.18, "x": 0, "traceorder": "normal"},
        hovermode="x unified",
        dragmode=False,
        bargap=0.15,
    )
    # British dates; a day has its weekday where the pointer is.
    figure.update_xaxes(fixedrange=True, tickformat="%-d %b", hoverformat="%a %-d %b %Y")
    figure.update_yaxes(fixedrange=True, rangemode="tozero", tickformat=",d")
    st.plotly_chart(figure, config=QUIET, alt=alt)


def _behind(
    name: str, table: pd.DataFrame, ids: Sequence[str], follow: Callable[[int], object]
) -> None:
    with st.expander("The numbers behind it"):
        table_of_links(
            name,
            ids,
            {str(column): list(table[column]) for column in table},
            lambda chosen: follow(ids.index(chosen)),
            **{name: config for name, config in COLUMNS.items() if name in table},
        )


COLUMNS = {
    "From": st.column_config.DateColumn(format="ddd D MMM YYYY"),
    "Collected": st.column_config.NumberColumn(help="How often a source answered"),
    "Failed": st.column_config.NumberColumn(help="How often a source failed"),
    "% in time": st.column_config.NumberColumn(format="%.0f %%"),
}


def _days(period: Period) -> list[date]:
    return [period.start + timedelta(days=number) for number in range(period.days)]


def _bar(day: date, weekly: bool) -> date:
    """The day under which a bar stands."""
    return date.fromisocalendar(*_week(day), 1) if weekly else day


def _week(day: date) -> tuple[int, int]:
    said = iso_week(day)
    return int(said[:4]), int(said[6:])
