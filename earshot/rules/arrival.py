"""Arrivals: how a Case begins, by where and when it was said. Pure rules, no store."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from collectors.post import DateMark, Post
from earshot.rules.case import Arrival, Promise
from earshot.rules.clock import (
    Deadline,
    aim_deadline,
    aim_deadline_of_day,
    policy_deadline,
    policy_deadline_of_day,
)
from earshot.rules.company import BROUGHT, Account, Company, Source, SourceKind
from earshot.rules.mention import believed_time
from earshot.rules.policy import Policy
from earshot.words.vocabulary import Clock, State


@dataclass(frozen=True)
class Rules:
    """What a deadline depends on."""

    company: Company
    policy: Policy

    @property
    def close(self) -> time:
        return self.policy.clocks.close_of_business

    @property
    def hours(self) -> int:
        return self.policy.clocks.policy_hours


def arrival(
    post: Post,
    source: Source,
    account: Account | None,
    *,
    needs_reply: bool,
    rules: Rules,
    now: datetime,
) -> Arrival:
    """Where the Case of a Mention that is met for the first time begins."""
    received = believed_time(post.published) or now
    clock = Clock.POLICY if account else Clock.AIM
    if _is_history(post, source, account, rules.company):
        return Arrival(State.HISTORY, clock, received, None)
    if account is None and not needs_reply:
        return Arrival(State.NO_REPLY_NEEDED, clock, received, None)
    return Arrival(State.OPEN, clock, received, promise_of(post, clock, rules, now))


def promise_of(post: Post, clock: Clock, rules: Rules, now: datetime) -> Promise:
    """The reply that a Post calls for, counted from its publication where that is known."""
    at = believed_time(post.published)
    if at is not None and post.published.mark is DateMark.DAY:
        return _promise_by_day(at.date(), clock, rules)
    return promise_from(at or now, clock, rules)


def promise_from(received: datetime, clock: Clock, rules: Rules) -> Promise:
    """The reply that is due for what was received at this moment (aware)."""
    return _promise(_deadline(received, clock, rules), received, clock, rules)


def _promise_by_day(day: date, clock: Clock, rules: Rules) -> Promise:
    """Only the day is known: by its first moment strictly, by its last at the latest."""
    company = rules.company
    received = datetime.combine(day, time(), company.zone)
    if clock is Clock.AIM:
        days = rules.policy.clocks.aim_working_days
        found = aim_deadline_of_day(day, company.calendar, company.zone, days, rules.close)
    else:
        found = policy_deadline_of_day(
            day, company.calendar, company.zone, rules.close, rules.hours
        )
    return _promise(found, received, clock, rules)


def _deadline(received: datetime, clock: Clock, rules: Rules) -> Deadline:
    company, clocks = rules.company, rules.policy.clocks
    if clock is Clock.AIM:
        days = clocks.aim_working_days
        return aim_deadline(received, company.calendar, company.zone, days, rules.close)
    return policy_deadline(
        received, company.calendar, company.zone, rules.close, clocks.policy_hours
    )


def deadline_of(promise: Promise) -> Deadline:
    """A promise's deadline, for a verdict on it."""
    return Deadline(
        promise.due_at,
        promise.latest_due_at,
        promise.explanation,
        promise.clause,
        None,
        promise.calendar_version,
    )


def _promise(deadline: Deadline, received: datetime, clock: Clock, rules: Rules) -> Promise:
    return Promise(
        clock=clock,
        received_at=received,
        due_at=deadline.due_at,
        latest_due_at=deadline.latest,
        due_on=deadline.due_at.astimezone(rules.company.zone).date(),
        explanation=deadline.explanation,
        clause=deadline.clause,
        calendar_version=deadline.calendar_version,
        policy_version=str(rules.policy.version),
    )


def _is_history(post: Post, source: Source, account: Account | None, company: Company) -> bool:
    """Published before we began to listen there. What a person notes by hand never is."""
    published = believed_time(post.published)
    if source.kind is SourceKind.NOTE or published is None:
        return False
    if post.published.mark is DateMark.DAY:
        published = datetime.combine(published.date(), time(), company.zone) + timedelta(days=1)
    return published < _start(source, account, company)


def _start(source: Source, account: Account | None, company: Company) -> datetime:
    """A download brings what was said earlier: there only the account's own start counts."""
    if account is None:
        return source.starts_at
    begun = datetime.combine(account.starts_on, time(), company.zone)
    return begun if source.kind in BROUGHT else max(begun, source.starts_at)
