"""Restriction: what is kept from all but a few, on suspicion, until those few have dealt with it.

The machine only ever says "possible"; a person decides, and the safeguarding lead can lift it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from earshot.rules.access import Reader, as_of_now
from earshot.rules.company import Company, Role
from earshot.rules.findings import Finding


class Danger(StrEnum):
    """What makes an item restricted: these concerns, and no others."""

    THREAT = "threat"
    SELF_HARM = "self_harm"
    ABUSE_DISCLOSURE = "abuse_disclosure"
    STAFF_ALLEGATION = "staff_allegation"
    SEXUAL = "sexual"
    EXTREMISM = "extremism"
    MISSING_PERSON = "missing_person"


class Stage(StrEnum):
    """How far an item has come."""

    SUSPECTED = "suspected"  # the moderator on duty sees it
    HANDED_OVER = "handed_over"  # to the safeguarding lead
    FILED = "filed"  # the lead has confirmed that it is in the safeguarding system
    REFERENCE = "reference"  # its words are deleted; only the reference is left


@dataclass(frozen=True, slots=True)
class Restriction:
    """Why and how far a Case is restricted. People are ids."""

    concern: Danger
    since: datetime  # aware, UTC
    by: str  # who restricted it: a Person, or the program on suspicion
    stage: Stage = Stage.SUSPECTED
    urgent: bool = False  # somebody may be in danger now
    seen_by: str | None = None  # who has acknowledged the danger
    handed_at: datetime | None = None  # aware, UTC
    filed_at: datetime | None = None  # aware, UTC
    reference: str = ""  # in the safeguarding system
    manager: str | None = None  # of an allegation: the case manager
    locked: tuple[str, ...] = ()  # who is named in it, and so locked out
    assessed: tuple[Finding, ...] = ()  # of its concerns; it ends with the restriction

    def said(self, mention: str, edition: int, concern: str) -> Finding | None:
        """What those few have said of one concern in this version of a Mention."""
        of_it = (f for f in self.assessed if (f.mention, f.edition) == (mention, edition))
        return next((f for f in of_it if f.concern == concern), None)


def may_read(found: Restriction, reader: Reader, company: Company) -> bool:
    """Whether this reader may see the item's words at all."""
    person = as_of_now(reader, company)
    if person is None or not reader.proven or not person.active or person.id in found.locked:
        return False
    if found.stage is Stage.SUSPECTED and is_on_duty(person.id, company):
        return True
    if found.manager == person.id:
        return True
    return bool(_kept_for(found, company) & set(person.roles))


def is_on_duty(person_id: str, company: Company) -> bool:
    """Whether this is the moderator on duty; where nobody is named, every moderator is."""
    moderators = [p for p in company.people.values() if p.active and Role.MODERATOR in p.roles]
    on_duty = [person for person in moderators if person.on_duty] or moderators
    return any(person.id == person_id for person in on_duty)


def leads(found: Restriction, company: Company) -> list[str]:
    """The ids of those who deal with it now: the safeguarding lead, or who steps in for them."""
    return _left_of(found, company, _kept_for(found, company))


def deciders(found: Restriction, company: Company) -> list[str]:
    """The ids of those who say that it is filed, or that nothing is wrong: the safeguarding lead
    alone, as long as one is not named in it; then whoever deals with it."""
    return _left_of(found, company, {Role.DSL}) or leads(found, company)


def lead_names(company: Company) -> list[str]:
    """Who has to be told in person: the safeguarding lead, else their deputies; by name."""
    for role in (Role.DSL, Role.DEPUTY):
        names = sorted(p.name for p in company.people.values() if p.active and role in p.roles)
        if names:
            return names
    return []


def _left_of(found: Restriction, company: Company, roles: set[Role]) -> list[str]:
    active = (p for p in company.people.values() if p.active and p.id not in found.locked)
    return sorted(p.id for p in active if roles & set(p.roles))


def _kept_for(found: Restriction, company: Company) -> set[Role]:
    """The roles that see it. An allegation is the lead's and the case manager's alone; where the
    lead is named in it the deputies step in. Where a senior manager is, the chair does too, and
    where everybody is who would deal with it."""
    roles = {Role.DSL}
    if found.concern is not Danger.STAFF_ALLEGATION or not _any_left(found, company, Role.DSL):
        roles.add(Role.DEPUTY)
    named = any(_locked(found, company, role) for role in (Role.DSL, Role.DEPUTY))
    if _locked(found, company, Role.SMT) or (named and not _left_of(found, company, roles)):
        roles.add(Role.CHAIR)
    return roles


def _any_left(found: Restriction, company: Company, role: Role) -> bool:
    holders = (p for p in company.people.values() if p.active and role in p.roles)
    return any(person.id not in found.locked for person in holders)


def _locked(found: Restriction, company: Company, role: Role) -> bool:
    named = (company.people.get(person_id) for person_id in found.locked)
    return any(person is not None and role in person.roles for person in named)
