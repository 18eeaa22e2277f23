"""Sentiment: VADER in three classes, with the words that moved it.

VADER: Hutto and Gilbert, 2014; thresholds of +-0.05 on its compound score are its authors' own.
It reads English only: whoever calls has looked at the language first.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer, SentiText

from earshot.judging.judgement import WordScore
from earshot.words.vocabulary import Sentiment

THRESHOLD = 0.05
# Handles and addresses hold words ("@happy_feet") that nobody meant as a feeling.
_NOT_SAID = re.compile(r"@[\w.]+|https?://\S+|www\.\S+|\S+@\S+\.\w+")
# VADER knows "don't", but not "don’t", which telephones write.
_APOSTROPHES = str.maketrans("’‘ʼ´", "''''")


@dataclass(frozen=True, slots=True)
class Scored:
    sentiment: Sentiment
    compound: float
    words: tuple[WordScore, ...]


class _Analyser(SentimentIntensityAnalyzer):  # type: ignore[misc]  # vaderSentiment has no types
    """VADER that also tells the value of each word; keeps no state between texts."""

    def score_valence(self, sentiments: list[float], text: str) -> dict[str, object]:
        words = SentiText(text).words_and_emoticons
        scores: dict[str, object] = super().score_valence(sentiments, text)
        return scores | {"words": list(zip(words, sentiments, strict=True))}


class SentimentScorer:
    """Scores texts; safe to share between threads."""

    def __init__(
        self, lexicon: Mapping[str, float] | None = None, neutral_phrases: Sequence[str] = ()
    ) -> None:
        self._vader = _Analyser()
        self._vader.lexicon |= {word.lower(): value for word, value in (lexicon or {}).items()}
        self._neutral = _any_of(neutral_phrases)

    def score(self, text: str) -> Scored:
        said = _NOT_SAID.sub(" ", text.translate(_APOSTROPHES))
        if self._neutral:
            said = self._neutral.sub("-", said)
        result = self._vader.polarity_scores(said)
        words = tuple(WordScore(word, round(value, 2)) for word, value in result["words"] if value)
        return Scored(_class(result["compound"]), result["compound"], words)


def _class(compound: float) -> Sentiment:
    if compound >= THRESHOLD:
        return Sentiment.POSITIVE
    return Sentiment.NEGATIVE if compound <= -THRESHOLD else Sentiment.NEUTRAL


def _any_of(phrases: Sequence[str]) -> re.Pattern[str] | None:
    if not phrases:
        return None
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
