"""Steps: what each Event makes of a Case. The Case is always what its arrival and Events say."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from earshot.rules.case import Arrival, Case, Round, opened, read_promise
from earshot.rules.events import PROGRAM, Event, EventKind
from earshot.rules.findings import FINDINGS
from earshot.rules.guarded_steps import GUARDED_STEPS, keeps_shut, kept_private
from earshot.rules.work import Work
from earshot.rules.working_steps import WORKING_STEPS
from earshot.words.vocabulary import Clock, State, Verdict

# Nothing to undo there.
NO_DECISIONS = frozenset({EventKind.UNDONE, EventKind.TEXT_COMPLETED, EventKind.SPLIT_OFF})
NO_DECISIONS |= GUARDED_STEPS.keys() | {EventKind.RESTRICTED_READ}
NO_DECISIONS |= {EventKind.HELD}  # what waits for the senior team is released by them alone
LATE_ENTRY = timedelta(hours=24)  # recorded longer than this after the fact: marked so


def fold(case_id: str, arrival: Arrival, events: Iterable[Event]) -> Case:
    """The Case that these Events, oldest first, have made; what was undone is left out."""
    listed = list(events)
    undone = _undone(listed)
    case = opened(case_id, arrival)
    for event in listed:
        if event.seq not in undone:
            case = after(case, event)
        case = replace(case, version=event.seq)
    return replace(case, last_decision=_last_decision(listed, undone))


def _undone(events: list[Event]) -> set[int]:
    """The numbers of what was undone: a decision, with what was recorded beside it just before."""
    named = {int(e.details["undoes"]) for e in events if e.kind is EventKind.UNDONE}
    beside: set[int] = set()
    for place, event in enumerate(events):
        if event.seq in named:
            beside.update(each.seq for each in _beside(events, place))
    return named | beside


def taken_back_beside(events: Sequence[Event], decisions: Collection[int]) -> list[int]:
    """What stands taken back only because it was recorded beside these undone decisions."""
    named = {int(e.details["undoes"]) for e in events if e.kind is EventKind.UNDONE}
    return [
        each.seq
        for place, event in enumerate(events)
        if event.seq in named and event.seq in decisions
        for each in _beside(events, place)
        if each.seq not in named
    ]


def _beside(events: Sequence[Event], place: int) -> Sequence[Event]:
    """What was recorded just before the Event at this place, and belongs to it."""
    return events[max(0, place - int(events[place].details.get("beside", 0))) : place]


def undone_with(events: Sequence[Event], decision: int) -> Sequence[Event]:
    """What undoing the decision of this number takes back beside it, of one Case's Events."""
    place = next(n for n, event in enumerate(events) if event.seq == decision)
    return _beside(events, place)


def _last_decision(events: list[Event], undone: set[int]) -> int | None:
    standing = (e.seq for e in reversed(events) if e.seq not in undone and _is_decision(e))
    return next(standing, None)


def _is_decision(event: Event) -> bool:
    return event.actor != PROGRAM and event.kind not in NO_DECISIONS


def after(case: Case, event: Event) -> Case:
    """The Case once this has happened to it."""
    step = STEPS.get(event.kind)
    if step is None or keeps_shut(case, event):
        return case
    return replace(step(case, event), version=event.seq)


def _acknowledged(case: Case, event: Event) -> Case:
    follow_up = event.details.get("follow_up_on")
    return replace(
        _responded(case, event),
        state=State.ACKNOWLEDGED,
        follow_up_on=date.fromisoformat(follow_up) if follow_up else None,
    )


def _answered(case: Case, event: Event) -> Case:
    case = _responded(case, event)
    return replace(case, state=State.ANSWERED, answered_at=_happened(event), follow_up_on=None)


def _responded(case: Case, event: Event) -> Case:
    """The first reply stops the clock; only one that was made earlier can take its place."""
    at = _happened(event)
    present = case.round or Round(event.seq, None)
    if present.responded_at is not None and present.responded_at <= at:
        return case
    replied = replace(
        present,
        responded_at=at,
        response_place=str(event.details.get("where", "")),
        response_link=str(event.details.get("link", "")),
        entered_late=event.recorded_at - at > LATE_ENTRY,
        verdict=_verdict(event) or present.verdict,
        earlier_verdict=present.verdict or present.earlier_verdict,
    )
    return _in_round(case, replied)


def _missed(case: Case, event: Event) -> Case:
    """A miss is of one promise; where that was undone there is nothing to miss."""
    number = int(event.details["promise"])
    rounds = tuple(
        replace(each, verdict=Verdict.MISSED)
        if each.number == number and not each.is_settled
        else each
        for each in case.rounds
    )
    return replace(case, rounds=rounds)


def _no_reply_needed(case: Case, event: Event) -> Case:
    return _declined(case, event, State.NO_REPLY_NEEDED)


def _out_of_scope(case: Case, event: Event) -> Case:
    return _declined(case, event, State.OUT_OF_SCOPE)


