"""Dismissal: a private person's post that was said to be out of scope is dropped after some days.

The clause scope.personal asks for it, so that it is done every night, whether or not the rest is
deleted by night. The Case goes whole, and is only counted from then on, as what is past its time.
Until then the dismissal can be undone. What is restricted is never dropped so, nor anything while
a hold is in force; what stands on an account of the company's own is in scope by its place, and is
kept as long as any other.
"""

from datetime import datetime, timedelta

from earshot.handling.house import House, company_in
from earshot.protection import holds, retention
from earshot.rules.access import Right, require_actor
from earshot.rules.events import PROGRAM, as_ranges
from earshot.rules.policy import Policy
from earshot.store import past, retaining
from earshot.store.dismissed import dismissed, still_dismissed
from earshot.store.rows import Connection


def drop(house: House, *, actor: str, now: datetime) -> int:
    """Drop what was dismissed long enough ago; says how many Mentions that were.

    Raises:
        Refused: the actor's role does not allow it, or a hold is in force.
        BadPolicy: there never was a good policy.
        StoreError: the disk takes no more.
    """
    before = _before(house.policy, now)
    with house.store.unit() as connection:
        _require_free(connection, actor)
        found = dismissed(connection, before)
    dropped = 0
    for part in retention.parts(found):
        dropped += _drop_part(house, [case for case, _ in part], before, actor, now)
    if dropped:
        retention.write_anew(house, actor, now)
    return dropped


def drop_by_night(house: House, now: datetime) -> list[str]:
    """For the nightly jobs: what was dropped, or why nothing was that should have been."""
    with house.store.unit() as connection:
        company = company_in(connection)
        waiting = dismissed(connection, _before(house.policy, now))
    if waiting and company.held:
        return [holds.sentence(company.held)]
    dropped = drop(house, actor=PROGRAM, now=now) if waiting else 0
    what = "1 mention" if dropped == 1 else f"{dropped:,} mentions"
    return [f"Out of scope and dropped: {what}."] * bool(dropped)


def _before(policy: Policy, now: datetime) -> datetime:
    return now - timedelta(days=policy.retention.out_of_scope_days)


def _require_free(connection: Connection, actor: str) -> None:
    company = company_in(connection)
    require_actor(actor, Right.KEEP, company)
    holds.require_none(company)


def _drop_part(house: House, part: list[str], before: datetime, actor: str, now: datetime) -> int:
    """As far as they still are dismissed."""
    with house.store.unit() as connection:
        _require_free(connection, actor)
        cases = still_dismissed(connection, part, before)
        if not cases:
            return 0
        past.count_cases(connection, cases)
        past.count_promises(connection, cases, now)
        deleted = retaining.delete(connection, cases, now)
        counts = {"mentions": deleted.mentions, "cases": deleted.cases, "restricted": 0}
        seqs = as_ranges(deleted.seqs)
        retention.note(connection, actor, now, seqs=seqs, out_of_scope=deleted.cases, **counts)
        return deleted.mentions
