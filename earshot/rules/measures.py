"""Measures: when a comment may be hidden, deleted, reported, or its removal asked for. Pure."""

from collections.abc import Iterable

from earshot.rules.case import Case
from earshot.rules.work import Measure
from earshot.words.vocabulary import ConcernName, Intent

# Once a person has confirmed one of these. Not defamation, confidentiality or malpractice: what is
# said against a company may be true, and is for a senior person to judge, not to take away.
OPENING = frozenset(
    {
        ConcernName.OFFENSIVE,
        ConcernName.BULLYING,
        ConcernName.HARASSING,
        ConcernName.DISCRIMINATORY,
        ConcernName.DATA_PROTECTION,
        ConcernName.COPYRIGHT,
        ConcernName.IDENTITY,
    }
)
# Of these the exact words would point at whoever was attacked.
HAVE_VICTIMS = frozenset(
    {
        ConcernName.OFFENSIVE,
        ConcernName.BULLYING,
        ConcernName.HARASSING,
        ConcernName.DISCRIMINATORY,
        ConcernName.DATA_PROTECTION,
    }
)
# What takes a comment away from those who read along.
REMOVING = frozenset({Measure.HIDE, Measure.DELETE, Measure.ASK_TO_REMOVE})
YOUNG = frozenset({"learner", "unknown", ""})  # age not known counts as under 18
COMPLAINT = (
    "It is a complaint: nobody is asked to take one down, and it is neither hidden nor deleted. "
    "Answer it. If it is something else, correct what it is first."
)
NOT_CONFIRMED = (
    "This opens once a person has confirmed that it is offensive or otherwise not acceptable."
)


def why_shut(case: Case, intent: Intent, measure: Measure) -> str:
    """Why this may not be done here, in words; "" where it may.

    A complaint stays where it stands. Who abuses somebody in one may be blocked and reported.
    """
    if intent is Intent.COMPLAINT and measure in REMOVING:
        return COMPLAINT
    return "" if confirmed(case) & OPENING else NOT_CONFIRMED


def confirmed(case: Case) -> frozenset[ConcernName]:
    """What people have confirmed of any Mention of the Case."""
    return frozenset(each for each in ConcernName if case.work.confirmed(each.value))


def is_young(audience: str) -> bool:
    """Whether whoever wrote it may be under 18."""
    return audience in YOUNG


def needs_generic_words(case: Case, measure: Measure) -> bool:
    """Whether the audience may only be told why in words that fit anything: exact ones would name
    a child or a victim. What is asked of the writer alone is no announcement."""
    if measure is Measure.ASK_TO_REMOVE:
        return False
    return is_young(case.work.audience) or bool(confirmed(case) & HAVE_VICTIMS)


def is_generic(told: str, ready: Iterable[str]) -> bool:
    """Whether these are ready-made words, however they are spaced."""
    return " ".join(told.split()) in {" ".join(each.split()) for each in ready}
