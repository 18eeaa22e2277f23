"""Policy changes: each kind of difference is told in words, and whether it needs a rescore."""

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from earshot.rules.concern_rules import ConcernRule
from earshot.rules.policy import Policy, default_policy_path, policy_of, read_files
from earshot.rules.policy_changes import CLOCKS, RETENTION, Changes, changes
from earshot.rules.policy_file import PolicyFile

FILES = {file.name: file for file in read_files(default_policy_path())}
SHIPPED = policy_of(list(FILES.values()))


def other(name: str, old: str, new: str) -> Policy:
    source = FILES[name].source
    assert old in source
    fresh = FILES | {name: PolicyFile(name, source.replace(old, new, 1))}
    return policy_of(list(fresh.values()))


RULE = ConcernRule.model_validate(
    {
        "id": "seaside-copies",
        "concern": "copyright",
        "severity": "low",
        "confidence": 0.9,
        "phrases": ["pirate of the pier", "pier pirate"],
    }
)


def ruled(*rules: ConcernRule) -> Policy:
    """The shipped policy with these rules of concern and no others."""
    concerns = SHIPPED.concerns.model_copy(update={"rules": rules})
    parts = {name: getattr(SHIPPED, name) for name in Policy.model_fields}
    return Policy.model_construct(**parts | {"concerns": concerns})


def told(name: str, old: str, new: str) -> Changes:
    return changes(SHIPPED, other(name, old, new))


@pytest.mark.parametrize(
    ("old", "new", "words", "rescores"),
    [
        ("policy_hours = 24", "policy_hours = 12", "hours to answer .*: 24, from now on 12", False),
        ('"17:00"', '"16:30"', "close of business .*: 17:00:00, from now on 16:30:00", False),
        ("mentions_months = 12", "mentions_months = 6", "months .* mentions .*: 12, .* 6", False),
        ("version = 1", "version = 2", "the version: 1, from now on 2", False),
        ("shambles = -2.5", "shambles = -3", "the tone of 'shambles': -2.5, from now on -3", True),
        ('id = "access"', 'id = "access_asked"', "a new rule of intent, access_asked", True),
        (
            'title = "Tone"',
            'title = "How we speak"',
            "the clause tone changes: title Tone, from now on “How we speak”",
            False,
        ),
    ],
)
def test_a_changed_value_is_told_as_it_was_and_as_it_will_be(
    old: str, new: str, words: str, rescores: bool
) -> None:
    found = told("policy.toml", old, new)
    assert any(re.search(words, said) for said in found.said), found.said
    assert found.rescores is rescores


def test_a_rule_of_concern_that_is_taken_away_is_told_and_needs_a_rescore() -> None:
    found = changes(ruled(RULE), ruled())
    assert found.said == ("the rule of concern seaside-copies is taken away",)
    assert found.rescores


def test_a_changed_rule_says_which_phrases_come_and_go() -> None:
    other_words = RULE.model_copy(update={"phrases": ("pier pirate", "seaside rock")})
    assert changes(ruled(RULE), ruled(other_words)).said == (
        "the rule of concern seaside-copies changes: phrases: new “seaside rock”; "
        "phrases: without “pirate of the pier”",
    )


def test_another_choice_where_the_policy_is_silent_has_to_be_signed_again() -> None:
    found = told("policy.toml", "Praise runs the clock", "Praise stops the clock")
    assert found.unsigned == ("praise-counts",)
    assert len(found.said) == 1
    assert not found.rescores


def test_the_same_policy_changes_nothing_and_neither_do_comments() -> None:
    assert changes(SHIPPED, SHIPPED) == Changes((), False, ())
    assert told("policy.toml", "[clocks]", "# a remark\n[clocks]").said == ()


def test_every_clock_and_every_time_of_keeping_has_its_words() -> None:
    assert CLOCKS.keys() == type(SHIPPED.clocks).model_fields.keys()
    assert RETENTION.keys() == type(SHIPPED.retention).model_fields.keys()


def test_no_reordering_of_lists_hides_a_difference() -> None:
    steps = SHIPPED.playbooks.steps
    turned = SHIPPED.playbooks.model_copy(update={"steps": (*steps[1:], steps[0])})
    parts = {name: getattr(SHIPPED, name) for name in Policy.model_fields}
    found = changes(SHIPPED, Policy.model_construct(**parts | {"playbooks": turned}))
    assert found.said == (("the steps stand in another order",) if len(steps) > 1 else ())


def parts_of(model: BaseModel, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every field of a policy whose own fields are no model's."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from parts_of(value, (*path, name))
        else:
            yield (*path, name)


def without(model: BaseModel, path: tuple[str, ...]) -> BaseModel:
    name, *rest = path
    value = getattr(model, name)
    if rest:
        return model.model_copy(update={name: without(value, tuple(rest))})
    return model.model_copy(update={name: otherwise(value)})


def otherwise(value: object) -> object:
    """Another value of the same type."""
    match value:
        case tuple():
            return value[1:] or ("more",)
        case dict():
            return dict(list(value.items())[1:]) or {"more": ("words",)}
        case float() | int():
            return value + 1
        case str():
            return f"{value} else"
    return None


@pytest.mark.parametrize("path", list(parts_of(SHIPPED)), ids=".".join)
def test_no_part_of_a_policy_changes_without_words(path: tuple[str, ...]) -> None:
    fresh = without(SHIPPED, path)
    assert changes(SHIPPED, fresh).said  # type: ignore[arg-type]
