"""The intake: what collectors deliver becomes Mentions, Judgements and Cases.

Three steps, so that the store is held shortly: look up what is known, decide and judge without
the store, then write all of it in one unit of work.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from collectors.post import Post, Rejected
from earshot import casework
from earshot.arrival import Rules, arrival, promise_from
from earshot.case import Case, opened, promise_details
from earshot.company import Source
from earshot.events import EventKind, NewEvent
from earshot.judging.judge import Judge
from earshot.judging.judgement import needs_reply
from earshot.mention import Mention, believed_time, fingerprint, identities, said
from earshot.sifting import Candidate, Left, sift
from earshot.store import cases, log, mentions, runs
from earshot.store.gate import Store
from earshot.store.mentions import Judged, Known, Sighting
from earshot.store.rows import Connection
from earshot.store.runs import Run
from earshot.times import local_date, utc_text
from earshot.vocabulary import Clock, Intent, State

# What a reply is plainly owed to: an edit into one of these reopens what was settled.
ASKING = frozenset({Intent.QUERY, Intent.COMPLAINT, Intent.PRESS, Intent.DATA_REQUEST})
SETTLED = frozenset({State.ANSWERED, State.NO_REPLY_NEEDED, State.OUT_OF_SCOPE, State.CLOSED})


Sifted = Candidate | Left | Rejected


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"


@dataclass(frozen=True)
class Delivery:
    """What one Run of one Source brought. The intake adds to the Run's counts."""

    source: Source
    run: Run
    entries: Sequence[Post | Rejected] = ()
    events: Sequence[NewEvent] = ()  # what the Run says about its Source: moved, gone
    closes: bool = True  # whether the Run ends with this; a long file is delivered in parts


@dataclass
class _Plan:
    """What is to be written, and what is known by then."""

    known: dict[str, Known]
    met: set[tuple[str, str]] = field(default_factory=set)  # (run, id): once a Run
    new: dict[str, Judged] = field(default_factory=dict)
    new_in: dict[str, str] = field(default_factory=dict)  # new Mention -> its Run
    changed: list[Judged] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    events: list[NewEvent] = field(default_factory=list)
    accounts: dict[str, str] = field(default_factory=dict)  # Mention -> account found
    counts: dict[str, Counter[str]] = field(default_factory=dict)  # by Run


