"""Forgetting: what the policy lets the store keep for a time only is deleted when that is over."""

from datetime import datetime, timedelta

from earshot.rules.policy import Policy
from earshot.store import dropped, replies
from earshot.store.rows import Connection


def dropped_since(policy: Policy, now: datetime) -> datetime:
    """What feeds brought and was dropped until then is too old to be kept."""
    return now - timedelta(days=policy.retention.dropped_summaries_days)


def forget(connection: Connection, policy: Policy, now: datetime) -> None:
    """Delete what is too old of dropped items and of our own replies."""
    dropped.prune(connection, dropped_since(policy, now))
    replies.prune(connection, policy.retention.outgoing_months, now)
