"""Sentiment is VADER's own, although VADER is given only the words that it looks at."""

from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from earshot.judging.sentiment import SentimentScorer

SCORER, VADER = SentimentScorer(), SentimentIntensityAnalyzer()
WORDS = """
    good BAD no nor or not never so this without doubt very kind of sort of the shit bomb bad ass
    yeah right kiss of death to die for least at very but BUT great awful isn't course tutor
    extremely barely :) !! ??? hate love beating heart 💔 no, good.
""".split()


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_a_text_scores_as_vader_scores_it(text: str) -> None:
    assert SCORER.score(text).compound == VADER.polarity_scores(text)["compound"]
