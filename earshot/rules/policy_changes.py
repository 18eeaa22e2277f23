"""Policy changes: what is different between two policies, in words. No store, no clock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from earshot.rules.playbook_rules import Drafts
from earshot.rules.policy import Policy

CLOCKS = {
    "policy_hours": "hours to answer what comes on a weekday",
    "weekend": "when an answer to what comes at a weekend is due",
    "close_of_business": "the close of business that is shown",
    "aim_working_days": "working days to answer what is said elsewhere",
    "follow_up_working_days": "working days to answer after an acknowledgement",
}
RETENTION = {
    "mentions_months": "months for which mentions are kept",
    "answered_cases_months": "months for which answered cases are kept",
    "restricted_days_after_handover": "days for which restricted items are kept once filed",
    "dropped_summaries_days": "days for which what is not about the company is kept",
    "outgoing_months": "months for which the company's own replies are kept",
    "out_of_scope_days": "days for which what was dismissed as out of scope is kept",
}
INTENTS = {
    "strong": "the weight that settles an intent",
    "negative_below": "the tone below which a text sounds like a complaint",
    "positive_above": "the tone above which a text sounds like praise",
}
DRAFTS = {
    "acronyms": "words in capitals that do not shout",
    "warm": "words that make a reply warm",
    "signed": "words that say who is speaking",
    "disclaimed": "words that make an opinion one's own",
}
NAMED = 3  # words that are named one by one


@dataclass(frozen=True, slots=True)
class Changes:
    """What a policy would change of the one in force."""

    said: tuple[str, ...]  # one sentence's words each; none: nothing would
    rescores: bool  # whether what is kept would have to be judged again
    unsigned: tuple[str, ...]  # interpretations whose words are others: their signature lapses


def changes(before: Policy, after: Policy) -> Changes:
    """`after` seen from `before`, in the order in which people look for it."""
    words = [
        *_fields({"title": "the title", "version": "the version"}, before, after),
        *_fields(CLOCKS, before.clocks, after.clocks),
        *_fields(RETENTION, before.retention, after.retention),
        *_records("clause", before.clauses, after.clauses),
        *_records("interpretation", _ids(before.interpretations), _ids(after.interpretations)),
        *_judging(before, after),
        *_playbooks(before, after),
    ]
    old = {each.id: each.choice for each in before.interpretations}
    lapsed = [i.id for i in after.interpretations if old.get(i.id, i.choice) != i.choice]
    rescores = before.judging_fingerprint != after.judging_fingerprint
    return Changes(tuple(words), rescores, tuple(lapsed))


def _judging(before: Policy, after: Policy) -> Iterator[str]:
    yield from _values("the tone of", before.sentiment.lexicon, after.sentiment.lexicon)
    phrases = "phrases without any feeling"
    yield from _listed(phrases, before.sentiment.neutral_phrases, after.sentiment.neutral_phrases)
    intents, fresh = before.intents, after.intents
    yield from _fields(INTENTS, intents, fresh)
    yield from _lists("list of words for intents", intents.words, fresh.words)
    yield from _record("what makes a feeling speak of us", intents.addressed, fresh.addressed)
    yield from _records("rule of intent", _ids(intents.rules), _ids(fresh.rules))
    rules, anew = before.concerns, after.concerns
    told = {"report_from": "the confidence from which a concern is shown"}
    yield from _fields(told, rules, anew)
    yield from _values(
        "the likelihood from which the taught model counts for", rules.learned, anew.learned
    )
    yield from _lists("list of words for concerns", rules.words, anew.words)
    yield from _records("cancel", rules.cancels, anew.cancels)
    yield from _records("rule of concern", _ids(rules.rules), _ids(anew.rules))


def _playbooks(before: Policy, after: Policy) -> Iterator[str]:
    old, new = before.playbooks, after.playbooks
    yield from _records("procedure", old.procedures, new.procedures)
    yield from _records("step", _ids(old.steps), _ids(new.steps))
    yield from _records("reply", _ids(old.templates), _ids(new.templates))
    yield from _records("explanation", _ids(old.explanations), _ids(new.explanations))
    yield from _drafts(old.drafts, new.drafts)
    if [s.id for s in old.steps] != [s.id for s in new.steps] and _same_ids(old.steps, new.steps):
        yield "the steps stand in another order"


def _drafts(old: Drafts, new: Drafts) -> Iterator[str]:
    yield from _values("characters of a reply on", old.lengths, new.lengths)
    yield from _lists("list of words for drafts", old.words, new.words)
    for name, words in DRAFTS.items():
        yield from _listed(words, getattr(old, name), getattr(new, name))
    if old.wordings != new.wordings:
        yield "the wordings that a draft is warned of are others"


def _fields(told: Mapping[str, str], before: BaseModel, after: BaseModel) -> Iterator[str]:
    for name, words in told.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"{words}: {_shown(old)}, from now on {_shown(new)}"


def _records(
    what: str, before: Mapping[str, BaseModel], after: Mapping[str, BaseModel]
) -> Iterator[str]:
    for name in sorted(before.keys() - after.keys()):
        yield f"the {what} {name} is taken away"
    for name, new in after.items():
        if name not in before:
            yield f"a new {what}, {name}"
        else:
            yield from _record(f"the {what} {name}", before[name], new)


def _record(name: str, old: BaseModel, new: BaseModel) -> Iterator[str]:
    fields = type(new).model_fields
    parts = [p for each in fields for p in _part(each, getattr(old, each), getattr(new, each))]
    if parts:
        yield f"{name} changes: {'; '.join(parts)}"


def _part(field: str, old: Any, new: Any) -> Iterator[str]:
    name = field.replace("_", " ")
    if old == new:
        return
    if isinstance(old, tuple) and isinstance(new, tuple):
        yield from _listed(name, old, new)
    elif isinstance(old, str) and isinstance(new, str) and len(old) + len(new) > 120:
        yield f"{name} is worded anew"
    elif isinstance(new, BaseModel):
        yield f"{name} is another"
    else:
        yield f"{name} {_shown(old)}, from now on {_shown(new)}"


def _listed(name: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[str]:
    gone, come = [e for e in old if e not in new], [e for e in new if e not in old]
    if come:
        yield f"{name}: new {_some(come)}"
    if gone:
        yield f"{name}: without {_some(gone)}"
    if not gone and not come and list(old) != list(new):
        yield f"{name}: in another order"


def _lists(
    what: str, before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        yield from _listed(f"the {what} {name!r}", before.get(name, ()), after.get(name, ()))


def _values(what: str, before: Mapping[Any, float], after: Mapping[Any, float]) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield f"{what} {str(name)!r}: {_shown(old)}, from now on {_shown(new)}"


def _some(entries: Sequence[Any]) -> str:
    shown = ", ".join(_shown(each) for each in entries[:NAMED])
    more = f" and {len(entries) - NAMED} more" if len(entries) > NAMED else ""
    return shown + more


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{value}”" if isinstance(value, str) and " " in value else str(value)


def _ids(records: Sequence[Any]) -> dict[str, BaseModel]:
    return {each.id: each for each in records}


def _same_ids(old: Sequence[Any], new: Sequence[Any]) -> bool:
    return {each.id for each in old} == {each.id for each in new}
