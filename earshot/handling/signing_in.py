"""Signing in: somebody who has proven who they are becomes a Person here, and it is logged."""

from dataclasses import replace
from datetime import datetime

from earshot.handling.administration import new_person
from earshot.handling.house import company_in
from earshot.rules.company import Company, Person, person_set
from earshot.rules.events import PROGRAM, EventKind, NewEvent
from earshot.rules.identity import Identity, known_as
from earshot.rules.staffing import roles_by_claim
from earshot.store import log
from earshot.store.rows import Connection
from earshot.words.times import utc_text


def sign_in(connection: Connection, found: Identity, *, now: datetime) -> Person | None:
    """Who it is here; None where nobody has set them up and no group of theirs does.

    Where roles come by claim, the Person's are kept in step with it, so that what checks a role by
    the Person's id finds the same; only the last of the senior team stays in it. Each sign-in that
    leads in is logged once, however many tabs it has and however often the server is started.

    Raises:
        Refused: as `known_as`.
    """
    company = company_in(connection)
    before = known_as(found, company.people.values())
    person = _as_of_now(before, found, company)
    if person is None or not person.active:
        return person
    events = [] if person == before else [person_set(person, actor="earshot")]
    if person.roles and found.comes_in and not _is_logged(connection, person, found):
        events.append(_signed_in(person, found))
    log.append(connection, events, now=now)
    return person


def _as_of_now(before: Person | None, found: Identity, company: Company) -> Person | None:
    if found.roles is None:
        return before
    if before is not None:
        roles = roles_by_claim(before, found.roles, company)
        same = set(before.roles) == set(roles) or not before.active
        return before if same else replace(before, roles=roles)
    if not found.roles:
        return None
    # By the provider's id: an e-mail address may be given to somebody else one day.
    newcomer = new_person(_free_name(found, company), *found.roles)
    return replace(newcomer, sign_in=found.own_id)


def _free_name(found: Identity, company: Company) -> str:
    """A name that is somebody else's already is told apart: it proves nothing."""
    taken = {PROGRAM, "nobody", *(person.name.casefold() for person in company.people.values())}
    return f"{found.name} ({found.called})" if found.name.casefold() in taken else found.name


def _is_logged(connection: Connection, person: Person, found: Identity) -> bool:
    events = log.of_subjects(connection, [person.id])[person.id]
    details = _signed_in(person, found).details
    return any(e.kind is EventKind.SIGNED_IN and e.details == details for e in events)


def _signed_in(person: Person, found: Identity) -> NewEvent:
    details = {"issuer": found.issuer, "issued_at": utc_text(found.issued_at)}
    return NewEvent(EventKind.SIGNED_IN, person.id, details, person.id)
