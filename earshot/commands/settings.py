"""Commands that set things up: the company, its accounts and people."""

from dataclasses import replace
from typing import Annotated

import typer

from collectors.post import Platform
from earshot.commands.given import read_day
from earshot.commands.output import Json, Line, now, print_lines, say
from earshot.handling import administration
from earshot.handling.house import company_in, own_house, present_house
from earshot.rules.company import (
    Account,
    Profile,
    Role,
)
from earshot.rules.events import PROGRAM
from earshot.words.vocabulary import Nation


def register(app: typer.Typer) -> None:
    app.command()(init)
    accounts = typer.Typer(help="The company's own accounts.", no_args_is_help=True)
    accounts.command("add")(accounts_add)
    accounts.command("list")(accounts_list)
    app.add_typer(accounts, name="accounts")
    people = typer.Typer(help="Who decides, by name.", no_args_is_help=True)
    people.command("add")(people_add)
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
) -> None:
    """Set the company up in EARSHOT_DATA."""
    terms = tuple(term or ()) + tuple(more_terms or ())
    house = own_house()
    administration.found_company(house, Profile(company, terms, nation), now=now())
    say(f"{company} is set up in {house.folder}. Next: earshot sources add ADDRESS")


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
    name: Annotated[str, typer.Argument()],
    role: Annotated[Role, typer.Option()] = Role.MODERATOR,
    as_json: Json = False,
) -> None:
    """Add somebody who works with Earshot."""
    with present_house().store.unit() as connection:
        person = administration.add_person(connection, name, role, now=now())
    print_lines(
        [{"id": person.id, "name": person.name, "role": person.roles[0].value}], as_json=as_json
    )


def people_list(as_json: Json = False) -> None:
    """List who works with Earshot."""
    with present_house().store.unit() as connection:
        people = company_in(connection).people.values()
    lines = [{"id": p.id, "name": p.name, "role": p.roles[0].value} for p in people if p.active]
    print_lines(lines, as_json=as_json)


def _account_line(account: Account) -> Line:
    return {
        "id": account.id,
        "name": account.name,
        "platform": account.platform.value,
        "handle": account.handle,
        "url": account.url,
        "starts_on": account.starts_on.isoformat(),
    }
