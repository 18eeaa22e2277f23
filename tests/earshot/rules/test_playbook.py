"""Which steps and replies the policy proposes, for whom and when."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from earshot.rules.case import Case
from earshot.rules.findings import Finding, Judged
from earshot.rules.playbook import Situation, filled, proposed, situation, steps, templates
from earshot.rules.playbook_rules import Audience
from earshot.rules.policy import default_policy_path, load_policy
from earshot.rules.work import StepDone, Work
from earshot.words.vocabulary import Clock, ConcernName, Intent, State

PLAYBOOKS = load_policy(default_policy_path()).playbooks
NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
BULLYING = frozenset({ConcernName.BULLYING})
PARENT = Situation(Intent.COMMENT, State.OPEN, Audience.PARENT)


def ids(found: Situation) -> list[str]:
    return [step.id for step in steps(PLAYBOOKS, found)]


def case(**work: object) -> Case:
    return Case("m-1", 1, State.OPEN, Clock.POLICY, NOW, work=Work(**work))  # type: ignore[arg-type]


def word(person: str, concern: str = "bullying") -> Finding:
    return Finding("m-1", Judged.CONCERN, concern, "present", person, "seen", "p-1", NOW)


def test_monitoring_response_acknowledges_a_complaint_and_goes_by_its_procedure() -> None:
    (first, *_) = steps(PLAYBOOKS, Situation(Intent.COMPLAINT, State.OPEN))
    assert (first.clause, first.procedure) == ("monitoring.response", "complaints")
    assert "Acknowledge" in first.text


def test_monitoring_intervention_brings_possible_bullying_up_before_anything_else() -> None:
    assert ids(Situation(Intent.COMMENT, State.OPEN, possible=BULLYING))[0] == "look-now"


def test_audience_parent_is_asked_to_remove_only_once_a_person_has_confirmed() -> None:
    assert "ask-parent-to-remove" not in ids(replace(PARENT, possible=BULLYING))
    confirmed = ids(replace(PARENT, confirmed=BULLYING))
    assert {"ask-parent-to-remove", "parent-complaints"} <= set(confirmed)


@pytest.mark.parametrize("audience", list(Audience))
def test_audience_parent_a_complaint_is_never_asked_to_be_removed(audience: Audience) -> None:
    every = frozenset(ConcernName)
    found = Situation(Intent.COMPLAINT, State.OPEN, audience, every, every)
    assert not any(step.removes for step in steps(PLAYBOOKS, found))
    assert not any(template.removes for template in templates(PLAYBOOKS, found))


def test_audience_learner_offence_goes_by_the_learner_agreement_once_confirmed() -> None:
    learner = Situation(Intent.COMMENT, State.OPEN, Audience.LEARNER, possible=BULLYING)
    assert "learner-agreement" not in ids(learner)
    assert "learner-agreement" in ids(replace(learner, confirmed=BULLYING))
    assert "learner-agreement" not in ids(replace(PARENT, confirmed=BULLYING))


def test_who_wrote_it_is_not_guessed_and_counts_as_under_18_until_a_person_says() -> None:
    assert situation(case(), Intent.COMMENT, []).audience is Audience.UNKNOWN
    unknown = Situation(Intent.COMMENT, State.OPEN, possible=BULLYING)
    assert "under-18" in ids(unknown)
    assert "under-18" not in ids(replace(unknown, audience=Audience.EMPLOYER))


def test_conduct_journalist_tells_the_senior_team_and_offers_the_holding_line_alone() -> None:
    press = Situation(Intent.PRESS, State.OPEN)
    assert ids(press) == ["tell-senior-team", "holding-line"]
    assert [each.id for each in templates(PLAYBOOKS, press, held=True)] == ["press-holding"]


def test_a_named_member_of_staff_is_told_and_offered_support() -> None:
    found = Situation(Intent.COMMENT, State.OPEN, possible=frozenset({ConcernName.OFFENSIVE}))
    support = next(s for s in steps(PLAYBOOKS, found) if s.id == "support-named-staff")
    assert "tell them today" in support.text
    assert support.procedure == "staff_support"


def test_images_an_objection_is_urgent_and_stops_where_a_child_may_be_shown() -> None:
    found = Situation(Intent.COMPLAINT, State.OPEN, possible=frozenset({ConcernName.IMAGES}))
    first, second, *_ = steps(PLAYBOOKS, found)
    assert (first.id, first.stop) == ("picture-of-a-child", True)
    assert (second.id, second.clause) == ("picture-objection", "images")


def test_after_an_acknowledgement_the_answer_is_handed_on_or_given() -> None:
    owed = Situation(Intent.QUERY, State.ACKNOWLEDGED)
    assert ids(owed) == ["hand-on", "answer-owed"]


def test_what_is_settled_asks_for_nothing() -> None:
    assert ids(Situation(Intent.COMPLAINT, State.ANSWERED, confirmed=BULLYING)) == []


def test_a_concern_that_somebody_has_dismissed_proposes_nothing() -> None:
    judged = [{"concern": "bullying"}, {"concern": "offensive"}]
    found = situation(case(findings=(word("absent"),)), Intent.COMMENT, judged)
    assert (found.possible, found.confirmed) == ({ConcernName.OFFENSIVE}, frozenset())


def test_what_a_person_has_added_counts_as_confirmed() -> None:
    found = situation(case(findings=(word("present"),)), Intent.COMMENT, [])
    assert found.confirmed == BULLYING


def test_a_step_that_was_done_stays_with_who_and_when_even_where_it_fits_no_more() -> None:
    done = StepDone("look-now", "p-1", NOW, "rang them")
    found = proposed(PLAYBOOKS, Situation(Intent.PRAISE, State.OPEN), case(steps=(done,)))
    (kept,) = [each for each in found if each.is_done]
    assert (kept.step.id, kept.by, kept.at, kept.note) == ("look-now", "p-1", NOW, "rang them")


def test_what_is_not_known_of_a_reply_is_left_to_be_filled_in() -> None:
    text = "We answer by {answer_by}. {company}"
    assert filled(text, {"company": "Example"}) == "We answer by [answer by]. Example"
