"""Concerns: what of the policy's categories a text may fall into, by rules and detectors.

The rules are the company's (`rules/concern_rules.py`). Each is tried on the text as it was said, on
the text with its disguises taken off, and on the text with its names turned into one word for all;
what stands around a sign cancels it or lessens it. The signs that are left add up: of several rules
with confidences c the concern is as sure as 1 - product of (1 - c). The model that was taught by
examples (`learned.py`) was taught by sentences that the rules' writers knew, and so proves nothing
beside them: the surer of the two counts. A concern is as grave as those signs that are enough
without any lighter one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, chain, islice

from earshot.judging.candidates import Candidates
from earshot.judging.context import Context
from earshot.judging.judgement import Concern, Evidence
from earshot.judging.persons import Named, named, plain_words
from earshot.judging.signs import Sign, widest
from earshot.rules.concern_rules import CLAUSE_OF, Cancel, ConcernRule, ConcernRules
from earshot.words.phrases import Compiled, Phrases
from earshot.words.reading import Reading
from earshot.words.unmasking import Lexicon, unmasked
from earshot.words.vocabulary import Severity

Detector = Callable[[str], Iterable[Sign]]
SEVERITIES = list(Severity)
_PLAIN_WORD = re.compile(r"(?<![\w{'])[a-z]{2,}(?![\w'}*])")
SHOWN = 8  # pieces of evidence that are kept for one concern, and places of one rule
LEARNED = "learned"  # the rule that signs of the model name


@dataclass(frozen=True, eq=False)  # one is told from another by being it
class _Cancel:
    reach: str
    phrases: Compiled
    leaves: float


@dataclass(frozen=True, slots=True)
class _Rule:
    written: ConcernRule
    phrases: Compiled
    about_persons: Compiled
    beside: Compiled
    unless: Compiled
    cancels: tuple[_Cancel, ...]


@dataclass(frozen=True)
class _Places:
    """Where phrases stand in a text, sorted; each question is answered in a few steps, so that no
    text can make many signs with much around them slow."""

    spans: list[tuple[int, int]]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.spans]

    @cached_property
    def _ends(self) -> list[int]:
        return sorted(end for _, end in self.spans)

    @cached_property
    def _furthest(self) -> list[int]:
        """The greatest end of each span and of all before it."""
        return list(accumulate((end for _, end in self.spans), max))

    @cached_property
    def _nearest(self) -> list[int]:
        """The least end of each span and of all behind it."""
        return list(accumulate((end for _, end in reversed(self.spans)), min))[::-1]

    def overlap(self, start: int, end: int) -> bool:
        number = bisect_left(self._starts, end) - 1
        return number >= 0 and self._furthest[number] > start

    def lie_within(self, start: int, end: int) -> bool:
        number = bisect_left(self._starts, start)
        return number < len(self.spans) and self._nearest[number] <= end

    def last_end(self, start: int) -> int | None:
        """The end of the one that ends last before this place."""
        number = bisect_right(self._ends, start) - 1
        return self._ends[number] if number >= 0 else None


@dataclass(frozen=True)
class _Seen:
    """One way to read the text. `places` gives each of its code points its place in the text as it
    was said; None where they are the same. `named`, where names were turned into words, and
    `unnamed`: the same text before that."""

    reading: Reading
    context: Context
    places: tuple[int, ...] | None
    named: Named | None = None
    unnamed: "_Seen | None" = None
    _found: dict[Compiled, _Places] = field(default_factory=dict)

    def said(self, start: int, end: int) -> tuple[int, int]:
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1

    def found(self, phrases: Compiled) -> _Places:
        """Looked for once, however many signs there are."""
        if phrases not in self._found:
            all_of_them = phrases.search_all(self.reading) if phrases.phrases else []
            self._found[phrases] = _Places([(each.start, each.end) for each in all_of_them])
        return self._found[phrases]


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
        self._candidates = Candidates([rule.phrases for rule in self._rules])
        self._about_persons = Candidates([rule.about_persons for rule in self._rules])
        self._kin = plain_words(rules.words.get("before_a_name", ()))
        self._done_to_people = plain_words(rules.words.get("done_to_people", ()))

    def find(self, text: str) -> tuple[Concern, ...]:
        """The concerns of a text, the gravest first. Pure."""
        signs = list(self.signs(text))
        names = sorted({sign.concern for sign in signs})
        by_name = ([s for s in signs if s.concern is name] for name in names)
        sure = [each for each in by_name if _added_up(each) >= self._report_from]
        found = [_concern(each, text, self._report_from) for each in sure]
        return tuple(sorted(found, key=gravest_first))

    def signs(self, text: str) -> Iterator[Sign]:
        """Every sign that nothing cancels."""
        for detector in self._detectors:
            yield from detector(text)
        for seen in _ways_to_read(text, self._lexicon):
            yield from self._by_rules(seen, len(text))
            for sign in self._learned(seen.reading.text) if self._learned else ():
                start, end = seen.said(sign.start, sign.end)
                yield replace(sign, start=start, end=end)
            without = named(seen.reading.text, self._kin, self._done_to_people)
            if without is not None:
                yield from self._by_rules(_without_names(seen, without), len(text))

    def _by_rules(self, seen: _Seen, length: int) -> Iterator[Sign]:
        candidates = self._about_persons if seen.named else self._candidates
        for rule in map(self._rules.__getitem__, candidates.of(seen.reading)):
            if rule.written.up_to is None or length <= rule.written.up_to:
                yield from islice(_signs(rule, seen), SHOWN)


def _rule(rule: ConcernRule, phrases: Phrases, cancels: dict[str, _Cancel]) -> _Rule:
    compiled = phrases.compiled(rule.phrases)
    return _Rule(
        rule,
        compiled,
        compiled.about_persons,
        phrases.compiled(rule.beside),
        phrases.compiled(rule.unless),
        tuple(cancels[name] for name in rule.cancelled_by),
    )


def _cancel(cancel: Cancel, phrases: Phrases) -> _Cancel:
    return _Cancel(cancel.reach, phrases.compiled(cancel.phrases), cancel.leaves or 0.0)


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


def _without_names(seen: _Seen, without: Named) -> _Seen:
    places = without.places
    if seen.places is not None:
        places = tuple(seen.places[place] for place in places)
    return _Seen(Reading(without.text), Context(without.text), places, without, seen)


def _signs(rule: _Rule, seen: _Seen) -> Iterator[Sign]:
    places = seen.found(rule.about_persons if seen.named else rule.phrases).spans
    if not places or (rule.beside.phrases and not seen.found(rule.beside).spans):
        return
    written = rule.written
    for start, end in places:
        if seen.named and not seen.named.is_about_one(start, end):
            continue
        left = _left(rule, seen, start, end)
        if left > 0:
            sure = written.confidence * left
            at = seen.said(start, end)
            yield Sign(written.concern, written.severity, sure, *at, written.id)


def _left(rule: _Rule, seen: _Seen, start: int, end: int) -> float:
    """The part of a sign's confidence that what stands around it leaves, 0 to 1."""
    if seen.found(rule.unless).lie_within(*seen.context.sentence(start)):
        return 0.0
    left = min((c.leaves for c in rule.cancels if _cancels(c, seen, start, end)), default=1.0)
    if left and seen.named and seen.unnamed:
        # What names say cancels too: "smash Chelsea on Saturday".
        place, last = seen.named.places[start], seen.named.places[end - 1] + 1
        left = min(left, _left(rule, seen.unnamed, place, last))
    return left


