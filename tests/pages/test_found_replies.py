"""A reply that was found by itself says where, what it changed, and counts with its caution."""

from collections.abc import Callable
from datetime import timedelta

from streamlit.testing.v1 import AppTest

from tests.pages.deliveries import HOUR, answer, deliver, said, source
from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
LONG = timedelta(days=12)
CAUTION = "A download shows what was answered; what was never answered is not in it."


def asked(office: Office, *numbers: int) -> None:
    """Questions that were asked long ago, and seen at once; their misses are noted."""
    posts = [said(f"Is there parking? {n}", number=n, ago=LONG) for n in numbers]
    deliver(office, source(office, "Comments"), *posts, ago=LONG - HOUR)


def replied(office: Office, *numbers: int, after: timedelta = 2 * HOUR, url: str = "") -> None:
    found = [answer(n, ago=LONG - after, url=url or None) for n in numbers]
    deliver(office, source(office), *found)


def test_the_pane_says_where_it_was_found_and_what_counted_before(
    office: Office, open_page: Open, shown: Shown
) -> None:
    asked(office, 1)
    open_page("triage", office.kay)  # notes the miss
    replied(office, 1, url="https://www.facebook.com/example/posts/101")
    text = shown(open_page("triage", office.kay, item=office.all_items()[0].id))
    told = "Our reply was found in Page &lt;i&gt;download&lt;/i&gt;: answered in time."
    assert f"{told} Before that it counted as missed." in text
    assert 'href="https://www.facebook.com/example/posts/101"' in text
    assert "our reply was found in Page &lt;i&gt;download&lt;/i&gt;: answered in time" in text


def test_a_late_reply_is_called_late_and_nothing_else_before_it(
    office: Office, open_page: Open, shown: Shown
) -> None:
    asked(office, 1)
    open_page("triage", office.kay)
    replied(office, 1, after=timedelta(days=6))
    text = shown(open_page("triage", office.kay, item=office.all_items()[0].id))
    assert "answered late." in text
    assert "Before that" not in text


def test_compliance_counts_what_rests_on_found_replies_and_opens_exactly_those(
    office: Office, open_page: Open, shown: Shown
) -> None:
    asked(office, 1, 2, 3)
    open_page("triage", office.kay)
    replied(office, 1, 2)
    text = shown(open_page("compliance"))
    assert "2 of 3 answered in time" in text
    assert f"2 of these rest on replies found in downloads or feeds. {CAUTION}" in text
    rows = open_page("compliance", show="found-replies").dataframe[0].value
    assert sorted(rows["What was said"]) == ["Is there parking? 1", "Is there parking? 2"]
    assert set(rows["Before that"]) == {"Missed"}
    assert set(rows["Stands"]) == {"In time, with evidence: a reply was found"}


def test_one_found_reply_is_one(office: Office, open_page: Open, shown: Shown) -> None:
    asked(office, 1)
    replied(office, 1)
    assert "1 of these rests on a reply found" in shown(open_page("compliance"))


def test_where_people_recorded_all_there_is_no_such_sentence(
    office: Office, open_page: Open, shown: Shown
) -> None:
    office.note("Is there parking?")
    at = open_page("triage", office.kay).button(key="do_answer").click().run()
    at.text_input(key="reply_where").input("found in the public thread")  # a person's own words
    at.button(key="record").click().run()
    at = open_page("compliance")
    assert "found in downloads" not in shown(at)
    rows = open_page("compliance", show="in-time").dataframe[0].value
    assert "Before that" not in rows
