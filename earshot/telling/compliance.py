"""Compliance: how the promise to answer in time was kept. Pure figures over items."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from earshot.store.promises import Group
from earshot.store.questions import Item
from earshot.words.vocabulary import Clock, State, Verdict


class Standing(StrEnum):
    """What a promise counts as, in a report."""

    MET_WITH_EVIDENCE = "met_with_evidence"
    MET_ON_WORD = "met_on_word"
    MISSED = "missed"
    PENDING = "pending"
    CANNOT_BE_TOLD = "cannot_be_told"
    NO_REPLY_NEEDED = "no_reply_needed"  # decided before the deadline
    OUT_OF_SCOPE = "out_of_scope"  # decided before the deadline
    HANDLED_PRIVATELY = "handled_privately"  # restricted while its time still ran


MET = (Standing.MET_WITH_EVIDENCE, Standing.MET_ON_WORD)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many promises stand how."""

    by: Counter[Standing] = field(default_factory=Counter)

    @property
    def met(self) -> int:
        return sum(self.by[each] for each in MET)

    @property
    def settled(self) -> int:
        """Those that were kept or broken: what a share in time is a share of."""
        return self.met + self.by[Standing.MISSED]

    @property
    def share(self) -> float | None:
        """0 to 1; None where nothing was settled."""
        return self.met / self.settled if self.settled else None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.by + other.by)


def standing(item: Item, now: datetime) -> Standing | None:
    """What this item's promise counts as at this moment; None where nothing was promised."""
    if item.latest_due_at is None:
        return None
    pending = item.latest_due_at >= now
    return standing_of(item.verdict, item.exempt, pending=pending, private=item.private)


def standing_of(
    verdict: Verdict | None, exempt: State | None, *, pending: bool, private: bool = False
) -> Standing:
    """What a promise counts as; `pending` says that its last moment is still to come, `private`
    that it still ran when its item was restricted."""
    if private:
        return Standing.HANDLED_PRIVATELY
    if verdict is not None:
        return Standing(verdict.value)
    if exempt is not None:
        return Standing(exempt.value)
    return Standing.PENDING if pending else Standing.MISSED


def tally(items: Iterable[Item], now: datetime) -> Tally:
    found = (standing(item, now) for item in items)
    return Tally(Counter(each for each in found if each is not None))


def tally_apart(groups: Iterable[Group], clock: Clock) -> Tally:
    """Of one clock's promises those about items that are restricted by now: what was kept or broken
    before still counts, without its rows."""
    by: Counter[Standing] = Counter()
    for each in groups:
        if each.restricted and each.clock is clock:
            by[group_standing(each)] += each.count
    return Tally(by)


def group_standing(group: Group) -> Standing:
    return standing_of(group.verdict, group.exempt, pending=group.pending, private=group.private)


def rests_on_found(item: Item) -> bool:
    """Whether its verdict rests on a reply that a download or a feed showed, recorded by nobody."""
    return item.verdict is not None and item.reply_found


def earlier_verdict(item: Item) -> Verdict | None:
    """The verdict that stood before a reply was found; None where it was none, or the same."""
    return item.earlier_verdict if item.earlier_verdict is not item.verdict else None


def response_hours(item: Item) -> float | None:
    """Hours on the clock from when it was received to the first reply; None where there is none."""
    if item.responded_at is None:
        return None
    return (item.responded_at - item.received_at).total_seconds() / 3600
