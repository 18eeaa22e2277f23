"""Forgetting: what the policy lets the store keep for a time only is deleted when that is over."""

from datetime import datetime, timedelta

from earshot.rules.company import fold
from earshot.rules.policy import Policy
from earshot.store import dropped, log, replies
from earshot.store.rows import Connection


def dropped_since(policy: Policy, now: datetime) -> datetime:
    """What feeds brought and was dropped until then is too old to be kept."""
    return now - timedelta(days=policy.retention.dropped_summaries_days)


def forget(connection: Connection, policy: Policy, now: datetime) -> None:
    """Delete what is too old of dropped items and of our own replies, unless a hold forbids it."""
    if _is_held(connection):
        return
    dropped.prune(connection, dropped_since(policy, now))
    replies.prune(connection, policy.retention.outgoing_months, now)


def _is_held(connection: Connection) -> bool:
    """Whether a hold is in force at this moment, whatever a company that was read earlier says."""
    company = fold(log.settings(connection))
    return company is not None and bool(company.held)
