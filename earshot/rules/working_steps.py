"""Working steps: what each Event about the work on a Case makes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from earshot.rules.case import Case
from earshot.rules.events import Event, EventKind
from earshot.rules.said import finding_of
from earshot.rules.work import HandedOn, Measure, MeasureTaken, Opinion, StepDone


def _snoozed(case: Case, event: Event) -> Case:
    until = event.details.get("until")
    return replace(case, snoozed_until=datetime.fromisoformat(until) if until else None)


def _held(case: Case, event: Event) -> Case:
    work = replace(case.work, held_for=str(event.details.get("reason", "")))
    return replace(case, held=True, work=work)


def _released(case: Case, event: Event) -> Case:
    return replace(case, held=False, work=replace(case.work, held_for=""))


def _audience_set(case: Case, event: Event) -> Case:
    return _working(case, audience=str(event.details.get("audience", "")))


def _step_done(case: Case, event: Event) -> Case:
    step = str(event.details["step"])
    others = tuple(each for each in case.work.steps if each.step != step)
    done = StepDone(step, event.actor, _happened(event), str(event.details.get("note", "")))
    return _working(case, steps=(*others, done))


def _measure_taken(case: Case, event: Event) -> Case:
    taken = MeasureTaken(
        Measure(event.details["measure"]),
        event.actor,
        _happened(event),
        str(event.details["capture"]),
        str(event.details["told"]),
    )
    return _working(case, measures=(*case.work.measures, taken))


def _opinion_asked(case: Case, event: Event) -> Case:
    asked = Opinion(
        event.actor,
        str(event.details.get("of", "")),
        _happened(event),
        str(event.details.get("draft", "")),
        str(event.details.get("question", "")),
    )
    return _working(case, opinions=(*case.work.opinions, asked))


def _opinion_given(case: Case, event: Event) -> Case:
    """On the one that was asked for last."""
    if not case.work.opinions:
        return case
    *before, last = case.work.opinions
    given = replace(
        last,
        given_by=event.actor,
        given_at=_happened(event),
        agrees=bool(event.details["agrees"]),
        words=str(event.details.get("words", "")),
    )
    return _working(case, opinions=(*before, given))


def _handed_on(case: Case, event: Event) -> Case:
    by = event.details.get("answer_by")
    answer_by = date.fromisoformat(by) if by else None
    handed = HandedOn(
        str(event.details["procedure"]),
        str(event.details.get("reference", "")),
        event.actor,
        _happened(event),
        answer_by,
    )
    return replace(_working(case, handed_on=handed), follow_up_on=answer_by or case.follow_up_on)


def _corrected(case: Case, event: Event) -> Case:
    found = finding_of(event)
    if found is None:  # erased
        return case
    others = tuple(each for each in case.work.findings if each.key != found.key)
    return _working(case, findings=(*others, found))


def _working(case: Case, **changed: object) -> Case:
    return replace(case, work=replace(case.work, **changed))  # type: ignore[arg-type]


WORKING_STEPS: dict[EventKind, Callable[[Case, Event], Case]] = {
    EventKind.SNOOZED: _snoozed,
    EventKind.HELD: _held,
    EventKind.RELEASED: _released,
    EventKind.AUDIENCE_SET: _audience_set,
    EventKind.STEP_DONE: _step_done,
    EventKind.MEASURE_TAKEN: _measure_taken,
    EventKind.OPINION_ASKED: _opinion_asked,
    EventKind.OPINION_GIVEN: _opinion_given,
    EventKind.HANDED_ON: _handed_on,
    EventKind.CORRECTED: _corrected,
}


def _happened(event: Event) -> datetime:
    said = event.details.get("happened_at")
    return datetime.fromisoformat(said) if said else event.recorded_at
