"""Settings: a changed term shows what it would find and drop, and is applied as far as asked."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from collectors.post import Post
from earshot.handling import listening
from earshot.handling.house import company_of
from earshot.handling.keeping import Delivery
from earshot.store.runs import Run, Status
from earshot.words.vocabulary import State
from tests.earshot.desk import post
from tests.pages.office import Office
from ui.keys import key_of

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
NAMED = ('"Example Training"',)
AWFUL = "Example Training never answers me, this is awful. Why?"


def heard(office: Office, *posts: Post) -> None:
    """A feed of news, a day old, has brought these."""
    now = datetime.now(UTC)
    company = company_of(office.house.store)
    source = listening.new_source(
        "https://n.example/rss", name=None, account=None, now=now - timedelta(days=1)
    )
    with office.house.store.unit() as connection:
        listening.add_source(connection, source, actor="earshot", now=now)
    run = Run(secrets.token_hex(8), source.id, now, now, Status.OK)
    office.house.intake(company).take_in(
        office.house.store, [Delivery(source, run, posts)], now=now
    )


def said(text: str, number: int = 1) -> Post:
    at = datetime.now(UTC) - timedelta(hours=1)
    return post(text, url=f"https://n.example/{number}", at=at)


@pytest.fixture
def settings(office: Office, open_page: Open) -> AppTest:
    """Opened once a feed has brought an item about the company, one that may be, and rain."""
    heard(office, said(AWFUL), said("Why is ExTra so slow? Awful.", 2), said("Rain in Hull", 3))
    return open_page("settings", office.kay)


def write_terms(at: AppTest, *terms: str) -> AppTest:
    return at.text_area(key=key_of("company_terms", NAMED)).input("\n".join(terms)).run()


def states(office: Office) -> dict[str, State]:
    return {item.text: item.state for item in office.all_items()}


def test_before_it_is_saved_a_term_shows_what_it_would_find_and_drop(
    settings: AppTest, office: Office, shown: Shown
) -> None:
    at = write_terms(settings, "extra")
    assert "1 more from the last 7 days would be found; 1 of 1 stored would not." in shown(at)
    assert [each.label for each in at.expander[:2]] == [
        "Newly found, from the last 7 days: 1",
        "Stored, and not found any more: 1",
    ]
    everything = "\n".join(str(each.body) for each in at.get("html") if hasattr(each, "body"))
    assert "<mark>ExTra</mark>" in everything
    assert states(office) == {AWFUL: State.OPEN}


def test_saved_as_it_stands_it_takes_in_and_leaves_the_queue_alone(
    settings: AppTest, office: Office, shown: Shown
) -> None:
    at = write_terms(settings, "extra")
    at.button(key="save_company").click().run()
    assert "Taken in: 1 item, 1 of them open." in shown(at)
    assert states(office) == {AWFUL: State.OPEN, "Why is ExTra so slow? Awful.": State.OPEN}


def test_what_is_not_to_be_taken_in_is_not(settings: AppTest, office: Office) -> None:
    at = write_terms(settings, *NAMED, "extra")
    at.checkbox(key=key_of("take_in", (*NAMED, "extra"))).uncheck().run()
    at.button(key="save_company").click().run()
    assert states(office) == {AWFUL: State.OPEN}


def test_what_was_left_can_be_applied_later(
    settings: AppTest, office: Office, shown: Shown
) -> None:
    at = write_terms(settings, "extra")
    at.checkbox(key=key_of("take_in", ("extra",))).uncheck().run()
    at.button(key="save_company").click().run()
    assert at.button(key="apply_terms").disabled
    at.checkbox(key=key_of("take_in", ("extra",))).check().run()
    at.button(key="apply_terms").click().run()
    assert "Taken in: 1 item" in shown(at)
    assert len(states(office)) == 2


def test_an_open_mention_goes_out_of_scope_only_where_somebody_says_so(
    settings: AppTest, office: Office, shown: Shown
) -> None:
    at = write_terms(settings, "extra")
    (asked,) = [each for each in at.checkbox if (each.key or "").startswith("set_aside")]
    assert not asked.value
    asked.check().run()
    at.button(key="save_company").click().run()
    assert "Out of scope: 1 mention." in shown(at)
    assert states(office)[AWFUL] is State.OUT_OF_SCOPE


def test_a_term_that_finds_everything_is_said_to_be_too_wide(
    office: Office, open_page: Open, shown: Shown
) -> None:
    heard(office, *[said(f"The town, day {n}", n) for n in range(12)])
    at = write_terms(open_page("settings", office.kay), *NAMED, "the")
    assert "The term the finds all 12 items" in shown(at)


def test_the_place_of_a_mistake_is_marked_in_the_term(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = write_terms(open_page("settings", office.kay), *NAMED, "Example OR )")
    assert "Example OR <mark>)</mark>" in shown(at)
