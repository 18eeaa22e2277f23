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
    """VADER that also tells the value of each word; keeps no state between texts.

    For every word that it knows, VADER puts all words of the text into small letters, several
    times. It then looks at three before it and two behind: only those it is given here.
    """

    def _negation_check(self, valence: float, words: list[str], start_i: int, i: int) -> float:
        near, at = _near(words, i)
        checked: float = super()._negation_check(valence, near, start_i, at)
        return checked

    def _special_idioms_check(self, valence: float, words: list[str], i: int) -> float:
        near, at = _near(words, i)
        checked: float = super()._special_idioms_check(valence, near, at)
        return checked

    def score_valence(self, sentiments: list[float], text: str) -> dict[str, object]:
        words = SentiText(text).words_and_emoticons
        scores: dict[str, object] = super().score_valence(sentiments, text)
        return scores | {"words": list(zip(words, sentiments, strict=True))}


def _near(words: list[str], at: int) -> tuple[list[str], int]:
    """The words around one, and where that one stands among them."""
    first = max(0, at - 3)
    return words[first : at + 3], at - first


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
