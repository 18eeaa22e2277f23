"""Admission: who may deal with a restricted item, asked wherever something is done about one."""

from earshot.handling import casework
from earshot.handling.house import company_in
from earshot.rules.access import Reader, Right, may, require, require_actor
from earshot.rules.case import Case
from earshot.rules.company import Company
from earshot.rules.events import PROGRAM
from earshot.rules.restriction import Restriction, deciders, may_read
from earshot.store.rows import Connection
from earshot.words.errors import Refused

RESTRICTING = (Right.DECIDE, Right.NOTE, Right.GUARD)  # with one of them an item can be restricted


def admitted(
    connection: Connection, item: str, reader: Reader | str
) -> tuple[Case, Restriction, Company]:
    """The restricted Case, if whoever asks may see its words; and the company.

    Raises:
        NotFound: nothing has this id.
        Refused: it is not restricted, or whoever asks may not.
    """
    company = company_in(connection)
    case = casework.current(connection, [item])[item]
    found = case.restriction
    if reader != PROGRAM and not (found and may_read(found, known(reader, company), company)):
        require(known(reader, company), Right.GUARD, company)
        raise Refused("Nothing of this id is yours to see: only those who deal with it do.")
    if found is None:
        raise Refused("This item is not restricted.")
    return case, found, company


def known(reader: Reader | str, company: Company) -> Reader:
    """Whoever can use the command line is believed about whom they act for."""
    if isinstance(reader, Reader):
        return reader
    return Reader(company.people.get(reader), proven=True)


def require_somebody(reader: Reader | str, company: Company) -> None:
    """Anybody who has signed in and works with items may keep one from the others.

    Raises:
        Refused: says why not.
    """
    if isinstance(reader, str):
        if reader != PROGRAM and not _may_restrict(known(reader, company), company):
            require_actor(reader, Right.NOTE, company)
        return
    if not reader.proven or not _may_restrict(reader, company):
        require(reader, Right.GUARD, company)


def _may_restrict(reader: Reader, company: Company) -> bool:
    return any(may(reader, right, company) for right in RESTRICTING)


def require_decider(found: Restriction, reader: Reader | str, company: Company) -> None:
    """Raises Refused for anybody but the safeguarding lead, or who decides in their place."""
    those = deciders(found, company)
    if actor_of(reader) in those:
        return
    names = " or ".join(company.person_name(each) for each in those)
    raise Refused(f"Only the safeguarding lead can do this: {names or 'nobody is set up yet'}.")


def actor_of(reader: Reader | str) -> str:
    """The id that an Event carries. Raises Refused where nobody has said who they are."""
    if isinstance(reader, str):
        return reader
    if reader.person is None:
        raise Refused("Say who you are first: what you do here is recorded with your name.")
    return reader.person.id
