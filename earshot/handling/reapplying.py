"""Reapplying: what changed terms make of what is there, and, where a person wants it, doing it.

What feeds brought lately and was dropped is taken in where the terms mean it now. Of a long text
no more was kept than its beginning, and that is what a person decides on: the whole text, when its
Source brings it again, is known and no edit.
What is stored is never taken away: where the terms mean it no longer, it stays, and is put out of
scope only if it is open and a person has confirmed that. Every step can be broken off and done
again: what was done by then is not done twice.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from earshot.handling.decisions import Action, Decision, Outcome, decide
from earshot.handling.effects import effect
from earshot.handling.forgetting import dropped_since
from earshot.handling.house import House, company_in, company_of
from earshot.handling.intake import Intake
from earshot.handling.keeping import Delivery
from earshot.handling.recognition import recognise
from earshot.rules.access import Right, require_actor
from earshot.rules.company import COMPANY, Company
from earshot.rules.mention import fingerprint, identities, joined
from earshot.rules.sifting import Candidate, hits_in, sift
from earshot.store import dropped, heard, log, mentions
from earshot.store.dropped import Dropped
from earshot.store.heard import Marked
from earshot.store.mentions import Known, Sighting
from earshot.store.rows import Connection, as_json
from earshot.store.runs import Run, Status
from earshot.words.times import local_date, spoken_day
from earshot.words.vocabulary import State

JUDGED = 50  # items taken in at once: judging each takes some milliseconds, and the store waits
MARKED = 5_000  # Mentions whose hits are looked at in one piece

Each = TypeVar("Each")


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done."""

    taken_in: int = 0
    waiting: int = 0  # of those taken in, how many are open
    marked: int = 0  # Mentions whose hits are others now
    set_aside: int = 0  # put out of scope
    refused: tuple[tuple[str, str], ...] = field(default=())  # (id, why, in words)


def apply_terms(
    house: House,
    *,
    take_in: bool = True,
    confirmed: Sequence[tuple[str, int]] = (),
    actor: str,
    now: datetime,
) -> Applied:
    """Apply the company's present terms to what is there.

    `confirmed` are the open Mentions that a person wants out of scope, each with the Case's version
    that the person saw; those that the terms mean after all, or that stand otherwise by now, stay.

    Raises:
        Refused: `actor` may not change what is listened for; or something is confirmed, and they
            may not decide.
    """
    require_actor(actor, Right.SET_UP, company_of(house.store))
    aside = set_aside(house, confirmed, actor=actor, now=now) if confirmed else None
    done = take_in_found(house, now=now) if take_in else Applied()
    return replace(
        done,
        marked=mark_anew(house),
        set_aside=len(aside.done) if aside else 0,
        refused=aside.refused if aside else (),
    )


def take_in_found(house: House, *, now: datetime) -> Applied:
    """Take in what was dropped and is meant by now, as if its Source had just brought it."""
    since = dropped_since(house.policy, now)
    with house.store.unit() as connection:
        company, items = company_in(connection), dropped.recent(connection, since)
    found = effect(items, (), company).found
    intake, done = house.intake(company), Applied()
    for part in _parts(found, JUDGED):
        with house.store.unit() as connection:
            taken, waiting = _take_in(connection, intake, part, now)
        done = replace(done, taken_in=done.taken_in + taken, waiting=done.waiting + waiting)
    return done


def set_aside(
    house: House, confirmed: Sequence[tuple[str, int]], *, actor: str, now: datetime
) -> Outcome:
    """Put these out of scope in a person's name: those that are open and not meant any more."""
    with house.store.unit() as connection:
        company = company_in(connection)
        require_actor(actor, Right.DECIDE, company)
        seen = heard.of_cases(connection, [case_id for case_id, _ in confirmed])
        going = {each.id for each in effect((), seen, company).open_and_lost}
        cases = tuple(each for each in confirmed if each[0] in going)
        reason = _reason(terms_changed_on(connection, company))
        decision = Decision(Action.OUT_OF_SCOPE, cases, actor, reason=reason)
        outcome = decide(connection, decision, house.rules(company), now=now)
    stays = "It is not open any more, or the terms mean it after all."
    staying = tuple((case_id, stays) for case_id, _ in confirmed if case_id not in going)
    return replace(outcome, refused=outcome.refused + staying)


