"""From an empty folder to an item in the queue, on the screen alone, in a real browser."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from earshot.handling.administration import found_company
from earshot.handling.house import House, company_of
from earshot.rules.company import Profile
from earshot.rules.purposes import BASES, USES, Basis
from tests.browser.conftest import Dashboard
from tests.collectors.server import FeedServer

pytestmark = pytest.mark.browser

ASKED = "Is Example Training any good? I am still waiting for an answer"


def feed(*texts: str) -> bytes:
    said = format_datetime(datetime.now(UTC), usegmt=True)
    items = "".join(
        f"<item><title>{text}</title><guid>{text}</guid><pubDate>{said}</pubDate></item>"
        for text in texts
    )
    head = "<title>Local Voice</title>"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def fill(window: Page, label: str, words: str) -> None:
    window.get_by_label(label).fill(words)
    window.keyboard.press("Enter")


def press(window: Page, name: str) -> None:
    window.get_by_role("button", name=name, exact=True).click()


def choose(window: Page, label: str, option: str) -> None:
    """A list that is open while the page is drawn anew is taken away: it is opened again."""
    expect(window.get_by_test_id("stStatusWidget")).to_have_count(0)
    for patience in (2_000, 4_000, 8_000):  # milliseconds
        window.get_by_role("combobox", name=label).click()
        try:
            window.get_by_role("option", name=option).click(timeout=patience)
        except PlaywrightTimeout:
            window.keyboard.press("Escape")
        else:
            return
    raise AssertionError(f"the list {label!r} cannot be chosen from")


def state_the_purpose(window: Page) -> None:
    window.get_by_text("State it now").click()
    window.get_by_role("spinbutton", name="day, Made on").click()
    window.keyboard.type("01092026")
    fill(window, "Its owner", "Kay Example")
    expect(window.get_by_text("who owns that assessment")).to_have_count(0)
    for done, use in enumerate(USES.values(), start=1):
        choose(window, use.title, "Legitimate interests (Art. 6(1)(f))")
        needs = BASES[Basis.LEGITIMATE_INTERESTS].needs
        expect(window.get_by_text(needs)).to_have_count(done)
    fill(window, "Address of the notice", "https://example-training.example/privacy")
    expect(window.get_by_text("Still to say")).to_have_count(0)
    press(window, "State it")
    expect(window.get_by_text("Stated: what people's words are collected for")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_companys_name_to_an_item_in_the_queue_without_a_terminal(
    width: int, dashboard: Dashboard, feeds: FeedServer, open_window: Callable[..., Page]
) -> None:
    url = feeds.put("/voice.rss", feed("Rain tomorrow"))
    window = open_window(width=width)
    window.goto(dashboard.page())

    fill(window, "What is your company called?", "Example Training")
    expect(window.locator("mark", has_text="Example Training")).to_be_visible()
    fill(window, "What is your name?", "Kay Example")
    press(window, "Set it up")

    fill(window, "What you call it", "Our page")
    press(window, "Add it")
    expect(window.get_by_text("Added: Our page")).to_be_visible()

    window.get_by_role("tab", name="A feed that you know").click()
    fill(window, "Paste the address of a feed", url)
    press(window, "Look at it")
    expect(window.get_by_text("1 item; 0 would count as being about you")).to_be_visible()
    press(window, "Add this source")
    expect(window.get_by_text("Added: Local Voice", exact=True)).to_be_visible()

    expect(window.get_by_text("Local Voice: waits until it is stated")).to_be_visible()
    state_the_purpose(window)
    feeds.put("/voice.rss", feed("Rain tomorrow", ASKED))
    press(window, "Collect now")
    expect(window.get_by_text("1 source asked: 1 new mention.")).to_be_visible()
    window.get_by_role("link", name="Open the queue").click()
    expect(window.get_by_role("button", name="To do: 1")).to_be_visible()
    expect(window.get_by_text(ASKED).first).to_be_visible()

    company = company_of(House(dashboard.data).store)
    assert [person.name for person in company.people.values()] == ["Kay Example"]
    width_drawn = window.evaluate("document.documentElement.scrollWidth")
    assert width_drawn <= width, "the page is wider than the screen"


def test_no_page_is_wider_than_a_phone(
    dashboard: Dashboard, open_window: Callable[..., Page]
) -> None:
    found_company(House(dashboard.data), Profile("Example Training", ()), now=datetime.now(UTC))
    window = open_window(width=390, height=844)
    for name in ("", "compliance", "sources", "reports", "settings"):
        window.goto(dashboard.page(name))
        expect(window.get_by_role("heading", level=1)).to_be_visible()
        expect(window.get_by_test_id("stStatusWidget")).to_have_count(0)
        assert window.evaluate("document.documentElement.scrollWidth") <= 390, name
