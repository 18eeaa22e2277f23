"""Policy trials: how many of the texts kept last would be judged otherwise by another policy."""

from collections.abc import Sequence
from dataclasses import dataclass

from earshot.handling.house import names_of
from earshot.judging.judge import Judge
from earshot.judging.judgement import Judgement
from earshot.rules.company import Company
from earshot.rules.policy import Policy
from earshot.rules.restriction import Danger
from earshot.store import restricted
from earshot.store.lately import Lately, lately
from earshot.store.rows import Connection

LAST = 300  # texts that are tried
SHOWN = 10  # examples


@dataclass(frozen=True, slots=True)
class Example:
    """One text that would be judged otherwise."""

    text: str
    said: str  # what would be different


@dataclass(frozen=True, slots=True)
class Trial:
    tried: int
    differing: int
    examples: tuple[Example, ...]  # without those that would be restricted
    newly_restricted: int
    left_out: int  # restricted items: nothing is tried on them


def judge_by(policy: Policy, company: Company) -> Judge:
    """As the company's texts would be judged by it."""
    return Judge(policy, company.profile.contacts, names_of(company))


def texts(connection: Connection, most: int = LAST) -> tuple[list[Lately], int]:
    """What a trial reads in one unit of work: the texts, and how many items are left out."""
    return lately(connection, most), restricted.count_all(connection)


def trial(found: Sequence[Lately], left_out: int, before: Judge, after: Judge) -> Trial:
    """Judge each text by both."""
    differing, newly = 0, 0
    examples: list[Example] = []
    for each in found:
        old, new = before.judge(each.text), after.judge(each.text)
        said = _difference(old, new)
        if not said:
            continue
        differing += 1
        if _dangers(new) - _dangers(old):
            newly += 1
        elif len(examples) < SHOWN:
            examples.append(Example(each.text, said))
    return Trial(len(found), differing, tuple(examples), newly, left_out)


def in_words(found: Trial) -> str:
    """`Of the 300 texts kept last 12 would be judged otherwise; 1 of them would be restricted.`"""
    if not found.tried:
        return "Nothing is kept yet that it could be tried on."
    newly = f"; {found.newly_restricted} of them would be restricted" * bool(found.newly_restricted)
    left = f" It is not tried on {found.left_out} restricted." * bool(found.left_out)
    last = f"Of the {found.tried:,} texts kept last" if found.tried > 1 else "Of the one text kept"
    return f"{last} {found.differing or 'none'} would be judged otherwise{newly}.{left}"


def _difference(old: Judgement, new: Judgement) -> str:
    before = {each.concern.value for each in old.concerns}
    after = {each.concern.value for each in new.concerns}
    parts = [f"newly {name}" for name in sorted(after - before)]
    parts += [f"no longer {name}" for name in sorted(before - after)]
    if old.intent is not new.intent:
        parts.append(f"{new.intent.value} instead of {old.intent.value}")
    if old.sentiment is not new.sentiment:
        parts.append(f"{new.sentiment.value} instead of {old.sentiment.value}")
    return ", ".join(parts).replace("_", " ")


def _dangers(found: Judgement) -> set[str]:
    return {each.concern.value for each in found.concerns} & {each.value for each in Danger}
