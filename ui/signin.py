"""Signed in: who has proven who they are, until when, and as whom they come in."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import streamlit as st

from earshot.handling.house import House
from earshot.handling.signing_in import sign_in
from earshot.rules.access import Reader
from earshot.rules.company import Company, Person, Role
from earshot.rules.identity import Identity, identify, known_as
from earshot.rules.sign_in_settings import SignIn
from earshot.rules.staffing import roles_by_claim
from earshot.words.errors import EarshotError, Refused
from ui import sign_in_settings

SIGN_IN = "Sign in to work with Earshot."
ENDED = "Your sign-in has ended. Sign in again: you come back to this page."
NOBODY_HERE = (
    "You are signed in as {name}, but nobody has set you up here. Ask the senior team, or whoever "
    "looks after Earshot, to add you in Settings under People; sign-in calls you: {called}"
)
NO_GROUP = (
    "You are signed in as {name}, but none of your groups has a role in Earshot. Ask whoever looks "
    "after your groups, or after Earshot."
)
NO_FOUNDER = (
    "You are signed in as {name}. Earshot is not set up yet: a moderator or somebody of the senior "
    "team does that, and none of your groups makes you one."
)
HAS_LEFT = "You are signed in as {name}, who is set down here as having left. Ask the senior team."
Key = tuple[str, str, datetime]
Kept = TypeVar("Kept")

# In this process. Signing out ends every tab of that sign-in; Streamlit's other tabs would go on.
_OVER: dict[Key, datetime] = {}  # until when its token would have been good
_LET_IN: dict[tuple[str, Key], datetime] = {}  # by store: logged already


class Outside(EarshotError):
    """Nobody has signed in, or not any more: sign-in is offered."""


@dataclass(frozen=True, slots=True)
class Someone:
    """Who has signed in, by which settings."""

    identity: Identity
    settings: SignIn


def present(now: datetime) -> Someone | None:
    """Who has signed in; None where sign-in is off.

    Raises:
        Outside: nobody has, or it has ended.
        Refused: the token does not say who it is.
        EarshotError: sign-in's settings have a mistake.
    """
    settings = sign_in_settings.in_force()
    if settings is None:
        return None
    if st.user.get("is_logged_in") is not True:
        raise Outside(SIGN_IN)
    found = identify(st.user.to_dict(), settings)
    someone = Someone(found, settings)
    require_still(someone, now)
    return someone


def require_still(someone: Someone, now: datetime) -> None:
    """Raises Outside where this sign-in has ended, by time or by signing out in any tab."""
    if someone.identity.ends_at <= now or someone.identity.key in _OVER:
        raise Outside(ENDED)


def founder(someone: Someone | None) -> Reader:
    """Who sets the company up, before there are people.

    Raises:
        Refused: roles come by claim, and theirs are none that could go on after it.
    """
    if someone is None:
        return Reader(None)
    found = someone.identity
    if found.roles == ():
        raise Refused(NO_GROUP.format(name=found.name))
    if found.roles is not None and not {Role.MODERATOR, Role.SMT} & set(found.roles):
        raise Refused(NO_FOUNDER.format(name=found.name))
    return Reader(Person("", found.name, found.roles or (), sign_in=found.called), proven=True)


def visitor(someone: Someone) -> Reader:
    """In the sample nobody real is set up: whoever has signed in looks at it."""
    return Reader(Person("", someone.identity.name, (Role.READ_ONLY,)), proven=True)


def admit(house: House, company: Company, someone: Someone, now: datetime) -> Reader:
    """Who it is in this company; written down where that is new.

    Raises:
        Refused: nobody here, or nobody any more.
    """
    found = someone.identity
    person = known_as(found, company.people.values())
    if not _is_settled(house, person, found, company):
        with house.store.unit() as connection:
            person = sign_in(connection, found, now=now)
    if person is None:
        _refuse(NO_GROUP if found.roles is not None else NOBODY_HERE, found)
    elif not person.active:
        _refuse(HAS_LEFT, found)
    elif not person.roles or not found.comes_in:
        _refuse(NO_GROUP, found)
    _remember(_LET_IN, (str(house.folder), found.key), found.ends_at, now)
    return Reader(person, proven=True)


def _is_settled(house: House, person: Person | None, found: Identity, company: Company) -> bool:
    """Whether there is nothing to write: not each run may cost a unit of work."""
    if person is None:
        return not found.roles
    if not person.active:
        return True
    in_step = found.roles is None or (
        set(roles_by_claim(person, found.roles, company)) == set(person.roles)
    )
    stays_out = not person.roles or not found.comes_in
    return in_step and (stays_out or (str(house.folder), found.key) in _LET_IN)


def _refuse(sentence: str, found: Identity) -> None:
    raise Refused(sentence.format(name=found.name, called=found.called))


def sign_out(someone: Someone, now: datetime) -> None:
    """End it here, in every other tab, and at the provider; ends this run."""
    _remember(_OVER, someone.identity.key, someone.identity.ends_at, now)
    st.logout()
    st.stop()


def _remember(kept: dict[Kept, datetime], key: Kept, until: datetime, now: datetime) -> None:
    for past in [each for each, end in list(kept.items()) if end <= now]:
        kept.pop(past, None)
    kept[key] = until
