"""Accuracy on labelled sentences, each figure against a count by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import pytest

from earshot.judging.judge import Judge
from earshot.judging.judgement import Concern, Judgement
from earshot.telling.accuracy import figures
from earshot.telling.figures import By, Figure
from earshot.telling.labelled import Sentence
from earshot.words.vocabulary import ConcernName, Intent, Sentiment, Severity

ConcernNames = tuple[ConcernName, ...]
THREAT, SELF_HARM = ConcernName.THREAT, ConcernName.SELF_HARM
IMAGES, OFFENSIVE = ConcernName.IMAGES, ConcernName.OFFENSIVE


@dataclass(frozen=True)
class Saying:
    """A judge whose answers are given: what is proven here is the arithmetic, not the rules."""

    answers: dict[str, tuple[ConcernNames, Intent]]

    def judge(self, text: str) -> Judgement:
        names, intent = self.answers.get(text, ((), Intent.COMMENT))
        concerns = tuple(Concern(name, Severity.HIGH, 0.9, (), "conduct.x") for name in names)
        return Judgement("en", Sentiment.NEUTRAL, 0.0, (), intent, (), concerns, "")


Measured = Callable[..., Figure]


def measured(sentences: list[Sentence], **answers: tuple[ConcernNames, Intent]) -> Measured:
    """The figures that these sentences get, to be asked for by kind, name and judge."""
    found = list(figures("mine", sentences, cast(Judge, Saying(answers))))

    def one(kind: str, name: str, by: By = By.EARSHOT) -> Figure:
        return next(f for f in found if (f.kind, f.name, f.by) == (kind, name, by))

    return one


def sentence(text: str, *concerns: ConcernName, **more: Any) -> Sentence:
    plain = {
        "intent": "comment", "needs_reply": True, "pair": None, "either": (),
        "either_intent": (), "kind": "plain",
    }  # fmt: skip
    return Sentence.model_validate({"text": text, "concerns": concerns, **plain, **more})


def counts(figure: Figure) -> tuple[int, int, int, int]:
    assert figure.counts
    return (
        figure.counts.texts, figure.counts.positive, figure.counts.found, figure.counts.hits,
    )  # fmt: skip


def test_a_concern_is_found_missed_or_seen_where_it_is_not() -> None:
    said = (THREAT,), Intent.COMMENT
    one = measured([sentence("a", THREAT), sentence("b", THREAT), sentence("c")], a=said, c=said)
    assert counts(one("concern", "threat")) == (3, 2, 2, 1)
    assert one("concern", "threat").value == pytest.approx(0.5)
    assert one("concern", "images").value is None  # nobody sees it, nothing was found


def test_what_could_be_seen_two_ways_is_neither_hit_nor_miss() -> None:
    unsure = sentence("a", either=("threat",)), sentence("b", either=("threat",))
    one = measured([*unsure, sentence("c", THREAT)], a=((THREAT,), Intent.COMMENT))
    assert counts(one("concern", "threat")) == (1, 1, 0, 0)


def test_a_danger_under_another_danger_s_name_is_still_kept_from_others() -> None:
    one = measured(
        [sentence("a", SELF_HARM), sentence("b", THREAT), sentence("c", IMAGES)],
        a=((THREAT,), Intent.COMMENT),
        c=((IMAGES,), Intent.COMMENT),
    )
    assert counts(one("restricted", "restricted")) == (3, 2, 1, 1)


def test_an_intent_that_could_be_another_is_no_mistake_as_that_other() -> None:
    both = sentence("a", intent="query", either_intent=("complaint",))
    one = measured([both, sentence("b", intent="query")], a=((), Intent.COMPLAINT))
    assert counts(one("intent", "query")) == (1, 1, 0, 0)  # "a" is left out, "b" is missed
    assert counts(one("intent", "complaint")) == (1, 0, 0, 0)


def test_only_spam_needs_no_reply() -> None:
    one = measured(
        [sentence("a", intent="spam", needs_reply=False), sentence("b")], b=((), Intent.SPAM)
    )
    assert counts(one("needs_reply", "yes")) == (2, 1, 1, 0)
    assert counts(one("needs_reply", "no")) == (2, 1, 1, 0)


def test_a_pair_is_told_apart_when_the_attack_is_raised_and_the_lookalike_is_not() -> None:
    pairs = [
        sentence(f"{pair}{n}", *concerns, pair=pair)
        for pair in ("right", "missed", "tempted", "besides")
        for n, concerns in enumerate(((THREAT,), ()))
    ]
    raised = (THREAT,), Intent.COMMENT
    one = measured(
        pairs,
        right0=raised,
        tempted0=raised,
        tempted1=raised,
        besides0=((THREAT, IMAGES), Intent.COMMENT),  # told apart, but not all of it is right
    )
    told, right = one("pairs", "told apart"), one("pairs", "all right")
    assert (told.value, told.texts) == (2 / 4, 4)
    assert right.value == 1 / 4


def test_vader_and_the_profanity_model_stand_beside_it_on_the_same_texts() -> None:
    pytest.importorskip("profanity_check")
    rude, sad = "you fucking idiot", "I am so sad and disappointed, it was awful"
    one = measured([sentence(rude, OFFENSIVE), sentence(sad), sentence("See you at nine")])
    assert counts(one("concern", "offensive")) == (3, 1, 0, 0)
    assert counts(one("concern", "offensive", By.VADER)) == (3, 1, 2, 1)
    assert counts(one("concern", "offensive", By.PROFANITY)) == (3, 1, 1, 1)
