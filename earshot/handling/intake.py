"""The intake: what collectors deliver becomes Mentions, Judgements and Cases.

Three steps, so that the store is held shortly: look up what is known, decide and judge without
the store, then write all of it in one unit of work.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from collectors.post import Post, Rejected
from earshot.handling.keeping import Change, Delivery, Plan, write
from earshot.handling.recognition import Outcome, free_id, is_gone, outcome, recognise
from earshot.judging.judge import Judge
from earshot.judging.judgement import needs_reply
from earshot.rules.answering import own_reply, reply_beside
from earshot.rules.arrival import Rules, arrival, promise_from
from earshot.rules.case import promise_details
from earshot.rules.company import FETCHED, Account, Company, Source
from earshot.rules.events import EventKind, NewEvent
from earshot.rules.mention import (
    Mention,
    believed_time,
    fingerprint,
    identities,
    is_signed_review,
    joined,
    review_id,
    said,
)
from earshot.rules.sifting import Candidate, Left, sift, where_it_stands
from earshot.store import gone, mentions
from earshot.store.gate import Store
from earshot.store.mentions import Judged, Known, Sighting
from earshot.store.rows import Connection
from earshot.store.runs import Run
from earshot.words.times import local_date, utc_text
from earshot.words.vocabulary import Clock


@dataclass(frozen=True, slots=True)
class Passed:
    """A Post that is not kept, and why."""

    why: Left
    post: Post


Sifted = Candidate | Passed | Rejected


@dataclass(frozen=True)
class Intake:
    """One company's intake. Raises only for a store that cannot be used."""

    rules: Rules
    judge: Judge

    def take_in(self, store: Store, deliveries: Sequence[Delivery], *, now: datetime) -> list[Run]:
        """Keep what is about the company; returns the Runs with their counts."""
        sifted = self._sift(deliveries)
        known, erased = {}, dict[str, datetime]()
        if any(isinstance(each, Candidate) for part in sifted for each in part):
            with store.unit() as connection:
                known = _look_up(connection, sifted, self.rules.company)
                erased = _gone(connection, sifted)
        plan = self._plan(deliveries, sifted, known, erased, now)
        with store.unit() as connection:
            return write(connection, plan, deliveries, self.rules, now)

    def take_in_within(
        self, connection: Connection, deliveries: Sequence[Delivery], *, now: datetime
    ) -> list[Run]:
        """The same in a unit of work that the caller holds."""
        sifted = self._sift(deliveries)
        known = _look_up(connection, sifted, self.rules.company)
        plan = self._plan(deliveries, sifted, known, _gone(connection, sifted), now)
        return write(connection, plan, deliveries, self.rules, now)

    def _sift(self, deliveries: Sequence[Delivery]) -> list[list[Sifted]]:
        """What each entry of each delivery is to the company."""
        return [[self._sifted(entry, d.source) for entry in d.entries] for d in deliveries]

    def _sifted(self, entry: Post | Rejected, source: Source) -> Sifted:
        if isinstance(entry, Rejected):
            return entry
        sifted = sift(entry, source, self.rules.company)
        return Passed(sifted, entry) if isinstance(sifted, Left) else sifted

    def _plan(
        self,
        deliveries: Sequence[Delivery],
        sifted: Sequence[Sequence[Sifted]],
        known: dict[str, Known],
        erased: dict[str, datetime],
        now: datetime,
    ) -> Plan:
        plan = Plan(dict(known), gone=erased)
        for delivery, entries in zip(deliveries, sifted, strict=True):
            tally = plan.counts.setdefault(delivery.run.id, Counter())
            plan.met[delivery.run.id] = delivery.met  # one for all parts of a Run
            for entry in entries:
                tally[self._plan_entry(plan, delivery, entry, now)] += 1
        return plan

    def _plan_entry(self, plan: Plan, delivery: Delivery, entry: Sifted, now: datetime) -> str:
        if isinstance(entry, Rejected):
            return "rejected"
        if isinstance(entry, Passed):
            self._plan_passed(plan, delivery.source, entry)
            return entry.why.value
        return self._plan_candidate(plan, entry, delivery.run.id, now).value

    def _plan_passed(self, plan: Plan, source: Source, passed: Passed) -> None:
        """What is not kept may still answer something, or be wanted once the terms change."""
        if passed.why is Left.OUTGOING:
            own = where_it_stands(passed.post, source, self.rules.company)
            reply = own_reply(own, source.name)
            if reply:
                plan.replies.setdefault(source.id, []).append(reply)
        elif source.kind in FETCHED:
            plan.dropped.append((source.id, passed.post))

    def _plan_candidate(self, plan: Plan, candidate: Candidate, run: str, now: datetime) -> Outcome:
        met = plan.met.setdefault(run, set())
        found = recognise(candidate, plan.known, met)
        if _is_gone(candidate.post, found, plan):
            self._plan_reply_only(plan, candidate, found)
            return Outcome.KNOWN
        mention_id = found.mention if found else free_id(candidate.post, plan.known)
        became = outcome(candidate, found, mention_id in met)
        met.add(mention_id)
        plan.call(mention_id, identities(candidate.post))
        if found is None:
            self._plan_new(plan, candidate, mention_id, run, now)
        elif mention_id in plan.new:  # met for the first time in this very delivery
            became = Outcome.KNOWN
            self._plan_better(plan, candidate, mention_id, now)
        else:
            self._plan_change(plan, candidate, found, run, became, now)
        self._plan_sighting(plan, candidate, mention_id, run)
        if candidate.post.reply:
            found_in = candidate.source.name
            plan.beside.append(reply_beside(mention_id, candidate.post.reply, found_in))
        return became

    def _plan_reply_only(self, plan: Plan, candidate: Candidate, found: Known | None) -> None:
        """Of what is there with a name struck out, our answer still counts; its address, which may
        hold that name, is not kept."""
        if found is None:
            return
        plan.call(found.mention, identities(candidate.post))
        if candidate.post.reply:
            reply = reply_beside(found.mention, candidate.post.reply, candidate.source.name)
            plan.beside.append(replace(reply, link=""))

    def _plan_new(
        self, plan: Plan, candidate: Candidate, mention_id: str, run: str, now: datetime
    ) -> None:
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
        plan.new_in[mention_id] = run
        plan.known[mention_id] = Known(
            mention=mention_id,
            version=1,
            account=judged.mention.account,
            intent=judged.judgement.intent,
            needs_reply=judged.needs_reply,
            state=begun.state,
            seen_at=now,
            text_included=candidate.post.text_included,
            said=frozenset({judged.mention.fingerprint}),
        )

    def _plan_better(
        self, plan: Plan, candidate: Candidate, mention_id: str, now: datetime
    ) -> None:
        """Met twice at once: where it stands counts, and the fuller text, not who came first."""
        known = plan.known[mention_id]
        placed = candidate.account is not None and known.account is None
        fuller = candidate.post.text_included and not known.text_included
        if not placed and not fuller:
            return
        account = candidate.account or self.rules.company.accounts.get(known.account or "")
        poorer = known.text_included and not candidate.post.text_included
        post = plan.new[mention_id].mention.post if poorer else candidate.post
        better = replace(candidate, post=post, account=account)
        self._plan_new(plan, better, mention_id, plan.new_in[mention_id], now)
        plan.known[mention_id].sighted.update(known.sighted)

    def _plan_change(
        self,
        plan: Plan,
        candidate: Candidate,
        found: Known,
        run: str,
        became: Outcome,
        now: datetime,
    ) -> None:
        before = plan.changes.get(found.mention, Change(found.version, run))
        change = before
        if became is Outcome.CHANGED:
            change = self.edited(change, candidate, found, now)
        if candidate.account and found.account is None and change.account is None:
            change = self._placed(change, candidate, candidate.account, found, now)
        if change is not before:
            plan.changes[found.mention] = change

    def edited(self, change: Change, candidate: Candidate, found: Known, now: datetime) -> Change:
        """An edit: judged anew. Its clock is unchanged, unless it is settled by then and asks."""
        account = candidate.account or self.rules.company.accounts.get(found.account or "")
        judged = self._judged(
            replace(candidate, account=account),
            found.mention,
            version=found.version + 1,
            first_seen=found.seen_at,
            now=now,
        )
        clock = Clock.POLICY if account else Clock.AIM
        promise = promise_details(promise_from(now, clock, self.rules))
        details = {"happened_at": utc_text(now), "reason": "edited", "promise": promise}
        reopening = NewEvent(EventKind.REOPENED, found.mention, details)
        return replace(change, judged=judged, reopening=reopening)

    def _placed(
        self, change: Change, candidate: Candidate, account: Account, found: Known, now: datetime
    ) -> Change:
        """It was known from elsewhere, and stands on an account of the company's own."""
        begun = arrival(
            candidate.post, candidate.source, account, needs_reply=True, rules=self.rules, now=now
        )
        details = {
            "state": begun.state.value,
            "clock": begun.clock.value,
            "promise": promise_details(begun.promise),
        }
        event = NewEvent(EventKind.ACCOUNT_FOUND, found.mention, details)
        return replace(change, account=account.id, placing=event)

    def _plan_sighting(self, plan: Plan, candidate: Candidate, mention_id: str, run: str) -> None:
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
        # Of what only a notice was had, nobody can say yet that it needs no reply.
        return Judged(mention, judgement, owed or not post.text_included, None)


