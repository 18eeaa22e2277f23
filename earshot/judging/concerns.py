"""Concerns: what of the policy's categories a text may fall into, by rules and detectors.

The rules are the company's (`rules/concern_rules.py`). Each is tried on the text as it was said and
on the text with its disguises taken off; its signs are cancelled by what stands around them; those
that are left add up: of independent signs with confidences c the concern is as sure as
1 - product of (1 - c).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from earshot.judging.context import Context
from earshot.judging.judgement import Concern, Evidence
from earshot.judging.signs import Sign
from earshot.rules.concern_rules import CLAUSE_OF, Cancel, ConcernRule, ConcernRules
from earshot.words.phrases import Compiled, Phrases
from earshot.words.reading import Reading
from earshot.words.unmasking import Lexicon, unmasked
from earshot.words.vocabulary import ConcernName, Severity

Detector = Callable[[str], Iterable[Sign]]
SEVERITIES = list(Severity)
_PLAIN_WORD = re.compile(r"(?<![\w{'])[a-z]{2,}(?![\w'}*])")
SHOWN = 8  # pieces of evidence that are kept for one concern


@dataclass(frozen=True, slots=True)
class _Cancel:
    reach: str
    phrases: Compiled


@dataclass(frozen=True, slots=True)
class _Rule:
    written: ConcernRule
    phrases: Compiled
    beside: Compiled
    unless: Compiled
    cancels: tuple[_Cancel, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One way to read the text. `places` gives each of its code points its place in the text as it
    was said; None where they are the same."""

    reading: Reading
    context: Context
    places: tuple[int, ...] | None

    def said(self, start: int, end: int) -> tuple[int, int]:
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


class ConcernFinder:
    """Finds concerns; safe to share between threads."""

    def __init__(
        self,
        rules: ConcernRules,
        detectors: Iterable[Detector] = (),
        learned: Detector | None = None,
    ) -> None:
        """`detectors` read the text as it was said; `learned`, like the rules, also without its
        disguises."""
        phrases = Phrases(rules.words)
        self._lexicon = lexicon(rules)
        cancels = {name: _cancel(each, phrases) for name, each in rules.cancels.items()}
        self._report_from = rules.report_from
        self._detectors = tuple(detectors)
        self._learned = learned
        self._rules = [_rule(rule, phrases, cancels) for rule in rules.rules]
        self._by_word: dict[str, set[int]] = defaultdict(set)
        for number, rule in enumerate(self._rules):
            for word in rule.phrases.words:
                self._by_word[word].add(number)
        self._words = frozenset(self._by_word)
        self._always = {n for n, rule in enumerate(self._rules) if rule.phrases.others}

    def find(self, text: str) -> tuple[Concern, ...]:
        """The concerns of a text, the gravest first. Pure."""
        signs = list(self.signs(text))
        names = sorted({sign.concern for sign in signs})
        found = [_concern(name, [s for s in signs if s.concern is name], text) for name in names]
        sure = [each for each in found if each.confidence >= self._report_from]
        return tuple(sorted(sure, key=_gravest_first))

    def signs(self, text: str) -> Iterator[Sign]:
        """Every sign that nothing cancels."""
        for detector in self._detectors:
            yield from detector(text)
        for seen in _ways_to_read(text, self._lexicon):
            for rule in self._likely(seen.reading):
                if rule.written.up_to is None or len(text) <= rule.written.up_to:
                    yield from _signs(rule, seen)
            for sign in self._learned(seen.reading.text) if self._learned else ():
                start, end = seen.said(sign.start, sign.end)
                yield replace(sign, start=start, end=end)

    def _likely(self, reading: Reading) -> Iterator[_Rule]:
        """The rules that may fit, in their order: most have no word in common with a text."""
        there = self._words & reading.words
        likely = self._always.union(*(self._by_word[word] for word in there))
        return (self._rules[number] for number in sorted(likely))


