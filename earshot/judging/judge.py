"""Judging: one text to one Judgement, by a policy."""

import hashlib
import re
from collections.abc import Iterable
from functools import partial
from importlib.metadata import version

from earshot.judging import learned, learner_names
from earshot.judging.concerns import ConcernFinder, Detector, gravest_first
from earshot.judging.details import Details
from earshot.judging.intent import IntentFinder, Wanted
from earshot.judging.judgement import Concern, Judgement
from earshot.judging.language import Language, detect
from earshot.judging.sentiment import Scored, SentimentScorer
from earshot.rules.concern_rules import CLAUSE_OF, ConcernRules
from earshot.rules.policy import Policy
from earshot.words.vocabulary import ConcernName, Intent, Sentiment, Severity

# Texts are judged by their beginning: nobody hides a complaint behind two pages, and VADER's time
# grows with the square of the length.
MAX_LENGTH = 5_000  # characters
# Concerns are looked for in far more than a platform lets anybody write.
MAX_CONCERNED = 200_000  # characters
# Raised when code that decides changes, so that stored Judgements are known to be stale.
ENGINE = 5


class Judge:
    """Judges texts by one policy; made once, then safe to share between threads.

    `contacts`: what the company gives out itself, and is nobody's private detail. `names`: what
    the company is called; they join the list of words `company` of the rules of concern.
    """

    def __init__(
        self, policy: Policy, contacts: Iterable[str] = (), names: Iterable[str] = ()
    ) -> None:
        contacts, names = tuple(contacts), tuple(names)
        self._sentiment = SentimentScorer(
            policy.sentiment.lexicon, policy.sentiment.neutral_phrases
        )
        self._intent = IntentFinder(policy.intents)
        self._concerns = ConcernFinder(
            _with_names(policy.concerns, names), [Details(contacts)], _learned(policy.concerns)
        )
        self.fingerprint = fingerprint(policy, contacts, names)

    def judge(self, text: str) -> Judgement:
        """Judge a text: tone and intent by its first 5,000 characters, concerns by 200,000.

        Of these the model that was taught by examples sees the first 20,000.
        """
        concerns = self._concerns.find(text[:MAX_CONCERNED])
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
            concerns=tuple(sorted((*_press(wanted), *concerns), key=gravest_first)),
            fingerprint=self.fingerprint,
        )

    def _scored(self, text: str, language: Language) -> Scored | None:
        return self._sentiment.score(text) if language.scored else None


def _learned(rules: ConcernRules) -> Detector:
    return partial(learned.signs, model=learned.shipped(), count_from=rules.learned)


def _press(wanted: Wanted) -> tuple[Concern, ...]:
    """Contact from the press is of concern exactly when that is what the writer wants."""
    if wanted.intent is not Intent.PRESS:
        return ()
    name = ConcernName.JOURNALIST
    return (Concern(name, Severity.MEDIUM, 0.9, wanted.reasons, CLAUSE_OF[name]),)


def _with_names(rules: ConcernRules, names: Iterable[str]) -> ConcernRules:
    """The list `company` holds these as well; marks that mean something in phrases are left out."""
    plain = (" ".join(re.findall(r"\w+", name)) for name in names)
    known = rules.words.get("company", ())
    words = dict.fromkeys((*known, *filter(None, plain)))
    return rules.model_copy(update={"words": {**rules.words, "company": tuple(words)}})


def fingerprint(policy: Policy, contacts: Iterable[str] = (), names: Iterable[str] = ()) -> str:
    """SHA-256 of all that a Judgement depends on: rules, the company's contacts and names, the
    lists and the model that come with the program, this code, the libraries' versions."""
    parts = [policy.judging_fingerprint, str(ENGINE), repr(sorted(contacts)), repr(sorted(names))]
    parts += [learned.digest(), learner_names.digest()]
    libraries = (
        "vaderSentiment",
        "lingua-language-detector",
        "phonenumbers",
        "confusable-homoglyphs",
    )
    parts += [version(name) for name in libraries]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