def mark_anew(house: House) -> int:
    """Store which of the present terms stand in each Mention, and where; how many are changed."""
    with house.store.unit() as connection:
        company, ids = company_in(connection), mentions.all_ids(connection)
    changed = 0
    for part in _parts(ids, MARKED):
        with house.store.unit() as connection:
            present = heard.marked(connection, part)
        others = [each for old in present if (each := _marked(old, company)) != old]
        if others:
            with house.store.unit() as connection:
                heard.mark(connection, others)
        changed += len(others)
    return changed


def terms_changed_on(connection: Connection, company: Company) -> date:
    """The local day on which the terms became what they are."""
    events = log.of_subjects(connection, [COMPANY])[COMPANY]
    since = events[-1]
    for event in reversed(events):
        if event.details.get("terms") != since.details.get("terms"):
            break
        since = event
    return local_date(since.recorded_at, company.zone)


def _take_in(
    connection: Connection, intake: Intake, part: Sequence[Dropped], now: datetime
) -> tuple[int, int]:
    """Take a part in and forget that it was dropped: how many are new, how many of them open."""
    ids = [each for item in part for each in identities(item.post)]
    known = mentions.known(connection, ids)
    by_source: dict[str, list[Dropped]] = defaultdict(list)
    for item in part:
        if _is_new(item, intake.rules.company, known):
            by_source[item.source].append(item)
    deliveries = [_delivery(intake.rules.company, *each, now) for each in by_source.items()]
    runs = intake.take_in_within(connection, deliveries, now=now)
    dropped.remove(connection, [item.id for item in part])
    after = mentions.known(connection, ids)
    fresh = {i: after[i] for i in after.keys() - known.keys()}
    run_of = {delivery.source.id: delivery.run.id for delivery in deliveries}
    mentions.sight(connection, _sightings_of_whole(by_source, fresh, run_of), now)
    waiting = [each for each in fresh.values() if each.state is State.OPEN]
    return sum(run.counts.new for run in runs), len(waiting)


def _sightings_of_whole(
    by_source: dict[str, list[Dropped]], fresh: dict[str, Known], run_of: dict[str, str]
) -> list[Sighting]:
    """That the whole text was met of what was taken in by its beginning: it will come again."""
    found = []
    for source, items in by_source.items():
        for item in items:
            mention = next((each for each in identities(item.post) if each in fresh), None)
            if mention and item.fingerprint != fingerprint(item.post):
                guid = item.post.guid or ""
                found.append(Sighting(mention, source, run_of[source], item.fingerprint, guid))
    return found


def _is_new(item: Dropped, company: Company, known: dict[str, Known]) -> bool:
    """What has come again meanwhile has its whole text by now, and this would undo that."""
    candidate = sift(item.post, company.source(item.source), company)
    return isinstance(candidate, Candidate) and recognise(candidate, known, set()) is None


def _delivery(company: Company, source: str, items: Sequence[Dropped], now: datetime) -> Delivery:
    """As of its Source, but of no Run that is kept: nobody has asked that Source now."""
    run = Run(f"terms-{secrets.token_hex(8)}", source, now, now, Status.OK)
    posts = [item.post for item in items]
    return Delivery(company.source(source), run, posts, closes=False)


def _marked(old: Marked, company: Company) -> Marked:
    hits = hits_in(joined(old.title, old.text), company)
    return replace(old, hits=as_json([[hit.term, hit.start, hit.end] for hit in hits]))


def _reason(changed_on: date) -> str:
    return f"no longer meant by the terms (changed on {spoken_day(changed_on)})"


def _parts(items: Sequence[Each], size: int) -> Iterator[Sequence[Each]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
