"""Commands that set things up: the company, its accounts and people."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import typer

from collectors.post import Platform
from earshot.commands.given import read_day
from earshot.commands.output import Json, Line, now, print_lines, say
from earshot.handling import administration
from earshot.handling.house import company_in, own_house, present_house
from earshot.rules.changes import person_changes
from earshot.rules.company import Account, Company, Person, Profile, Role
from earshot.rules.contacts import read_contacts
from earshot.rules.events import PROGRAM
from earshot.words.errors import NotFound
from earshot.words.vocabulary import Nation

Roles = Annotated[list[Role] | None, typer.Option("--role", help="A role; may be repeated.")]
SignIn = Annotated[
    str | None,
    typer.Option(help="What sign-in calls them: an e-mail address, or the provider's own id."),
]

Contacts = Annotated[
    list[str] | None,
    typer.Option(
        "--contact",
        help="A telephone, e-mail address, domain or postal address that is public; repeatable.",
    ),
]


def register(app: typer.Typer) -> None:
    app.command()(init)
    contacts = typer.Typer(help="What the company gives out itself.", no_args_is_help=True)
    contacts.command("add")(contacts_add)
    contacts.command("remove")(contacts_remove)
    contacts.command("list")(contacts_list)
    app.add_typer(contacts, name="contacts")
    accounts = typer.Typer(help="The company's own accounts.", no_args_is_help=True)
    accounts.command("add")(accounts_add)
    accounts.command("list")(accounts_list)
    app.add_typer(accounts, name="accounts")
    people = typer.Typer(help="Who works with Earshot, in which roles.", no_args_is_help=True)
    people.command("add")(people_add)
    people.command("change")(people_change)
    people.command("list")(people_list)
    app.add_typer(people, name="people")


def init(
    company: Annotated[str, typer.Option(help="The company's name.")],
    more_terms: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    term: Annotated[
        list[str] | None,
        typer.Option(help="A query to listen for; may be repeated. Without one, the name."),
    ] = None,
    nation: Annotated[
        Nation, typer.Option(help="Whose bank holidays count.")
    ] = Nation.ENGLAND_AND_WALES,
    contact: Contacts = None,
) -> None:
    """Set the company up in EARSHOT_DATA."""
    terms = tuple(term or ()) + tuple(more_terms or ())
    house = own_house()
    profile = Profile(company, terms, nation, contacts=read_contacts(contact or ()))
    administration.found_company(house, profile, now=now())
    say(f"{company} is set up in {house.folder}. Next: earshot sources add ADDRESS")


def contacts_add(
    contact: Annotated[list[str], typer.Argument(help="As for init --contact.")],
    as_json: Json = False,
) -> None:
    """Say what is public: such a number, mail or postal address is nobody's private detail."""
    _change_contacts(lambda known: (*known, *contact), as_json=as_json)


def contacts_remove(
    contact: Annotated[list[str], typer.Argument(help="As `contacts list` shows it.")],
    as_json: Json = False,
) -> None:
    """Take public contacts away."""
    gone = read_contacts(contact)

    def without(known: tuple[str, ...]) -> tuple[str, ...]:
        for each in gone:
            if each not in known:
                raise NotFound(f"{each!r} is none of them: `earshot contacts list` shows them.")
        return tuple(each for each in known if each not in gone)

    _change_contacts(without, as_json=as_json)


def contacts_list(as_json: Json = False) -> None:
    """List the public contacts."""
    with present_house().store.unit() as connection:
        contacts = company_in(connection).profile.contacts
    print_lines([{"contact": each} for each in contacts], as_json=as_json)


def _change_contacts(
    change: Callable[[tuple[str, ...]], tuple[str, ...]], *, as_json: bool
) -> None:
    with present_house().store.unit() as connection:
        profile = administration.change_profile(
            connection,
            lambda fresh: replace(fresh, contacts=read_contacts(change(fresh.contacts))),
            actor=PROGRAM,
            now=now(),
        )
    print_lines([{"contact": each} for each in profile.contacts], as_json=as_json)


