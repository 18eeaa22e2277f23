"""What went does not come back, and takes nothing else with it."""

from datetime import timedelta

from collectors.post import Kind
from earshot.rules.company import Source
from earshot.store import gone
from earshot.store.gone import Why
from tests.earshot.desk import NOW, Desk, post

PAGE = "https://page.example/open-day"  # one address, whoever writes below it
EARLY = "An early word on Example Training"
LATER = NOW + timedelta(days=30)


def gone_at(desk: Desk, source: Source | None = None) -> None:
    """One comment came, and is gone by now."""
    desk.take_in(source or desk.feed, post(EARLY, url=PAGE))
    mention = desk.item().id
    with desk.house.store.unit() as connection:
        for table in ("mentions", "judgements", "sightings", "cases", "promises"):
            connection.execute(f"DELETE FROM {table}")
        gone.add(connection, [mention], Why.PAST, NOW + timedelta(days=10))


def test_what_went_does_not_come_back_by_a_feed_that_still_lists_it(desk: Desk) -> None:
    gone_at(desk)
    run = desk.take_in(desk.feed, post(EARLY, url=PAGE), now=LATER)
    assert (run.counts.new, run.counts.known) == (0, 1)
    assert desk.items() == []


def test_what_is_said_later_at_the_same_address_is_heard(desk: Desk) -> None:
    gone_at(desk)
    later = post("Another word, from somebody else", url=PAGE, at=LATER, kind=Kind.COMMENT)
    assert desk.take_in(desk.feed, later, now=LATER).counts.new == 1
    assert desk.item().text == "Another word, from somebody else"


def test_what_has_an_id_of_its_own_is_heard_at_an_address_where_something_went(desk: Desk) -> None:
    desk.state_purpose()
    gone_at(desk, desk.news)
    words = "Example Training is on the front page"
    later = post(words, url=PAGE, at=LATER, guid="7", host="page.example")
    assert desk.take_in(desk.news, later, now=LATER).counts.new == 1


def test_an_article_that_went_does_not_come_back_dated_anew(desk: Desk) -> None:
    desk.state_purpose()
    gone_at(desk, desk.news)
    run = desk.take_in(desk.news, post(EARLY, url=PAGE, at=LATER), now=LATER)
    assert (run.counts.new, run.counts.known) == (0, 1)
