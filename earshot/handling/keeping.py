"""Keeping: what the intake has planned is written in one unit of work, and nothing twice.

A plan is made without the store. What somebody else has written meanwhile is left as it is: a new
Mention that is there by now is known, an edit of a version that has gone is dropped, and comes
again with the next Run.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from collectors.post import Post, Rejected
from earshot.handling import casework
from earshot.handling.answering import record_replies
from earshot.handling.forgetting import forget
from earshot.handling.holding import hold_press
from earshot.handling.recognition import asks_anew, is_gone
from earshot.handling.stories import assigned
from earshot.handling.suspicion import restrict_where_suspected
from earshot.rules.answering import OwnReply
from earshot.rules.arrival import Rules
from earshot.rules.case import opened
from earshot.rules.company import Source, SourceKind, SourceState, fold, source_set
from earshot.rules.events import PROGRAM, NewEvent
from earshot.rules.mention import identities
from earshot.store import cases, dropped, gone, log, mentions, replies, runs
from earshot.store.mentions import Judged, Known, Sighting
from earshot.store.rows import Connection
from earshot.store.runs import Run


@dataclass(frozen=True)
class Delivery:
    """What one Run of one Source brought. The intake adds to the Run's counts."""

    source: Source
    run: Run
    entries: Sequence[Post | Rejected] = ()
    moved_to: str | None = None  # where the Source's server says that it is from now on
    gone: bool = False  # whether it says that the Source is gone for good
    closes: bool = True  # whether the Run ends with this; a long file is delivered in parts
    # The Mentions that this Run has met so far; the parts of one file share it, or what stands on
    # one address in two parts would be taken for an edit.
    met: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Change:
    """What is to be written about a Mention that is known, if it still stands at that version."""

    version: int  # the Mention's, as it was looked up
    run: str
    judged: Judged | None = None  # an edit
    reopening: NewEvent | None = None  # where the edit asks and the Case is settled by then
    account: str | None = None  # an own account that it turns out to stand on
    placing: NewEvent | None = None


@dataclass
class Plan:
    """What is to be written, and what is known by then."""

    known: dict[str, Known]
    # Of the ids that were asked for, those not to come back, with when each went.
    gone: Mapping[str, datetime] = field(default_factory=dict)
    met: dict[str, set[str]] = field(default_factory=dict)  # by Run, the Mentions it brought
    new: dict[str, Judged] = field(default_factory=dict)
    new_in: dict[str, str] = field(default_factory=dict)  # new Mention -> its Run
    changes: dict[str, Change] = field(default_factory=dict)  # by Mention
    sightings: list[Sighting] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)  # by Run
    # By id, the Mention that goes by it; None where several do, as under one page's address.
    called: dict[str, str | None] = field(default_factory=dict)
    replies: dict[str, list[OwnReply]] = field(default_factory=dict)  # of our own, by Source
    beside: list[OwnReply] = field(default_factory=list)  # of our own, with what they answer
    dropped: list[tuple[str, Post]] = field(default_factory=list)  # (Source, what is not about us)

    def call(self, mention: str, ids: Iterable[str]) -> None:
        """Note what a Mention goes by: what several go by tells of none which reply is its own."""
        for each in ids:
            known = self.called.setdefault(each, mention)
            self.called[each] = mention if known == mention else None


def write(
    connection: Connection,
    plan: Plan,
    deliveries: Sequence[Delivery],
    rules: Rules,
    now: datetime,
) -> list[Run]:
    """Write a plan in the caller's unit; returns the Runs with their counts.

    `rules` say whose local days are meant where only the day of a reply is known, and for how long
    what is no Mention may be kept.
    """
    _leave_gone(connection, plan)
    present = mentions.known(connection, [*plan.new, *plan.changes])
    fresh = _add_new(connection, plan, present, deliveries)
    edited = _change(connection, plan, present, now)
    restrict_where_suspected(connection, [*fresh, *edited], now=now)
    _answer(connection, plan, rules.company.zone, now)
    hold_press(connection, [*fresh, *edited], now=now)
    forget(connection, rules.policy, now)
    dropped.add(connection, plan.dropped, now)
    mentions.sight(connection, plan.sightings, now)
    log.append(connection, _news_of_sources(connection, deliveries), now=now)
    written = [replace(d.run, counts=d.run.counts.plus(plan.counts[d.run.id])) for d in deliveries]
    _close(connection, deliveries, written)
    return written