def accounts_add(
    name: Annotated[str, typer.Argument(help="What you call it, e.g. 'Facebook page'.")],
    platform: Annotated[
        Platform | None, typer.Option(help="Where it is; without it, other.")
    ] = None,
    handle: Annotated[
        str | None, typer.Option(help="Its name there: what it posts is outgoing.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Its address.")] = None,
    start: Annotated[
        str | None, typer.Option(help="Date (YYYY-MM-DD) from which its promise counts.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Add one of the company's own accounts, or change what is given of the one of that name and
    platform."""
    begin = read_day(start) if start else None
    with present_house().store.unit() as connection:
        company = company_in(connection)
        wanted = platform or Platform.OTHER
        known, _ = administration.account_like(company, name, platform=wanted, now=now())
        account = replace(
            known,
            platform=platform or known.platform,
            handle=known.handle if handle is None else handle,
            url=known.url if url is None else url,
            starts_on=begin or known.starts_on,
        )
        administration.add_account(connection, account, actor=PROGRAM, now=now())
    print_lines([_account_line(account)], as_json=as_json)


def accounts_list(as_json: Json = False) -> None:
    """List the company's own accounts."""
    with present_house().store.unit() as connection:
        accounts = company_in(connection).accounts.values()
    print_lines([_account_line(account) for account in accounts], as_json=as_json)


def people_add(
    name: Annotated[str, typer.Argument(help="As it is recorded with what they decide.")],
    role: Roles = None,
    sign_in: SignIn = None,
    as_json: Json = False,
) -> None:
    """Add somebody who works with Earshot; without --role a moderator."""
    with present_house().store.unit() as connection:
        person = administration.add_person(
            connection, name, *(role or ()), sign_in=sign_in or "", now=now()
        )
    print_lines([_person_line(person)], as_json=as_json)


def people_change(
    name: Annotated[str, typer.Argument(help="Their name, or their id.")],
    role: Roles = None,
    sign_in: SignIn = None,
    new_name: Annotated[
        str | None, typer.Option("--name", help="What they are called from now on.")
    ] = None,
    on_duty: Annotated[
        bool | None,
        typer.Option("--on-duty/--off-duty", help="Of moderators: who is told first."),
    ] = None,
    left: Annotated[
        bool | None, typer.Option("--left/--back", help="They work here no longer, or again.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Change what is given of somebody; roles that are given stand in the place of all they had."""
    with present_house().store.unit() as connection:
        before = person_called(company_in(connection), name)
        wanted = replace(
            before,
            name=before.name if new_name is None else new_name,
            roles=tuple(role) if role else before.roles,
            sign_in=before.sign_in if sign_in is None else sign_in,
            on_duty=before.on_duty if on_duty is None else on_duty,
            active=before.active if left is None else not left,
        )
        person = administration.change_person(connection, wanted, actor=PROGRAM, now=now())
    words = "; ".join(person_changes(before, person)) or "nothing has changed"
    say(f"{person.name}: {words}.")
    print_lines([_person_line(person)], as_json=as_json)


def people_list(
    everybody: Annotated[bool, typer.Option("--all", help="Those who have left as well.")] = False,
    as_json: Json = False,
) -> None:
    """List who works with Earshot."""
    with present_house().store.unit() as connection:
        people = company_in(connection).people.values()
    lines = [_person_line(person) for person in people if person.active or everybody]
    print_lines(lines, as_json=as_json)


def person_called(company: Company, said: str) -> Person:
    """Whoever has this id or name, at work here or not.

    Raises:
        NotFound: nobody has.
    """
    if said in company.people:
        return company.people[said]
    named = (p for p in company.people.values() if p.name.casefold() == said.strip().casefold())
    found = next(named, None)
    if found is None:
        raise NotFound(f"Nobody is called {said!r}: `earshot people list` shows who there is.")
    return found


def _account_line(account: Account) -> Line:
    return {
        "id": account.id,
        "name": account.name,
        "platform": account.platform.value,
        "handle": account.handle,
        "url": account.url,
        "starts_on": account.starts_on.isoformat(),
    }


def _person_line(person: Person) -> Line:
    return {
        "id": person.id,
        "name": person.name,
        "role": person.roles[0].value if person.roles else None,  # sign-in may have taken all
        "roles": [role.value for role in person.roles],
        "sign_in": person.sign_in,
        "on_duty": person.on_duty,
        "active": person.active,
    }
