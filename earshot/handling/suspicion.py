"""Suspicion: what may be about somebody's safety is restricted by the program, and at once.

So is what says the same elsewhere: a copy in the open would be the restricted item in the open. The
program says nothing of it but that there is one; each can be lifted by itself, and what has been
lifted is not restricted again for the same words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from earshot.handling import casework
from earshot.judging.judgement import Concern
from earshot.rules.case import Case
from earshot.rules.events import EventKind, NewEvent
from earshot.rules.guarded_steps import running
from earshot.rules.restriction import Danger, Restriction, Stage
from earshot.rules.sameness import Words, say_the_same, words_of
from earshot.store import log, restricted
from earshot.store.mentions import Judged
from earshot.store.rows import Connection
from earshot.words.times import utc_text
from earshot.words.vocabulary import Severity

SUSPECTED = "its words, by the policy's rules"
COPIED = "the same words as a restricted item"
DANGERS = frozenset(each.value for each in Danger)
GRAVITY = list(Severity)
AT_ONCE = 40  # texts whose copies are looked for in one reading: they make one pattern


@dataclass(frozen=True, slots=True)
class Suspect:
    """A Mention in whose present words there may be a danger."""

    mention: str
    concerns: tuple[Concern, ...]  # those that restrict; at least one
    said: Words
    is_edit: bool = False


@dataclass(frozen=True, slots=True)
class _Copy:
    """A Mention that says, or said, the same as these restricted Cases."""

    mention: str
    said: Words
    of: frozenset[str]


def suspect(
    mention: str,
    title: str | None,
    text: str,
    concerns: Iterable[Concern],
    *,
    is_edit: bool = False,
) -> Suspect | None:
    """None where nothing of this restricts."""
    found = tuple(each for each in concerns if each.concern.value in DANGERS)
    return Suspect(mention, found, words_of(title, text), is_edit) if found else None


def restrict_where_suspected(
    connection: Connection, judged: Sequence[Judged], *, now: datetime
) -> None:
    """Restrict those of these Mentions, just kept, in which there may be a danger, or that say the
    same as a restricted item; and what says the same elsewhere."""
    restrict_suspects(connection, [s for each in judged if (s := _suspect_of(each))], now=now)
    restrict_copies_among(connection, judged, now=now)


def restrict_suspects(
    connection: Connection, suspects: Sequence[Suspect], *, now: datetime
) -> list[str]:
    """Restrict these, each with its whole story, and what says the same elsewhere. Returns the
    Cases in which there may be a danger and that were in the open."""
    if not suspects:
        return []
    casework.record_misses(connection, now=now)  # what was broken by now stays so
    cases = casework.current(connection, [each.mention for each in suspects])
    lifted = _said_when_lifted(connection, {case.id for case in cases.values()})
    found: dict[str, list[Suspect]] = {}
    for each in suspects:
        case = cases[each.mention].id
        if each.said.whole not in lifted.get(case, ()):
            found.setdefault(case, []).append(each)
    by_id = {case.id: case for case in cases.values()}
    begun = [case for case in found if by_id[case].restriction is None]
    events = [e for case, those in found.items() for e in _on_suspicion(by_id[case], those, now)]
    casework.record(connection, events, now=now)
    _restrict_copies(connection, begun, now)
    return begun


def restrict_copies_among(
    connection: Connection, judged: Sequence[Judged], *, now: datetime
) -> None:
    """Restrict those of these Mentions, just kept, that say the same as a restricted item."""
    if not judged or not restricted.count_all(connection):
        return
    kept = [(case, words_of(title, text)) for case, title, text in restricted.words(connection)]
    posts = [(each.mention.id, each.mention.post) for each in judged]
    own = [(mention, words_of(post.title, post.text)) for mention, post in posts]
    _restrict(connection, list(_copies(own, kept)), now)


def restrict_copies_of(connection: Connection, case: Case, *, now: datetime) -> None:
    """Restrict what is there in the open and says the same as this restricted item."""
    _restrict_copies(connection, [case.id], now)


def _restrict_copies(connection: Connection, cases: Sequence[str], now: datetime) -> None:
    wanted = set(cases)
    rows = restricted.words(connection) if wanted else []
    said = [(case, words_of(title, text)) for case, title, text in rows if case in wanted]
    for start in range(0, len(said), AT_ONCE):
        part = said[start : start + AT_ONCE]
        open_ones = restricted.open_like(connection, [words for _, words in part])
        own = [(mention, words_of(title, text)) for mention, title, text in open_ones]
        _restrict(connection, list(_copies(own, part)), now)


def _copies(own: Iterable[tuple[str, Words]], kept: Sequence[tuple[str, Words]]) -> Iterator[_Copy]:
    for mention, words in own:
        like = frozenset(case for case, said in kept if say_the_same(said, words))
        if like:
            yield _Copy(mention, words, like)


def _restrict(connection: Connection, copies: Sequence[_Copy], now: datetime) -> None:
    if not copies:
        return
    casework.record_misses(connection, now=now)  # what was broken by now stays so
    ids = sorted({c for each in copies for c in (each.mention, *each.of)})
    cases = casework.current(connection, ids)
    lifted = _said_when_lifted(connection, {cases[each.mention].id for each in copies})
    begun: dict[str, list[Restriction]] = {}
    for each in sorted(copies, key=lambda copy: copy.mention):
        case = cases[each.mention]
        if case.restriction is None and each.said.whole not in lifted.get(case.id, ()):
            others = [cases[other].restriction for other in sorted(each.of)]
            begun.setdefault(case.id, []).extend(r for r in others if r)
    by_id = {case.id: case for case in cases.values()}
    events = [e for case, others in begun.items() for e in _as_copy(by_id[case], others, now)]
    casework.record(connection, events, now=now)


def _suspect_of(judged: Judged) -> Suspect | None:
    mention = judged.mention
    return suspect(
        mention.id,
        mention.post.title,
        mention.post.text,
        judged.judgement.concerns,
        is_edit=mention.version > 1,
    )


def _said_when_lifted(connection: Connection, cases: Iterable[str]) -> dict[str, set[str]]:
    """Of those of these Cases that were lifted once, what they had said until the last time: who
    lifted it had all of that before them."""
    found: dict[str, set[str]] = {}
    for case, events in log.of_subjects(connection, sorted(cases)).items():
        lifted = [each.recorded_at for each in events if each.kind is EventKind.LIFTED]
        if lifted:
            rows = restricted.said_until(connection, case, lifted[-1])
            found[case] = {words_of(title, text).whole for title, text in rows}
    return found


def _on_suspicion(case: Case, suspects: Sequence[Suspect], now: datetime) -> Iterator[NewEvent]:
    """An allegation against staff comes first, whatever else there is: fewest people see it."""
    concerns = sorted((c for each in suspects for c in each.concerns), key=_first)
    at = {"happened_at": utc_text(now)}
    critical = any(each.severity is Severity.CRITICAL for each in concerns)
    if case.restriction is None:
        told = {"concern": concerns[0].concern.value, "urgent": critical, "reason": SUSPECTED}
        yield NewEvent(EventKind.RESTRICTED, case.id, at | told | {"rounds": running(case)})
    elif critical and not case.restriction.urgent and any(each.is_edit for each in suspects):
        yield NewEvent(EventKind.URGENT, case.id, at)


def _first(concern: Concern) -> tuple[bool, int, float]:
    allegation = concern.concern.value == Danger.STAFF_ALLEGATION.value
    return not allegation, -GRAVITY.index(concern.severity), -concern.confidence


def _as_copy(case: Case, others: Sequence[Restriction], now: datetime) -> list[NewEvent]:
    """As restricted as what it copies: who sees that no more must not read it here."""
    at = {"happened_at": utc_text(now)}
    concerns = [each.concern for each in others]
    concern = Danger.STAFF_ALLEGATION if Danger.STAFF_ALLEGATION in concerns else concerns[0]
    told = {"concern": concern.value, "urgent": False, "reason": COPIED}
    ran = {"rounds": running(case)}
    events = [NewEvent(EventKind.RESTRICTED, case.id, at | told | ran)]
    locked = sorted({person for each in others for person in each.locked})
    if locked:
        events.append(NewEvent(EventKind.LOCKED_OUT, case.id, at | {"people": locked}))
    if any(each.stage is not Stage.SUSPECTED for each in others):
        events.append(NewEvent(EventKind.HANDED_OVER, case.id, at))
    return events
