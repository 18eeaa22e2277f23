"""Judging: one text, one Judgement."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from earshot.judging import learner_names
from earshot.judging.judge import Judge, fingerprint
from earshot.rules.policy import default_policy_path, load_policy
from earshot.words.vocabulary import Intent, Sentiment

POLICY = load_policy(default_policy_path())
JUDGE = Judge(POLICY)


def test_a_plain_grievance_without_a_bad_word_needs_an_answer() -> None:
    judged = JUDGE.judge("still waiting for my certificate, nobody answers")
    assert judged.intent is Intent.COMPLAINT
    assert [reason.text for reason in judged.reasons]


def test_welsh_is_not_neutral_but_not_scored_and_still_understood() -> None:
    judged = JUDGE.judge("Cwrs gwael iawn, neb yn ateb")
    assert judged.language == "cy"
    assert judged.sentiment is Sentiment.NOT_SCORED
    assert judged.compound is None
    assert judged.words == ()
    assert judged.intent is Intent.COMPLAINT


@pytest.mark.parametrize("text", ["", "   ", "👏", "\x00", "...", "\n\n"])
def test_a_text_without_words_is_a_neutral_comment(text: str) -> None:
    judged = JUDGE.judge(text)
    assert (judged.sentiment, judged.compound) == (Sentiment.NEUTRAL, 0.0)
    assert judged.intent is Intent.COMMENT


def test_what_follows_five_thousand_characters_is_not_judged() -> None:
    beginning = "We met on Tuesday. " * 300
    assert JUDGE.judge(beginning + "What a disgrace!") == JUDGE.judge(beginning)


@pytest.mark.parametrize(
    "piece", ["no one never not ", "waiting, ", "a" * 50 + " ", "?!", "@a ", "can "]
)
def test_no_text_is_slow(piece: str) -> None:
    started = time.perf_counter()
    JUDGE.judge(piece * 100_000)
    assert time.perf_counter() - started < 3


def test_many_threads_judge_alike() -> None:
    texts = ["Brilliant tutor, thank you", "no reply to 3 emails", "Diolch yn fawr am y cwrs"] * 40
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(JUDGE.judge, texts))
    assert together == [JUDGE.judge(text) for text in texts]


def test_a_changed_list_of_names_makes_stored_judgements_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = default_policy_path().parent
    for name in ("first_names.txt", "places.txt"):
        (tmp_path / name).write_bytes((shipped / name).read_bytes())
    monkeypatch.setattr(learner_names, "_DATA", tmp_path)
    before = learner_names.digest.__wrapped__()
    (tmp_path / "places.txt").write_text("Atlantis\n", encoding="utf-8")
    after = learner_names.digest.__wrapped__()
    assert before == learner_names.digest()
    monkeypatch.setattr(learner_names, "digest", lambda: after)
    assert fingerprint(POLICY) != JUDGE.fingerprint


def test_a_judgement_carries_the_fingerprint_of_its_rules(tmp_path: Path) -> None:
    assert JUDGE.judge("hello").fingerprint == Judge(POLICY).fingerprint
    path = tmp_path / "policy.toml"
    text = default_policy_path().read_text(encoding="utf-8")
    path.write_text(text.replace("strong = 2", "strong = 3", 1), encoding="utf-8")
    assert Judge(load_policy(path)).fingerprint != JUDGE.fingerprint
