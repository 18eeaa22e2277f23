"""The policy at work over a weekend, its every sentence read off the screen of a real browser."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from earshot.bringing.handnotes import Note, add_note
from earshot.rules.company import Role
from earshot.store.questions import Wanted, items
from tests.browser.conftest import served
from tests.browser.weekend import (
    choose,
    collect_comments,
    company_at,
    fill,
    press,
    push,
    reads,
    settled,
    unfold,
)
from tests.collectors.server import FeedServer

pytestmark = pytest.mark.browser

LONDON = ZoneInfo("Europe/London")
KAY = {"Kay Example": Role.MODERATOR}
BULLYING = "nobody wants you here Kayleigh, whole class laughs at you"
COMPLAINT = "Nobody has answered my emails about the timetable. I want to complain."
PARENT = (
    "I want to make a complaint: my daughter was promised a place in June and nobody has rung us "
    "back."
)
ELSEWHERE = "Example Training never rings back. I complain."
Window = Callable[..., Page]


def at(*when: int) -> datetime:
    """A time in the company's zone."""
    return datetime(*when, tzinfo=LONDON)  # type: ignore[misc,arg-type]


def test_monitoring_intervention_a_bullying_comment_on_a_saturday(
    tmp_path: Path, feeds: FeedServer, open_window: Window
) -> None:
    house, page = company_at(tmp_path / "data", at(2026, 11, 14, 18, 10), KAY)
    said = {COMPLAINT: at(2026, 11, 13, 20, 0), BULLYING: at(2026, 11, 14, 18, 5)}
    collect_comments(house, page, feeds, said, at(2026, 11, 14, 18, 10))
    log, clock = tmp_path / "server.log", "2026-11-14T18:20+00:00"
    with served(house.folder, feeds, log, at=clock) as url:
        window = open_window(1440)
        window.goto(f"{url}/triage")
        _stands_first_with_its_concern_and_its_clock(window)
        expect(window.get_by_text("This opens once a person has confirmed")).to_be_visible()
        _nothing_is_taken_down_of_what_counts_as_a_complaint(window)
        _hidden_only_with_a_record_and_generic_words(window)


def _stands_first_with_its_concern_and_its_clock(window: Page) -> None:
    cards = window.locator('[class*="st-key-card_"]')
    expect(cards.first).to_contain_text(BULLYING)
    expect(cards.first).to_contain_text("Possible: bullying")
    expect(cards.nth(1)).to_contain_text("Nobody has answered my emails")  # though due before it
    expect(window.locator(".es-text mark", has_text="nobody wants you here")).to_be_visible()
    reads(window, "concerns", "Possible: bullying · severity high")
    reads(window, "concerns", "(conduct.bullying)")
    reads(window, "deadline", "Received on Saturday 14 November 2026 at 18:05")
    reads(window, "deadline", "by the end of Monday 16 November 2026")
    reads(window, "deadline", "by close on Monday, 17:00; the policy's limit is 23:59")
    reads(window, "deadline", "(monitoring.response)")


def _nothing_is_taken_down_of_what_counts_as_a_complaint(window: Page) -> None:
    """The machine takes its words for a complaint as well: a person sees it, and puts it right."""
    shut = window.get_by_text("nobody is asked to take one down, and it is neither hidden nor")
    form = window.locator(".st-key-measures summary")
    expect(shut).to_be_visible()
    expect(form).to_have_count(0)
    press(window, "Confirm it")
    reads(window, "concerns", "Confirmed: bullying")
    expect(shut).to_be_visible()
    expect(form).to_contain_text("Block its author, or report it to the platform")
    expect(form).not_to_contain_text("Hide it")
    window.get_by_role("button", name="Correct it").click()
    settled(window)
    window.get_by_text("What it is", exact=True).click()
    settled(window)
    window.locator(".st-key-correcting").get_by_text("comment", exact=True).click()
    fill(window, "Why (it stands beside the machine’s word)", "It asks us for nothing")
    window.locator(".st-key-record_correction button").click()
    settled(window)
    both = "The machine said complaint; Kay Example: comment, because It asks us for nothing"
    expect(window.get_by_text(both)).to_be_visible()
    expect(form).to_contain_text("Hide it, or delete it")
    expect(shut).to_have_count(0)


