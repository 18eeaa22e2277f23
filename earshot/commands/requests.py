"""Commands for the register of requests about data; none prints what a request is about."""

from typing import Annotated

import typer

from earshot.commands.given import read_day
from earshot.commands.output import Json, Line, now, print_lines, say
from earshot.handling.house import company_in, present_house
from earshot.protection import requests
from earshot.rules.events import PROGRAM
from earshot.rules.requests import Request, RequestKind, why_due
from earshot.words.times import local_date

Identity = Annotated[str, typer.Argument(metavar="ID")]


def register(app: typer.Typer) -> None:
    register_of = typer.Typer(
        help="People's requests about their data, and by when each is due.", no_args_is_help=True
    )
    register_of.command("add")(request_add)
    register_of.command("list")(request_list)
    register_of.command("answer")(request_answer)
    app.add_typer(register_of, name="request")


def request_add(
    kind: Annotated[RequestKind, typer.Option(help="What is asked for.")],
    received: Annotated[str, typer.Option(help="Date (YYYY-MM-DD) on which it came in.")],
    about: Annotated[str, typer.Option(help="Whom and what it is about, in a few words.")],
    as_json: Json = False,
) -> None:
    """Enter a request; says by when it is due, and why."""
    day = read_day(received)
    with present_house().store.unit() as connection:
        entry = requests.enter(connection, PROGRAM, kind, day, about=about, now=now())
        calendar = company_in(connection).calendar
    print_lines([_line(entry)], as_json=as_json)
    say(why_due(kind, day, calendar))


def request_list(as_json: Json = False) -> None:
    """List the register, what is due first at the top."""
    with present_house().store.unit() as connection:
        found = requests.present(connection, PROGRAM)
        unseen = sum(not each.is_history for each in requests.came_in(connection, PROGRAM))
    print_lines(map(_line, found), as_json=as_json)
    if unseen:
        say(f"Comments that read like a request and are in the register not yet: {unseen}.")


def request_answer(
    request: Identity,
    outcome: Annotated[str, typer.Option(help="How it ended, in a few words.")],
    on: Annotated[str | None, typer.Option(help="Date (YYYY-MM-DD); without it, today.")] = None,
    refused: Annotated[bool, typer.Option("--refused", help="It was refused.")] = False,
    as_json: Json = False,
) -> None:
    """Note that a request was answered, or refused."""
    moment = now()
    with present_house().store.unit() as connection:
        day = read_day(on) if on else local_date(moment, company_in(connection).zone)
        entry = requests.answer(
            connection, PROGRAM, request, outcome, on=day, refused=refused, now=moment
        )
    print_lines([_line(entry)], as_json=as_json)


def _line(entry: Request) -> Line:
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "received_on": entry.received_on.isoformat(),
        "due_on": (entry.extended_to or entry.due_on).isoformat(),
        "state": entry.state.value,
        "mention": entry.mention or None,
    }
