"""What went does not come back, and takes nothing else with it."""

from datetime import timedelta

from earshot.store import gone
from earshot.store.gone import Why
from tests.earshot.desk import NOW, Desk, post

PAGE = "https://page.example/open-day"  # one address, whoever writes below it
LATER = NOW + timedelta(days=30)


def gone_at(desk: Desk) -> None:
    """One comment came, and is gone by now."""
    desk.take_in(desk.feed, post("An early word", url=PAGE))
    mention = desk.item().id
    with desk.house.store.unit() as connection:
        for table in ("mentions", "judgements", "sightings", "cases", "promises"):
            connection.execute(f"DELETE FROM {table}")
        gone.add(connection, [mention], Why.PAST, NOW + timedelta(days=10))


def test_what_went_does_not_come_back_by_a_feed_that_still_lists_it(desk: Desk) -> None:
    gone_at(desk)
    run = desk.take_in(desk.feed, post("An early word", url=PAGE), now=LATER)
    assert (run.counts.new, run.counts.known) == (0, 1)
    assert desk.items() == []


def test_what_is_said_later_at_the_same_address_is_heard(desk: Desk) -> None:
    gone_at(desk)
    later = post("Another word, from somebody else", url=PAGE, at=LATER)
    assert desk.take_in(desk.feed, later, now=LATER).counts.new == 1
    assert desk.item().text == "Another word, from somebody else"
