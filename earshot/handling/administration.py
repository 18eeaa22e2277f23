"""Administration: setting up the company, its accounts and its people. Each change is an Event."""

import secrets
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime
from typing import TypeVar

from collectors.post import Platform
from earshot.handling.house import House, company_in
from earshot.rules import person_terms, staffing
from earshot.rules.access import Right, require_actor
from earshot.rules.company import (
    POLICY,
    Account,
    Company,
    Person,
    Profile,
    Role,
    Source,
    account_id,
    account_set,
    person_set,
    profile_set,
)
from earshot.rules.events import PROGRAM, EventKind, NewEvent
from earshot.rules.policy import Policy
from earshot.store import log
from earshot.store.rows import Connection
from earshot.words.errors import Refused
from earshot.words.query import parse
from earshot.words.times import local_date

NICKNAMES = {
    "twitter": Platform.X,
    "google": Platform.GOOGLE_BUSINESS,
    "insta": Platform.INSTAGRAM,
    "fb": Platform.FACEBOOK,
}

Record = TypeVar("Record", Profile, Account, Person, Source)


def found_company(
    house: House, profile: Profile, *, founder: Person | None = None, now: datetime
) -> None:
    """Set a company up in an empty folder, in its founder's name where that is known.

    Raises:
        Refused: there is one already, or it has no name.
        BadQuery: a term that cannot be read.
    """
    profile = _checked(profile)
    policy = house.policy  # read before anything is made: a broken one leaves the folder empty
    house.furnish()
    actor = founder.id if founder else PROGRAM
    person_terms.check(None, profile, actor, {founder.id: founder} if founder else {})
    events = [profile_set(profile, actor), _policy_set(policy, actor)]
    if founder:
        events.append(person_set(founder, actor))
    with house.store.unit() as connection:
        if log.settings(connection):
            raise Refused(f"A company is already set up in {house.folder}; change it in Settings.")
        log.append(connection, events, now=now)


def note_policy(connection: Connection, policy: Policy, *, now: datetime) -> bool:
    """Write down which policy is in force from now on, where the log names another one.

    Its file is changed by hand, so that nobody is known to have done it.
    """
    company = company_in(connection)
    noted = (company.policy_version, company.policy_fingerprint)
    if noted == (str(policy.version), policy.fingerprint):
        return False
    log.append(connection, [_policy_set(policy, PROGRAM)], now=now)
    return True


def _policy_set(policy: Policy, actor: str) -> NewEvent:
    details = {"version": str(policy.version), "fingerprint": policy.fingerprint}
    return NewEvent(EventKind.POLICY_SET, POLICY, details, actor)


def rebased(fresh: Record, seen: Record, wanted: Record) -> Record:
    """`fresh`, with what `wanted` changes of `seen`: what somebody else changed meanwhile stays."""
    changed = {
        each.name: getattr(wanted, each.name)
        for each in fields(seen)
        if getattr(wanted, each.name) != getattr(seen, each.name)
    }
    return replace(fresh, **changed)


def change_profile(
    connection: Connection, change: Callable[[Profile], Profile], *, actor: str, now: datetime
) -> Profile:
    """Change what the company says of itself; the whole record is kept with who changed it.

    Raises:
        Refused: the actor's role does not allow it, it would have no name, or a person's name
            would be searched for without a reason.
        BadQuery: a term that cannot be read.
    """
    company = company_in(connection)
    require_actor(actor, Right.SET_UP, company)
    profile = _checked(change(company.profile))
    person_terms.check(company.profile, profile, actor, company.people)
    if _closing(profile) != _closing(company.profile):
        require_actor(actor, Right.SIGN, company)
    log.append(connection, [profile_set(profile, actor)], now=now)
    return profile


def add_account(connection: Connection, account: Account, *, actor: str, now: datetime) -> Account:
    """Add an account, or change the one of that id.

    Raises:
        Refused: the actor's role does not allow it, or it has no name.
    """
    require_actor(actor, Right.SET_UP, company_in(connection))
    if not account.name.strip():
        raise Refused("An account needs a name.")
    log.append(connection, [account_set(account, actor)], now=now)
    return account


def account_for(
    connection: Connection,
    name: str,
    *,
    platform: Platform = Platform.OTHER,
    since: date | None = None,
    actor: str = PROGRAM,
    now: datetime,
) -> tuple[Account, bool]:
    """The account of this name, made if there is none, as `account_like` says; and whether it was
    made."""
    company = company_in(connection)
    account, new = account_like(company, name, platform=platform, since=since, now=now)
    return (add_account(connection, account, actor=actor, now=now) if new else account), new


def account_like(
    company: Company,
    name: str,
    *,
    platform: Platform = Platform.OTHER,
    since: date | None = None,
    now: datetime,
) -> tuple[Account, bool]:
    """The account of this name there, or as it would be made, from today or from this day on; and
    whether it is new."""
    known = company.account_named(name, platform)
    if known is not None:
        return known, False
    first = since or local_date(now, company.zone)
    if platform is Platform.OTHER:
        platform = _platform_in(name)
    identity = account_id(name)
    if identity in company.accounts:  # the name is taken on another platform
        identity = account_id(name, platform)
    return Account(identity, name.strip(), first, platform), True


def add_person(
    connection: Connection,
    name: str,
    *roles: Role,
    sign_in: str = "",
    actor: str = PROGRAM,
    now: datetime,
) -> Person:
    """Add somebody by name; without a role a moderator.

    Raises:
        Refused: the actor's role does not allow it; name or sign-in is somebody's already.
    """
    wanted = replace(new_person(name, *roles), sign_in=sign_in)
    person = staffing.newcomer(wanted, company_in(connection), actor)
    log.append(connection, [person_set(person, actor)], now=now)
    return person


def new_person(name: str, *roles: Role) -> Person:
    """A Person as they would be added. The id stands in the log for ever: it holds no name."""
    if not name.strip():
        raise Refused("A person needs a name.")
    return Person("p-" + secrets.token_hex(4), name.strip(), roles or (Role.MODERATOR,))


def change_person(connection: Connection, person: Person, *, actor: str, now: datetime) -> Person:
    """Change somebody to this; returns them as they are recorded.

    Raises:
        NotFound: there is nobody of this id.
        Refused: the actor's role does not allow it, or it cannot be so: `staffing.changed`.
    """
    person = staffing.changed(person, company_in(connection), actor)
    log.append(connection, [person_set(person, actor)], now=now)
    return person


def _closing(profile: Profile) -> tuple[object, ...]:
    """What is signed: the days on which the company is closed, and whether deadlines wait then."""
    return profile.closures, profile.closures_count


def _checked(profile: Profile) -> Profile:
    name = " ".join(profile.name.split())
    if not name:
        raise Refused("The company needs a name.")
    terms = tuple(dict.fromkeys(term.strip() for term in profile.terms if term.strip()))
    terms = terms or (default_term(name),)
    for term in terms:
        parse(term)
    return replace(profile, name=name, terms=terms)


def _platform_in(name: str) -> Platform:
    """The platform that an account's name speaks of ("our Facebook page"), if it does."""
    words = name.casefold().replace("-", " ").split()
    known = {each.value: each for each in Platform} | NICKNAMES
    return next((known[word] for word in words if word in known), Platform.OTHER)


def default_term(name: str) -> str:
    """What to listen for when nothing else is said: the name, as a phrase."""
    return '"' + name.replace('"', " ") + '"'
