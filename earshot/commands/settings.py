"""Commands that set things up: the company, its sources, accounts and people."""

from datetime import date, datetime, time
from typing import Annotated

import typer

from collectors.post import Platform
from earshot import administration
from earshot.commands.output import Json, Line, now, print_lines, say
from earshot.company import (
    Account,
    Company,
    Profile,
    Role,
    Source,
    SourceState,
    account_id,
)
from earshot.errors import BadTime
from earshot.events import PROGRAM
from earshot.health import health_code
from earshot.setup import allowed_hosts, company_in, own_house, present_house
from earshot.store import runs
from earshot.store.runs import Run
from earshot.times import local_date, utc_text
from earshot.vocabulary import Nation


def register(app: typer.Typer) -> None:
    app.command()(init)
    sources = typer.Typer(help="The places that are collected.", no_args_is_help=True)
    sources.command("add")(sources_add)
    sources.command("list")(sources_list)
    sources.command("pause")(sources_pause)
    sources.command("resume")(sources_resume)
    app.add_typer(sources, name="sources")
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


def sources_add(
    urls: Annotated[list[str], typer.Argument(metavar="URL...")],
    name: Annotated[str | None, typer.Option(help="What to call it.")] = None,
    account: Annotated[
        str | None, typer.Option(help="The company's own account that it shows.")
    ] = None,
    every: Annotated[int, typer.Option(help="Minutes between two collections.")] = 30,
    since: Annotated[
        str | None, typer.Option(help="Date from which what it brings counts; without it, now.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Add without fetching it first.")] = False,
    as_json: Json = False,
) -> None:
    """Fetch feeds, show them, and add them as sources."""
    begin = _date(since)
    added = [_add_one(url, name, account, every, begin, force) for url in urls]
    print_lines((line for line in added if line), as_json=as_json)
    if None in added:
        raise typer.Exit(1)


def _add_one(
    url: str,
    name: str | None,
    account: str | None,
    every: int,
    since: date | None,
    force: bool,
) -> Line | None:
    """Add one address; None, with the reason said, for what cannot be collected."""
    title = name
    if not force:
        seen = administration.preview(url, allowed=allowed_hosts(), now=now)
        if seen.problem:
            say(f"earshot: {url}: {seen.problem} Nothing was added.")
            return None
        title = name or seen.title
    with present_house().store.unit() as connection:
        own = None
        if account:
            own, made = administration.account_for(connection, account, now=now())
            _say_made(own, made)
        begin = datetime.combine(since, time(), company_in(connection).zone) if since else None
        source = administration.new_source(
            url, name=title, account=own, now=now(), every=every, since=begin
        )
        administration.add_source(connection, source, actor=PROGRAM, now=now())
        return source_line(source, company_in(connection), None)


def sources_list(as_json: Json = False) -> None:
    """List the sources, with how each is doing."""
    with present_house().store.unit() as connection:
        company = company_in(connection)
        last = runs.last(connection)
    lines = [source_line(s, company, last.get(s.id)) for s in company.sources.values()]
    print_lines(lines, as_json=as_json)


def sources_pause(
    source: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False
) -> None:
    """Stop collecting a source until it is resumed."""
    _set_state(source, SourceState.PAUSED, as_json)


def sources_resume(
    source: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False
) -> None:
    """Collect a source again."""
    _set_state(source, SourceState.ACTIVE, as_json)


def _set_state(source: str, state: SourceState, as_json: bool) -> None:
    with present_house().store.unit() as connection:
        changed = administration.set_source_state(
            connection, source, state, actor=PROGRAM, now=now()
        )
        last = runs.last(connection, [source])
        line = source_line(changed, company_in(connection), last.get(source))
    print_lines([line], as_json=as_json)


def source_line(source: Source, company: Company, last: Run | None) -> Line:
    return {
        "id": source.id,
        "name": source.name,
        "url": source.url,
        "kind": source.kind.value,
        "account": company.account_name(source.account),
        "every": source.every,
        "state": source.state.value,
        "last_run": utc_text(last.started_at) if last else None,
        "health": health_code(source, last, now()),
    }


def accounts_add(
    name: Annotated[str, typer.Argument(help="What you call it, e.g. 'Facebook page'.")],
    platform: Annotated[Platform, typer.Option()] = Platform.OTHER,
    handle: Annotated[str, typer.Option(help="Its name there: what it posts is outgoing.")] = "",
    url: Annotated[str, typer.Option()] = "",
    start: Annotated[
        str | None, typer.Option(help="Date (YYYY-MM-DD) from which its promise counts.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Add one of the company's own accounts, or change the one of that name."""
    with present_house().store.unit() as connection:
        company = company_in(connection)
        known = company.account_named(name)
        starts_on = _date(start) or (known.starts_on if known else local_date(now(), company.zone))
        account = Account(
            known.id if known else account_id(name), name, starts_on, platform, handle, url
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
        [{"id": person.id, "name": person.name, "role": person.role.value}], as_json=as_json
    )


def people_list(as_json: Json = False) -> None:
    """List who works with Earshot."""
    with present_house().store.unit() as connection:
        people = company_in(connection).people.values()
    lines = [{"id": p.id, "name": p.name, "role": p.role.value} for p in people if p.active]
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


def _say_made(account: Account, made: bool) -> None:
    if made:
        say(
            f"Account {account.name!r} is new: what was said on it before {account.starts_on} is "
            "history. Another start: earshot accounts add NAME --start DATE"
        )


def _date(said: str | None) -> date | None:
    if said is None:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadTime(f"{said!r} is no date like 2026-11-14.") from None
