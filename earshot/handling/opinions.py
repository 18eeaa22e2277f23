"""Second opinions: asked of somebody else, with the draft and a question; never one's own."""

from dataclasses import dataclass
from datetime import datetime

from earshot.handling import casework
from earshot.handling.playing import Seen, recorded, standing
from earshot.rules.access import Reader, Right, may
from earshot.rules.arrival import Rules
from earshot.rules.case import Case
from earshot.rules.company import Company, Person
from earshot.rules.events import Event, EventKind
from earshot.rules.playbook_rules import WORKED_ON
from earshot.rules.work import Opinion
from earshot.store import log
from earshot.store.questions import Item, Wanted, items
from earshot.store.rows import Connection
from earshot.words.errors import Refused


@dataclass(frozen=True, slots=True)
class Asked:
    """An item about which somebody's opinion is waited for."""

    item: Item
    opinion: Opinion


def ask_opinion(
    connection: Connection,
    seen: Seen,
    rules: Rules,
    *,
    of: str = "",
    draft: str,
    question: str = "",
    actor: str,
    now: datetime,
) -> Event:
    """Ask somebody else, by id; "" asks anybody else. Raises as `playing.standing` does, and:

    Refused: it is one's own, whoever is asked may not decide, there is nothing to judge, or an
        opinion is asked for already.
    """
    case = standing(connection, seen, rules, actor).case
    if of == actor:
        raise Refused("A second opinion is somebody else’s: ask another person.")
    if of and of not in {person.id for person in to_ask(rules.company, actor)}:
        raise Refused("Nobody of that name can be asked.")
    if not (draft.strip() or question.strip()):
        raise Refused("Give the draft, or ask a question.")
    if waits(case):
        raise Refused("An opinion is asked for already: wait for it.")
    details = {"of": of, "draft": draft.strip(), "question": question.strip()}
    return recorded(connection, EventKind.OPINION_ASKED, case, details, actor, now)


def give_opinion(
    connection: Connection,
    seen: Seen,
    rules: Rules,
    *,
    agrees: bool,
    words: str = "",
    actor: str,
    now: datetime,
) -> Event:
    """Say what one thinks of it. Raises as `playing.standing` does, and:

    Refused: none is asked for, one has asked oneself, somebody else was asked, or it disagrees
        without a word.
    """
    case = standing(connection, seen, rules, actor).case
    asked = waits(case)
    if asked is None:
        raise Refused("Nobody asks for an opinion here.")
    if asked.asked_by == actor:
        raise Refused("A second opinion is somebody else’s: you have asked for it yourself.")
    if asked.asked_of not in ("", actor):
        name = rules.company.person_name(asked.asked_of)
        raise Refused(f"{name} was asked, not you.")
    if not agrees and not words.strip():
        raise Refused("Say what you would change.")
    details = {"agrees": agrees, "words": words.strip()}
    return recorded(connection, EventKind.OPINION_GIVEN, case, details, actor, now)


def waits(case: Case) -> Opinion | None:
    """The opinion that is asked for and not given yet."""
    last = case.work.opinions[-1] if case.work.opinions else None
    return last if last and last.given_at is None else None


def is_for(opinion: Opinion, person: str) -> bool:
    """Whether this person may give it."""
    return opinion.asked_by != person and opinion.asked_of in ("", person)


def to_ask(company: Company, actor: str) -> list[Person]:
    """Who can be asked: whoever decides about items, but oneself."""
    others = (p for p in company.people.values() if p.id != actor and p.active)
    able = [person for person in others if may(Reader(person), Right.DECIDE, company)]
    return sorted(able, key=lambda person: person.name.casefold())


def waiting_for(connection: Connection, person: str) -> list[Asked]:
    """What waits for this person's opinion, the longest first; nothing that is restricted, and
    nothing that is dealt with by now."""
    kinds = (EventKind.OPINION_ASKED, EventKind.OPINION_GIVEN)
    undone = {event.subject for event in log.latest(connection, [EventKind.UNDONE])}
    last = log.latest(connection, kinds)
    open_ones = [e.subject for e in last if e.kind is kinds[0] or e.subject in undone]
    if not open_ones:
        return []
    found = {item.id: item for item in items(connection, Wanted(ids=open_ones))}
    cases = casework.current(connection, list(found))
    asked = [(found[item], waits(case)) for item, case in cases.items() if case.state in WORKED_ON]
    theirs = [Asked(item, each) for item, each in asked if each and is_for(each, person)]
    return sorted(theirs, key=lambda each: each.opinion.at)
