"""Work in words: what an Event about the work on a Case adds to who did it."""

from datetime import date
from typing import Any

from earshot.rules.arrival import Rules
from earshot.rules.events import Event, EventKind
from earshot.words.times import spoken_day

WORK_WORDS = {
    EventKind.HELD: "held for the senior team",
    EventKind.RELEASED: "released by the senior team,",
    EventKind.AUDIENCE_SET: "who wrote it chosen",
    EventKind.STEP_DONE: "step done",
    EventKind.MEASURE_TAKEN: "measure taken",
    EventKind.OPINION_ASKED: "second opinion asked for",
    EventKind.OPINION_GIVEN: "second opinion given",
    EventKind.HANDED_ON: "handed on",
}
MEASURES = {
    "hide": "hidden",
    "delete": "deleted",
    "block": "its author blocked",
    "report": "reported to the platform",
    "ask_to_remove": "asked to take it down",
}
AUDIENCES = {
    "learner": "a learner",
    "parent": "a parent or carer",
    "staff": "a member of staff",
    "employer": "an employer",
    "press": "the press",
    "public": "somebody else",
    "unknown": "not known",
}


def work_words(event: Event, rules: Rules) -> str:
    """What it was, in few words; "" where there is nothing to add, or it was erased."""
    details = event.details
    if not details:
        return ""
    if event.kind is EventKind.AUDIENCE_SET:
        return AUDIENCES.get(str(details.get("audience")), "")
    if event.kind is EventKind.STEP_DONE:
        return _step(details, rules)
    if event.kind is EventKind.MEASURE_TAKEN:
        return MEASURES.get(str(details.get("measure")), "")
    if event.kind is EventKind.OPINION_ASKED:
        return f"of {rules.company.person_name(details['of'])}" if details.get("of") else ""
    if event.kind is EventKind.OPINION_GIVEN:
        return "agrees" if details.get("agrees") else "does not agree"
    if event.kind is EventKind.HANDED_ON:
        return _handed_on(details, rules)
    return str(details.get("reason") or "")


def _step(details: dict[str, Any], rules: Rules) -> str:
    step = rules.policy.playbooks.step(str(details.get("step")))
    text = step.text if step else str(details.get("step"))
    note = details.get("note")
    return f"{text.rstrip('.')}; {note}" if note else text.rstrip(".")


def _handed_on(details: dict[str, Any], rules: Rules) -> str:
    procedure = rules.policy.playbooks.procedures.get(str(details.get("procedure")))
    title = procedure.title if procedure else str(details.get("procedure"))
    by = details.get("answer_by")
    until = f", answer by {spoken_day(date.fromisoformat(by))}" if by else ""
    return f"{title}, reference {details.get('reference')}{until}"
