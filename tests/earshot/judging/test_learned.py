"""Learned signs: what no phrase foresees is found by a model, as far as the policy lets it."""

import time
from pathlib import Path

import pytest

from earshot.judging import learned
from earshot.judging.judge import Judge
from earshot.judging.learned import counts, signs
from earshot.rules.policy import default_policy_path, load_policy
from earshot.words.vocabulary import ConcernName

MODEL = learned.shipped()
DISCLOSED = "My stepdad makes me sleep in the shed when I get home late and I'm scared of him."


def test_a_concern_counts_only_from_the_likelihood_that_the_policy_names() -> None:
    likelihood = MODEL.likelihoods(DISCLOSED)[ConcernName.ABUSE_DISCLOSURE]
    assert 0.5 < likelihood < 1
    least = {ConcernName.ABUSE_DISCLOSURE: likelihood - 0.01}
    assert [each.concern for each in signs(DISCLOSED, MODEL, least)] == [*least]
    assert not list(signs(DISCLOSED, MODEL, {ConcernName.ABUSE_DISCLOSURE: likelihood + 0.01}))
    assert not list(signs(DISCLOSED, MODEL, {}))


def test_the_evidence_is_the_sentence_that_speaks_most_for_it() -> None:
    text = f"Hi all, quick question about parking. {DISCLOSED} Thanks!"
    (sign,) = signs(text, MODEL, {ConcernName.ABUSE_DISCLOSURE: 0.3})
    assert text[sign.start : sign.end] == DISCLOSED


def test_a_long_text_is_looked_at_in_stretches_so_that_what_stands_around_hides_little() -> None:
    story = "The van was late again and the tools were in the other depot. " * 5
    text = f"{story}{DISCLOSED} {story}"
    found = signs(text, MODEL, {ConcernName.ABUSE_DISCLOSURE: 0.35})
    assert DISCLOSED in [text[sign.start : sign.end] for sign in found]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "😂", "!!!", "٣٤", "\u200b", "a" * 100_000])
def test_texts_without_words_are_of_no_concern_and_break_nothing(text: str) -> None:
    assert not list(signs(text, MODEL, dict.fromkeys(MODEL.names, 0.6)))


def test_numbers_are_not_told_apart_so_that_nobodys_telephone_is_learned() -> None:
    assert counts("ring 07700 900123") == counts("ring 01134 960999")


def test_a_hostile_text_is_not_slow() -> None:
    begun = time.process_time()
    list(signs("see you thursday. " * 5_500, MODEL, dict.fromkeys(MODEL.names, 0.6)))
    assert time.process_time() - begun < 5


def test_a_company_can_turn_it_off_for_a_concern(tmp_path: Path) -> None:
    judged = Judge(load_policy(default_policy_path())).judge(DISCLOSED)
    assert ConcernName.ABUSE_DISCLOSURE in {each.concern for each in judged.concerns}
    shipped = default_policy_path().parent
    (tmp_path / "concerns").mkdir()
    (tmp_path / "policy.toml").write_bytes((shipped / "policy.toml").read_bytes())
    common = (shipped / "concerns" / "common.toml").read_text("utf-8")
    changed = common.replace("abuse_disclosure = 0.8\n", "")
    assert changed != common
    (tmp_path / "concerns" / "common.toml").write_text(changed, "utf-8")
    without = Judge(load_policy(tmp_path / "policy.toml"))
    rules_only = {each.rule for each in without._concerns.signs(DISCLOSED)}
    assert "learned" not in rules_only
