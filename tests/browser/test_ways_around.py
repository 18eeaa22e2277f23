"""Ways around the pages that a person tries: a name as address, a card's text, a view sent on."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dashboard
from tests.pages.office import furnished

pytestmark = pytest.mark.browser


def test_a_page_by_its_name_a_card_by_its_text_and_a_number_by_its_rows(
    dashboard: Dashboard, open_window: Callable[..., Page]
) -> None:
    office = furnished(dashboard.data)
    office.note("Where is my certificate?", ago=timedelta(days=9))
    parking = office.note("Is there parking?")
    window = open_window()

    window.goto(dashboard.page())  # a server that somebody has opened already
    expect(window.get_by_role("heading", name="Overview", exact=True)).to_be_visible()
    window.goto(dashboard.page("overview?period=7d"))
    expect(window.get_by_role("heading", name="Overview", exact=True)).to_be_visible()
    expect(window).to_have_url(dashboard.page("?period=7d"))
    expect(window.get_by_text("Page not found")).to_have_count(0)

    window.goto(dashboard.page("triage"))
    card = window.locator(f".st-key-card_{parking}")
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box is not None
    # By the card's own place: Playwright waits until the page no longer moves.
    card.click(position={"x": box["width"] / 2, "y": box["height"] - 12})
    expect(window).to_have_url(dashboard.page(f"triage?item={parking}"))

    window.goto(dashboard.page("compliance"))
    window.get_by_role("link", name="See them").first.click()
    expect(window).to_have_url(re.compile("show=missed"))
    window.reload()
    expect(window.get_by_role("heading", name="Missed: 1", exact=True)).to_be_visible()
