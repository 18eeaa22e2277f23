"""Intent: what the writer wants, by the phrases of the policy file.

Each rule that fits adds its weight to its intent. The order in which intents are looked at is
fixed here, the words and weights are the company's: requests about data and the press come first,
since missing one costs most; a grievance stands above a question, and both above thanks. Rules too
light to settle a grievance alone are hints: together they make one, unless the writer clearly
asks, gives thanks or is pleased.
"""

from dataclasses import dataclass

from earshot.judging.candidates import Candidates
from earshot.judging.judgement import Evidence
from earshot.judging.signs import widest
from earshot.rules.policy import IntentRules
from earshot.words.phrases import Compiled, Found, Phrases
from earshot.words.reading import Reading
from earshot.words.vocabulary import Intent

_FIRST = (Intent.DATA_REQUEST, Intent.PRESS)
# Laughter is a good feeling to VADER; that something is funny is no praise of the company.
_LAUGHING = frozenset("😂🤣😅😆💀")


@dataclass(frozen=True, slots=True)
class Wanted:
    intent: Intent
    reasons: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    intent: Intent
    weight: int
    phrases: Compiled
    unless: Compiled


@dataclass(frozen=True, slots=True)
class _Case:
    """What the rules found in one text."""

    weights: dict[Intent, int]
    heaviest: dict[Intent, int]
    reasons: dict[Intent, tuple[Evidence, ...]]

    def weight(self, intent: Intent) -> int:
        return self.weights.get(intent, 0)

    def means(self, intent: Intent) -> Wanted:
        return Wanted(intent, _widest(self.reasons.get(intent, ())))


class IntentFinder:
    """Finds intents; safe to share between threads."""

    def __init__(self, rules: IntentRules) -> None:
        phrases = Phrases(rules.words)
        self._settings = rules
        self._addressed = phrases.compiled(rules.addressed.phrases)
        self._not_addressed = phrases.compiled(rules.addressed.unless)
        self._rules = [
            _Rule(
                rule.intent,
                rule.weight,
                phrases.compiled(rule.phrases),
                phrases.compiled(rule.unless),
            )
            for rule in rules.rules
        ]
        self._candidates = Candidates([rule.phrases for rule in self._rules])

    def find(self, text: str, compound: float | None) -> Wanted:
        """The intent of a text whose compound sentiment is known, or None where it is not."""
        reading = Reading(text)
        case = self._case(reading)
        return (
            self._settled(case, compound or 0.0)
            or self._felt(reading, compound or 0.0, case.weight(Intent.COMPLAINT) > 0)
            or Wanted(Intent.COMMENT, ())
        )

    def _case(self, reading: Reading) -> _Case:
        case = _Case({}, {}, {})
        for rule in map(self._rules.__getitem__, self._candidates.of(reading)):
            found = rule.phrases.search(reading)
            if found and not rule.unless.search(reading):
                heaviest = max(rule.weight, case.heaviest.get(rule.intent, 0))
                case.heaviest[rule.intent] = heaviest
                case.weights[rule.intent] = case.weight(rule.intent) + rule.weight
                before = case.reasons.get(rule.intent, ())
                case.reasons[rule.intent] = (*before, _evidence(found))
        return case

    def _settled(self, case: _Case, compound: float) -> Wanted | None:
        strong = self._settings.strong
        for intent in _FIRST:
            if case.weight(intent) >= strong:
                return case.means(intent)
        if case.weight(Intent.SPAM) >= strong:
            return case.means(Intent.SPAM)
        if self._aggrieved(case, compound):
            return case.means(Intent.COMPLAINT)
        for intent in (Intent.QUERY, Intent.PRAISE):
            if case.weight(intent) >= strong:
                return case.means(intent)
        return case.means(Intent.QUERY) if case.weight(Intent.QUERY) else None

    def _aggrieved(self, case: _Case, compound: float) -> bool:
        strong = self._settings.strong
        if case.heaviest.get(Intent.COMPLAINT, 0) >= strong or self._hinted(case, compound):
            return True
        # Hints alone give way to a question, to thanks and to a good feeling.
        otherwise = max(case.weight(Intent.QUERY), case.weight(Intent.PRAISE))
        pleased = compound >= self._settings.positive_above
        return case.weight(Intent.COMPLAINT) >= strong and otherwise < strong and not pleased

    def _hinted(self, case: _Case, compound: float) -> bool:
        """A hint of grievance and a bad feeling together are a grievance, unless somebody asks."""
        below = self._settings.negative_below
        if case.weight(Intent.QUERY) >= self._settings.strong:
            below *= 2
        return case.weight(Intent.COMPLAINT) > 0 and compound <= below

    def _felt(self, reading: Reading, compound: float, hinted: bool) -> Wanted | None:
        """Where no rule settles it: a clear feeling that speaks of the company.

        Good words beside a hint of grievance ("your new page is great but has issues") are no
        praise.
        """
        settings = self._settings
        negative = compound <= settings.negative_below
        if not negative and (hinted or compound < settings.positive_above):
            return None
        if not negative and not _LAUGHING.isdisjoint(reading.text):
            return None
        addressed = self._addressed.search(reading)
        # A very strong feeling needs no words that point at the company: it is about it anyway.
        enough = 2 * settings.negative_below if negative else 1.5 * settings.positive_above
        if not addressed and abs(compound) < abs(enough):
            return None
        if self._not_addressed.search(reading):
            return None
        reasons = (_evidence(addressed),) if addressed else ()
        return Wanted(Intent.COMPLAINT if negative else Intent.PRAISE, reasons)


def _widest(reasons: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    by_span = {(reason.start, reason.end): reason for reason in reasons}
    return tuple(by_span[span] for span in widest(by_span))


def _evidence(found: Found) -> Evidence:
    return Evidence(found.text, found.start, found.end)
