"""Rescoring: all that is kept is judged again by the rules of now.

Nothing that waits is taken away by it: an open Case that needs no reply by these rules stays, and
is listed for a person to confirm. One that the program alone had found to need none, and that needs
one by now, begins its clock at the rescoring. What people have said or decided stays as it is. The
store is held for a part at a time, and a rescoring that was broken off goes on where it was.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from earshot.handling import casework
from earshot.handling.decisions import Action, Decision, Outcome, decide
from earshot.handling.holding import hold_found_press
from earshot.handling.house import House, company_of
from earshot.handling.judges import Judges, cores
from earshot.handling.suspicion import restrict_suspects, suspect
from earshot.judging.judgement import Judgement, needs_reply
from earshot.rules.access import Right, require_actor
from earshot.rules.arrival import Rules, promise_from
from earshot.rules.case import Case, promise_details
from earshot.rules.events import PROGRAM, EventKind, NewEvent
from earshot.rules.mention import joined
from earshot.store import findings, log
from earshot.store import rescoring as store
from earshot.store.rescoring import Rejudged, Waiting
from earshot.store.rows import Connection
from earshot.words.times import utc_text
from earshot.words.vocabulary import Intent, State

SUBJECT = "judgements"  # of the Event about a rescoring
REASON = "needs a reply by the rules of now"
NO_REPLY = "needs no reply by the rules of now"
PART = 500  # Mentions that are judged and written in one piece
FEW = 300  # so many one process judges sooner than several have begun


@dataclass(frozen=True, slots=True)
class Rescored:
    """How far a rescoring has come."""

    rules: str  # the fingerprint of the rules of now
    total: int = 0  # Mentions that were to be judged again when it began
    judged: int = 0
    changed: int = 0  # those of which the rules of now say something else
    restricted: int = 0  # Cases that are restricted since, as there may be a danger
    newly_due: int = 0  # Cases whose clock has begun
    no_longer_needed: int = 0  # open Cases that newly need no reply; they stay
    remaining: int = 0  # Mentions that are still judged by other rules


Told = Callable[[Rescored], None]


def nobody(done: Rescored) -> None:
    """For who wants to hear nothing until it has ended."""


def rescore(
    house: House, *, everything: bool = False, actor: str, now: datetime, told: Told = nobody
) -> Rescored:
    """Judge again what is judged by other rules than those of now; `everything`: all there is.

    `told` is called after each part with how far it has come.

    Raises:
        Refused: `actor` may not; somebody is doing it already.
        EarshotError: a process that judges has ended. What was written by then stays.
    """
    company = company_of(house.store)
    require_actor(actor, Right.SET_UP, company)
    with store.alone(house.folder):
        work = _Work(house, house.rules(company), everything, now)
        done = work.do(told)
        return work.end(done, actor)


def fingerprint_of_now(house: House) -> str:
    """By which rules texts are judged now."""
    return house.intake(company_of(house.store)).judge.fingerprint


def confirm_no_reply(
    connection: Connection,
    confirmed: Sequence[tuple[str, int]],
    rules: Rules,
    *,
    reason: str = NO_REPLY,
    actor: str,
    now: datetime,
) -> Outcome:
    """Record a person's decision that these, each with the version that they saw, need no reply.
    Of those that are not listed for it any more nothing is recorded.

    Raises:
        Refused: `actor` may not decide, or there is no reason.
    """
    require_actor(actor, Right.DECIDE, rules.company)
    listed = _listed(connection)
    cases = tuple(each for each in confirmed if each[0] in listed)
    decision = Decision(Action.NO_REPLY_NEEDED, cases, actor, reason=reason)
    outcome = decide(connection, decision, rules, now=now)
    stays = "It is not open any more, or needs a reply after all."
    staying = tuple((case, stays) for case, _ in confirmed if case not in listed)
    return replace(outcome, refused=outcome.refused + staying)


@dataclass(frozen=True)
class _Work:
    """One rescoring."""

    house: House
    rules: Rules
    everything: bool
    now: datetime

    @property
    def fingerprint(self) -> str:
        return self.house.intake(self.rules.company).judge.fingerprint

    def do(self, told: Told) -> Rescored:
        rules = self.fingerprint
        with self.house.store.unit() as connection:
            total = store.count_waiting(connection, rules, everything=self.everything)
        done = Rescored(rules, total, remaining=total)
        if not total:
            return done
        number = 0 if total <= FEW else min(cores(), -(-total // PART))
        with Judges[Sequence[Waiting]](self.house, number) as judges:
            for part, judgements in judges.each(self._parts(rules)):
                done = self._written(part, judgements, done)
                told(done)
        return done

    def end(self, done: Rescored, actor: str) -> Rescored:
        """What parts of a rescoring that was broken off have done counts in `in_all`."""
        with self.house.store.unit() as connection:
            remaining = store.count_stale(connection, done.rules)
            ended = replace(done, remaining=remaining)
            in_all = store.count_done(connection, done.rules)
            if in_all:
                log.append(connection, [_event(ended, in_all, actor, self.now)], now=self.now)
            store.clear_done(connection)
        return ended

    def _parts(self, rules: str) -> Iterator[tuple[Sequence[Waiting], list[str]]]:
        """By their ids, so that no Mention is met twice, whatever is written meanwhile."""
        after = ""
        while True:
            with self.house.store.unit() as connection:
                part = store.waiting(connection, rules, after, PART, everything=self.everything)
            if not part:
                return
            after = part[-1].mention
            yield part, [joined(each.title, each.text) for each in part]

    def _written(
        self, part: Sequence[Waiting], judgements: Sequence[Judgement], done: Rescored
    ) -> Rescored:
        rejudged = [_rejudged(*each) for each in zip(part, judgements, strict=True)]
        with self.house.store.unit() as connection:
            asked = store.needing(connection, [each.mention for each in part])
            there, other = store.replace(connection, rejudged, self.now)
            store.note_done(connection, done.rules, there)
            self._let_people_stand(connection, other)
            needing = store.needing(connection, other)
            newly = [each for each in other if needing[each] and not asked[each]]
            begun = self._begin(connection, newly)
            restricted = self._restrict(connection, rejudged, set(there))
            hold_found_press(connection, _from_press(rejudged, set(other)), now=self.now)
            gone = [each for each in other if asked[each] and not needing[each]]
            unneeded = _listed(connection) & set(gone) if gone else set()
        return replace(
            done,
            judged=done.judged + len(there),
            changed=done.changed + len(other),
            restricted=done.restricted + len(restricted),
            newly_due=done.newly_due + len(begun),
            no_longer_needed=done.no_longer_needed + len(unneeded),
            remaining=max(0, done.remaining - len(part)),
        )

    def _let_people_stand(self, connection: Connection, mentions: Sequence[str]) -> None:
        cases = store.cases_with_findings(connection, mentions)
        if cases:
            findings.let_stand(connection, list(casework.current(connection, cases).values()))

    def _begin(self, connection: Connection, mentions: Sequence[str]) -> list[str]:
        """Begin the clocks of what the program alone had found to need no reply."""
        cases = {case.id: case for case in casework.current(connection, mentions).values()}
        begun = [case for case in cases.values() if _is_the_programs_word(case)]
        casework.record(connection, [self._reopened(case) for case in begun], now=self.now)
        return [case.id for case in begun]

    def _reopened(self, case: Case) -> NewEvent:
        promise = promise_details(promise_from(self.now, case.clock, self.rules))
        details = {"happened_at": utc_text(self.now), "reason": REASON, "promise": promise}
        return NewEvent(EventKind.REOPENED, case.id, details)

    def _restrict(
        self, connection: Connection, rejudged: Sequence[Rejudged], there: set[str]
    ) -> list[str]:
        found = (
            suspect(w.mention, w.title, w.text, r.judgement.concerns)
            for r in rejudged
            if (w := r.waiting).mention in there
        )
        return restrict_suspects(connection, [each for each in found if each], now=self.now)


def _from_press(rejudged: Sequence[Rejudged], other: set[str]) -> list[str]:
    judged = {each.waiting.mention: each.judgement.intent for each in rejudged}
    return [each for each in other if judged[each] is Intent.PRESS]


def _listed(connection: Connection) -> set[str]:
    return {case for case, _ in store.to_confirm(connection)}


def _rejudged(waiting: Waiting, judgement: Judgement) -> Rejudged:
    own = waiting.own_account
    owed = needs_reply(judgement.intent, judgement.sentiment, own_account=own)
    # Of what only a notice was had, nobody can say yet that it needs no reply.
    return Rejudged(waiting, judgement, owed or not waiting.text_included)


def _is_the_programs_word(case: Case) -> bool:
    """That no reply is needed: what a person decides carries a reason."""
    return case.state is State.NO_REPLY_NEEDED and not case.reason and case.restriction is None


def _event(done: Rescored, in_all: int, actor: str, now: datetime) -> NewEvent:
    details = {
        "happened_at": utc_text(now),
        "rules": done.rules,
        "judged": done.judged,
        "changed": done.changed,
        "restricted": done.restricted,
        "newly_due": done.newly_due,
        "no_longer_needed": done.no_longer_needed,
        "in_all": in_all,
    }
    return NewEvent(EventKind.RESCORED, SUBJECT, details, actor or PROGRAM)
