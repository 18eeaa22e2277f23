"""What was said: the finding that an Event tells of."""

from datetime import datetime

from earshot.rules.events import Event
from earshot.rules.findings import Finding, Judged


def finding_of(event: Event) -> Finding | None:
    """None where what stood beside the Event is erased."""
    told = event.details
    if not told:
        return None
    at = told.get("happened_at")
    return Finding(
        str(told["mention"]),
        Judged(told["what"]),
        str(told.get("concern", "")),
        str(told["machine"]),
        str(told["person"]),
        str(told["reason"]),
        event.actor,
        datetime.fromisoformat(at) if at else event.recorded_at,
        int(told.get("edition", 0)),
    )
