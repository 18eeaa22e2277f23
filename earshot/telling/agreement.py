"""Agreement: how often people who looked said the same as the machine, class by class. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from earshot.rules.findings import Judged
from earshot.store import findings
from earshot.store.findings import Tally
from earshot.store.rows import Connection


@dataclass(frozen=True, slots=True)
class Share:
    """Of the items that people looked at, how many the machine had judged as they do.

    `said` is what the machine said: one class of a kind, or one concern by name.
    """

    what: Judged
    said: str
    looked_at: int
    agreed: int
    missed: int = 0  # of a concern: found by people where the machine said nothing


@dataclass(frozen=True, slots=True)
class Confusion:
    """What people said, of each thing that the machine said. `counts` by (machine, person)."""

    what: Judged
    classes: tuple[str, ...]
    counts: dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Agreement:
    looked_at: int  # findings, not items: one item may have several
    agreed: int
    shares: tuple[Share, ...]
    confusions: tuple[Confusion, ...]  # of tone, intent and need; a concern has two answers only


def agreement(connection: Connection) -> Agreement:
    """Of all that stands now; restricted items are left out."""
    return agreement_of(findings.tallies(connection))


def agreement_of(tallies: Iterable[Tally]) -> Agreement:
    listed = list(tallies)
    names = sorted({(list(Judged).index(each.what), _named(each)) for each in listed})
    shares = [_share(list(Judged)[at], name, listed) for at, name in names]
    kinds = [what for what in Judged if what is not Judged.CONCERN]
    confusions = [_confusion(what, listed) for what in kinds]
    return Agreement(
        sum(each.number for each in listed),
        sum(each.number for each in listed if each.machine == each.person),
        tuple(shares),
        tuple(each for each in confusions if each.counts),
    )


def _named(tally: Tally) -> str:
    return tally.concern if tally.what is Judged.CONCERN else tally.machine


def _share(what: Judged, name: str, tallies: list[Tally]) -> Share:
    of_it = [each for each in tallies if each.what is what and _named(each) == name]
    agreed = sum(each.number for each in of_it if each.machine == each.person)
    missed = sum(
        each.number
        for each in of_it
        if what is Judged.CONCERN and (each.machine, each.person) == ("absent", "present")
    )
    return Share(what, name, sum(each.number for each in of_it), agreed, missed)


def _confusion(what: Judged, tallies: list[Tally]) -> Confusion:
    counts = {(t.machine, t.person): t.number for t in tallies if t.what is what}
    classes = sorted({name for pair in counts for name in pair})
    return Confusion(what, tuple(classes), counts)