def _is_gone(post: Post, found: Known | None, plan: Plan) -> bool:
    """Whether it was erased, or is past its time, and so does not come back; or somebody's name was
    struck out of it, and so it takes nothing new."""
    if found is not None:
        return found.mention in plan.gone
    return is_gone(post, plan.gone, plan.known.keys())


def _gone(connection: Connection, sifted: Sequence[Sequence[Sifted]]) -> dict[str, datetime]:
    posts = [e.post for part in sifted for e in part if isinstance(e, Candidate)]
    return gone.among(connection, [each for post in posts for each in identities(post)])


def _look_up(
    connection: Connection, sifted: Sequence[Sequence[Sifted]], company: Company
) -> dict[str, Known]:
    """What the store holds about these candidates, by every id that they may go by."""
    posts = [e.post for part in sifted for e in part if isinstance(e, Candidate)]
    known = mentions.known(connection, [i for post in posts for i in identities(post)])
    reviews = {identities(post)[-1] for post in posts if is_signed_review(post)} - known.keys()
    if not reviews:
        return known
    authors = [post.author for post in posts if is_signed_review(post) and post.author]
    ids = {}
    for mention, platform, account, author, title, text, rating in mentions.reviews_of(
        connection, authors
    ):
        on = company.account_name(account) or ""
        ids[review_id(platform, on, author, joined(title, text), rating)] = mention
    stored = mentions.known(connection, [ids[each] for each in reviews & ids.keys()])
    return known | stored | {each: stored[ids[each]] for each in reviews & ids.keys()}
