"""Collecting: one round over Sources, each with its Run, whatever becomes of the others."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from collectors.errors import CollectError, FetchError, Problem
from collectors.web.address import AllowedHosts
from collectors.web.fetch import Limits, Unchanged, Validators
from collectors.web.round import Answer, Ask, FeedRead, collect
from earshot.bringing.mailboxes import collect_mailbox
from earshot.handling.house import House, company_in
from earshot.handling.keeping import Delivery
from earshot.rules.company import FETCHED, Company, Source, SourceKind, SourceState
from earshot.store import runs
from earshot.store.runs import Run, Status
from earshot.words.errors import Refused

SAMPLE_IS_STILL = (
    "The sample's sources are invented and lead nowhere. Set up your own company to collect."
)


@dataclass(frozen=True, slots=True)
class Collected:
    """One Source's part in a round."""

    source: Source
    run: Run


def collect_sources(
    house: House,
    sources: Sequence[Source],
    *,
    allowed: AllowedHosts,
    now: Callable[[], datetime],
    limits: Limits | None = None,
) -> Iterator[list[Collected]]:
    """Collect these Sources; yields what each half second has brought. Feeds come first, many at
    once; a mailbox may take a minute, and holds up nothing but the mailboxes after it.

    What is paused or gone is not asked, and said to be so; where a server asked us to wait, its
    last answer stands until then. The company is heard as it is set up when the round begins;
    terms that change meanwhile count from the next one, which then asks for everything again.
    """
    if house.is_sample:
        raise Refused(SAMPLE_IS_STILL)
    started = now()
    resting = [s for s in sources if s.state is not SourceState.ACTIVE]
    if resting:
        yield [Collected(source, _rest(source, started)) for source in resting]
    active = {s.id: s for s in sources if s.state is SourceState.ACTIVE}
    with house.store.unit() as connection:
        company = company_in(connection)
        last = runs.last(connection, list(active))
    waiting = [s for s in active.values() if _must_wait(last.get(s.id), started)]
    if waiting:
        yield [Collected(source, last[source.id]) for source in waiting]
    asks = [
        Ask(s.id, s.url, _validators(last.get(s.id), company))
        for s in active.values()
        if s not in waiting and s.kind in FETCHED
    ]
    intake = house.intake(company)
    for answers in collect(asks, allowed=allowed, limits=limits or Limits(), now=now):
        ended = now()
        brought = [
            delivery(a, active[a.key], last.get(a.key), started=started, ended=ended)
            for a in answers
        ]
        written = intake.take_in(house.store, brought, now=ended)
        yield [Collected(d.source, run) for d, run in zip(brought, written, strict=True)]
    yield from _mailboxes(house, list(active.values()), waiting, last, allowed=allowed, now=now)


def _mailboxes(
    house: House,
    sources: Sequence[Source],
    waiting: Sequence[Source],
    last: Mapping[str, Run],
    *,
    allowed: AllowedHosts,
    now: Callable[[], datetime],
) -> Iterator[list[Collected]]:
    """Those among the Sources that are mailboxes, one after another: notices are few and small.
    Each reads the company as it stands by then, with the accounts that notices before it made."""
    for source in sources:
        if source.kind is SourceKind.MAILBOX and source not in waiting:
            run = collect_mailbox(house, source, last.get(source.id), allowed=allowed, now=now)
            yield [Collected(source, run)]


def delivery(
    answer: Answer, source: Source, last: Run | None, *, started: datetime, ended: datetime
) -> Delivery:
    """What the intake gets of an Answer; `last` is the Source's Run before, if there was one."""
    result = answer.result
    run = Run(secrets.token_hex(8), source.id, started, ended, Status.OK)
    if isinstance(result, FeedRead):
        run = _with_validators(replace(run, warning=result.feed.warning), result.fetched.validators)
        moved = result.fetched.moved_to
        return Delivery(source, run, result.feed.entries, moved_to=_new(source, moved))
    if isinstance(result, Unchanged):
        run = _with_validators(replace(run, status=Status.UNCHANGED), result.validators)
        return Delivery(source, run, moved_to=_new(source, result.moved_to))
    return _failure(result, source, run, last)


def _failure(error: CollectError, source: Source, run: Run, last: Run | None) -> Delivery:
    """What failed keeps what was known of the Source, so that the next Run can ask briefly."""
    gone = error.problem is Problem.GONE
    run = replace(
        run,
        status=Status.GONE if gone else Status.FAILED,
        problem=error.problem.value,
        error=str(error),
        etag=last.etag if last else None,
        last_modified=last.last_modified if last else None,
        body_sha256=last.body_sha256 if last else None,
        retry_at=error.retry_at if isinstance(error, FetchError) else None,
    )
    return Delivery(source, run, gone=gone)


def _new(source: Source, moved_to: str | None) -> str | None:
    """A permanent redirect is remembered: the next Run asks the new address."""
    return None if moved_to == source.url else moved_to


def _rest(source: Source, now: datetime) -> Run:
    status = Status.GONE if source.state is SourceState.GONE else Status.PAUSED
    return Run("", source.id, now, now, status)


def _with_validators(run: Run, validators: Validators) -> Run:
    return replace(
        run,
        etag=validators.etag,
        last_modified=validators.last_modified,
        body_sha256=validators.body_sha256,
    )


def _must_wait(last: Run | None, now: datetime) -> bool:
    """Whether the server asked for patience that is not over yet."""
    return last is not None and last.retry_at is not None and last.retry_at > now


def _validators(last: Run | None, company: Company) -> Validators:
    """What lets a server say "unchanged"; not to be said once we listen for something else."""
    changed = company.profile_set_at  # in whole seconds, as the log has it
    if last is None or (changed is not None and last.started_at.replace(microsecond=0) <= changed):
        return Validators()
    return Validators(
        etag=last.etag, last_modified=last.last_modified, body_sha256=last.body_sha256
    )
