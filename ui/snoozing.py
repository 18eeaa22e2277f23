"""Snoozing on the screen: until when, from ready-made times or one's own."""

from datetime import datetime, time, timedelta

import streamlit as st

from earshot.words.times import local_date, read_time, spoken
from ui import in_address
from ui.visit import Visit

WAKE, OWN = "Wake it now", "Another time"
HOURS = (1, 3)
MORNING = time(9, 0)


def ask_until(visit: Visit) -> datetime | None:
    """When it is to come back; None wakes it now."""
    times, asleep = ready_made(visit), in_address.asked("show") == "snoozed"
    options = [*times, OWN, *([WAKE] if asleep else [])]
    chosen = st.radio("Until", options, horizontal=True, key="snooze_until")
    st.caption("It stays counted under “Snoozed”, and its clock runs on.")
    if chosen == WAKE:
        return None
    if chosen != OWN:
        return times[chosen]
    zone = visit.company.zone
    usual = (visit.now + timedelta(hours=1)).astimezone(zone).replace(tzinfo=None, microsecond=0)
    own = st.datetime_input("Back at", usual, format="DD/MM/YYYY", step=60, key="snooze_own")
    return read_time((own or usual).isoformat(), zone)


def ready_made(visit: Visit) -> dict[str, datetime]:
    """By our words for each; aware."""
    now = visit.now.replace(second=0, microsecond=0)
    hours = {f"In {n} hour{'s' if n > 1 else ''}": now + timedelta(hours=n) for n in HOURS}
    day = local_date(now, visit.company.zone) + timedelta(days=1)
    morning = datetime.combine(day, MORNING, visit.company.zone)
    return hours | {spoken(morning, visit.company.zone, now): morning}
