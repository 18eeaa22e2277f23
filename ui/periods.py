"""The choice of a period, kept in the address as `?period=28d`."""

from datetime import date, timedelta

import streamlit as st

from earshot.words.errors import BadTime
from earshot.words.period import Period, last_days, read_period
from earshot.words.times import iso_week, local_date
from ui.safe import say_problem
from ui.visit import Visit

PARAMETER = "period"
USUAL = "28d"


def choose_period(visit: Visit, *, ahead: int = 0) -> Period:
    """Ask for a period and say which days it is.

    `ahead` days to come belong to the "last days": deadlines lie there already.
    """
    today = local_date(visit.now, visit.company.zone)
    said = st.query_params.get(PARAMETER, USUAL)
    period = _read(said, today, ahead)
    if period is None:
        said = USUAL
        period = _ahead(last_days(28, today), ahead)
    options = offered(today)
    options.setdefault(said, period.words)
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.selectbox(
            "Period",
            list(options),
            index=list(options).index(said),
            format_func=lambda each: options[each],
            # A new address is a new widget, or the old choice would win over it.
            key=f"period {said}",
            label_visibility="collapsed",
            width=220,
        )
        st.caption(period.words, width="content")
    if chosen != said:
        st.query_params[PARAMETER] = chosen
        st.rerun()
    return period


def other_dates(period: Period) -> None:
    """Any two dates, put into the address."""
    with st.popover("Other dates"):
        start = st.date_input("From", period.start, format="DD/MM/YYYY", key="dates_from")
        end = st.date_input("To, included", period.end, format="DD/MM/YYYY", key="dates_to")
        if st.button("Use these", key="use_dates") and start and end:
            st.query_params[PARAMETER] = Period(min(start, end), max(start, end)).said
            st.rerun()


def offered(today: date) -> dict[str, str]:
    """The periods that a person can choose, as the address says them and in words."""
    last_week, last_month = today - timedelta(days=7), today.replace(day=1) - timedelta(days=1)
    return {
        "7d": "Last 7 days",
        "28d": "Last 28 days",
        "90d": "Last 90 days",
        iso_week(today): "This week",
        iso_week(last_week): "Last week",
        f"{today:%Y-%m}": "This month",
        f"{last_month:%Y-%m}": "Last month",
        f"{today:%Y}": "This year",
    }


def _read(said: str, today: date, ahead: int) -> Period | None:
    try:
        found = read_period(said, today)
    except BadTime as error:
        say_problem(str(error))
        return None
    return _ahead(found, ahead) if said.endswith("d") else found


def _ahead(period: Period, days: int) -> Period:
    return Period(period.start, period.end + timedelta(days=days))
