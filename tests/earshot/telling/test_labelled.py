"""Labelled sentences: those that the project keeps, and files that are none."""

import json
from pathlib import Path
from typing import Any

import pytest

from earshot.telling.labelled import read_sentences, shipped_sets
from earshot.words.errors import EarshotError
from earshot.words.vocabulary import ConcernName, Intent

ONE: dict[str, Any] = {
    "text": "Hello", "concerns": [], "intent": "comment", "needs_reply": True,
    "pair": None, "either": [], "either_intent": [], "kind": "plain",
}  # fmt: skip


def test_four_hundred_sentences_and_more_hold_every_concern_and_every_intent() -> None:
    for path in shipped_sets():
        sentences = read_sentences(path)
        assert len(sentences) >= 400, path.name
        assert {c for each in sentences for c in each.concerns} == set(ConcernName), path.name
        assert {each.intent for each in sentences} == set(Intent), path.name


def test_attacks_and_their_lookalikes_stand_in_pairs() -> None:
    for path in shipped_sets():
        of: dict[str, set[bool]] = {}
        for each in read_sentences(path):
            if each.pair:
                of.setdefault(each.pair, set()).add(bool(each.concerns))
        both = [pair for pair, attacks in of.items() if attacks == {True, False}]
        assert len(both) > 50, path.name


def test_no_sentence_that_rules_may_learn_from_is_one_of_the_unseen() -> None:
    seen, unseen = ({s.text.casefold() for s in read_sentences(p)} for p in shipped_sets())
    practice = shipped_sets()[0].parent / "practice"
    lines = [line for path in practice.glob("*.jsonl") for line in path.open(encoding="utf-8")]
    learnt = seen | {json.loads(line)["text"].casefold() for line in lines if line.strip()}
    assert len(learnt) > len(unseen) > 400
    assert len(learnt & unseen) == 0  # the number alone: nobody is to read them here


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("{", "mine.jsonl, line 2: this is no JSON"),
        (json.dumps(ONE | {"intent": "shouting"}), "mine.jsonl, line 2, intent: "),
        (json.dumps(ONE | {"concerns": ["rude"]}), "mine.jsonl, line 2, concerns."),
        (json.dumps(ONE | {"mood": "bad"}), "mine.jsonl, line 2, mood: "),
    ],
)
def test_a_bad_label_is_told_with_file_line_and_field(
    second: str, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(f"{json.dumps(ONE)}\n{second}\n", "utf-8")
    with pytest.raises(EarshotError) as refused:
        read_sentences(path)
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    ("content", "told"), [(None, "cannot be read"), (b"\xff\xfe", "not UTF-8"), (b"\n", "holds no")]
)
def test_a_file_without_sentences_is_refused(
    content: bytes | None, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EarshotError, match=told):
        read_sentences(path)
