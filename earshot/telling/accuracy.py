"""Accuracy on labelled sentences: concerns, intents and the need of a reply, judged and labelled.

What a person could see two ways (`either`) counts neither as hit nor as miss. Beside Earshot stand
VADER and a profanity model, each alone, wherever their answer means something: negative or profane
for an attack, negative for a complaint, positive for praise.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from earshot.judging.judge import Judge
from earshot.judging.judgement import Judgement, needs_reply
from earshot.rules.restriction import Danger
from earshot.telling.figures import By, Figure, counted
from earshot.telling.labelled import Sentence
from earshot.telling.rivals import profane, vader
from earshot.words.vocabulary import ConcernName, Intent, Sentiment

RESTRICTING = frozenset(ConcernName(danger.value) for danger in Danger)
# Aimed at somebody: what models of profanity and of bad feeling could be asked for.
ATTACKS = frozenset(
    {
        ConcernName.HARASSING,
        ConcernName.BULLYING,
        ConcernName.DISCRIMINATORY,
        ConcernName.OFFENSIVE,
        ConcernName.THREAT,
        ConcernName.SEXUAL,
    }
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One sentence, and what each judge makes of it."""

    sentence: Sentence
    judged: Judgement
    feeling: Sentiment  # by VADER alone
    profane: bool | None  # None where the model is not installed

    @property
    def concerns(self) -> frozenset[ConcernName]:
        return frozenset(each.concern for each in self.judged.concerns)

    @property
    def negative(self) -> bool:
        return self.feeling is Sentiment.NEGATIVE


Truth = Callable[[Heard], bool | None]  # None: not to be counted
Answer = Callable[[Heard], bool | None]  # None: the judge cannot be asked


@dataclass(frozen=True, slots=True)
class Question:
    kind: str
    name: str
    truth: Truth
    answers: dict[By, Answer]


def figures(name: str, sentences: Sequence[Sentence], judge: Judge) -> Iterator[Figure]:
    """The figures of one set, the most important first."""
    heard = list(_heard(sentences, judge))
    for question in _questions():
        for by, answer in question.answers.items():
            figure = _figure(name, question, by, answer, heard)
            if figure is not None:
                yield figure
    yield from _pairs(name, heard)


def _heard(sentences: Sequence[Sentence], judge: Judge) -> Iterator[Heard]:
    found = profane([sentence.text for sentence in sentences])
    for number, sentence in enumerate(sentences):
        judged = judge.judge(sentence.text)
        rude = None if found is None else found[number]
        yield Heard(sentence, judged, vader(sentence.text), rude)


def _figure(
    name: str, question: Question, by: By, answer: Answer, heard: Iterable[Heard]
) -> Figure | None:
    asked = [(answer(each), question.truth(each)) for each in heard]
    pairs = [(said, true) for said, true in asked if said is not None and true is not None]
    if not pairs:
        return None
    counts = counted(pairs)
    return Figure(name, question.kind, question.name, by, "F1", counts.f1, counts.texts, counts)


def _questions() -> Iterator[Question]:
    yield _any_of("restricted", "restricted", RESTRICTING)
    yield _any_of("attack", "attack", ATTACKS)
    for concern in ConcernName:
        yield _any_of("concern", concern.value, frozenset({concern}))
    for intent in Intent:
        yield _intent(intent)
    yield _reply("yes", owed=True)
    yield _reply("no", owed=False)


def _any_of(kind: str, name: str, concerns: frozenset[ConcernName]) -> Question:
    def truth(heard: Heard) -> bool | None:
        if concerns & heard.sentence.concerns:
            return True
        return None if concerns & heard.sentence.either else False

    answers: dict[By, Answer] = {By.EARSHOT: lambda heard: bool(concerns & heard.concerns)}
    if concerns & ATTACKS:
        answers[By.VADER] = lambda heard: heard.negative
        answers[By.PROFANITY] = lambda heard: heard.profane
    return Question(kind, name, truth, answers)


def _intent(intent: Intent) -> Question:
    def truth(heard: Heard) -> bool | None:
        either = heard.sentence.either_intent
        if heard.sentence.intent is not intent:
            return None if intent in either else False
        return None if heard.judged.intent in either else True

    answers: dict[By, Answer] = {By.EARSHOT: lambda heard: heard.judged.intent is intent}
    if intent is Intent.COMPLAINT:
        answers[By.VADER] = lambda heard: heard.negative
    if intent is Intent.PRAISE:
        answers[By.VADER] = lambda heard: heard.feeling is Sentiment.POSITIVE
    return Question("intent", intent.value, truth, answers)


def _reply(name: str, *, owed: bool) -> Question:
    def truth(heard: Heard) -> bool | None:
        unsure = Intent.SPAM in heard.sentence.either_intent
        return None if unsure else heard.sentence.needs_reply is owed

    def answer(heard: Heard) -> bool:
        judged = heard.judged
        return needs_reply(judged.intent, judged.sentiment, own_account=True) is owed

    return Question("needs_reply", name, truth, {By.EARSHOT: answer})


def _pairs(name: str, heard: Sequence[Heard]) -> Iterator[Figure]:
    """Attacks and look-alikes that share their words, and how many of these groups are told apart:
    each attack raises a concern that it is, and no look-alike raises one of those; and all right:
    every concern of every one of them is found, and none besides."""
    groups = [group for group in _groups(heard) if _is_pair(group)]
    if groups:
        for figure, right in (("told apart", _told_apart), ("all right", _all_right)):
            share = sum(map(right, groups)) / len(groups)
            yield Figure(name, "pairs", figure, By.EARSHOT, "share", share, len(groups))


def _groups(heard: Sequence[Heard]) -> list[list[Heard]]:
    groups: dict[str, list[Heard]] = {}
    for each in heard:
        if each.sentence.pair:
            groups.setdefault(each.sentence.pair, []).append(each)
    return list(groups.values())


def _is_pair(group: Sequence[Heard]) -> bool:
    attacks = [bool(each.sentence.concerns) for each in group]
    return any(attacks) and not all(attacks)


def _told_apart(group: Sequence[Heard]) -> bool:
    attacks = [each for each in group if each.sentence.concerns]
    tempting = frozenset[ConcernName]().union(*(each.sentence.concerns for each in attacks))
    raised = all(each.concerns & each.sentence.concerns for each in attacks)
    others = (each for each in group if not each.sentence.concerns)
    return raised and not any((each.concerns - each.sentence.either) & tempting for each in others)


def _all_right(group: Sequence[Heard]) -> bool:
    return all(
        each.sentence.concerns <= each.concerns <= each.sentence.concerns | each.sentence.either
        for each in group
    )
