"""A weekend at work: a company whose page's comments were collected at a given time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLong

from collectors.post import Platform
from earshot.bringing.collecting import collect_sources
from earshot.handling import administration, listening
from earshot.handling.house import House
from earshot.rules.company import Account, Profile, Role, account_id
from tests.collectors.server import FeedServer


def feed(said: Mapping[str, datetime]) -> bytes:
    """An RSS feed of comments by their words; times aware."""
    items = "".join(
        f"<item><title><![CDATA[{text}]]></title><guid>comment-{number}</guid>"
        f"<link>https://comments.example/{number}</link>"
        f"<pubDate>{format_datetime(at)}</pubDate></item>"
        for number, (text, at) in enumerate(said.items())
    )
    return f'<rss version="2.0"><channel><title>Page</title>{items}</channel></rss>'.encode()


def company_at(folder: Path, now: datetime, people: Mapping[str, Role]) -> tuple[House, Account]:
    """A company with one page of its own, begun a month before `now`."""
    folder.mkdir(exist_ok=True)
    house, begun = House(folder), now - timedelta(days=30)
    procedures = {"complaints": "https://intranet.example/complaints"}
    profile = Profile("Example Training", ('"Example Training"',), procedures=procedures)
    administration.found_company(house, profile, now=begun)
    page = Account(account_id("Our page"), "Our page", begun.date(), Platform.FACEBOOK)
    with house.store.unit() as connection:
        administration.add_account(connection, page, actor="earshot", now=begun)
        for name, role in people.items():
            administration.add_person(connection, name, role, now=begun)
    return house, page


def collect_comments(
    house: House, page: Account, feeds: FeedServer, said: Mapping[str, datetime], now: datetime
) -> None:
    """One collection of the page's feed, at `now`."""
    feeds.put("/comments.rss", feed(said))
    begun = now - timedelta(days=30)
    url = feeds.url("/comments.rss")
    source = listening.new_source(url, name="Comments", account=page, now=begun)
    with house.store.unit() as connection:
        listening.add_source(connection, source, actor="earshot", now=begun)
    rounds = collect_sources(house, [source], allowed=feeds.allowed, now=lambda: now)
    assert sum(each.run.counts.new for part in rounds for each in part) == len(said)


def settled(window: Page) -> None:
    """Wait until the page has been drawn to its end."""
    window.wait_for_timeout(200)  # what was pressed begins to be done
    still = '[data-testid="stApp"][data-test-script-state="notRunning"]'
    expect(window.locator(still)).to_be_visible()
    window.wait_for_timeout(300)  # a key is heard only once its button has been drawn
    expect(window.locator(still)).to_be_visible()


def choose(window: Page, label: str, option: str) -> None:
    """Choose an option of a list."""
    for patience in (3000, 3000, 20000):  # a list that is drawn anew meanwhile shuts
        window.get_by_role("combobox", name=label).click()
        try:
            window.get_by_role("option", name=option).first.click(timeout=patience)
            break
        except TooLong:
            window.keyboard.press("Escape")
    settled(window)


def press(window: Page, name: str) -> None:
    window.get_by_role("button", name=name, exact=True).first.click()
    settled(window)


def unfold(window: Page, words: str) -> None:
    """Open a folded part by the words on it."""
    window.locator("summary", has_text=words).click()
    settled(window)


def fill(window: Page, label: str, words: str) -> None:
    box = window.get_by_label(label, exact=True)
    box.fill(words)
    box.blur()
    settled(window)


def reads(window: Page, part: str, words: str) -> None:
    """That these words stand in a part of the page, by its key."""
    expect(window.locator(f".st-key-{part}", has_text=words).first).to_be_visible()


def push(window: Page, key: str) -> None:
    """Press a button that shows its key on the keyboard beside its words."""
    window.locator(f".st-key-{key} button").first.click()
    settled(window)
