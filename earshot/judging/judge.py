"""Judging: one text to one Judgement, by a policy."""

import hashlib
from importlib.metadata import version

from earshot.judging.concerns import ConcernFinder
from earshot.judging.intent import IntentFinder, Wanted
from earshot.judging.judgement import Concern, Judgement
from earshot.judging.language import Language, detect
from earshot.judging.sentiment import Scored, SentimentScorer
from earshot.rules.concern_rules import CLAUSE_OF
from earshot.rules.policy import Policy
from earshot.words.vocabulary import ConcernName, Intent, Sentiment, Severity

# Texts are judged by their beginning: nobody hides a complaint behind two pages, and VADER's time
# grows with the square of the length.
MAX_LENGTH = 5_000  # characters
# Raised when code that decides changes, so that stored Judgements are known to be stale.
ENGINE = 3


class Judge:
    """Judges texts by one policy; made once, then safe to share between threads."""

    def __init__(self, policy: Policy) -> None:
        self._sentiment = SentimentScorer(
            policy.sentiment.lexicon, policy.sentiment.neutral_phrases
        )
        self._intent = IntentFinder(policy.intents)
        self._concerns = ConcernFinder(policy.concerns)
        self.fingerprint = fingerprint(policy)

    def judge(self, text: str) -> Judgement:
        """Judge a text: tone and intent by its first 5,000 characters, concerns in all of it."""
        concerns = self._concerns.find(text)
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
            concerns=(*_press(wanted), *concerns),
            fingerprint=self.fingerprint,
        )

    def _scored(self, text: str, language: Language) -> Scored | None:
        return self._sentiment.score(text) if language.scored else None


def _press(wanted: Wanted) -> tuple[Concern, ...]:
    """Contact from the press is of concern exactly when that is what the writer wants."""
    if wanted.intent is not Intent.PRESS:
        return ()
    name = ConcernName.JOURNALIST
    return (Concern(name, Severity.MEDIUM, 0.9, wanted.reasons, CLAUSE_OF[name]),)


def fingerprint(policy: Policy) -> str:
    """SHA-256 of all that a Judgement depends on: rules, this code, the libraries' versions."""
    parts = [policy.judging_fingerprint, str(ENGINE)]
    parts += [version(name) for name in ("vaderSentiment", "lingua-language-detector")]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
