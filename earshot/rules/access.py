"""Access: what each role may see and do. Pure rules over the people that the company has set up.

Somebody who has signed in is *proven* to be who they are; a name that is chosen on a machine of
one's own is not, and opens nothing confidential, whatever role that name has.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from earshot.rules.company import Company, Person, Role
from earshot.rules.events import PROGRAM
from earshot.words.errors import Refused


class Right(StrEnum):
    LOOK = "look"  # at what was said in public, and how it was dealt with
    TAKE_AWAY = "take_away"  # files of it
    NOTE = "note"  # add what was seen
    DECIDE = "decide"  # about items, in the company's name
    COLLECT = "collect"  # sources, downloads, mailboxes
    SET_UP = "set_up"  # the company, its terms, days and accounts
    SIGN = "sign"  # what the policy leaves to the senior team: closure days, and what they count as
    PEOPLE = "people"  # who works with Earshot, in which role
    PURPOSE = "purpose"  # why people's words are collected, and on what basis
    KEEP = "keep"  # how long: retention, holds, backups
    LOG = "log"  # the log of everything that was done
    SEARCH_PERSON = "search_person"  # what is kept about one person
    RIGHTS = "rights"  # requests about data: export, erase, the register
    GUARD = "guard"  # restricted items, as far as each lets in whoever asks


# Nothing of this is offered to somebody who has not signed in.
CONFIDENTIAL = frozenset({Right.SEARCH_PERSON, Right.RIGHTS, Right.GUARD, Right.LOG})
NOBODYS = frozenset({Right.LOOK, Right.TAKE_AWAY})  # of who has not said who they are yet

_WORK = frozenset({Right.LOOK, Right.TAKE_AWAY, Right.NOTE, Right.DECIDE})
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.SMT: _WORK
    | {Right.COLLECT, Right.SET_UP, Right.SIGN, Right.PEOPLE}
    | {Right.PURPOSE, Right.KEEP, Right.LOG},
    Role.MODERATOR: _WORK | {Right.COLLECT, Right.SET_UP, Right.GUARD},
    Role.DSL: frozenset({Right.LOOK, Right.NOTE, Right.GUARD, Right.SEARCH_PERSON}),
    Role.DEPUTY: frozenset({Right.LOOK, Right.NOTE, Right.GUARD}),
    Role.DPO: frozenset(
        {
            Right.LOOK,
            Right.TAKE_AWAY,
            Right.NOTE,
            Right.PURPOSE,
            Right.KEEP,
            Right.LOG,
            Right.SEARCH_PERSON,
            Right.RIGHTS,
        }
    ),
    Role.CHAIR: frozenset({Right.LOOK, Right.GUARD}),
    Role.STAFF: frozenset({Right.NOTE}),
    Role.READ_ONLY: frozenset({Right.LOOK}),
}
# Until there is a senior team, whoever sets up does it. Not KEEP: what is deleted is gone for good.
FOUNDING = frozenset({Right.PEOPLE, Right.PURPOSE, Right.SET_UP})
LACKING = {
    Right.LOOK: "look at what was said",
    Right.TAKE_AWAY: "take files away",
    Right.NOTE: "add what you see",
    Right.DECIDE: "decide about items",
    Right.COLLECT: "change what is collected",
    Right.SET_UP: "change these settings",
    Right.SIGN: "sign for the senior team",
    Right.PEOPLE: "change who works here",
    Right.PURPOSE: "state what the collecting is for",
    Right.KEEP: "decide how long things are kept",
    Right.LOG: "read the log",
    Right.SEARCH_PERSON: "search for a person",
    Right.RIGHTS: "deal with requests about data",
    Right.GUARD: "open restricted items",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: `person` is None where nobody has said who they are."""

    person: Person | None
    proven: bool = False  # by signing in


NOBODY = Reader(None)


def may(reader: Reader, right: Right, company: Company) -> bool:
    """Whether the reader's role, and what is known of who they are, allow this."""
    if right in CONFIDENTIAL and not reader.proven:
        return False
    person = as_of_now(reader, company)
    if person is None:
        return not reader.proven and (right in NOBODYS or _is_anybodys(right, company))
    return person.active and _has(person, right, company)


def as_of_now(reader: Reader, company: Company) -> Person | None:
    """The reader as the company has them now, not as a tab that was left open remembers them.

    Whoever has signed in and is nobody here, as in the sample, looks at most.
    """
    if reader.person is None or reader.person.id in company.people:
        return reader.person and company.people[reader.person.id]
    looks = tuple(role for role in reader.person.roles if role is Role.READ_ONLY)
    return replace(reader.person, roles=looks)


def require(reader: Reader, right: Right, company: Company) -> None:
    """Raises Refused, in words, where `may` says no."""
    if may(reader, right, company):
        return
    if right in CONFIDENTIAL and not reader.proven:
        raise Refused(
            f"To {LACKING[right]} one has to be signed in: a name that is chosen proves nothing. "
            "Until sign-in is on, tell the safeguarding lead in person."
        )
    if reader.person is None:
        raise Refused("Say who you are first: what you do here is recorded with your name.")
    raise Refused(lacking(right, company))


def lacking(right: Right, company: Company) -> str:
    """`Your role does not let you take files away. Sam Sample can.`"""
    return f"Your role does not let you {LACKING[right]}. {_who_can(right, company)}"


def _who_can(right: Right, company: Company) -> str:
    able = (p.name for p in company.people.values() if p.active and _has(p, right, company))
    names = sorted(able, key=str.casefold)
    if not names and not company.anybody(Role.SMT):
        return (
            "Nobody of the senior team is set up yet: whoever looks after Earshot adds somebody on "
            "its machine, with: earshot people add NAME --role smt"
        )
    if not names:
        return "Nobody who can is set up yet: the senior team does that in Settings."
    return f"{names[0]} can." if len(names) == 1 else f"{' or '.join(names[:2])} can."


def _has(person: Person, right: Right, company: Company) -> bool:
    founds = right in FOUNDING and person in founders(company)
    return founds or _allows(person.roles, right)


def _allows(roles: Iterable[Role], right: Right) -> bool:
    return any(right in RIGHTS[role] for role in roles)


def require_actor(actor: str, right: Right, company: Company) -> None:
    """The same of who an Event names: the program itself, or a Person by id.

    Raises:
        Refused: nobody of this id is at work here, or their role does not allow it.
    """
    if actor == PROGRAM:  # the command line: whoever can use it owns the machine
        return
    person = company.people.get(actor)
    if person is None or not person.active:
        raise Refused("Say who you are first: what you do here is recorded with your name.")
    if not _has(person, right, company):
        raise Refused(lacking(right, company))


def founders(company: Company) -> list[Person]:
    """Who sets the company up, as long as nobody is in the senior team.

    Where nobody signs in a name proves nothing: it is each moderator, or whoever is alone. Who
    signs in may be a guest, or one of many: of them it is a moderator alone at work.
    """
    if company.anybody(Role.SMT):
        return []
    here = [person for person in company.people.values() if person.active]
    return [person for person in here if _may_found(person, alone=len(here) == 1)]


def _may_found(person: Person, *, alone: bool) -> bool:
    moderates = Role.MODERATOR in person.roles
    return (alone and moderates) if person.sign_in else (alone or moderates)


def _is_anybodys(right: Right, company: Company) -> bool:
    """What is anybody's on the machine itself, before anybody is set up."""
    return right in FOUNDING and not any(p.active for p in company.people.values())
