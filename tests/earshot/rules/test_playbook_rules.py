"""The playbooks' file: what it must hold, and what no company's copy may say."""

from pathlib import Path

import pytest

from earshot.rules.playbook_rules import NEVER_REMOVED
from earshot.rules.policy import default_policy_path, load_policy
from earshot.words.errors import BadPolicy
from earshot.words.vocabulary import ConcernName, Intent

POLICY = load_policy(default_policy_path())
PLAYBOOKS = POLICY.playbooks
SHIPPED = default_policy_path().with_name("playbooks.toml").read_text(encoding="utf-8")
SERVED = {
    "monitoring.response",
    "monitoring.intervention",
    "conduct.defamatory",
    "conduct.discriminatory",
    "conduct.offensive",
    "conduct.harassing",
    "conduct.bullying",
    "conduct.data_protection",
    "conduct.confidentiality",
    "conduct.copyright",
    "conduct.identity",
    "conduct.journalist",
    "conduct.escalation",
    "abuse.explain",
    "abuse.colleague",
    "images",
    "scope.disclaimer",
    "audience.learner",
    "audience.parent",
    "audience.staff",
    "data.protection",
}


def changed(tmp_path: Path, old: str, new: str) -> Path:
    assert old in SHIPPED
    own = tmp_path / "policy.toml"
    own.write_text(default_policy_path().read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "playbooks.toml").write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    return own


def test_every_clause_that_asks_for_something_to_be_done_has_a_step() -> None:
    assert {step.clause for step in PLAYBOOKS.steps} >= SERVED


def test_every_concern_and_every_intent_has_a_step_of_its_own() -> None:
    concerns = {each for step in PLAYBOOKS.steps for each in step.when.concerns}
    # Of a journalist it is said by what they want.
    assert concerns == set(ConcernName) - {ConcernName.JOURNALIST}
    assert {each for step in PLAYBOOKS.steps for each in step.when.intents} == set(Intent)


def test_a_compromising_picture_stops_everything_and_is_never_advised_to_be_deleted() -> None:
    about = [s for s in PLAYBOOKS.steps if NEVER_REMOVED & set(s.when.concerns)]
    stops = [step for step in about if step.stop]
    assert len(stops) == 2
    assert all("Stop. Tell the safeguarding lead." in step.text for step in stops)
    assert not any("delete" in step.text.lower() or step.removes for step in about)


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ('clause = "abuse.explain"', 'clause = "abuse.shout"', "clause", "abuse.shout"),
        ('procedure = "press"', 'procedure = "radio"', "procedure", "radio"),
        ('template = "press-holding"', 'template = "fob-off"', "template", "fob-off"),
        ("by {answer_by}. If", "by {payday}. If", "text", "payday"),
        ('fault = "anger"', 'fault = "fury"', "fault", "anger"),
        ('"how dare you"', '"(how dare you"', "drafts.wordings.0", "missing"),
        ('id = "comment"', 'id = "spam"', "id", "twice"),
        (
            'removes = true\nwhen = { concerns = ["bullying", "harassing", "discriminatory", '
            '"offensive"], confirmed = true,',
            'removes = true\nwhen = { concerns = ["bullying"],',
            "removes",
            "confirmed",
        ),
        (
            'removes = true\nwhen = { concerns = ["bullying",',
            'removes = true\nwhen = { concerns = ["images",',
            "removes",
            "safeguarding lead",
        ),
        (
            'removes = true\nwhen = { concerns = ["bullying",',
            'removes = true\nwhen = { concerns = ["defamatory",',
            "removes",
            "no removal",
        ),
        (
            "removes = true\nwhen = { ",
            'removes = true\nwhen = { intents = ["complaint"], ',
            "removes",
            "complaint",
        ),
    ],
)
def test_a_playbook_with_a_mistake_is_refused_by_file_line_and_field(
    tmp_path: Path, old: str, new: str, field: str, words: str
) -> None:
    with pytest.raises(BadPolicy, match=r"^playbooks\.toml, line \d+, ") as caught:
        load_policy(changed(tmp_path, old, new))
    assert field in str(caught.value)
    assert words in str(caught.value)
