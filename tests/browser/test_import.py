"""From a download to a promise kept and one to keep: an export is uploaded, in a real browser."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from collectors.post import Platform
from earshot.handling import administration
from earshot.handling.house import House
from earshot.rules.company import Account, Profile, Role, account_id
from tests.browser.conftest import Dashboard
from tests.pages.downloads import COMPLAINT, PRAISE, review, reviews

pytestmark = pytest.mark.browser


def founded(data: Path) -> None:
    """A company that has answered its Google reviews for a month."""
    house, begun = House(data), datetime.now(UTC) - timedelta(days=30)
    administration.found_company(house, Profile("Example Training", ()), now=begun)
    name = "Google reviews"
    account = Account(account_id(name), name, begun.date(), Platform.GOOGLE_BUSINESS)
    with house.store.unit() as connection:
        administration.add_account(connection, account, actor="earshot", now=begun)
        administration.add_person(connection, "Kay Example", Role.MODERATOR, now=begun)


def handed_out() -> bytes:
    """One review that was answered within two hours, and a complaint of an hour ago."""
    now = datetime.now(UTC)
    said = now - timedelta(days=5)
    return reviews(
        review(PRAISE, said, stars="FIVE", answered=said + timedelta(hours=2)),
        review(COMPLAINT, now - timedelta(hours=1), number=2),
    )


def upload(window: Page, name: str, body: bytes) -> None:
    """Answer the question that stands before every upload, then hand the file over."""
    window.get_by_role("tab", name="Downloads and tables").click()
    panel = window.get_by_role("tabpanel").filter(visible=True)
    expect(panel.locator('input[type="file"]')).to_have_count(0)
    panel.get_by_role("radio", name="No", exact=True).check(force=True)
    panel.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": "application/zip", "buffer": body}
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_an_uploaded_export_leads_to_a_complaint_with_its_clock_and_a_promise_that_was_kept(
    width: int, dashboard: Dashboard, open_window: Callable[..., Page]
) -> None:
    founded(dashboard.data)
    window = open_window(width=width)
    window.goto(dashboard.page("sources"))
    upload(window, "takeout.zip", handed_out())
    window.get_by_role("button", name="Import it").click()
    expect(window.get_by_text("takeout.zip: 2 new mentions.")).to_be_visible()
    expect(window.get_by_text("contacts and address books (1)")).to_be_visible()
    assert window.evaluate("document.documentElement.scrollWidth") <= width

    brought = window.get_by_role("link", name="Open what is new")
    expect(brought).to_have_attribute("href", re.compile(r"mentions\?source=s-\w+$"))
    window.get_by_role("link", name="Go to Triage").click()
    expect(window.get_by_role("heading", name="Triage", exact=True)).to_be_visible()
    if width < 640:
        window.locator('[class*="st-key-open_"] button').click()
    expect(window.locator(".es-text", has_text=COMPLAINT)).to_be_visible()
    expect(window.get_by_text("Due ", exact=False).filter(visible=True).first).to_be_visible()
    expect(window.get_by_text(PRAISE)).to_have_count(0)

    window.goto(dashboard.page("compliance"))
    expect(window.get_by_text("1 of 1 answered in time")).to_be_visible()
    expect(window.get_by_text("1 with evidence").first).to_be_visible()
