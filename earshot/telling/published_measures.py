"""What is asked of a published labelled set: the figures of each question, by each judge."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from earshot.judging.judgement import Judgement, needs_reply
from earshot.telling.accuracy import ATTACKS
from earshot.telling.figures import By, Counts, Figure, counted, macro_f1
from earshot.telling.published_files import HATE, NEGATIVE, OFFENSIVE, YES
from earshot.words.vocabulary import ConcernName, Intent


@dataclass(frozen=True, slots=True)
class Told:
    """A set with what each judge makes of it, in the order of its rows."""

    name: str
    labels: list[str]
    judged: list[Judgement]
    feelings: list[str]  # by VADER alone
    profane: list[bool] | None


Measure = Callable[[Told], Iterator[Figure]]


def attack(told: Told) -> Iterator[Figure]:
    there = [label in (YES, HATE, OFFENSIVE) for label in told.labels]
    yield from _yes_or_no(told, "attack", _raises(told, ATTACKS), there)


def hate(told: Told) -> Iterator[Figure]:
    there = [label in (YES, HATE) for label in told.labels]
    hateful = _raises(told, frozenset({ConcernName.DISCRIMINATORY}))
    yield from _yes_or_no(told, "hate", hateful, there)


def _raises(told: Told, concerns: frozenset[ConcernName]) -> list[bool]:
    return [any(c.concern in concerns for c in judged.concerns) for judged in told.judged]


def _yes_or_no(
    told: Told, name: str, found: Sequence[bool], there: Sequence[bool]
) -> Iterator[Figure]:
    negative = [feeling == NEGATIVE for feeling in told.feelings]
    voices = ((By.EARSHOT, found), (By.VADER, negative), (By.PROFANITY, told.profane))
    for by, said in voices:
        if said is not None:
            value = _both_sides(said, there)
            counts = counted(zip(said, there, strict=True))
            yield _figure(told, name, by, "macro F1", value, counts)


def complaint(told: Told) -> Iterator[Figure]:
    found = [judged.intent is Intent.COMPLAINT for judged in told.judged]
    negative = [feeling == NEGATIVE for feeling in told.feelings]
    there = [label in (YES, NEGATIVE) for label in told.labels]
    for by, said in ((By.EARSHOT, found), (By.VADER, negative)):
        counts = counted(zip(said, there, strict=True))
        yield _figure(told, "complaint", by, "F1", counts.f1, counts)
    for by, said in ((By.EARSHOT, found), (By.VADER, negative)):
        counts = counted(zip(said, there, strict=True))
        yield _figure(told, "complaint", by, "macro F1", _both_sides(said, there), counts)


def _figure(
    told: Told, name: str, by: By, metric: str, value: float | None, counts: Counts
) -> Figure:
    return Figure(told.name, "published", name, by, metric, value, counts.texts, counts)


def _both_sides(said: Sequence[bool], there: Sequence[bool]) -> float:
    return macro_f1([str(each) for each in said], [str(each) for each in there])


def owed(told: Told) -> Iterator[Figure]:
    """Of what asks, complains or is negative, the share that is found to need a reply, as where it
    is said elsewhere; by VADER, what is negative."""
    at = [n for n, label in enumerate(told.labels) if label in (YES, NEGATIVE)]
    judged = (told.judged[n] for n in at)
    owed = [needs_reply(j.intent, j.sentiment, own_account=False) for j in judged]
    negative = [told.feelings[n] == NEGATIVE for n in at]
    for by, said in ((By.EARSHOT, owed), (By.VADER, negative)):
        recall = counted((each, True) for each in said).recall
        yield Figure(told.name, "published", "needs_reply", by, "recall", recall, len(at))


def feeling(
    *metrics: tuple[str, Callable[[Sequence[str], Sequence[str]], float]],
) -> Measure:
    def measure(told: Told) -> Iterator[Figure]:
        ours = [judged.sentiment.value for judged in told.judged]
        for metric, value in metrics:
            for by, said in ((By.EARSHOT, ours), (By.VADER, told.feelings)):
                found = value(said, told.labels)
                yield Figure(told.name, "published", "sentiment", by, metric, found, len(said))

    return measure
