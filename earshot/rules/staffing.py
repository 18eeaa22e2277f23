"""Staffing: who may be set up as what, and by whom. Pure.

The senior team changes people and roles; until there is one, whoever sets the company up. The roles
that open restricted items are the safeguarding lead's to give: `role_giving`.
"""

from dataclasses import replace

from earshot.rules.company import Company, Person, Role
from earshot.rules.role_giving import require_giver
from earshot.words.errors import NotFound, Refused

LONGEST_SIGN_IN = 320  # characters: the longest e-mail address there can be


def newcomer(wanted: Person, company: Company, actor: str) -> Person:
    """Somebody new, as they are to be recorded.

    Raises:
        Refused: the actor may not, or such a person cannot be.
    """
    require_giver(None, wanted, company, actor)
    return _checked(wanted, company)


def changed(wanted: Person, company: Company, actor: str) -> Person:
    """Somebody as they are to be recorded from now on.

    A moderator may put themselves on duty, and off.

    Raises:
        NotFound: there is nobody of this id.
        Refused: the actor may not; such a person cannot be; or the company would lose the last of
            its senior team.
    """
    before = company.people.get(wanted.id)
    if before is None:
        raise NotFound("There is nobody of this id: `earshot people list` shows who there is.")
    if not _is_own_duty(before, wanted, actor):
        require_giver(before, wanted, company, actor)
    _check_senior_team(wanted, company)
    return _checked(_off_duty(before, wanted), company)


def roles_by_claim(person: Person, claimed: tuple[Role, ...], company: Company) -> tuple[Role, ...]:
    """The roles that their groups leave somebody: the last of the senior team stays in it until
    somebody else is, or nobody could change who works here."""
    rest = company.people | {person.id: replace(person, roles=claimed)}
    is_last = Role.SMT in person.roles and person.active
    if not is_last or replace(company, people=rest).anybody(Role.SMT):
        return claimed
    return (Role.SMT, *claimed)


def _is_own_duty(before: Person, wanted: Person, actor: str) -> bool:
    only_duty = replace(before, on_duty=wanted.on_duty) == wanted
    return actor == before.id and before.active and Role.MODERATOR in before.roles and only_duty


def _check_senior_team(wanted: Person, company: Company) -> None:
    after = replace(company, people=company.people | {wanted.id: wanted})
    if company.anybody(Role.SMT) and not after.anybody(Role.SMT):
        raise Refused(
            f"{company.person_name(wanted.id)} is the last of the senior team: give somebody else "
            "that role first, or nobody could change who works here."
        )


def _off_duty(before: Person, wanted: Person) -> Person:
    """Whoever leaves, or is a moderator no longer, is on duty no longer."""
    stays = wanted.active and Role.MODERATOR in wanted.roles
    return wanted if stays or not before.on_duty else replace(wanted, on_duty=False)


def _checked(wanted: Person, company: Company) -> Person:
    name, sign_in = " ".join(wanted.name.split()), wanted.sign_in.strip()
    person = replace(wanted, name=name, roles=tuple(dict.fromkeys(wanted.roles)), sign_in=sign_in)
    others = [each for each in company.people.values() if each.id != person.id]
    if not name:
        raise Refused("A person needs a name.")
    if any(each.name.casefold() == name.casefold() for each in others):
        raise Refused(f"There is a person called {name} already.")
    if not person.roles:
        raise Refused(f"{name} needs a role.")
    if person.on_duty and not (person.active and Role.MODERATOR in person.roles):
        raise Refused(f"Only moderators are on duty, and {name} is none.")
    _check_sign_in(person, others)
    return person


def _check_sign_in(person: Person, others: list[Person]) -> None:
    called = person.sign_in
    if len(called) > LONGEST_SIGN_IN or not called.isprintable() or " " in called:
        raise Refused(
            "What sign-in calls somebody is an e-mail address or the provider’s own id: one word."
        )
    same = (p for p in others if p.active and p.sign_in.casefold() == called.casefold())
    twin = next(same, None) if called and person.active else None
    if twin is not None:
        raise Refused(f"Sign-in calls {twin.name} so already: each has an address of their own.")
