"""Drafting: a reply begun from a template, and checked before a person copies it out.

Nothing is ever posted from here.
"""

from datetime import date, datetime

from collectors.post import Platform
from earshot.handling.decisions import follow_up_default
from earshot.handling.playing import Standing
from earshot.judging.judge import Judge
from earshot.rules.arrival import Rules
from earshot.rules.draft_checks import Draft, Remark, check
from earshot.rules.measures import is_young, why_shut
from earshot.rules.playbook import filled, templates
from earshot.rules.playbook_rules import Template
from earshot.rules.work import Measure
from earshot.words.times import spoken_day
from earshot.words.vocabulary import ConcernName, Intent, State

# Of what the program hears in our own words; that we speak for the company is no fault of ours.
CONCERNS = {
    ConcernName.DATA_PROTECTION: "It may hold somebody’s personal details.",
    ConcernName.CONFIDENTIALITY: "It may hold something confidential.",
    ConcernName.DEFAMATORY: "It may say something about somebody that could ruin their name.",
    ConcernName.OFFENSIVE: "It may be read as abuse.",
    ConcernName.BULLYING: "It may be read as bullying.",
    ConcernName.HARASSING: "It may be read as intimidating.",
    ConcernName.DISCRIMINATORY: "It may be read as discriminating.",
    ConcernName.THREAT: "It may be read as a threat.",
    ConcernName.SEXUAL: "It may be read as sexual.",
}
SUBSTANCE = (
    "This waits for the senior team: no more than an agreed holding line may go before they have "
    "released it."
)


def fitting(found: Standing, rules: Rules) -> list[Template]:
    """The replies to start from."""
    return templates(rules.policy.playbooks, found.situation, held=found.case.held)


def begun(template: Template, found: Standing, rules: Rules, *, answer_by: date) -> str:
    """A reply with all that is known filled in; what is not stays in square brackets."""
    company = rules.company
    known = {
        "company": company.profile.name,
        "account": company.account_name(found.item.account) or "",
        "answer_by": spoken_day(answer_by, year=False),
        "contact": next(iter(company.profile.contacts), ""),
        **company.profile.procedures,
    }
    return filled(template.text.strip(), known)


def owed_by(found: Standing, rules: Rules, *, now: datetime) -> date:
    """The day that may be promised: the one that is noted, else the policy's own."""
    noted = found.case.follow_up_on
    acknowledged = found.case.state is State.ACKNOWLEDGED
    if acknowledged and noted is not None:
        return noted
    return follow_up_default(rules, now)


def remarks_on(
    text: str,
    found: Standing,
    rules: Rules,
    judge: Judge,
    *,
    answer_by: date,
    public: bool = True,
    staff: bool = False,
) -> tuple[Remark, ...]:
    """What to look at again in a draft before it is copied out; in the order of the text."""
    intent = Intent(found.item.intent)
    draft = Draft(
        text=text,
        company=rules.company.profile.name,
        platform=Platform(found.item.platform),
        public=public,
        young=is_young(found.case.work.audience),
        author=found.item.author or "",
        ours=tuple(spoken_day(answer_by, year=year) for year in (True, False)),
        may_remove=not why_shut(found.case, intent, Measure.ASK_TO_REMOVE),
        staff=staff,
    )
    said = check(draft, rules.policy.playbooks.drafts)
    return (*_held_back(text, found, rules, answer_by), *said, *_concerns(text, judge))


def _held_back(text: str, found: Standing, rules: Rules, answer_by: date) -> tuple[Remark, ...]:
    lines = [t for t in fitting(found, rules) if t.holding]
    agreed = {begun(each, found, rules, answer_by=answer_by) for each in lines}
    if not text.strip() or not found.case.held or text.strip() in agreed:
        return ()
    return (Remark("", 0, 0, SUBSTANCE, "conduct.journalist"),)


def _concerns(text: str, judge: Judge) -> tuple[Remark, ...]:
    return tuple(
        Remark(place.text, place.start, place.end, CONCERNS[each.concern], each.clause)
        for each in judge.judge(text).concerns
        if each.concern in CONCERNS
        for place in each.evidence
    )