def _hidden_only_with_a_record_and_generic_words(window: Page) -> None:
    unfold(window, "Hide it, or delete it")
    choose(window, "What is done", "Hide it")
    press(window, "Record it as done")
    expect(window.get_by_text("First keep a record")).to_be_visible()
    fill(window, "Where the record of it is, or why there is none", "evidence folder, no. 7")
    expect(window.get_by_text("Exact words could point at a child")).to_be_visible()
    press(window, "Record it as done")
    expect(window.get_by_text("Recorded: hidden.")).to_be_visible()
    expect(window.get_by_text("Hidden: Kay Example, Sat 14 Nov")).to_be_visible()
    expect(window.get_by_text("They were told: We have taken a comment out")).to_be_visible()
    reads(window, "history", "hidden")
    reads(window, "history", "bullying")
    reads(window, "history", "Kay Example")


def test_audience_parent_a_complaint_before_a_bank_holiday_is_answered_on_tuesday(
    tmp_path: Path, feeds: FeedServer, open_window: Window
) -> None:
    saturday = at(2026, 8, 29, 10, 0)
    house, page = company_at(tmp_path / "data", saturday, KAY)
    collect_comments(house, page, feeds, {PARENT: saturday}, saturday)
    with house.store.unit() as connection:
        item = items(connection, Wanted())[0].id
    elsewhere = add_note(house, Note(ELSEWHERE, saturday), now=saturday)
    with served(house.folder, feeds, tmp_path / "sat.log", at="2026-08-29T11:00+01:00") as url:
        window = open_window(1440)
        window.goto(f"{url}/triage")
        _the_holiday_is_named(window)
        _the_playbook_of_a_parent(window)
        _a_promise_in_a_draft_is_remarked_on(window)
        window.goto(f"{url}/triage?item={elsewhere}")
        reads(window, "deadline", "Our aim")
        reads(window, "deadline", "Tuesday 1 September 2026")
        reads(window, "deadline", "(monitoring.proactive)")
    with served(house.folder, feeds, tmp_path / "tue.log", at="2026-09-01T10:00+01:00") as url:
        _answered_in_time(open_window(1440), url, item)


def _the_holiday_is_named(window: Page) -> None:
    expect(window.locator(".es-text", has_text="promised a place in June")).to_be_visible()
    reads(window, "deadline", "Received on Saturday 29 August 2026 at 10:00")
    reads(window, "deadline", "Sunday 30 August and Monday 31 August (Summer bank holiday)")
    reads(window, "deadline", "by the end of Tuesday 1 September 2026")
    reads(window, "deadline", "by close on Tuesday, 17:00; the policy's limit is 23:59")


def _the_playbook_of_a_parent(window: Page) -> None:
    steps = window.locator(".st-key-all_steps")
    unfold(window, "All steps")
    expect(steps.get_by_text("then follow the complaints procedure").first).to_be_visible()
    expect(steps.get_by_text("Offer to talk about it in person")).to_have_count(0)
    choose(window, "Who is this?", "A parent or carer")
    expect(steps.get_by_text("Offer to talk about it in person")).to_be_visible()
    expect(steps.get_by_text("(audience.parent)").first).to_be_visible()
    link = steps.get_by_role("link", name="Complaints procedure").first
    expect(link).to_have_attribute("href", "https://intranet.example/complaints")
    expect(steps.get_by_text("take it down")).to_have_count(0)
    expect(window.locator(".st-key-measures")).to_have_count(0)


def _a_promise_in_a_draft_is_remarked_on(window: Page) -> None:
    unfold(window, "Draft a reply")
    choose(window, "Begin with", "We have your complaint (approved holding line)")
    draft = window.get_by_label("The reply", exact=True)
    assert "we are sorry for the trouble" in draft.input_value()
    fill(window, "The reply", f"{draft.input_value()} We guarantee a full refund.")
    expect(
        window.get_by_text("It promises something that nobody may have agreed to").first
    ).to_be_visible()


def _answered_in_time(window: Page, url: str, item: str) -> None:
    window.goto(f"{url}/triage?q=daughter")
    expect(window.locator(".es-text", has_text="promised a place in June")).to_be_visible()
    push(window, "do_answer")
    expect(window.get_by_label("Where", exact=True)).to_have_value("public reply here")
    fill(window, "Address of the reply (optional, as evidence)", "https://comments.example/0#r")
    push(window, "record")
    expect(window.get_by_text("Recorded: replied")).to_be_visible()
    window.goto(f"{url}/triage?item={item}")
    reads(window, "deadline", "Answered in time, with the reply’s address as evidence.")
    window.goto(f"{url}/compliance?period=2026-W36")
    expect(window.get_by_text("1 of 1 answered in time").first).to_be_visible()