def _leave_gone(connection: Connection, plan: Plan) -> None:
    """Leave out what somebody has had erased, or its name struck out of, since the plan was made;
    and our own replies to what is erased."""
    posts = {mention: judged.mention.post for mention, judged in plan.new.items()}
    replied = [t for found in plan.replies.values() for each in found for t in each.targets]
    asked = [*plan.changes, *replied, *(i for post in posts.values() for i in identities(post))]
    erased = gone.among(connection, asked)
    there = plan.known.keys() - plan.new_in.keys()
    for mention in [m for m, post in posts.items() if is_gone(post, erased, there)]:
        del plan.new[mention]
        _count_as_known(plan, plan.new_in[mention], "new")
    for mention in plan.changes.keys() & erased.keys():
        change = plan.changes.pop(mention)
        if change.judged:
            _count_as_known(plan, change.run, "changed")
    erased_whole = erased.keys() - gone.redacted(connection, replied)
    plan.replies = {
        source: [each for each in found if erased_whole.isdisjoint(each.targets)]
        for source, found in plan.replies.items()
    }
    kept = plan.new.keys() | there
    plan.sightings = [s for s in plan.sightings if s.mention in kept and s.mention not in erased]


def _count_as_known(plan: Plan, run: str, instead_of: str) -> None:
    plan.counts[run][instead_of] -= 1
    plan.counts[run]["known"] += 1


def _add_new(
    connection: Connection, plan: Plan, present: dict[str, Known], deliveries: Sequence[Delivery]
) -> list[Judged]:
    """What is still new; a story that several outlets carry has one Case, of whoever leads it."""
    by_hand = frozenset(d.source.id for d in deliveries if d.source.kind is SourceKind.NOTE)
    still_new = [judged for mention, judged in plan.new.items() if mention not in present]
    fresh = assigned(connection, still_new, by_hand)
    for mention in plan.new.keys() & present.keys():
        tally = plan.counts[plan.new_in[mention]]
        tally["new"] -= 1
        tally["known"] += 1
    mentions.add(connection, fresh)
    begun = [(j.mention.id, j.arrival) for j in fresh if j.mention.story in (None, j.mention.id)]
    cases.add(connection, [opened(mention, arrival) for mention, arrival in begun if arrival])
    return fresh


def _change(
    connection: Connection, plan: Plan, present: dict[str, Known], now: datetime
) -> list[Judged]:
    """Write what still stands as it was looked up; returns the edits."""
    standing = {}
    for mention, change in plan.changes.items():
        if mention not in present:  # erased meanwhile
            continue
        if present[mention].version == change.version:
            standing[mention] = change
        elif change.judged:
            plan.counts[change.run]["changed"] -= 1
            plan.counts[change.run]["known"] += 1
    edited = [c.judged for c in standing.values() if c.judged]
    mentions.add_versions(connection, edited)
    events: list[NewEvent] = []
    for mention, change in standing.items():
        now_known = present[mention]
        if change.account and change.placing and now_known.account is None:
            mentions.set_account(connection, mention, change.account)
            events.append(change.placing)
        if change.judged and change.reopening and asks_anew(now_known, change.judged):
            events.append(change.reopening)
    casework.record(connection, events, now=now)
    return edited


def _answer(connection: Connection, plan: Plan, zone: ZoneInfo, now: datetime) -> None:
    """Match our own replies to what they answer, whichever of the two came first."""
    for source, found in plan.replies.items():
        replies.add(connection, found, source, now)
    waiting = replies.waiting(connection, list(plan.called))
    known = [
        replace(each, targets=(mention,))
        for each in waiting
        if (mention := plan.called[each.targets[0]])
    ]
    fresh = [each for found in plan.replies.values() for each in found]
    record_replies(connection, [*plan.beside, *known, *fresh], zone, now=now)


def _news_of_sources(connection: Connection, deliveries: Sequence[Delivery]) -> list[NewEvent]:
    """What servers say of their Sources, told of each as it stands by now: a Source that somebody
    has paused meanwhile stays so."""
    telling = [d for d in deliveries if d.moved_to or d.gone]
    company = fold(log.settings(connection)) if telling else None
    if company is None:
        return []
    return [source_set(_told(company.source(d.source.id), d), PROGRAM) for d in telling]


def _told(source: Source, delivery: Delivery) -> Source:
    state = SourceState.GONE if delivery.gone else source.state
    return replace(source, url=delivery.moved_to or source.url, state=state)


def _close(connection: Connection, deliveries: Sequence[Delivery], written: Sequence[Run]) -> None:
    """Write down the Runs that have ended, and what could not be read in any."""
    ended = [run for d, run in zip(deliveries, written, strict=True) if d.closes]
    runs.add(connection, ended)
    rejects = [
        (d.run.id, d.source.id, entry)
        for d in deliveries
        for entry in d.entries
        if isinstance(entry, Rejected)
    ]
    runs.add_rejects(connection, rejects)
