"""Stories: what is new joins the story it is a copy of, and a person takes out what is none.

A story has one Case, of the Mention that was met first. Whoever carries it later starts no clock,
also where it turns out to have been published before.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from earshot.handling import casework
from earshot.rules.access import Right, require_actor
from earshot.rules.arrival import Rules, promise_from
from earshot.rules.case import CASE, Case, promise_details
from earshot.rules.events import PROGRAM, Event, EventKind, NewEvent
from earshot.rules.findings import FINDINGS
from earshot.rules.stories import (
    Telling,
    can_be_carried,
    likeness,
    needs_its_own_case,
    telling,
)
from earshot.store import cases, stories
from earshot.store.mentions import Judged
from earshot.store.rows import Connection
from earshot.store.stories import COMMON, Standing
from earshot.words.errors import Refused
from earshot.words.times import utc_text
from earshot.words.vocabulary import Clock, State


def assigned(
    connection: Connection, fresh: Sequence[Judged], by_hand: frozenset[str]
) -> list[Judged]:
    """New Mentions, in their order, each with the story that it joins or leads, if any.

    The stored leads of those stories are marked as such. `by_hand` are the Sources of people's own
    notes: what a person saw and noted stands for itself.
    """
    candidates = (_telling(judged) for judged in fresh if _may_join(judged, by_hand))
    tellings = {told.id: told for told in candidates if told.is_comparable}
    if not tellings:
        return list(fresh)
    joined = _joined(connection, fresh, tellings)
    stories.lead(connection, joined.values())
    story = joined | {lead: lead for lead in joined.values()}
    return [
        replace(judged, mention=replace(judged.mention, story=story.get(judged.mention.id)))
        for judged in fresh
    ]


def split_off(
    connection: Connection, mention: str, rules: Rules, *, reason: str, actor: str, now: datetime
) -> Event:
    """Give one of a story's Mentions a Case of its own, whose clock starts now.

    It joins no story again: that is asked only of what is new. The story's first Mention stays, for
    the Case with all that was promised and decided is its.

    Raises:
        Refused: nobody is named who may; no reason; it leads its story, or is in none; it is
            restricted.
    """
    if actor == PROGRAM:
        raise Refused("Say who you are first: decisions carry a name.")
    require_actor(actor, Right.DECIDE, rules.company)
    if not reason.strip():
        raise Refused("Say why it is another story: what it says that the others do not.")
    lead = stories.leads(connection, [mention]).get(mention)
    if lead is None:
        raise Refused(
            "This cannot be split off: it stands alone, or it is the story’s first, whose case "
            "this is. Split off the others instead."
        )
    case = casework.current(connection, [lead])[lead]
    if case.restriction is not None:
        raise Refused("This item is restricted by now: the safeguarding lead deals with it.")
    stories.leave(connection, mention)
    promise = promise_details(promise_from(now, Clock.AIM, rules))
    told = {"story": lead, "promise": promise, "reason": reason.strip()}
    details = {"happened_at": utc_text(now), **told, "findings": _said_of(case, mention)}
    event = NewEvent(EventKind.SPLIT_OFF, mention, details, actor)
    recorded = casework.record(connection, [event], now=now)[0]
    cases.put(connection, list(casework.current(connection, [lead]).values()))
    return recorded


def _said_of(case: Case, mention: str) -> list[dict[str, Any]]:
    """What people have said of its Judgement goes with it."""
    said = tuple(each for each in case.work.findings if each.mention == mention)
    plain: list[dict[str, Any]] = FINDINGS.dump_python(said, mode="json")
    return plain


def hand_on(
    connection: Connection,
    lead: str,
    leaving: Collection[str],
    strike: Callable[[Any], Any],
    *,
    now: datetime,
) -> str | None:
    """Give the Case of a story, whose lead is to go, to the first met of those that stay.

    `leaving` are all Mentions that are to go; `strike` takes out of the Case, as plain JSON, what
    is to go with them. Returns the new lead; None where nobody stays, or it leads no story.
    """
    staying = [o.mention for o in stories.outlets(connection, lead) if o.mention not in leaving]
    if not staying:
        return None
    case = _without(casework.current(connection, [lead])[lead], leaving)
    stories.hand_on(connection, lead, staying[0])
    cases.remove(connection, [lead])
    details = {"case": strike(CASE.dump_python(case, mode="json"))}
    casework.record(connection, [NewEvent(EventKind.TAKEN_OVER, staying[0], details)], now=now)
    return staying[0]


def _without(case: Case, leaving: Collection[str]) -> Case:
    """What people have said of Judgements goes with what was judged."""
    staying = tuple(f for f in case.work.findings if f.mention not in leaving)
    return replace(case, work=replace(case.work, findings=staying))


@dataclass
class _Met:
    """The new Mentions that lead no story yet, or lead one, findable by their keys."""

    keys: dict[str, list[int]]
    by_key: dict[int, list[Standing]] = field(default_factory=dict)

    def add(self, case: Standing) -> None:
        for key in self.keys[case.telling.id]:
            self.by_key.setdefault(key, []).append(case)

    def like(self, mention: str) -> list[Standing]:
        """Those that share a key which is not too common to tell anything."""
        shared = (self.by_key.get(key, []) for key in self.keys[mention])
        found = {c.telling.id: c for cases in shared if len(cases) <= COMMON for c in cases}
        return list(found.values())


def _joined(
    connection: Connection, fresh: Sequence[Judged], tellings: dict[str, Telling]
) -> dict[str, str]:
    """Of the new Mentions that join a story, its lead: stored already, or new before them."""
    stored = stories.likely(connection, list(tellings.values()))
    met = _Met(stories.keys(connection, list(tellings.values())))
    joined: dict[str, str] = {}
    for judged in fresh:
        told = tellings.get(judged.mention.id)
        if told is None:
            continue
        lead = _lead(told, _state(judged), [*stored[told.id], *met.like(told.id)])
        if lead:
            joined[told.id] = lead
        else:
            met.add(Standing(told, _state(judged), 0, judged.mention.seen_at))
    return joined


def _lead(told: Telling, state: State, cases: Sequence[Standing]) -> str | None:
    """The case whose text is most alike; of several, the one met first."""
    best, lead = 0.0, None
    for case in cases:
        if state is State.OPEN and needs_its_own_case(case.state, case.version):
            continue
        score = likeness(told, case.telling)
        if score > best:
            best, lead = score, case.telling.id
    return lead


def _may_join(judged: Judged, by_hand: frozenset[str]) -> bool:
    mention = judged.mention
    carried = can_be_carried(mention.post.kind, mention.post.platform, mention.account)
    return carried and mention.source not in by_hand


def _state(judged: Judged) -> State:
    return judged.arrival.state if judged.arrival else State.OPEN


def _telling(judged: Judged) -> Telling:
    mention, post = judged.mention, judged.mention.post
    return telling(
        mention.id,
        title=post.title,
        text=post.text,
        text_included=post.text_included,
        publisher=post.publisher,
        url=post.url,
        published=post.published,
        seen_at=mention.seen_at,
    )
