"""Rows: the way from a number to the Mentions that it counts."""

from earshot.words.period import Period
from ui.addresses import go_to, link_to


def in_period(period: Period, **filters: str) -> dict[str, str]:
    """The address of a period's Mentions, narrowed by what that page can be narrowed by."""
    return {"from": period.start.isoformat(), "to": period.end.isoformat(), **filters}


def open_mentions(period: Period, **filters: str) -> None:
    go_to("mentions", **in_period(period, **filters))


def link_to_mentions(label: str, period: Period, **filters: str) -> None:
    link_to("mentions", label, **in_period(period, **filters))


def link_to_item(label: str, item: str) -> None:
    """Open one item in Triage; `label` is ours."""
    link_to("triage", label, item=item)
