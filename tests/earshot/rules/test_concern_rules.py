"""The files of concerns: what they must hold, and how their mistakes are told."""

import re

import pytest

from earshot.rules.concern_rules import CLAUSE_OF, ConcernRules
from earshot.rules.policy import FILES, default_policy_path, load_policy, policy_of, read_files
from earshot.rules.policy_file import PolicyFile
from earshot.words.errors import BadPolicy
from earshot.words.vocabulary import ConcernName

SHIPPED = read_files(default_policy_path())
COMMON, DANGER = "concerns/common.toml", "concerns/danger.toml"
RULE = """
[[rules]]
id = "pier"
concern = "threat"
severity = "high"
confidence = 0.9
phrases = ["pirate of the pier"]
"""
PARTS = {
    COMMON: "report_from = 0.5\n[words]\nsea = ['pier', 'prom']\n",
    DANGER: RULE,
    "concerns/conduct.toml": "",
    "concerns/marks.toml": "",
}


def loaded(**changed: str) -> ConcernRules:
    """The concerns of four small files; `common` and `danger` may be given."""
    parts = PARTS | {f"concerns/{name}.toml": text for name, text in changed.items()}
    files = [PolicyFile(f.name, parts.get(f.name, f.source)) for f in SHIPPED]
    return policy_of(files).concerns


def refused(**changed: str) -> str:
    with pytest.raises(BadPolicy) as caught:
        loaded(**changed)
    return str(caught.value)


def test_every_concern_rests_on_a_clause_of_the_policy() -> None:
    assert CLAUSE_OF.keys() == set(ConcernName)
    assert set(CLAUSE_OF.values()) <= load_policy(default_policy_path()).clauses.keys()


def test_what_only_marks_is_of_low_severity() -> None:
    only_marked = {ConcernName.CONFIDENTIALITY, ConcernName.COPYRIGHT}
    rules = load_policy(default_policy_path()).concerns.rules
    marks = [rule for rule in rules if rule.concern in only_marked]
    assert {rule.concern for rule in marks} == only_marked
    assert [rule.id for rule in marks if rule.severity != "low"] == []


def test_words_of_one_file_may_be_used_in_every_other() -> None:
    rules = loaded(danger=RULE.replace("pirate of the pier", "pirate of the {sea}")).rules
    assert [rule.phrases for rule in rules] == [("pirate of the {sea}",)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"threat"', '"gossip"', r"danger\.toml, line 4, rules\.0\.concern: "),
        ('"high"', '"dire"', r"danger\.toml, line 5, rules\.0\.severity: "),
        ('"threat"', '"journalist"', r"danger\.toml, line 2, rules\.0: .*intent press"),
        (RULE, "[learned]\njournalist = 0.9\n", r"line 2, learned\.journalist: .*intent press"),
        (RULE, "[words]\nbad = ['(']\n", r"danger\.toml, line 2, words\.bad: "),
        ("0.9", "1.5", r"danger\.toml, line 6, rules\.0\.confidence: "),
        ("phrases =", "phrase =", r"danger\.toml, line 2, rules\.0\.phrases: "),
        ('["pirate of the pier"]', '["(pirate"]', r"danger\.toml, line 7, rules\.0\.phrases: "),
        ('["pirate of the pier"]', '["{lake}"]', r"danger\.toml, line 7, .*lake"),
        ('["pirate of the pier"]', "[]", r"danger\.toml, line 7, rules\.0\.phrases: "),
        ('["pirate of the pier"]\n', '["a b"]\ncancelled_by = ["x"]\n', r"line 8, .*no cancel 'x'"),
        (RULE, RULE + RULE, r"danger\.toml, line \d+, rules\.1\.id: 'pier' stands here twice"),
        (RULE, RULE + "seriously = true\n", r"danger\.toml, line 8, rules\.0\.seriously: "),
    ],
)
def test_a_mistake_in_a_rule_names_file_line_and_field(old: str, new: str, told: str) -> None:
    assert old in RULE
    said = refused(danger=RULE.replace(old, new))
    assert re.match(r"concerns/danger\.toml", said), said
    assert re.search(told, said), said


def test_a_name_that_stands_in_two_files_is_refused_in_the_later_one() -> None:
    assert "concerns/marks.toml, line 3, rules.0.id: 'pier' stands in another file" in refused(
        marks=RULE
    )
    words = "[words]\nsea = ['dock']\n"
    assert "concerns/danger.toml, line 2, words.sea: a list of this name" in refused(danger=words)
    common = PARTS[COMMON] + "[learned]\nthreat = 0.8\n"
    again = refused(common=common, danger="[learned]\nthreat = 0.9\n")
    assert "concerns/danger.toml, line 2, learned.threat: stands in another file" in again
    twice = refused(danger="report_from = 0.4\n")
    assert "concerns/danger.toml, line 1, report_from: stands in an earlier file" in twice


def test_from_when_a_concern_is_shown_has_to_be_said() -> None:
    assert "concerns/common.toml, report_from: this field is missing" in refused(common="")


def test_a_cancel_needs_phrases_unless_it_looks_at_quotation_marks() -> None:
    cancel = "report_from = 0.5\n[cancels.told]\nreach = '{}'\n"
    assert loaded(common=cancel.format("quotes")).cancels["told"].phrases == ()
    assert "cancels.told: phrases are missing" in refused(common=cancel.format("before"))


def test_the_shipped_files_are_four_of_concerns_beside_promises_and_playbooks() -> None:
    assert [file.name for file in SHIPPED] == list(FILES)
    assert len([name for name in FILES if name.startswith("concerns/")]) == 4
