"""Judging: one text to one Judgement, by a policy."""

import hashlib
from importlib.metadata import version

from earshot.judging.intent import IntentFinder
from earshot.judging.judgement import Judgement
from earshot.judging.language import Language, detect
from earshot.judging.sentiment import Scored, SentimentScorer
from earshot.rules.policy import Policy
from earshot.words.vocabulary import Sentiment

# Texts are judged by their beginning: nobody hides a complaint behind two pages, and VADER's time
# grows with the square of the length.
MAX_LENGTH = 5_000  # characters
# Raised when code that decides changes, so that stored Judgements are known to be stale.
ENGINE = 2


class Judge:
    """Judges texts by one policy; made once, then safe to share between threads."""

    def __init__(self, policy: Policy) -> None:
        self._sentiment = SentimentScorer(
            policy.sentiment.lexicon, policy.sentiment.neutral_phrases
        )
        self._intent = IntentFinder(policy.intents)
        self.fingerprint = fingerprint(policy)

    def judge(self, text: str) -> Judgement:
        """Judge the first 5,000 characters of a text. Concerns are not looked for yet."""
        text = text[:MAX_LENGTH]
        language = detect(text)
        scored = self._scored(text, language)
        wanted = self._intent.find(text, scored.compound if scored else None)
        return Judgement(
            language=language.code,
            sentiment=scored.sentiment if scored else Sentiment.NOT_SCORED,
            compound=scored.compound if scored else None,
            words=scored.words if scored else (),
            intent=wanted.intent,
            reasons=wanted.reasons,
            concerns=(),
            fingerprint=self.fingerprint,
        )

    def _scored(self, text: str, language: Language) -> Scored | None:
        return self._sentiment.score(text) if language.scored else None


def fingerprint(policy: Policy) -> str:
    """SHA-256 of all that a Judgement depends on: rules, this code, the libraries' versions."""
    parts = [policy.judging_fingerprint, str(ENGINE)]
    parts += [version(name) for name in ("vaderSentiment", "lingua-language-detector")]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
