"""Commands that look after the store."""

from typing import Annotated

import typer

from earshot.commands.output import Json, print_lines, say
from earshot.handling.doctor import Finding, examine
from earshot.handling.house import House, present_house
from earshot.handling.seclusion import open_to_others


def register(app: typer.Typer) -> None:
    app.command()(doctor)


def doctor(
    repair: Annotated[bool, typer.Option(help="Rebuild what differs from the log.")] = False,
    as_json: Json = False,
) -> None:
    """Check the log's chain, Cases against the log, the policy's files; fail where something stays
    wrong."""
    house = present_house()
    if others := open_to_others(house):
        say(others)
    with house.store.unit() as connection:
        findings = [*examine(connection, repair=repair), _of_policy(house)]
    lines = [
        {"check": f.check, "ok": not f.problems, "problems": list(f.problems)} for f in findings
    ]
    print_lines(lines, as_json=as_json)
    if any(f.left for f in findings):
        raise typer.Exit(1)


def _of_policy(house: House) -> Finding:
    """The files of the policy: a mistake in them is nothing that can be rebuilt."""
    problems = tuple(filter(None, [house.policy_problem]))
    return Finding("policy", problems, problems)
