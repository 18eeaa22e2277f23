"""Suspicion: what says the same as a restricted item is restricted as well, and at once.

A copy in the open would be the restricted item in the open. The program does it, and says nothing
of the other item but that there is one; each can be lifted by itself.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from earshot.handling import casework
from earshot.rules.case import Case
from earshot.rules.events import EventKind, NewEvent
from earshot.rules.guarded_steps import running
from earshot.rules.restriction import Danger, Restriction, Stage
from earshot.rules.sameness import Words, say_the_same, words_of
from earshot.store import restricted
from earshot.store.mentions import Judged
from earshot.store.rows import Connection
from earshot.words.times import utc_text

REASON = "the same words as a restricted item"


def restrict_copies_among(
    connection: Connection, judged: Sequence[Judged], *, now: datetime
) -> None:
    """Restrict those of these Mentions, just kept, that say the same as a restricted item."""
    if not judged or not restricted.count_all(connection):
        return
    kept = [(case, words_of(title, text)) for case, title, text in restricted.words(connection)]
    found = {}
    for each in judged:
        post = each.mention.post
        own = words_of(post.title, post.text)
        like = {case for case, words in kept if say_the_same(words, own)}
        if like:
            found[each.mention.id] = like
    _restrict(connection, found, now)


def restrict_copies_of(connection: Connection, case: Case, *, now: datetime) -> None:
    """Restrict what is there in the open and says the same as this restricted item."""
    said = [words_of(title, text) for _, title, text in restricted.words(connection, case.id)]
    open_ones = restricted.open_like(connection, said)
    like = {m for m, title, text in open_ones if _says_any(words_of(title, text), said)}
    _restrict(connection, {mention: {case.id} for mention in sorted(like)}, now)


def _says_any(own: Words, said: Iterable[Words]) -> bool:
    return any(say_the_same(own, words) for words in said)


def _restrict(connection: Connection, found: dict[str, set[str]], now: datetime) -> None:
    if not found:
        return
    casework.record_misses(connection, now=now)  # what was broken by now stays so
    ids = sorted({*found, *(case for like in found.values() for case in like)})
    cases = casework.current(connection, ids)
    begun: dict[str, list[Restriction]] = {}
    for mention, like in found.items():
        if cases[mention].restriction is None:
            others = [cases[case].restriction for case in sorted(like)]
            begun.setdefault(cases[mention].id, []).extend(r for r in others if r)
    by_id = {case.id: case for case in cases.values()}
    events = [e for case, others in begun.items() for e in _events(by_id[case], others, now)]
    casework.record(connection, events, now=now)


def _events(case: Case, others: Sequence[Restriction], now: datetime) -> list[NewEvent]:
    """As restricted as what it copies: who sees that no more must not read it here."""
    at = {"happened_at": utc_text(now)}
    concerns = [each.concern for each in others]
    concern = Danger.STAFF_ALLEGATION if Danger.STAFF_ALLEGATION in concerns else concerns[0]
    told = {"concern": concern.value, "urgent": False, "reason": REASON}
    ran = {"rounds": running(case)}
    events = [NewEvent(EventKind.RESTRICTED, case.id, at | told | ran)]
    locked = sorted({person for each in others for person in each.locked})
    if locked:
        events.append(NewEvent(EventKind.LOCKED_OUT, case.id, at | {"people": locked}))
    if any(each.stage is not Stage.SUSPECTED for each in others):
        events.append(NewEvent(EventKind.HANDED_OVER, case.id, at))
    return events
