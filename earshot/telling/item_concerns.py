"""An item's concerns as they stand: the machine's that nobody has dismissed, and people's. Pure.

Those that restrict are left out: an item that has one is no longer in the open, and one that the
safeguarding lead has brought back has none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from earshot.rules.concern_rules import CLAUSE_OF
from earshot.rules.restriction import Danger
from earshot.store.questions import Item
from earshot.words.vocabulary import ConcernName, Severity

RESTRICTING = frozenset(ConcernName(each.value) for each in Danger)
SHOWN = tuple(each for each in ConcernName if each not in RESTRICTING)
CONCERN = {
    ConcernName.HARASSING: "Harassment",
    ConcernName.BULLYING: "Bullying",
    ConcernName.DISCRIMINATORY: "Discrimination",
    ConcernName.OFFENSIVE: "Offensive language",
    ConcernName.DEFAMATORY: "Defamation",
    ConcernName.DATA_PROTECTION: "Personal data",
    ConcernName.CONFIDENTIALITY: "Confidential information",
    ConcernName.COPYRIGHT: "Others’ work copied",
    ConcernName.IMAGES: "Pictures of learners",
    ConcernName.IDENTITY: "Speaks in our name",
    ConcernName.JOURNALIST: "Contact from the press",
    ConcernName.MALPRACTICE: "Malpractice",
    ConcernName.DISCLAIMER: "Disclaimer missing",
}


@dataclass(frozen=True, slots=True)
class StandingConcern:
    """`severity`, `confidence` and evidence are the machine's; of what it missed there are none."""

    concern: ConcernName
    confirmed: bool  # by a person; else it is possible
    clause: str
    severity: Severity | None = None
    confidence: float | None = None
    evidence: tuple[tuple[str, int, int], ...] = ()  # text, from, up to: of what was said

    @property
    def words(self) -> str:
        """`Possible: bullying`."""
        return f"{'Confirmed' if self.confirmed else 'Possible'}: {CONCERN[self.concern].lower()}"


def concerns_of(item: Item) -> list[StandingConcern]:
    """The machine's first, the gravest of them first; then what people have added."""
    told = {ConcernName(each["concern"]): each for each in item.concerns}
    machine = [_of_machine(each, item.confirmed) for each in told.values()]
    added = [
        StandingConcern(name, True, CLAUSE_OF[name])
        for name in map(ConcernName, item.confirmed)
        if name not in told
    ]
    found = [*machine, *added]
    return [c for c in found if c.concern in SHOWN and c.concern.value not in item.dismissed]


def lines_of(item: Item) -> list[dict[str, object]]:
    """Those that stand, as `--json` prints them: what a person has found and the program has not is
    sure, without evidence, and as grave as the queue takes it."""
    told = {str(each["concern"]): each for each in item.concerns}
    return [told.get(c.concern.value) or _found_by_people(c) for c in concerns_of(item)]


def _found_by_people(concern: StandingConcern) -> dict[str, object]:
    return {
        "concern": concern.concern.value,
        "severity": Severity.HIGH.value,
        "confidence": 1.0,
        "evidence": [],
        "clause": concern.clause,
    }


def dismissed_of(item: Item) -> list[ConcernName]:
    """What the machine thought possible and a person has said is not there."""
    told = {each["concern"] for each in item.concerns}
    return [name for name in SHOWN if name.value in told and name.value in item.dismissed]


def marks_of(item: Item) -> list[tuple[int, int]]:
    """The stretches of what was said that speak for a concern."""
    return [(start, end) for each in concerns_of(item) for _, start, end in each.evidence]


def named(concerns: Iterable[StandingConcern], *, confirmed: bool) -> str:
    """`bullying; offensive`: names of the vocabulary, for a table's cell."""
    return "; ".join(each.concern.value for each in concerns if each.confirmed == confirmed)


def _of_machine(told: dict[str, object], confirmed: Sequence[str]) -> StandingConcern:
    name = ConcernName(str(told["concern"]))
    pieces = told["evidence"]
    assert isinstance(pieces, list)
    return StandingConcern(
        name,
        name.value in confirmed,
        str(told["clause"]),
        Severity(str(told["severity"])),
        float(str(told["confidence"])),
        tuple((each["text"], each["start"], each["end"]) for each in pieces),
    )
