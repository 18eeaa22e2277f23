"""Waiting: how many items wait for somebody, and for what."""

from dataclasses import dataclass
from datetime import datetime

from earshot.store.questions import Wanted
from earshot.store.rows import Connection, stored_time


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many items wait, by what they wait for. Late and today are of all that is to do; what
    sleeps is in `snoozed` alone."""

    to_do: int  # open, with a deadline by the policy or by our own aim
    late: int
    today: int  # due between now and the end of the local day
    owed: int  # acknowledged: an answer is owed
    held: int = 0  # of all of them: those that wait for the senior team
    snoozed: int = 0


ANYBODYS = Wanted()


def waiting(
    connection: Connection, now: datetime, end_of_day: datetime, whose: Wanted = ANYBODYS
) -> Waiting:
    """The counts of the desk: of one person, of nobody, or of all. Both times are aware."""
    row = connection.execute(
        "SELECT count(*) FILTER (to_do AND awake), "
        "count(*) FILTER (to_do AND awake AND due_at < $now), "
        "count(*) FILTER (to_do AND awake AND due_at >= $now AND due_at < $end), "
        "count(*) FILTER (state = 'acknowledged' AND awake), "
        "count(*) FILTER ((to_do OR state = 'acknowledged') AND awake AND held), "
        "count(*) FILTER ((to_do OR state = 'acknowledged') AND NOT awake) "
        "FROM (SELECT *, state = 'open' AND due_at IS NOT NULL AS to_do, "
        "coalesce(snoozed_until <= $now, true) AS awake FROM cases) "
        "ANTI JOIN restrictions USING (id) "
        "WHERE coalesce(assignee = $assignee, $assignee IS NULL) "
        "AND (assignee IS NULL OR NOT $unassigned)",
        {
            "now": stored_time(now),
            "end": stored_time(end_of_day),
            "assignee": whose.assignee,
            "unassigned": whose.unassigned,
        },
    ).fetchone()
    return Waiting(*(row or (0, 0, 0, 0, 0, 0)))
