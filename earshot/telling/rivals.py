"""Plain models that accuracy is measured beside: VADER alone, and a packaged profanity model alone.

VADER: Hutto and Gilbert, 2014, with its authors' thresholds. The profanity model is that of
alt-profanity-check, which carries its weights; it is installed for development only.
"""

from collections.abc import Sequence
from functools import cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from earshot.judging.sentiment import THRESHOLD
from earshot.words.vocabulary import Sentiment

PROFANE = 0.5  # the probability from which the model's authors call a text profane


@cache
def _vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def vader(text: str) -> Sentiment:
    """The class that VADER gives by itself."""
    compound = _vader().polarity_scores(text)["compound"]
    if abs(compound) < THRESHOLD:
        return Sentiment.NEUTRAL
    return Sentiment.POSITIVE if compound > 0 else Sentiment.NEGATIVE


def profane(texts: Sequence[str]) -> list[bool] | None:
    """Whether each is profane; None where the model is not installed."""
    try:
        from profanity_check import predict_prob
    except ImportError:
        return None
    return [bool(probability >= PROFANE) for probability in predict_prob(list(texts))]
