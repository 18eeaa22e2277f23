"""One text carried by two outlets is told from two texts that look alike."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.feeds.feed import read_feed
from collectors.post import DateMark, Kind, Platform, Post, Published
from earshot.rules.stories import (
    Telling,
    can_be_carried,
    folded_words,
    headline_of,
    likeness,
    needs_its_own_case,
    telling,
)
from earshot.words.vocabulary import State

AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
WIRE = (
    "Example Training has closed its centre in Hull after 14 apprentices complained that their "
    "assessments were marked late, a spokesman said on Tuesday. The company was not fined."
)
HEADLINE = "Training company closes Hull centre after 14 complaints"
LETTERS = st.text(alphabet=st.characters(codec="utf-8"), max_size=200)


def told(
    text: str = "",
    headline: str = "",
    outlet: str = "mercury.example",
    at: datetime = AT,
) -> Telling:
    return telling(
        f"m-{outlet}",
        title=headline or None,
        text=text,
        text_included=True,
        publisher=None,
        url=f"https://{outlet}/story",
        published=Published(at, DateMark.EXACT),
        seen_at=AT,
    )


def alike(one: str, other: str, apart: timedelta = timedelta(0)) -> bool:
    """Whether these texts of two outlets are one."""
    return likeness(told(one), told(other, outlet="gazette.example", at=AT + apart)) > 0


def alike_headlines(one: str, other: str, apart: timedelta = timedelta(0)) -> bool:
    other_one = told(headline=other, outlet="gazette.example", at=AT + apart)
    return likeness(told(headline=one), other_one) > 0


def test_a_wire_text_with_each_outlets_own_end_is_one_text() -> None:
    assert alike(WIRE, WIRE.replace("said on", "told us on") + " Read on")
    assert alike(WIRE, WIRE.upper().replace("WAS NOT", "wasn’t"))


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("14 apprentices", "40 apprentices"),
        ("14 apprentices", "apprentices"),
        ("was not fined", "was fined"),
        ("was not fined", "was then fined"),
        ("has closed", "has never closed"),
    ],
)
def test_numbers_and_negations_make_another_text_however_alike_the_rest(
    said: str, instead: str
) -> None:
    assert not alike(WIRE, WIRE.replace(said, instead))


def test_numbers_that_change_places_make_another_text() -> None:
    said = WIRE + " Two were held and three freed."
    assert not alike(said, WIRE + " Three were held and two freed.")
    assert alike(said, WIRE + " 2 were held and 3 freed.")


def test_two_reports_of_one_event_are_two_texts() -> None:
    own_report = (
        "Apprentices at Example Training in Hull are looking for places elsewhere, since their "
        "centre shut its doors this week. 14 of them had written to us. It was not fined, we hear."
    )
    assert not alike(WIRE, own_report)


def test_what_one_outlet_says_twice_is_no_story() -> None:
    assert likeness(told(WIRE), told(WIRE)) == 0


def test_an_outlet_that_is_not_known_makes_no_story() -> None:
    nameless = telling(
        "m-nameless",
        title=None,
        text=WIRE,
        text_included=True,
        publisher=None,
        url=None,
        published=Published(AT, DateMark.EXACT),
        seen_at=AT,
    )
    assert likeness(nameless, told(WIRE)) == 0


def test_a_text_is_one_for_seven_days_and_a_headline_for_three() -> None:
    assert alike(WIRE, WIRE, timedelta(days=7))
    assert not alike(WIRE, WIRE, timedelta(days=7, seconds=1))
    assert alike_headlines(HEADLINE, HEADLINE, timedelta(days=-3))
    assert not alike_headlines(HEADLINE, HEADLINE, timedelta(days=-3, seconds=-1))


def test_a_short_text_is_alike_by_chance() -> None:
    assert not alike("Example Training opens in Hull.", "Example Training opens in Hull.")
    assert not alike_headlines("Example Training opens in Hull", "Example Training opens in Hull")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Two held after fire at Example Training", "Three held after fire at Example Training"),
        ("Part 1 of our series on training", "Part 2 of our series on training"),
        ("Head of Example Training was fired today", "Head of Example Training was hired today"),
        ("Example Training to close its Hull centre", "Example Training closes its Hull centre"),
        ("Ofsted says Example Training is safe now", "Ofsted says Example Training isn’t safe now"),
        ("Example Training is fit to teach here", "Example Training is unfit to teach here"),
    ],
)
def test_headlines_that_say_different_things_are_two(one: str, other: str) -> None:
    assert not alike_headlines(one, other)


@pytest.mark.parametrize(
    "other",
    [
        "TRAINING COMPANY CLOSES HULL CENTRE AFTER 14 COMPLAINTS",
        "‘Training company closes Hull centre’ after 14 complaints!",
        "Training company closes Hull centre after 14 complaints - Gazette",
        "Training company closes Hull centre after 14 complaint",
    ],
)
def test_headlines_in_other_clothes_are_one(other: str) -> None:
    assert alike_headlines(HEADLINE, other)


def test_a_headline_alone_joins_a_text_under_the_same_headline() -> None:
    with_text = told(WIRE, HEADLINE, outlet="gazette.example")
    assert likeness(told(headline=HEADLINE), with_text) > 0


def test_under_one_headline_two_texts_stay_two() -> None:
    other = " ".join(reversed(WIRE.split()))
    assert likeness(told(WIRE, HEADLINE), told(other, HEADLINE, outlet="gazette.example")) == 0


def test_only_the_outlets_own_name_is_cut_off_a_headline() -> None:
    assert headline_of("Fire in Hull - The Mercury", "", "themercury.example") == "Fire in Hull"
    assert headline_of("Fire in Hull | The Mercury", "The Mercury", "x.example") == "Fire in Hull"
    assert headline_of("Fire in Hull - two held", "The Mercury", "x.example").endswith("two held")


@pytest.mark.parametrize(
    ("kind", "platform", "account", "can"),
    [
        (Kind.ARTICLE, Platform.NEWS, None, True),
        (Kind.POST, Platform.BLOG, None, True),
        (Kind.ARTICLE, Platform.NEWS, "a-page", False),
        (Kind.COMMENT, Platform.NEWS, None, False),
        (Kind.REVIEW, Platform.TRUSTPILOT, None, False),
        (Kind.POST, Platform.X, None, False),
    ],
)
def test_articles_said_elsewhere_are_carried_and_nothing_else(
    kind: Kind, platform: Platform, account: str | None, can: bool
) -> None:
    assert can_be_carried(kind, platform, account) is can


def test_what_waits_never_stands_behind_what_nobody_looked_at() -> None:
    assert needs_its_own_case(State.HISTORY, 0)
    assert needs_its_own_case(State.NO_REPLY_NEEDED, 0)
    assert not needs_its_own_case(State.NO_REPLY_NEEDED, 7)
    assert not needs_its_own_case(State.ANSWERED, 7)


@given(LETTERS, LETTERS)
def test_likeness_does_not_depend_on_who_was_met_first(one: str, other: str) -> None:
    first, second = told(WIRE + one), told(WIRE + other, outlet="gazette.example")
    assert (likeness(first, second) > 0) == (likeness(second, first) > 0)


@given(LETTERS)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = folded_words(text)
    assert folded_words(" ".join(once)) == once


@pytest.mark.real_data
def test_a_real_search_for_news_holds_texts_that_several_outlets_carry(real_data: Path) -> None:
    """Read by eye: each pair that is found there is one text."""
    met = [
        each for path in sorted(real_data.glob("searchfeeds/google_news/*")) for each in _of(path)
    ]
    alike_there = [
        (one.headline, other.headline)
        for place, one in enumerate(met)
        for other in met[:place]
        if likeness(one, other)
    ]
    assert len(alike_there) > 20
    assert all(folded_words(one)[0] == folded_words(other)[0] for one, other in alike_there)


def _of(path: Path) -> list[Telling]:
    feed = read_feed(
        path.read_bytes(), url="https://news.google.com/rss", content_type=None, now=AT
    )
    posts = [each for each in feed.entries if isinstance(each, Post)]
    return [
        telling(
            f"{path.name} {number}",
            title=each.title,
            text=each.text,
            text_included=True,
            publisher=each.publisher,
            url=each.url,
            published=each.published,
            seen_at=AT,
        )
        for number, each in enumerate(posts)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("found guilty", "found innocent"),
        ("won the", "lost the"),
        ("always late", "rarely late"),
        ("Alan Smith accused Brenda Jones", "Brenda Jones accused Alan Smith"),
        ("the rooms are safe", "the rooms are unsafe"),
    ],
)
def test_a_word_in_the_place_of_another_makes_another_text(one: str, other: str) -> None:
    told = (
        "Example Training stood before the tribunal in Hull on Tuesday, where {} was the last"
        " of many sentences that were read out by the clerk to a room full of apprentices, and"
        " nobody had expected that it would take so long to be told."
    )
    assert alike(told.format(one), told.format(one) + " Read on")
    assert not alike(told.format(one), told.format(other))
