"""Sentiment: VADER's classes, and the words that it was moved by."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from earshot.judging.sentiment import SentimentScorer
from earshot.rules.policy import default_policy_path, load_policy
from earshot.words.vocabulary import Sentiment

PLAIN = SentimentScorer()
VADER = SentimentIntensityAnalyzer()
RULES = load_policy(default_policy_path()).sentiment
OURS = SentimentScorer(RULES.lexicon, RULES.neutral_phrases)


def words(text: str) -> dict[str, float]:
    return {word.word: word.score for word in PLAIN.score(text).words}


@given(
    st.lists(
        st.sampled_from(
            "the not very good BAD but no love hate least at kind of ! ? 😂 :)".split()
        ),
        max_size=14,
    )
)
def test_without_our_words_it_is_vader(said: list[str]) -> None:
    text = " ".join(said)
    assert PLAIN.score(text).compound == VADER.polarity_scores(text)["compound"]


def test_the_words_that_moved_it_carry_their_worth_in_context() -> None:
    assert words("the tutor was not good") == {"good": pytest.approx(-1.41, abs=0.01)}
    assert words("very good")["good"] > words("good")["good"]
    assert words("the bus leaves at noon") == {}


def test_a_curly_apostrophe_negates_like_a_straight_one() -> None:
    assert PLAIN.score("It isn’t good").compound == PLAIN.score("It isn't good").compound < 0


def test_names_and_addresses_hold_no_feeling() -> None:
    assert PLAIN.score("@happy_gary www.great.example/love x@win.example").words == ()


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("Level 2 in health and social care", Sentiment.NEUTRAL),
        ("Fire safety and emergency first aid at work, Tuesday", Sentiment.NEUTRAL),
        ("Total shambles", Sentiment.NEGATIVE),
        ("so unprofessional", Sentiment.NEGATIVE),
        ("not unprofessional", Sentiment.POSITIVE),
        ("brill day", Sentiment.POSITIVE),
        ("👏", Sentiment.NEUTRAL),
        ("", Sentiment.NEUTRAL),
    ],
)
def test_the_companys_own_words_are_known(text: str, sentiment: Sentiment) -> None:
    assert OURS.score(text).sentiment is sentiment


def test_the_threshold_is_the_one_vaders_authors_give() -> None:
    assert PLAIN.score("good").sentiment is Sentiment.POSITIVE
    assert PLAIN.score("a table").sentiment is Sentiment.NEUTRAL
    assert PLAIN.score("bad").sentiment is Sentiment.NEGATIVE


def test_the_longest_text_that_is_judged_takes_under_a_second() -> None:
    started = time.perf_counter()
    OURS.score("not good but bad " * 300)
    assert time.perf_counter() - started < 1.5