def _cancels(cancel: _Cancel, seen: _Seen, start: int, end: int) -> bool:
    places = seen.found(cancel.phrases)
    if cancel.reach == "quotes":
        told = not cancel.phrases.phrases or places.spans
        return bool(told) and seen.context.is_quoted(start, end)
    if cancel.reach == "text":
        return bool(places.spans)
    if cancel.reach == "sentence":
        return places.lie_within(*seen.context.sentence(start))
    if cancel.reach == "cover":
        return places.overlap(start, end)
    before = places.last_end(start)
    return before is not None and seen.context.is_just_before(before, start)


def _concern(signs: list[Sign], text: str, enough: float) -> Concern:
    name = signs[0].concern
    spans = widest((sign.start, sign.end) for sign in signs)[:SHOWN]
    evidence = tuple(Evidence(text[start:end], start, end) for start, end in spans)
    return Concern(name, _severity(signs, enough), _added_up(signs), evidence, CLAUSE_OF[name])


def _severity(signs: list[Sign], enough: float) -> Severity:
    """The gravest for which the signs that are at least as grave are enough: a faint sign beside a
    sure one of another kind does not make that one graver."""
    grave: list[Sign] = []
    for severity in reversed(SEVERITIES):
        grave += [sign for sign in signs if sign.severity is severity]
        if grave and _added_up(grave) >= enough:
            return severity
    raise AssertionError("signs that are not enough are no concern")


def _added_up(signs: list[Sign]) -> float:
    """Each rule counts once, however often it fits: repeating a word proves nothing more."""
    surest = {s.rule: s.confidence for s in sorted(signs, key=lambda sign: sign.confidence)}
    taught = surest.pop(LEARNED, 0.0)
    doubt = 1.0
    for confidence in surest.values():
        doubt *= 1 - confidence
    return round(max(taught, 1 - doubt), 3)


def gravest_first(concern: Concern) -> tuple[int, float, str]:
    """The order of concerns, to sort by."""
    return -SEVERITIES.index(concern.severity), -concern.confidence, concern.concern.value
