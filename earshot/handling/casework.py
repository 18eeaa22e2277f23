"""Casework: recording Events about Cases, so that the log and the table always say the same."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from earshot.rules.case import Case, verdict_details
from earshot.rules.events import Event, EventKind, NewEvent
from earshot.rules.findings import Finding
from earshot.rules.steps import fold
from earshot.store import cases, findings, log, mentions, stories
from earshot.store.rows import Connection
from earshot.words.errors import NotFound
from earshot.words.times import utc_text
from earshot.words.vocabulary import Verdict


def current(connection: Connection, ids: Sequence[str]) -> dict[str, Case]:
    """The Cases of these Mentions as their arrivals and Events say: a story's is its lead's.

    Raises:
        NotFound: an id that no Mention has.
    """
    leads = stories.leads(connection, ids)
    cases_of = {mention: leads.get(mention, mention) for mention in ids}
    wanted = list(cases_of.values())
    arrivals = mentions.arrivals(connection, wanted)
    events = log.of_subjects(connection, wanted)
    for mention, case_id in cases_of.items():
        if case_id not in arrivals:
            raise NotFound(f"There is no item {mention!r}.")
    folded = {m: fold(of, arrivals[of], events[of]) for m, of in cases_of.items()}
    return _of_present_versions(connection, folded)


def record(connection: Connection, events: Sequence[NewEvent], *, now: datetime) -> list[Event]:
    """Append Events about Cases, and bring those Cases up to date, in the caller's unit.

    What happens to a member of a story happens to the story's Case.
    """
    if not events:
        return []
    leads = stories.leads(connection, [event.subject for event in events])
    about = [replace(each, subject=leads.get(each.subject, each.subject)) for each in events]
    appended = log.append(connection, about, now=now)
    touched = sorted({event.subject for event in about})
    changed = list(current(connection, touched).values())
    cases.put(connection, changed)
    findings.let_stand(connection, changed)
    return appended


def _of_present_versions(connection: Connection, found: dict[str, Case]) -> dict[str, Case]:
    """What people said of a text is not said of what it was edited to; and what they said of one
    that was split off since is said there."""
    told_of = {f.mention for case in found.values() for f in case.work.findings}
    if not told_of:
        return found
    standings = findings.standings(connection, sorted(told_of))

    def stands(found: Finding, case: Case) -> bool:
        where, edition = standings.get(found.mention, (case.id, 0))
        return where == case.id and found.edition in (0, edition)

    def standing(case: Case) -> Case:
        kept = (f for f in case.work.findings if stands(f, case))
        return replace(case, work=replace(case.work, findings=tuple(kept)))

    return {mention: standing(case) for mention, case in found.items()}


def record_misses(connection: Connection, *, now: datetime) -> int:
    """Append a miss for every deadline that has passed without a reply, dated at the deadline."""
    late = cases.overdue(connection, now)
    if not late:
        return 0
    found = current(connection, sorted({case_id for case_id, _ in late}))
    record(connection, [_miss(found[case_id], number) for case_id, number in late], now=now)
    return len(late)


def _miss(case: Case, number: int) -> NewEvent:
    promise = next(each.promise for each in case.rounds if each.number == number)
    assert promise is not None  # `overdue` asks for deadlines only
    return NewEvent(
        EventKind.MISSED,
        case.id,
        {
            "promise": number,
            "happened_at": utc_text(promise.latest_due_at),
            "verdict": verdict_details(promise, Verdict.MISSED),
        },
    )
