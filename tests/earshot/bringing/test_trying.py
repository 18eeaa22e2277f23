"""Claims about trying terms and sources before they are kept, and what is said of changes."""

from dataclasses import replace
from datetime import date

import pytest

from collectors.post import Rejected
from earshot.bringing.trying import company_of_terms, try_entries, try_terms, try_text, with_terms
from earshot.rules import searching
from earshot.rules.changes import profile_changes
from earshot.rules.company import Profile
from earshot.words.errors import BadQuery
from tests.earshot.desk import Desk, post

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


def test_other_terms_show_what_they_would_no_longer_find(desk: Desk) -> None:
    desk.take_in(desk.news, post("Example Training wins", url="https://n.example/1"))
    desk.take_in(desk.feed, post("On our own page", url="https://n.example/2"))
    change = try_terms(desk.items(), with_terms(desk.company, ["wins"]))
    assert [trial.text for trial in change.found] == ["Example Training wins"]
    change = try_terms(desk.items(), with_terms(desk.company, ["loses"]))
    assert [trial.text for trial in change.lost] == ["Example Training wins"]


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
