"""Role giving: who may give and take which role. Pure.

The senior team says who works here, and does not open restricted items: so it may neither give the
roles that do, nor decide whom sign-in takes for somebody who holds one. The safeguarding lead does,
and gives no other role. Nobody gives themselves any. Whoever works alone has nobody to ask, and
whoever can use the command line owns the machine.
"""

from earshot.rules.access import Right, founders, require_actor
from earshot.rules.company import Company, Person, Role
from earshot.rules.events import PROGRAM
from earshot.words.errors import Refused

OPENING = frozenset({Role.DSL, Role.DEPUTY, Role.CHAIR})  # each opens restricted items


def require_giver(before: Person | None, wanted: Person, company: Company, actor: str) -> None:
    """`before` is None of somebody new.

    Raises:
        Refused: the actor may not change this of them; it says who can.
    """
    if actor == PROGRAM:
        return
    _check_themselves(before, wanted, company, actor)
    touched = touched_roles(before, wanted)
    if touched & OPENING:
        _require_lead(wanted.id, company, actor)
    if touched - OPENING or not touched or _is_called_otherwise(before, wanted):
        require_actor(actor, Right.PEOPLE, company)


def touched_roles(before: Person | None, wanted: Person) -> set[Role]:
    """The roles that somebody gains or loses; all that they hold, where it changes whom sign-in
    takes for them, or whether they are here at all."""
    after = set(wanted.roles)
    if before is None:
        return after
    if (before.sign_in, before.active) != (wanted.sign_in.strip(), wanted.active):
        return after | set(before.roles)
    return after ^ set(before.roles)


def is_lead(person: Person | None) -> bool:
    """Whether they give the roles that open restricted items."""
    return person is not None and person.active and Role.DSL in person.roles


def _is_alone(person_id: str, company: Company) -> bool:
    return not any(p.active for p in company.people.values() if p.id != person_id)


def _check_themselves(before: Person | None, wanted: Person, company: Company, actor: str) -> None:
    if before is None or actor != before.id or _is_alone(actor, company):
        return
    gained = set(wanted.roles) - set(before.roles)
    if gained:
        who = _who_else(actor, company, opening=bool(gained & OPENING))
        raise Refused(f"Nobody gives themselves a role. {who}")


def _require_lead(about: str, company: Company, actor: str) -> None:
    """As long as there is no lead at all, whoever says who works here names the first."""
    if not company.anybody(Role.DSL):
        require_actor(actor, Right.PEOPLE, company)
    elif not is_lead(company.people.get(actor)):
        raise _not_theirs(about, company)
    if actor == about and not _is_alone(actor, company):
        raise _not_theirs(about, company)


def _not_theirs(about: str, company: Company) -> Refused:
    return Refused(
        "Who opens restricted items, and what sign-in calls them, is the safeguarding lead’s to "
        f"change, and nobody’s for themselves. {_who_else(about, company, opening=True)}"
    )


def _who_else(about: str, company: Company, *, opening: bool) -> str:
    """`Dana Example can, or whoever looks after the machine, with ...`."""
    role = Role.DSL if opening and company.anybody(Role.DSL) else Role.SMT
    holders = [p for p in company.people.values() if p.active and role in p.roles]
    able = [p.name for p in holders or founders(company) if p.id != about]
    names = " or ".join(sorted(able, key=str.casefold)[:2])
    machine = "hoever looks after the machine"
    who = f"{names} can, or w{machine}," if names else f"W{machine} can,"
    return f"{who} with `earshot people change` or `earshot people add`."


def _is_called_otherwise(before: Person | None, wanted: Person) -> bool:
    """Names, and who is on duty, are the senior team's, whatever the role."""
    if before is None:
        return False
    return (before.name, before.on_duty) != (" ".join(wanted.name.split()), wanted.on_duty)
