"""Add what I see: a pasted text or address becomes an item with its clock, at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from streamlit.testing.v1 import AppTest

from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def save(at: AppTest) -> AppTest:
    return at.button(key="save").click().run()


def test_a_pasted_text_is_saved_as_said_just_now_on_our_account(
    office: Office, open_page: Open
) -> None:
    at = open_page("add", office.kay)
    at.text_area(key="pasted").input("Still waiting for my certificate, nobody answers")
    save(at)
    (item,) = office.all_items()
    assert item.account == office.page.id
    assert datetime.now(UTC) - item.received_at < timedelta(minutes=1)


def test_what_was_saved_opens_in_triage_with_its_clock(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("add", office.kay)
    at.text_area(key="pasted").input("When does the course start?")
    at = save(at)
    assert at.title[0].value == "Triage"
    assert "the reply is due" in shown(at)


def test_an_address_is_recognised_and_its_words_are_asked_for(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("add", office.kay)
    at = at.text_area(key="pasted").input("https://www.facebook.com/example/posts/77").run()
    assert "Address recognised" in shown(at)
    at.text_area(key="words").input("When does the course start?")
    save(at)
    (item,) = office.all_items()
    assert (item.url, item.account) == ("https://www.facebook.com/example/posts/77", office.page.id)


def test_an_address_elsewhere_is_not_taken_for_our_account(office: Office, open_page: Open) -> None:
    at = open_page("add", office.kay)
    pasted = "https://www.reddit.com/r/example/comments/abc12/x\nWhat is Example Training like?"
    at.text_area(key="pasted").input(pasted).run()
    save(at)
    (item,) = office.all_items()
    assert (item.account, item.platform) == (None, "reddit")


def test_nothing_is_saved_without_words(office: Office, open_page: Open, shown: Shown) -> None:
    at = save(open_page("add", office.kay))
    assert "paste its text" in shown(at)
    assert not office.all_items()


def test_what_was_said_earlier_is_kept_with_its_time(office: Office, open_page: Open) -> None:
    at = open_page("add", office.kay)
    at.text_area(key="pasted").input("When does the course start?")
    at.button_group(key="when").set_value("earlier").run()
    at.datetime_input(key="said_at").set_value(at.datetime_input(key="said_at").value)
    save(at)
    (item,) = office.all_items()
    assert timedelta(minutes=55) < datetime.now(UTC) - item.received_at < timedelta(minutes=65)
