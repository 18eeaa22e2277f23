"""Claims about trying terms and sources before they are kept, and what is said of changes."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from collectors.post import Platform, Rejected
from earshot.bringing.handnotes import Note, add_note
from earshot.bringing.trying import (
    SHOWN,
    Preview,
    company_of_terms,
    preview_terms,
    try_entries,
    try_text,
    with_terms,
)
from earshot.rules import searching
from earshot.rules.changes import profile_changes
from earshot.rules.company import Profile
from earshot.words.errors import BadQuery
from tests.earshot.desk import NOW, Desk, post

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NAMED = company_of_terms("Example Training", ['"Example Training"', "ExTra NOT coffee"])


def test_a_text_counts_by_the_term_that_finds_it_and_says_where() -> None:
    found = try_text("I asked Example Training twice", NAMED)
    assert (found.counts, found.why) == (True, 'found by "Example Training"')
    assert found.text[found.hits[0].start : found.hits[0].end] == "Example Training"


def test_a_text_that_no_term_finds_says_so() -> None:
    found = try_text("Extra coffee", NAMED)
    assert (found.counts, found.why, found.hits) == (False, "none of your terms finds it", ())


def test_a_term_that_cannot_be_read_is_refused_before_it_is_tried() -> None:
    with pytest.raises(BadQuery):
        company_of_terms("Example", ["(Example OR"])


def test_on_our_own_account_everything_counts_but_what_we_posted(desk: Desk) -> None:
    theirs = post("Nobody answers", author="Ada")
    ours = post("Come to our open day", author="exampletraining", url="https://p.example/2")
    first, second = try_entries([theirs, ours], desk.feed, desk.company)
    assert (first.counts, first.why) == (
        True,
        "it stands on Facebook page: everything there counts",
    )
    assert (second.counts, second.why) == (False, "posted by ourselves")


def test_an_item_that_cannot_be_read_is_shown_with_its_reason(desk: Desk) -> None:
    (found,) = try_entries([Rejected("it has no text", "item 2")], desk.news, desk.company)
    assert (found.text, found.why) == ("item 2", "cannot be read: it has no text")


def previewed(desk: Desk, *terms: str, now: datetime = NOW) -> Preview:
    return preview_terms(desk.house, with_terms(desk.company, terms), now)


def test_other_terms_show_what_they_would_no_longer_find(desk: Desk) -> None:
    desk.take_in(desk.news, post("Example Training wins", url="https://n.example/1"))
    desk.take_in(desk.feed, post("On our own page", url="https://n.example/2"))
    seen = previewed(desk, "wins")
    assert [trial.text for trial in seen.kept.first] == ["Example Training wins"]
    seen = previewed(desk, "loses")
    assert [trial.text for trial in seen.lost.first] == ["Example Training wins"]
    assert (seen.stored, seen.lost.total, seen.kept.total) == (1, 1, 0)


def test_other_terms_show_what_they_would_newly_find_newest_first_with_the_hits(desk: Desk) -> None:
    for day in (1, 3, 2):
        said = post(f"ExTra of day {day}", url=f"https://n.example/{day}", at=NOW - DAY * day)
        desk.take_in(desk.news, said, post(f"Rain {day}", url=f"https://n.example/rain{day}"))
    seen = previewed(desk, '"Example Training"', "extra")
    assert [trial.text for trial in seen.found.first] == [
        f"ExTra of day {day}" for day in (1, 2, 3)
    ]
    first = seen.found.first[0]
    assert (first.why, first.text[first.hits[0].start : first.hits[0].end]) == (
        "found by extra",
        "ExTra",
    )
    assert (seen.dropped, seen.found.total) == (6, 3)


def test_what_was_dropped_over_a_week_ago_is_not_offered(desk: Desk) -> None:
    desk.take_in(desk.news, post("ExTra", url="https://n.example/1"))
    assert previewed(desk, "extra", now=NOW + 7 * DAY).found.total == 0


def test_what_its_address_shows_to_be_our_own_is_not_offered(desk: Desk) -> None:
    ours = post("Our open day", platform=Platform.X, url="https://x.com/someone/status/1")
    desk.take_in(desk.news, ours)
    assert previewed(desk, '"open day"').found.total == 1
    desk.add_account("Our X", Platform.X, "someone")
    assert previewed(desk, '"open day"').found.total == 0


def test_what_a_person_noted_is_neither_lost_nor_found_by_terms(desk: Desk) -> None:
    add_note(desk.house, Note("They never answer", NOW), now=NOW)
    assert previewed(desk, "anything").stored == 0


@pytest.mark.parametrize(
    "terms",
    [
        ('"Example Training"',),
        ("wins OR loses",),
        ("wins AND prize", "awful"),
        ("=Wins",),
        ("Training NEAR/1 wins",),
        ("Example NOT prize",),
        ("nothing",),
    ],
)
def test_what_is_stored_is_kept_by_the_same_terms_that_would_find_it(
    desk: Desk, terms: tuple[str, ...]
) -> None:
    said = ["Example Training wins a prize", "Example Training: awful. It wins", "Example Training"]
    posts = [post(text, url=f"https://n.example/{n}") for n, text in enumerate(said)]
    desk.take_in(desk.news, *posts)
    seen, company = previewed(desk, *terms), with_terms(desk.company, terms)
    assert {trial.text for trial in seen.kept.first} == {
        text for text in said if try_text(text, company).counts
    }
    assert seen.stored == len(said)


def test_an_open_story_is_not_offered_for_dropping_while_one_outlet_is_meant(desk: Desk) -> None:
    text = "Example Training was fined after its learners waited months. It is an awful failure. "
    first = post(text * 4, url="https://one.example/1", title="Fined in Hull")
    second = post(text * 4, url="https://two.example/2", title="Fined in Leeds", at=NOW + HOUR)
    desk.take_in(desk.news, first, now=NOW + HOUR)
    desk.take_in(desk.news, second, now=NOW + 2 * HOUR)
    assert len({item.story for item in desk.items()}) == 1
    only_second = previewed(desk, "leeds", now=NOW + 3 * HOUR)
    assert (only_second.lost.total, only_second.open_and_lost) == (1, ())
    neither = previewed(desk, "york", now=NOW + 3 * HOUR)
    assert (neither.lost.total, len(neither.open_and_lost)) == (2, 1)


def test_long_lists_are_counted_and_only_their_beginning_shown(desk: Desk) -> None:
    many = [post(f"ExTra {n}", url=f"https://n.example/{n}") for n in range(SHOWN + 5)]
    desk.take_in(desk.news, *many)
    found = previewed(desk, "extra").found
    assert (len(found.first), found.total) == (SHOWN, SHOWN + 5)


def test_a_term_that_finds_everything_is_named(desk: Desk) -> None:
    many = [post(f"The town, day {n}", url=f"https://n.example/{n}") for n in range(12)]
    desk.take_in(desk.news, *many)
    assert previewed(desk, '"Example Training"', "the", "3").wide == (("the", 12),)
    assert previewed(desk, '"Example Training"', "3").wide == ()


def test_search_feeds_are_made_of_phrases_and_not_of_what_only_counts_together() -> None:
    company = company_of_terms("Example", ['"Example Training" OR ExTra', "Example AND course"])
    assert searching.phrases(company) == ("Example Training", "ExTra")
    only = company_of_terms("Example Training", ["Example NEAR/3 course"])
    assert searching.phrases(only) == ("Example Training",)


def test_a_search_feed_that_is_collected_already_is_not_offered_again(desk: Desk) -> None:
    offered = searching.feeds_for(desk.company)
    assert [feed.name.partition(":")[0] for feed in offered] == [
        "Google News",
        "Bing News",
        "Reddit",
        "Hacker News",
        "Mastodon",
    ]


def test_a_change_of_settings_is_said_item_by_item() -> None:
    old = Profile("Example", ("a", "b"), closures={date(2026, 12, 24): "Eve"})
    new = replace(old, terms=("b", "c"), closures={}, closures_count=True)
    assert profile_changes(old, new) == [
        "a new term, c",
        "the term a taken away",
        "the closure day Thursday 24 December 2026 (Eve) taken away",
        "whether closure days lengthen deadlines from “no” to “yes”",
    ]
    assert profile_changes(old, old) == []
