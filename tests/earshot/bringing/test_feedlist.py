"""Claims about taking in a list of feeds, and handing one over."""

import time

from collectors.opml import FeedList, Outline, read_opml
from collectors.post import Rejected
from earshot.bringing import feedlist
from earshot.rules.company import SourceKind
from tests.earshot.desk import NOW, Desk


def take_in(desk: Desk, *feeds: Outline, **more: object) -> feedlist.Listed:
    found = FeedList("", feeds, **more)  # type: ignore[arg-type]
    with desk.house.store.unit() as connection:
        return feedlist.take_in(connection, found, actor=desk.kay.id, now=NOW)


def test_a_list_adds_what_is_not_there_yet_under_its_own_names(desk: Desk) -> None:
    there = Outline(desk.feed.url.replace("https://page", "HTTPS://PAGE"), "Another name")
    done = take_in(
        desk, there, Outline("https://a.example/f", "A"), Outline("https://b.example/f", "")
    )
    assert [(s.name, s.url, s.kind) for s in done.added] == [
        ("A", "https://a.example/f", SourceKind.FEED),
        ("https://b.example/f", "https://b.example/f", SourceKind.FEED),
    ]
    assert done.known == 1
    assert desk.company.source(desk.feed.id) == desk.feed
    assert take_in(desk, *(Outline(s.url, s.name) for s in done.added)).added == ()


def test_what_became_of_a_list_is_said_with_what_was_left_out_and_that_nothing_was_fetched(
    desk: Desk,
) -> None:
    rejects = tuple(Rejected("its address is not http(s)", f"line {n}") for n in range(22))
    found = FeedList("", (Outline("https://a.example/f", "A"),), rejects, 2, "it breaks off")
    with desk.house.store.unit() as connection:
        done = feedlist.take_in(connection, found, actor=desk.kay.id, now=NOW)
    first, second, *_, more, cut = feedlist.told(done, found)
    assert first.startswith("1 added, 2 there already or named twice, 22 left out.")
    assert "first collection shows" in first
    assert second == "left out, line 0: its address is not http(s)."
    assert (more, cut) == ("and 2 more were left out.", "it breaks off.")


def test_what_is_handed_over_can_be_taken_in_by_another_house(desk: Desk) -> None:
    take_in(desk, Outline("https://a.example/?a=1&b=2", 'Fish & "Chips" <b>'))
    found = read_opml(feedlist.listed(desk.company, NOW).encode())
    assert {(each.url, each.title) for each in found.feeds} == {
        (source.url, source.name) for source in desk.company.sources.values()
    }


def test_ten_thousand_feeds_are_taken_in_in_some_seconds(desk: Desk) -> None:
    many = [Outline(f"https://{n}.example/feed", f"Number {n}") for n in range(10_000)]
    started = time.monotonic()
    assert len(take_in(desk, *many).added) == 10_000
    assert time.monotonic() - started < 15
