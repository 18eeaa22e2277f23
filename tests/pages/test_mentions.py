"""Mentions: everything that is kept can be found, by filters that stand in the address."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from streamlit.testing.v1 import AppTest

from earshot.words.vocabulary import State
from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def said(at: AppTest) -> list[str]:
    return list(at.dataframe[0].value["Said"]) if at.dataframe else []


def test_the_newest_mention_stands_first(office: Office, open_page: Open) -> None:
    office.note("Older words", ago=timedelta(hours=5))
    office.note("Newer words", ago=timedelta(hours=1))
    assert said(open_page("mentions", office.kay)) == ["Newer words", "Older words"]


def test_a_search_in_the_address_is_searched_for(office: Office, open_page: Open) -> None:
    office.note("Is there parking at the café?")
    office.note("When does the course start?")
    at = open_page("mentions", office.kay, q="cafe PARKING")
    assert said(at) == ["Is there parking at the café?"]
    assert at.text_input(key="address_q").value == "cafe PARKING"


def test_a_search_that_is_typed_stands_in_the_address(office: Office, open_page: Open) -> None:
    office.note("Is there parking?")
    office.note("When does the course start?")
    at = open_page("mentions", office.kay)
    at = at.text_input(key="address_q").input("course").run()
    assert at.query_params["q"] == "course"
    assert said(at) == ["When does the course start?"]


def test_each_filter_in_the_address_narrows(office: Office, open_page: Open) -> None:
    office.note("This is the worst, most horrible place", ago=timedelta(hours=2))
    office.note("Brilliant day, I love it, thank you!")
    assert said(open_page("mentions", office.kay, sentiment="positive")) == [
        "Brilliant day, I love it, thank you!"
    ]
    assert len(said(open_page("mentions", office.kay, account=office.page.id))) == 2
    assert not said(open_page("mentions", office.kay, platform="news"))


def test_a_filter_that_means_nothing_is_passed_over(office: Office, open_page: Open) -> None:
    office.note("When does the course start?")
    address = {"sentiment": "furious", "from": "yesterday", "clock": "'; DROP TABLE mentions"}
    at = open_page("mentions", office.kay, **address)
    assert not at.exception
    assert len(said(at)) == 1


def test_a_period_in_the_address_narrows_by_local_day(office: Office, open_page: Open) -> None:
    office.note("Old words", ago=timedelta(days=9))
    office.note("New words")
    week_ago = (datetime.now(UTC) - timedelta(days=7)).date().isoformat()
    assert said(open_page("mentions", office.kay, **{"from": week_ago})) == ["New words"]


def test_clearing_takes_every_filter_out_of_the_address(office: Office, open_page: Open) -> None:
    office.note("When does the course start?")
    at = open_page("mentions", office.kay, q="nothing", sentiment="positive")
    assert not said(at)
    at = at.button(key="clear").click().run()
    assert len(said(at)) == 1
    assert not at.query_params


def test_nothing_kept_yet_is_not_the_same_as_nothing_found(
    office: Office, open_page: Open, shown: Shown
) -> None:
    assert "Nothing is kept yet" in shown(open_page("mentions", office.kay))
    office.note("When does the course start?")
    at = open_page("mentions", office.kay, q="zebra")
    assert "Nothing that is kept fits these filters" in shown(at)


def test_a_mention_opens_beside_the_table_and_can_be_decided_there(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note_elsewhere("Example Training has opened a new centre")
    assert office.item(item).state is State.NO_REPLY_NEEDED
    at = open_page("mentions", office.kay, item=item)
    at = at.button(key="do_out_of_scope").click().run()
    at.text_input(key="reason").input("Another company of that name")
    at = at.button(key="record").click().run()
    assert office.item(item).state is State.OUT_OF_SCOPE
    assert at.query_params["item"] == item
    assert "Recorded: out of scope" in shown(at)


def test_more_than_a_page_of_mentions_is_read_by_pages(office: Office, open_page: Open) -> None:
    office.table(120)
    assert len(said(open_page("mentions", office.kay))) == 50
    at = open_page("mentions", office.kay, page="3")
    assert len(said(at)) == 20
    at = at.text_input(key="address_q").input("Words").run()  # another search: the first page again
    assert len(said(at)) == 50