def _declined(case: Case, event: Event, state: State) -> Case:
    """A decision not to reply; decided too late, its Event carries the verdict "missed"."""
    reason = str(event.details.get("reason", ""))
    case = replace(case, state=state, reason=reason, follow_up_on=None)
    present = case.round
    if present is None:
        return case
    verdict = present.verdict or _verdict(event)
    in_time = verdict is None and present.responded_at is None
    decided = replace(
        present,
        decided_at=_happened(event),
        reason=reason,
        verdict=verdict,
        exempt=state if in_time else present.exempt,
    )
    return _in_round(case, decided)


def _assigned(case: Case, event: Event) -> Case:
    return replace(case, assignee=event.details.get("assignee"))


def _closed(case: Case, event: Event) -> Case:
    reason = str(event.details.get("reason", ""))
    closed = replace(case, state=State.CLOSED, reason=reason, follow_up_on=None)
    return replace(closed, closed_at=event.recorded_at)


def _reopened(case: Case, event: Event) -> Case:
    """Open again, and awake: a new promise begins; one that was only found not to need a reply goes
    on."""
    case = replace(case, state=State.OPEN, answered_at=None, follow_up_on=None, reason="")
    case = replace(case, closed_at=None, snoozed_until=None)
    promise = read_promise(event.details.get("promise"))
    if promise is not None:
        begun = Round(event.seq, promise)
        return replace(case, clock=promise.clock, rounds=(*case.rounds, begun))
    present = case.round
    if present is None:
        return case
    return _in_round(case, replace(present, exempt=None, decided_at=None, reason=""))


def _split_off(case: Case, event: Event) -> Case:
    """Taken out of its story: its own Case begins with this promise, whatever it arrived as."""
    promise = read_promise(event.details["promise"])
    assert promise is not None  # splitting off begins with one
    round_ = Round(event.seq, promise)
    said = FINDINGS.validate_python(event.details.get("findings", ()))
    split = Case(case.id, event.seq, State.OPEN, promise.clock, promise.received_at, (round_,))
    return replace(split, work=Work(findings=said))


def _account_found(case: Case, event: Event) -> Case:
    """It turns out to stand on an account of the company's own: the policy's clock counts.

    A promise that still ran gives way to the policy's; one that was kept or broken stays beside
    it. What a person has decided already is left as it is.
    """
    settled = (State.ANSWERED, State.OUT_OF_SCOPE, State.CLOSED, State.ACKNOWLEDGED)
    if case.state in settled or (case.round and case.round.exempt):
        return case
    promise = read_promise(event.details.get("promise"))
    rounds = case.rounds[:-1] if case.round and not case.round.is_settled else case.rounds
    if promise is not None:
        rounds = (*rounds, Round(event.seq, promise))
    state, clock = State(event.details["state"]), Clock(event.details["clock"])
    # It slept until a time that was weighed against another deadline.
    return replace(case, state=state, clock=clock, rounds=rounds, snoozed_until=None)


def _reply_found(case: Case, event: Event) -> Case:
    """Our reply shows in a download: its verdict counts, and what stood before stays beside it."""
    number = int(event.details["promise"])
    rounds = tuple(_replied(r, event) if r.number == number else r for r in case.rounds)
    case = replace(case, rounds=rounds)
    ends = case.state in (State.OPEN, State.ACKNOWLEDGED)
    if not ends or case.round is None or case.round.number != number:
        return case
    return replace(case, state=State.ANSWERED, answered_at=_happened(event), follow_up_on=None)


def _replied(found: Round, event: Event) -> Round:
    return replace(
        found,
        responded_at=_happened(event),
        response_place=str(event.details.get("where", "")),
        response_link=str(event.details.get("link", "")),
        entered_late=False,
        verdict=_verdict(event),
        earlier_verdict=found.verdict or found.earlier_verdict,
    )


def _in_round(case: Case, changed: Round) -> Case:
    return replace(case, rounds=(*case.rounds[:-1], changed))


def _verdict(event: Event) -> Verdict | None:
    told = event.details.get("verdict")
    return Verdict(told["verdict"]) if told else None


STEPS: dict[EventKind, Callable[[Case, Event], Case]] = {
    EventKind.ACKNOWLEDGED: _acknowledged,
    EventKind.ANSWERED: _answered,
    EventKind.NO_REPLY_NEEDED: _no_reply_needed,
    EventKind.OUT_OF_SCOPE: _out_of_scope,
    EventKind.ASSIGNED: _assigned,
    EventKind.CLOSED: _closed,
    EventKind.REOPENED: _reopened,
    EventKind.TAKEN_IN: _reopened,
    EventKind.SPLIT_OFF: _split_off,
    EventKind.MISSED: _missed,
    EventKind.ACCOUNT_FOUND: kept_private(_account_found),
    EventKind.REPLY_FOUND: _reply_found,
    **GUARDED_STEPS,
    **WORKING_STEPS,
}


def _happened(event: Event) -> datetime:
    said = event.details.get("happened_at")
    return datetime.fromisoformat(said) if said else event.recorded_at
