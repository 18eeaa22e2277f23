"""The policy at work for several people: what only one may read, and who was first."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from earshot.rules.company import Role
from tests.browser.conftest import served
from tests.browser.provider import provider, served_with_sign_in, sign_in
from tests.browser.test_restricted import BY_CLAIM, PEOPLE
from tests.browser.weekend import (
    choose,
    collect_comments,
    company_at,
    fill,
    press,
    push,
    reads,
    settled,
)
from tests.collectors.server import FeedServer

pytestmark = pytest.mark.browser

Window = Callable[..., Page]
THREAT = "I know which car park you use. See you Thursday."
QUESTION = "When does the course start?"
PLACES = ("", "triage", "mentions", "reports", "compliance", "log")


def test_conduct_escalation_a_veiled_threat_is_read_by_the_safeguarding_lead_alone(
    tmp_path: Path, feeds: FeedServer, open_window: Window
) -> None:
    now = datetime.now(UTC)
    house, page = company_at(tmp_path / "data", now, {"Kay Example": Role.SMT})
    said = {THREAT: now - timedelta(minutes=12), QUESTION: now - timedelta(hours=1)}
    collect_comments(house, page, feeds, said, now)
    with (
        provider(*PEOPLE, log=tmp_path / "provider.log") as issuer,
        served_with_sign_in(house.folder, issuer, tmp_path / "log", BY_CLAIM) as url,
    ):
        lead = _entered(open_window, url, "dsl", "safeguarding")  # who can be handed anything
        moderator = _entered(open_window, url, "moderator", "triage")
        _first_on_duty(moderator)
        for role in ("smt", "dpo", "read_only"):
            _not_a_word(_entered(open_window, url, role, "mentions"), url)
        press(moderator, "Hand it over now")
        expect(moderator.get_by_text("Handed over. Tell")).to_be_visible()
        _not_a_word(moderator, url, ("triage", "mentions"))
        lead.reload()
        lead.get_by_role("link", name="Open it").first.click()
        _read_with_its_evidence(lead)


def _entered(open_window: Window, url: str, role: str, place: str) -> Page:
    window = open_window(1440)
    window.goto(f"{url}/{place}")
    sign_in(window, f"{role}-1")
    name = f"Robin {role.replace('_', ' ').title()}"
    expect(window.get_by_text(f"Signed in as {name}")).to_be_visible()
    settled(window)
    return window


def _first_on_duty(window: Page) -> None:
    """Above whatever else waits, without its words, until it is opened."""
    alert = window.locator('[class*="st-key-restricted_"]')
    expect(alert).to_contain_text("Possible: Threat of harm")
    card = window.locator('[class*="st-key-card_"]').first
    expect(card).to_contain_text(QUESTION)
    above, below = alert.bounding_box(), card.bounding_box()
    assert above
    assert below
    assert above["y"] < below["y"]
    assert "car park" not in window.content()
    alert.get_by_role("link", name="Open it").click()
    _read_with_its_evidence(window)


def _read_with_its_evidence(window: Page) -> None:
    expect(window.get_by_text("Call 999 now, then tell").first).to_be_visible()
    expect(window.locator(".es-text", has_text="car park you use")).to_be_visible()
    expect(
        window.locator(".es-text mark", has_text="I know which car park you use")
    ).to_be_visible()
    expect(window.get_by_text("(conduct.escalation)").first).to_be_visible()
    expect(window.get_by_text("first seen by Earshot")).to_be_visible()
    settled(window)


def _not_a_word(window: Page, url: str, places: Sequence[str] = PLACES) -> None:
    told = False
    for place in places:
        window.goto(f"{url}/{place}")
        settled(window)
        said = window.content()
        assert "car park" not in said, place
        assert "See you Thursday" not in said, place
        told = told or "1 restricted" in said
    assert told


def test_of_two_who_have_one_item_open_the_second_is_told_what_the_first_decided(
    tmp_path: Path, feeds: FeedServer, open_window: Window
) -> None:
    now = datetime.now(UTC)
    people = {"Kay Example": Role.MODERATOR, "Sam Sample": Role.MODERATOR}
    house, page = company_at(tmp_path / "data", now, people)
    collect_comments(house, page, feeds, {QUESTION: now - timedelta(minutes=12)}, now)
    with served(house.folder, feeds, tmp_path / "server.log") as url:
        first, second = (_at_work(open_window, url, name) for name in people)
        expect(second.get_by_text("Kay Example has this open.")).to_be_visible()
        expect(first.get_by_text("Sam Sample has this open.")).to_be_visible()
        push(second, "do_no_reply_needed")
        _claims_it_by_a_key(first)
        fill(second, "Why (it stands in the reports)", "it was a joke")
        push(second, "record")
        expect(second.get_by_text("Somebody else was here first")).to_be_visible()
        expect(second.get_by_text("assigned by Kay Example").first).to_be_visible()
        _keys_do_what_the_list_says(first)


def _at_work(open_window: Window, url: str, name: str) -> Page:
    window = open_window(1440)
    window.goto(f"{url}/triage")
    expect(window.locator(".es-text", has_text=QUESTION)).to_be_visible()
    choose(window, "You are", name)
    return window


def _claims_it_by_a_key(window: Page) -> None:
    window.get_by_role("heading", name="Triage", exact=True).click()  # out of every input
    window.keyboard.press("t")
    reads(window, "deadline", "given to Kay Example")
    settled(window)


def _keys_do_what_the_list_says(window: Page) -> None:
    search = window.get_by_label("Search", exact=True)
    search.click()
    window.keyboard.type("ah")
    window.wait_for_timeout(500)
    expect(search).to_have_value("ah")
    expect(window.get_by_role("dialog")).to_have_count(0)
    expect(window.get_by_label("Where", exact=True)).to_have_count(0)
    search.fill("")
    window.get_by_role("heading", name="Triage", exact=True).click()
    settled(window)
    window.keyboard.press("h")
    help_ = window.get_by_role("dialog")
    expect(help_.get_by_text("Acknowledged: record it")).to_be_visible()
    window.keyboard.press("Escape")
    expect(help_).to_have_count(0)
    settled(window)
    window.keyboard.press("a")
    expect(window.get_by_label("Where", exact=True)).to_have_value("public reply here")
