"""Retention: what is past its time is deleted, and only counted from then on.

It is done in parts, each a unit of work of its own, so that nobody waits long; broken off at any
point, it goes on the next time. Afterwards the store's file is written anew: what was deleted could
still be read in the old one.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from earshot.handling import casework
from earshot.handling.forgetting import dropped_since, forget
from earshot.handling.house import House, company_in, company_of
from earshot.protection import holds
from earshot.protection.overdue import (
    BY_CASE,
    Line,
    count,
    lines_of,
    old_files,
    overdue,
    rejects_before,
    replies_before,
)
from earshot.rules.access import Right, require_actor
from earshot.rules.company import Keeping, keeping_set
from earshot.rules.events import PROGRAM, EventKind, NewEvent, as_ranges
from earshot.rules.policy import Policy, Retention
from earshot.rules.retention import What, is_past
from earshot.store import log, past, retaining
from earshot.store.rows import Connection

PART = 2_000  # Mentions that one unit of work deletes, unless a single story has more
SUBJECT = "retention"  # of the Events that say what was deleted


def retain(
    house: House, *, actor: str, now: datetime, say: Callable[[int, int], None] | None = None
) -> list[Line]:
    """Delete what is past its time. `say` is told how many Mentions of how many are done.

    Raises:
        Refused: the actor's role does not allow it, or a hold is in force; it may be set while
            this runs: what was deleted until then is told by the log.
        BadPolicy: the policy file cannot be read.
        StoreError: the disk takes no more.
    """
    policy = house.policy
    with house.store.unit() as connection:
        _require_free(connection, actor)
        found = overdue(connection, policy, now)
        cases = retaining.past_cases(connection, policy.retention, now)
    before = lines_of(house, found, held=False, now=now)
    done: Counter[What] = Counter()
    total = sum(mentions for _, mentions in cases)
    through = 0
    for part in parts(cases):
        done += _delete_part(house, [case for case, _ in part], policy.retention, actor, now)
        through += sum(mentions for _, mentions in part)
        if say:
            say(through, total)
    done += _delete_rest(house, policy, actor, now)
    write_anew(house, actor, now)
    return [replace(line, deleted=done[line.what]) for line in before]


def retain_by_night(house: House, now: datetime) -> list[str]:
    """The same every night, where that has been turned on; says what it did, or why it did not."""
    company = company_of(house.store)
    if not company.keeping.by_night:
        return []
    if company.held:
        return [holds.sentence(company.held)]
    told = told_of(retain(house, actor=PROGRAM, now=now))
    return [f"Past its time and deleted: {told}."] if told else []


def told_of(found: Sequence[Line]) -> str:
    """`3 mentions, 2 cases`; nothing where nothing was deleted."""
    return ", ".join(f"{each.deleted:,} {WORDS[each.what]}" for each in found if each.deleted)


WORDS = {
    What.MENTIONS: "mentions",
    What.CASES: "answered cases",
    What.RESTRICTED: "restricted items",
    What.REJECTS: "rows and files that could not be read",
    What.DROPPED: "items that were not about us",
    What.REPLIES: "replies of our own",
}


def switch(connection: Connection, by_night: bool, *, actor: str, now: datetime) -> None:
    """Turn on or off that what is past its time is deleted every night."""
    require_actor(actor, Right.KEEP, company_in(connection))
    log.append(connection, [keeping_set(Keeping(by_night), actor)], now=now)


def _require_free(connection: Connection, actor: str) -> None:
    company = company_in(connection)
    require_actor(actor, Right.KEEP, company)
    holds.require_none(company)


def _delete_part(
    house: House, part: Sequence[str], terms: Retention, actor: str, now: datetime
) -> Counter[What]:
    """Delete these Cases, as far as they still are past their time, and count them instead."""
    with house.store.unit() as connection:
        _require_free(connection, actor)
        standing = retaining.kept(connection, part)
        found = [each for each in standing if is_past(each, terms, now)]
        if not found:
            return Counter()
        few = [each.case for each in found if each.what is What.RESTRICTED]
        cases = [each.case for each in found]
        past.count_cases(connection, sorted(set(cases) - set(few)))
        past.count_restricted(connection, few)
        past.count_promises(connection, cases, now)
        reduced = [NewEvent(EventKind.REDUCED, case, {}, actor) for case in few]
        casework.record(connection, reduced, now=now)
        deleted = retaining.delete(connection, cases, now)
        counts = {"mentions": deleted.mentions, "cases": deleted.cases, "restricted": len(few)}
        note(connection, actor, now, seqs=as_ranges(deleted.seqs), **counts)
    return Counter({what: count([c for c in found if c.what is what]) for what in BY_CASE})


def _delete_rest(house: House, policy: Policy, actor: str, now: datetime) -> Counter[What]:
    """What could not be read, what was not about the company, and our own replies."""
    terms = policy.retention
    files = old_files(house, terms, now)
    with house.store.unit() as connection:
        _require_free(connection, actor)
        since = dropped_since(policy, now)
        done = Counter(
            {
                What.DROPPED: retaining.dropped(connection, since).count,
                What.REPLIES: retaining.replies(connection, replies_before(terms, now)).count,
                What.REJECTS: retaining.delete_rejects(connection, rejects_before(terms, now))
                + len(files),
            }
        )
        forget(connection, policy, now)
        if done.total():
            note(connection, actor, now, **{what.value: number for what, number in done.items()})
        for path in files:  # in here: no hold can come before they are gone
            path.unlink(missing_ok=True)
    return done


def write_anew(house: House, by: str, now: datetime) -> None:
    """Where something was deleted since the file was last written anew."""
    with house.store.unit() as connection:
        noted = [e for e in log.latest(connection, [EventKind.RETAINED]) if e.subject == SUBJECT]
    if not noted or noted[-1].details.get("rewritten"):
        return
    house.store.rewrite()
    with house.store.unit() as connection:
        note(connection, by, now, rewritten=True)


def note(connection: Connection, by: str, now: datetime, **told: object) -> None:
    """Write down what was deleted: how many, and which Events nothing stands beside any more."""
    details = {"seqs": [], **told}
    log.append(connection, [NewEvent(EventKind.RETAINED, SUBJECT, details, by)], now=now)


def parts(cases: Sequence[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    """What one unit of work deletes at a time, of (Case, its Mentions)."""
    part: list[tuple[str, int]] = []
    size = 0
    for case, mentions in cases:
        if part and size + mentions > PART:
            yield part
            part, size = [], 0
        part.append((case, mentions))
        size += mentions
    if part:
        yield part
