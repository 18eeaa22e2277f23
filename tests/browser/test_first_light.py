"""From a real feed to a queue that a moderator can work through, in a real browser."""

import csv
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from collectors.post import Platform
from earshot.bringing.collecting import collect_sources
from earshot.handling import administration, listening
from earshot.handling.house import House
from earshot.rules.company import Account, Profile, Role, account_id
from tests.browser.conftest import Dashboard
from tests.collectors.server import FeedServer

pytestmark = pytest.mark.browser

SAID = "Still waiting for my certificate after six weeks, nobody answers the phone"


def feed(*texts: str) -> bytes:
    """An RSS feed of comments that were made a quarter of an hour ago."""
    said = format_datetime(datetime.now(UTC) - timedelta(minutes=15), usegmt=True)
    items = "".join(
        f"<item><title><![CDATA[{text}]]></title><guid>comment-{number}</guid>"
        f"<link>https://comments.example/{number}</link><pubDate>{said}</pubDate></item>"
        for number, text in enumerate(texts)
    )
    return f'<rss version="2.0"><channel><title>Page</title>{items}</channel></rss>'.encode()


def collected(dashboard: Dashboard, feeds: FeedServer, *texts: str) -> None:
    """A company with one page, whose feed of comments was collected once."""
    house, begun = House(dashboard.data), datetime.now(UTC) - timedelta(hours=2)
    administration.found_company(house, Profile("Example Training", ()), now=begun)
    feeds.put("/comments.rss", feed(*texts))
    page = Account(account_id("Our page"), "Our page", begun.date(), Platform.FACEBOOK)
    with house.store.unit() as connection:
        administration.add_account(connection, page, actor="earshot", now=begun)
        administration.add_person(connection, "Kay Example", Role.MODERATOR, now=begun)
        source = listening.new_source(
            feeds.url("/comments.rss"), name="Comments", account=page, now=begun
        )
        listening.add_source(connection, source, actor="earshot", now=begun)
    rounds = collect_sources(house, [source], allowed=feeds.allowed, now=lambda: datetime.now(UTC))
    assert sum(each.run.counts.new for part in rounds for each in part) == len(texts)


def follow(window: Page, title: str) -> None:
    window.get_by_role("link", name=title, exact=True).click()
    expect(window.get_by_role("heading", name=title, exact=True)).to_be_visible()


def settled(window: Page) -> None:
    """Wait until the page has been drawn to its end."""
    still = '[data-testid="stApp"][data-test-script-state="notRunning"]'
    expect(window.locator(still)).to_be_visible()
    window.wait_for_timeout(300)  # a key is heard only once its button has been drawn
    expect(window.locator(still)).to_be_visible()


def test_an_acknowledgement_moves_the_item_and_the_figure_and_stands_in_the_table(
    dashboard: Dashboard, feeds: FeedServer, open_window: Callable[..., Page], tmp_path: Path
) -> None:
    collected(dashboard, feeds, SAID)
    window = open_window()

    window.goto(dashboard.page("compliance"))
    expect(window.get_by_role("heading", name="Compliance", exact=True)).to_be_visible()
    expect(window.get_by_text("1 of 1", exact=True)).to_have_count(0)

    follow(window, "Triage")
    expect(window.locator(".es-text", has_text=SAID)).to_be_visible()
    expect(window.locator("mark", has_text="nobody answers").first).to_be_visible()
    expect(window.get_by_role("button", name="To do: 1")).to_be_visible()

    window.get_by_role("heading", name="Triage", exact=True).click()  # out of every input
    settled(window)
    window.keyboard.press("a")
    expect(window.get_by_label("Where", exact=True)).to_have_value("public reply here")
    settled(window)
    window.keyboard.press("Enter")
    expect(window.get_by_text("Recorded: acknowledged")).to_be_visible()
    expect(window.get_by_role("button", name="To do: 0")).to_be_visible()

    window.get_by_role("button", name="Answer owed: 1").click()
    expect(window.locator(".es-text", has_text=SAID)).to_be_visible()
    expect(window.get_by_text("a full answer is still owed by")).to_be_visible()

    follow(window, "Compliance")
    expect(window.get_by_text("1 of 1", exact=True).first).to_be_visible()

    today = datetime.now(UTC).date()
    period = f"{today - timedelta(days=7)}..{today + timedelta(days=14)}"
    window.goto(dashboard.page(f"reports?period={period}"))
    settled(window)
    with window.expect_download() as downloading:
        window.locator('[class*="st-key-download_compliance"] button').click()
    saved = tmp_path / "compliance.csv"
    downloading.value.save_as(saved)
    with saved.open(encoding="utf-8-sig", newline="") as table:
        (row,) = csv.DictReader(table)
    assert SAID in "".join(row.values())
    assert "public reply here" in row.values()
    assert "met_on_word" in row.values()


@pytest.mark.parametrize("name", ["triage", "mentions"])
def test_a_page_opened_first_on_a_fresh_server_is_reached_through_the_front_door(
    name: str, dashboard: Dashboard, feeds: FeedServer, open_window: Callable[..., Page]
) -> None:
    collected(dashboard, feeds, SAID, "Is there parking?")
    window = open_window()
    window.goto(dashboard.page(f"{name}?q=parking"))
    expect(window.get_by_role("heading", name=name.capitalize(), exact=True)).to_be_visible()
    expect(window.get_by_label("You are")).to_be_visible()
    expect(window.get_by_label("Search", exact=True)).to_have_value("parking")
    assert window.url.endswith(f"/{name}?q=parking")


def test_words_from_outside_call_nobody(
    dashboard: Dashboard, feeds: FeedServer, open_window: Callable[..., Page]
) -> None:
    bait = feeds.url("/tracker.png")
    collected(dashboard, feeds, f"Look ![x]({bait}) <img src={bait}> :material/{bait}: {bait}")
    window = open_window()
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    for name in ("", "triage", "mentions"):
        window.goto(dashboard.page(name))
        settled(window)
        expect(window.get_by_role("heading", level=1)).to_be_visible()
        window.wait_for_timeout(1000)
    assert asked
    assert [url for url in asked if not url.startswith((dashboard.url, "data:", "blob:"))] == []
    assert not any("tracker" in request.path for request in feeds.requests)


def test_on_a_phone_the_queue_is_the_page_and_the_item_opens_over_it(
    dashboard: Dashboard, feeds: FeedServer, open_window: Callable[..., Page]
) -> None:
    collected(dashboard, feeds, SAID)
    window = open_window(width=390, height=844)
    window.goto(dashboard.page("triage"))
    card = window.locator('[class*="st-key-open_"] button')
    expect(card).to_be_visible()
    expect(window.locator(".es-text")).to_be_hidden()
    card.click()
    expect(window.locator(".es-text", has_text=SAID)).to_be_visible()
    expect(card).to_be_hidden()
    window.get_by_role("button", name="Back to the queue").click()
    expect(card).to_be_visible()
    width = window.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, "the page is wider than the phone"


def test_every_answer_carries_the_headers_that_protect(
    dashboard: Dashboard, open_window: Callable[..., Page]
) -> None:
    answer = open_window().goto(dashboard.page())
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert re.search(r"script-src 'self' 'wasm-unsafe-eval'(;|$)", policy)
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
