"""The overview: what changed is said first, and every figure opens its rows."""

from collections.abc import Callable
from datetime import timedelta

from streamlit.testing.v1 import AppTest

from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def test_with_nothing_stored_no_empty_chart_is_drawn(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("overview")
    assert not at.exception
    assert not at.get("plotly_chart")
    assert "Nothing was heard" in shown(at)


def test_a_handful_of_mentions_is_neither_a_chart_nor_a_percentage(
    office: Office, open_page: Open, shown: Shown
) -> None:
    for number in range(4):
        office.note(f"This is awful and nobody answers {number}")
    at = open_page("overview")
    assert not at.get("plotly_chart")
    assert "4 of 4" in shown(at)
    assert "%" not in shown(at).split("</style>")[-1]


def test_enough_mentions_are_drawn_with_their_table_behind(
    office: Office, open_page: Open, shown: Shown
) -> None:
    for number in range(12):
        office.note(f"When does the course begin? {number}", ago=timedelta(days=number))
    at = open_page("overview")
    assert len(at.get("plotly_chart")) == 1
    (behind,) = (e.dataframe[0].value for e in at.expander if e.label == "The numbers behind it")
    assert behind[["Negative", "Neutral", "Positive", "Not scored"]].to_numpy().sum() == 12


def test_a_period_is_kept_in_the_address(office: Office, open_page: Open, shown: Shown) -> None:
    office.note("When does the course begin?", ago=timedelta(days=20))
    assert "1 mention in the 28 days" in shown(open_page("overview"))
    assert "Nothing was heard about you in the 7 days" in shown(open_page("overview", period="7d"))


def test_an_address_with_no_period_in_it_says_so_and_shows_the_usual_one(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("overview", period="yesterday-ish")
    assert not at.exception
    assert "is no period" in shown(at)
    assert "28 days" in shown(at)


def test_words_from_outside_are_shown_as_they_are(
    office: Office, open_page: Open, shown: Shown
) -> None:
    office.note('Nobody answers ![x](https://evil.example/x.png) <img src="https://evil.example">')
    text = shown(open_page("overview"))
    assert "&lt;img src=" in text
    assert '<img src="https://evil.example"' not in text
    assert "![x]" in text
    assert "![x]" not in "".join(m.value for m in open_page("overview").markdown)


def test_what_waits_is_named_with_how_it_presses(
    office: Office, open_page: Open, shown: Shown
) -> None:
    office.note("Where is my certificate?", ago=timedelta(days=9))
    text = shown(open_page("overview"))
    assert "late by" in text
    assert "Where is my certificate?" in text