def _rule(rule: ConcernRule, phrases: Phrases, cancels: dict[str, _Cancel]) -> _Rule:
    return _Rule(
        rule,
        phrases.compiled(rule.phrases),
        phrases.compiled(rule.beside),
        phrases.compiled(rule.unless),
        tuple(cancels[name] for name in rule.cancelled_by),
    )


def _cancel(cancel: Cancel, phrases: Phrases) -> _Cancel:
    return _Cancel(cancel.reach, phrases.compiled(cancel.phrases))


def lexicon(rules: ConcernRules) -> Lexicon:
    """The words that disguises hide: first those of the list `masked`, then all of the rules."""
    written = [*chain.from_iterable(rules.words.values())]
    for rule in rules.rules:
        written += (*rule.phrases, *rule.beside, *rule.unless)
    known = _PLAIN_WORD.findall(" ".join(written).lower())
    return Lexicon(tuple(rules.words.get("masked", ())), frozenset(known))


def _ways_to_read(text: str, lexicon: Lexicon) -> Iterator[_Seen]:
    yield _Seen(Reading(text), Context(text), None)
    plain = unmasked(text, lexicon)
    if plain is not None:
        yield _Seen(Reading(plain.text), Context(plain.text), plain.places)


def _signs(rule: _Rule, seen: _Seen) -> Iterator[Sign]:
    places = rule.phrases.search_all(seen.reading)
    if not places or (rule.beside.phrases and not rule.beside.search(seen.reading)):
        return
    for place in places:
        if not _is_cancelled(rule, seen, place.start, place.end):
            start, end = seen.said(place.start, place.end)
            written = rule.written
            yield Sign(
                written.concern, written.severity, written.confidence, start, end, written.id
            )


def _is_cancelled(rule: _Rule, seen: _Seen, start: int, end: int) -> bool:
    around = seen.context.sentence(start)
    if _any_within(rule.unless, seen, around):
        return True
    return any(_cancels(cancel, seen, start, end) for cancel in rule.cancels)


def _cancels(cancel: _Cancel, seen: _Seen, start: int, end: int) -> bool:
    if cancel.reach == "quotes":
        told = not cancel.phrases.phrases or cancel.phrases.search(seen.reading)
        return bool(told) and seen.context.is_quoted(start, end)
    if cancel.reach == "text":
        return cancel.phrases.search(seen.reading) is not None
    if cancel.reach == "sentence":
        return _any_within(cancel.phrases, seen, seen.context.sentence(start))
    places = cancel.phrases.search_all(seen.reading)
    if cancel.reach == "cover":
        return any(each.start < end and start < each.end for each in places)
    return any(seen.context.is_just_before(each.end, start) for each in places)


def _any_within(phrases: Compiled, seen: _Seen, around: tuple[int, int]) -> bool:
    if not phrases.phrases:
        return False
    found = phrases.search_all(seen.reading)
    return any(around[0] <= each.start and each.end <= around[1] for each in found)


def _concern(name: ConcernName, signs: list[Sign], text: str) -> Concern:
    severity = max((sign.severity for sign in signs), key=SEVERITIES.index)
    spans = widest((sign.start, sign.end) for sign in signs)[:SHOWN]
    evidence = tuple(Evidence(text[start:end], start, end) for start, end in spans)
    return Concern(name, severity, _added_up(signs), evidence, CLAUSE_OF[name])


def _added_up(signs: list[Sign]) -> float:
    """Each rule counts once, however often it fits: repeating a word proves nothing more."""
    surest = {s.rule: s.confidence for s in sorted(signs, key=lambda sign: sign.confidence)}
    doubt = 1.0
    for confidence in surest.values():
        doubt *= 1 - confidence
    return round(1 - doubt, 3)


def widest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each stretch of the text once: what lies within another says nothing more."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def _gravest_first(concern: Concern) -> tuple[int, float, str]:
    return -SEVERITIES.index(concern.severity), -concern.confidence, concern.concern.value
