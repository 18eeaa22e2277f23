"""How signs add up, what lessens them, how grave they make a concern, and at what cost."""

from itertools import pairwise
from typing import Any

import pytest

from earshot.judging.concerns import LEARNED, ConcernFinder, gravest_first
from earshot.judging.context import Context
from earshot.judging.judge import Judge
from earshot.judging.judgement import Concern
from earshot.judging.signs import Sign
from earshot.rules.concern_rules import Cancel, ConcernRule, ConcernRules
from earshot.rules.policy import default_policy_path, load_policy
from earshot.words.phrases import Compiled
from earshot.words.vocabulary import ConcernName, Severity

THREAT = ConcernName.THREAT
POLICY = load_policy(default_policy_path())


def rule(id: str, severity: str, confidence: float, phrase: str, **more: Any) -> ConcernRule:
    written = {"id": id, "concern": THREAT, "phrases": (phrase,), **more}
    return ConcernRule.model_validate({**written, "severity": severity, "confidence": confidence})


def finder(
    *rules: ConcernRule, cancels: dict[str, Cancel] | None = None, model: Any = None
) -> ConcernFinder:
    kept = ConcernRules.model_construct(
        report_from=0.5, learned={}, words={}, cancels=cancels or {}, rules=rules
    )
    return ConcernFinder(kept, learned=model)


def only(found: tuple[Concern, ...]) -> Concern:
    (concern,) = found
    return concern


FAINT, SURE = rule("faint", "critical", 0.3, "zonk"), rule("sure", "low", 0.8, "plink")


def test_a_faint_critical_sign_beside_a_sure_low_one_is_not_critical() -> None:
    concern = only(finder(FAINT, SURE).find("zonk plink"))
    assert (concern.severity, concern.confidence) == (Severity.LOW, 0.86)


def test_graver_signs_that_are_enough_together_decide_how_grave_it_is() -> None:
    again = rule("again", "high", 0.4, "plonk")
    assert only(finder(FAINT, SURE, again).find("zonk plink plonk")).severity is Severity.HIGH


@pytest.mark.parametrize(("likelihood", "confidence"), [(0.9, 0.9), (0.6, 0.8)])
def test_the_model_proves_nothing_beside_the_rules_but_may_be_surer(
    likelihood: float, confidence: float
) -> None:
    sign = Sign(THREAT, Severity.MEDIUM, likelihood, 0, 5, LEARNED)
    assert only(finder(SURE, model=lambda _: [sign]).find("plink")).confidence == confidence


def test_a_cancel_may_leave_a_part() -> None:
    laughing = {"laughing": Cancel(reach="sentence", phrases=("haha",), leaves=0.75)}
    found = finder(
        rule("sure", "critical", 0.8, "plink", cancelled_by=("laughing",)), cancels=laughing
    )
    assert only(found.find("plink haha")).confidence == pytest.approx(0.6)
    assert only(found.find("plink. haha")).confidence == pytest.approx(0.8)


def test_laughter_cancels_nothing_that_is_critical_and_nothing_in_another_sentence() -> None:
    for name, cancel in POLICY.concerns.cancels.items():
        if name.startswith("laughing"):
            assert cancel.reach == "sentence"
    critical = [r for r in POLICY.concerns.rules if r.severity is Severity.CRITICAL]
    assert len(critical) > 20
    assert not [r.id for r in critical if "laughing" in r.cancelled_by]
    assert POLICY.concerns.cancels["laughing_at_worst"].leaves == 0.75


@pytest.mark.parametrize("laugh", ["haha", "lol", "😂", "only joking"])
def test_a_threat_with_a_laugh_is_as_grave_but_less_sure(laugh: str) -> None:
    judge = Judge(POLICY)
    plain, laughed = (
        next(c for c in judge.judge(text).concerns if c.concern is THREAT)
        for text in ("I will stab you tomorrow", f"I will stab you all tomorrow {laugh}")
    )
    assert laughed.severity is plain.severity is Severity.CRITICAL
    beaten = "I am going to kill Sarah"
    one, other = (
        next(c for c in judge.judge(text).concerns if c.concern is THREAT)
        for text in (beaten, f"{beaten} {laugh}")
    )
    assert other.severity is one.severity is Severity.CRITICAL
    assert other.confidence < one.confidence


def test_a_critical_threat_stands_before_a_journalist() -> None:
    text = "I'm a reporter at the Post and would like a comment for our article. I will kill you."
    concerns = Judge(POLICY).judge(text).concerns
    assert ConcernName.JOURNALIST in {each.concern for each in concerns}
    assert concerns[0].concern is THREAT
    assert list(concerns) == sorted(concerns, key=gravest_first)


def test_repeated_dangers_are_searched_for_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Judge(POLICY)
    searched: list[int] = []

    def counted(times: int) -> int:
        searched.clear()
        judge.judge("i will kill you. " * times)
        return len(searched)

    search, search_all = Compiled.search, Compiled.search_all
    monkeypatch.setattr(Compiled, "search", lambda s, r: (searched.append(1), search(s, r))[1])
    monkeypatch.setattr(
        Compiled, "search_all", lambda s, r: (searched.append(1), search_all(s, r))[1]
    )
    few = counted(3)
    assert few > 10
    assert counted(100) == few


def test_places_that_are_cancelled_cost_no_more_than_a_few_steps_each() -> None:
    """A hundred thousand characters of cancelled signs: each asks the sorted places."""
    cancels = {
        name: Cancel(reach=name, phrases=("hm",)) for name in ("cover", "before", "sentence")
    }
    harmless = rule("r", "low", 0.9, "plink hm", cancelled_by=tuple(cancels))
    found = finder(harmless, cancels=cancels)
    assert not found.find("plink hm. " * 10_000)
    assert found.find("plink hm. " * 10 + "plink... hm") == ()
    plain = rule("r", "low", 0.9, "plink", cancelled_by=("before", "cover"))
    both = finder(plain, cancels=cancels)
    assert not both.find("hm plink. " * 10)
    assert only(both.find("hm plink. " * 10 + "plink"))
    assert only(both.find("hm a b c d e f g plink"))


def test_quotations_are_found_by_place() -> None:
    text = '"one two" and "three four" or five'
    context = Context(text)
    for word, quoted in (("one", True), ("and", False), ("four", True), ("five", False)):
        at = text.index(word)
        assert context.is_quoted(at, at + len(word)) is quoted
    assert not Context('"one two"').is_quoted(1, 4)
    assert not context.is_quoted(text.index("two"), text.index("three"))


def test_one_rule_s_places_are_shown_a_few_times() -> None:
    text = "plink. " * 50
    evidence = only(finder(SURE).find(text)).evidence
    assert 1 < len(evidence) <= 8
    assert all(a.end <= b.start for a, b in pairwise(evidence))
    assert {each.text for each in evidence} == {"plink"}
