"""Guarded steps: what each Event about a restricted item makes of its Case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from earshot.rules.case import CASE, Case, Round, read_promise
from earshot.rules.events import Event, EventKind
from earshot.rules.restriction import Danger, Restriction, Stage
from earshot.rules.said import finding_of
from earshot.words.vocabulary import State


def _restricted(case: Case, event: Event) -> Case:
    """From now on a promise that still runs is handled privately; what was kept or broken stays."""
    if case.restriction is not None:
        return case
    private = _ran(case, event)
    rounds = tuple(replace(r, private=r.private or r.number in private) for r in case.rounds)
    found = Restriction(
        Danger(event.details["concern"]),
        _happened(event),
        event.actor,
        urgent=bool(event.details.get("urgent")),
    )
    return replace(case, rounds=rounds, restriction=found)


def running(case: Case) -> list[int]:
    """The numbers of the promises that still run."""
    return [each.number for each in case.rounds if not each.is_settled]


def _ran(case: Case, event: Event) -> list[int]:
    """Which ran when it was restricted: a decision of before that may be undone since, and what it
    had settled was not private for that. Events that do not say so go by how it stands now."""
    told: list[int] | None = event.details.get("rounds")
    return running(case) if told is None else told


def _urgent(found: Restriction, event: Event) -> Restriction:
    return replace(found, urgent=True, seen_by=None)


def _danger_seen(found: Restriction, event: Event) -> Restriction:
    return replace(found, seen_by=event.actor)


def _handed_over(found: Restriction, event: Event) -> Restriction:
    return replace(found, stage=Stage.HANDED_OVER, handed_at=_happened(event))


def _locked_out(found: Restriction, event: Event) -> Restriction:
    """The details say who is named by now, all of them: a name given by mistake is taken back."""
    return replace(found, locked=tuple(event.details["people"]))


def _manager_named(found: Restriction, event: Event) -> Restriction:
    return replace(found, manager=event.details["manager"])


def _filed(found: Restriction, event: Event) -> Restriction:
    return replace(
        found,
        stage=Stage.FILED,
        filed_at=_happened(event),
        reference=str(event.details["reference"]),
    )


def _assessed(found: Restriction, event: Event) -> Restriction:
    said = finding_of(event)
    if said is None:  # erased
        return found
    others = tuple(each for each in found.assessed if each.key != said.key)
    return replace(found, assessed=(*others, said))


def _reduced(found: Restriction, event: Event) -> Restriction:
    return replace(found, stage=Stage.REFERENCE, assessed=())


def _lifted(case: Case, event: Event) -> Case:
    """In the open again: a promise whose time is not over goes on, else another begins."""
    at = _happened(event)
    rounds = tuple(_unless_over(each, at) for each in case.rounds)
    promise = read_promise(event.details.get("promise"))
    if promise is not None and case.state is State.OPEN:  # else what had it open is undone since
        rounds = (*rounds, Round(event.seq, promise))
    return replace(case, rounds=rounds, restriction=None)


def _unless_over(found: Round, at: datetime) -> Round:
    over = found.promise is None or found.promise.latest_due_at < at
    return found if over or not found.private else replace(found, private=False)


def _taken_over(case: Case, event: Event) -> Case:
    """Of a story whose lead is gone: the Case goes on under another outlet's Mention."""
    return replace(CASE.validate_python(event.details["case"]), id=case.id, version=event.seq)


def kept_private(step: "Step") -> "Step":
    """Of what the program finds out about a restricted Case: a promise that begins by it, or goes
    on, is handled privately as well."""

    def stepped(case: Case, event: Event) -> Case:
        if case.restriction is None:
            return step(case, event)
        was = {each.number for each in case.rounds if each.private}
        bare = replace(case, rounds=tuple(replace(each, private=False) for each in case.rounds))
        after = step(bare, event)
        rounds = (replace(r, private=r.number in was or not r.is_settled) for r in after.rounds)
        return replace(after, rounds=tuple(rounds))

    return stepped


def keeps_shut(case: Case, event: Event) -> bool:
    """Whether an Event changes nothing of a restricted Case: an edit does not reopen one."""
    return case.restriction is not None and event.kind is EventKind.REOPENED


def _of_restriction(change: Callable[[Restriction, Event], Restriction]) -> "Step":
    def step(case: Case, event: Event) -> Case:
        found = case.restriction
        return replace(case, restriction=change(found, event)) if found else case

    return step


Step = Callable[[Case, Event], Case]
GUARDED_STEPS: dict[EventKind, Step] = {
    EventKind.RESTRICTED: _restricted,
    EventKind.URGENT: _of_restriction(_urgent),
    EventKind.DANGER_SEEN: _of_restriction(_danger_seen),
    EventKind.HANDED_OVER: _of_restriction(_handed_over),
    EventKind.LOCKED_OUT: _of_restriction(_locked_out),
    EventKind.MANAGER_NAMED: _of_restriction(_manager_named),
    EventKind.FILED: _of_restriction(_filed),
    EventKind.ASSESSED: _of_restriction(_assessed),
    EventKind.REDUCED: _of_restriction(_reduced),
    EventKind.LIFTED: _lifted,
    EventKind.TAKEN_OVER: _taken_over,
}


def _happened(event: Event) -> datetime:
    said = event.details.get("happened_at")
    return datetime.fromisoformat(said) if said else event.recorded_at