@dataclass(frozen=True)
class Intake:
    """One company's intake. Raises only for a store that cannot be used."""

    rules: Rules
    judge: Judge

    def take_in(self, store: Store, deliveries: Sequence[Delivery], *, now: datetime) -> list[Run]:
        """Keep what is about the company; returns the Runs with their counts."""
        sifted = self.sift(deliveries)
        known = {}
        if any(isinstance(each, Candidate) for part in sifted for each in part):
            with store.unit() as connection:
                known = look_up(connection, sifted)
        plan = self.plan(deliveries, sifted, known, now)
        with store.unit() as connection:
            return write(connection, plan, deliveries, now)

    def take_in_within(
        self, connection: Connection, deliveries: Sequence[Delivery], *, now: datetime
    ) -> list[Run]:
        """The same in a unit of work that the caller holds."""
        sifted = self.sift(deliveries)
        plan = self.plan(deliveries, sifted, look_up(connection, sifted), now)
        return write(connection, plan, deliveries, now)

    def sift(self, deliveries: Sequence[Delivery]) -> list[list[Sifted]]:
        """What each entry of each delivery is to the company."""
        company = self.rules.company
        return [
            [e if isinstance(e, Rejected) else sift(e, d.source, company) for e in d.entries]
            for d in deliveries
        ]

    def plan(
        self,
        deliveries: Sequence[Delivery],
        sifted: Sequence[Sequence[Sifted]],
        known: dict[str, Known],
        now: datetime,
    ) -> _Plan:
        plan = _Plan(dict(known))
        for delivery, entries in zip(deliveries, sifted, strict=True):
            tally = plan.counts.setdefault(delivery.run.id, Counter())
            for entry in entries:
                tally[self._plan_entry(plan, delivery.run.id, entry, now)] += 1
        return plan

    def _plan_entry(self, plan: _Plan, run: str, entry: Sifted, now: datetime) -> str:
        if isinstance(entry, Rejected):
            return "rejected"
        if isinstance(entry, Left):
            return entry.value
        return self._plan_candidate(plan, entry, run, now).value

    def _plan_candidate(
        self, plan: _Plan, candidate: Candidate, run: str, now: datetime
    ) -> Outcome:
        found = _recognise(candidate, plan, run)
        mention_id = found.mention if found else _free_id(candidate.post, plan)
        outcome = _outcome(candidate, found, (run, mention_id) in plan.met)
        plan.met.add((run, mention_id))
        if found is None:
            self._plan_new(plan, candidate, mention_id, now)
            plan.new_in[mention_id] = run
        elif outcome is Outcome.CHANGED:
            self._plan_change(plan, candidate, found, now)
        if found and found.account is None and candidate.account is not None:
            self._plan_account(plan, candidate, found, now)
        self._plan_sighting(plan, candidate, mention_id, run)
        return outcome

    def _plan_new(self, plan: _Plan, candidate: Candidate, mention_id: str, now: datetime) -> None:
        judged = self._judged(candidate, mention_id, version=1, first_seen=now, now=now)
        begun = arrival(
            candidate.post,
            candidate.source,
            candidate.account,
            needs_reply=judged.needs_reply,
            rules=self.rules,
            now=now,
        )
        plan.new[mention_id] = replace(judged, arrival=begun)
        plan.known[mention_id] = Known(
            mention_id,
            1,
            judged.mention.account,
            judged.judgement.intent,
            judged.needs_reply,
            begun.state,
            now,
            {},
        )

    def _plan_change(self, plan: _Plan, candidate: Candidate, found: Known, now: datetime) -> None:
        """An edit: judged anew, its clock unchanged, unless it was settled and now asks."""
        if found.mention in plan.new:
            return  # met for the first time in this very delivery
        account = candidate.account or self.rules.company.accounts.get(found.account or "")
        judged = self._judged(
            replace(candidate, account=account),
            found.mention,
            version=found.version + 1,
            first_seen=found.seen_at,
            now=now,
        )
        plan.changed = [c for c in plan.changed if c.mention.id != found.mention] + [judged]
        if _asks_anew(found, judged):
            clock = Clock.POLICY if account else Clock.AIM
            promise = promise_details(promise_from(now, clock, self.rules))
            details = {"happened_at": utc_text(now), "reason": "edited", "promise": promise}
            plan.events.append(NewEvent(EventKind.REOPENED, found.mention, details))

    def _plan_account(self, plan: _Plan, candidate: Candidate, found: Known, now: datetime) -> None:
        """It was known from elsewhere, and stands on an account of the company's own."""
        account = candidate.account
        assert account is not None
        if found.mention in plan.new or found.mention in plan.accounts:
            return
        plan.accounts[found.mention] = account.id
        begun = arrival(
            candidate.post, candidate.source, account, needs_reply=True, rules=self.rules, now=now
        )
        details = {"state": begun.state.value, "promise": promise_details(begun.promise)}
        plan.events.append(NewEvent(EventKind.ACCOUNT_FOUND, found.mention, details))

    def _plan_sighting(self, plan: _Plan, candidate: Candidate, mention_id: str, run: str) -> None:
        known, source = plan.known[mention_id], candidate.source.id
        seen = (fingerprint(candidate.post), candidate.post.guid or "")
        if known.sighted.get(source) != seen:
            known.sighted[source] = seen
            plan.sightings.append(Sighting(mention_id, source, run, *seen))

    def _judged(
        self,
        candidate: Candidate,
        mention_id: str,
        *,
        version: int,
        first_seen: datetime,
        now: datetime,
    ) -> Judged:
        post, account = candidate.post, candidate.account
        published = believed_time(post.published) or first_seen
        mention = Mention(
            id=mention_id,
            version=version,
            source=candidate.source.id,
            account=account.id if account else None,
            post=post,
            seen_at=first_seen,
            version_seen_at=now,
            published_on=local_date(published, self.rules.company.zone),
            hits=candidate.hits,
            fingerprint=fingerprint(post),
        )
        judgement = self.judge.judge(said(post))
        owed = needs_reply(judgement.intent, judgement.sentiment, own_account=account is not None)
        return Judged(mention, judgement, owed, None)


def look_up(connection: Connection, sifted: Sequence[Sequence[Sifted]]) -> dict[str, Known]:
    """What the store holds about these candidates, by every id that they may go by."""
    candidates = (each for part in sifted for each in part if isinstance(each, Candidate))
    return mentions.known(connection, [i for c in candidates for i in identities(c.post)])


def write(
    connection: Connection, plan: _Plan, deliveries: Sequence[Delivery], now: datetime
) -> list[Run]:
    """Write a plan in the caller's unit; what somebody else has added meanwhile stays single."""
    added_meanwhile = mentions.known(connection, list(plan.new))
    fresh = [judged for mention, judged in plan.new.items() if mention not in added_meanwhile]
    mentions.add(connection, fresh)
    cases.add(connection, [_opened(judged) for judged in fresh])
    mentions.add_versions(connection, plan.changed)
    for mention, account in plan.accounts.items():
        mentions.set_account(connection, mention, account)
    mentions.sight(connection, plan.sightings, now)
    casework.record(connection, plan.events, now=now)
    log.append(connection, [e for d in deliveries for e in d.events], now=now)
    written = [_counted(d.run, plan, added_meanwhile) for d in deliveries]
    closing = [run for d, run in zip(deliveries, written, strict=True) if d.closes]
    runs.add(connection, closing)
    for delivery in deliveries:
        rejects = [entry for entry in delivery.entries if isinstance(entry, Rejected)]
        runs.add_rejects(connection, delivery.run.id, delivery.source.id, rejects)
    return written


def _recognise(candidate: Candidate, plan: _Plan, run: str) -> Known | None:
    """The Mention that this Post is, by the strongest of its ids that is known."""
    ids = identities(candidate.post)
    for each in ids:
        found = plan.known.get(each)
        if found and not _is_another(candidate, found, (run, found.mention) in plan.met):
            return found
    return None


def _is_another(candidate: Candidate, found: Known, met_in_this_run: bool) -> bool:
    """Whether one Source uses one address for several items (a page of comments, a homepage)."""
    sighted = found.sighted.get(candidate.source.id)
    if sighted is None or candidate.post.native_id:
        return False
    same_words = sighted[0] == fingerprint(candidate.post)
    guid = candidate.post.guid or ""
    return not same_words and (sighted[1] != guid or (met_in_this_run and not guid))


def _free_id(post: Post, plan: _Plan) -> str:
    """The strongest of the Post's ids that no other Mention has."""
    ids = identities(post)
    return next((each for each in ids if each not in plan.known), ids[-1])


def _outcome(candidate: Candidate, found: Known | None, met_in_this_run: bool) -> Outcome:
    """An edit shows where the same Source says something else than it did in an earlier Run."""
    if found is None:
        return Outcome.NEW
    sighted = found.sighted.get(candidate.source.id)
    if met_in_this_run or sighted is None or sighted[0] == fingerprint(candidate.post):
        return Outcome.KNOWN
    return Outcome.CHANGED


def _asks_anew(found: Known, judged: Judged) -> bool:
    if found.state not in SETTLED:
        return False
    intent = judged.judgement.intent
    turned = intent in ASKING and intent is not found.intent
    return judged.needs_reply and (turned or not found.needs_reply)


def _opened(judged: Judged) -> Case:
    assert judged.arrival is not None
    return opened(judged.mention.id, judged.arrival)


def _counted(run: Run, plan: _Plan, added_meanwhile: Iterable[str]) -> Run:
    tally = plan.counts[run.id].copy()
    late = sum(1 for each in added_meanwhile if plan.new_in[each] == run.id)
    tally["new"] -= late
    tally["known"] += late
    return replace(run, counts=run.counts.plus(tally))
