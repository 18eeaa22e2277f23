"""Commands for what it is for: purpose, and the drafts."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from earshot.commands import requests
from earshot.commands.given import read_day
from earshot.commands.output import Json, Line, now, print_lines, say
from earshot.handling.house import company_in, company_of, present_house
from earshot.protection import purpose as stating
from earshot.protection.drafts import DRAFTS, facts_of
from earshot.rules.company import Company
from earshot.rules.events import PROGRAM
from earshot.rules.purposes import missing, say_waiting
from earshot.words.errors import EarshotError, Refused


def register(app: typer.Typer) -> None:
    purpose = typer.Typer(
        help="What people's words are collected for, and on what basis.", no_args_is_help=True
    )
    purpose.command("set")(purpose_set)
    purpose.command("show")(purpose_show)
    purpose.command("drafts")(purpose_drafts)
    app.add_typer(purpose, name="purpose")
    requests.register(app)


def purpose_set(
    assessed_on: Annotated[
        str | None, typer.Option(help="Date (YYYY-MM-DD) of the impact assessment.")
    ] = None,
    assessed_by: Annotated[str | None, typer.Option(help="Who owns that assessment.")] = None,
    notice: Annotated[str | None, typer.Option(help="Address of the public notice.")] = None,
    basis: Annotated[
        list[str] | None,
        typer.Option(metavar="PURPOSE=BASIS", help="The lawful basis of one purpose; repeated."),
    ] = None,
    as_json: Json = False,
) -> None:
    """State the purpose, or change what is given of it: from then on everything is collected."""
    day, bases = read_day(assessed_on) if assessed_on else None, _bases(basis or [])
    with present_house().store.unit() as connection:
        at = company_in(connection).purpose
        wanted = replace(
            at,
            assessed_on=day or at.assessed_on,
            assessed_by=at.assessed_by if assessed_by is None else assessed_by,
            bases=at.bases | bases,
            notice_url=at.notice_url if notice is None else notice,
        )
        stating.state(connection, wanted, actor=PROGRAM, now=now())
        company = company_in(connection)
    print_lines([_line(company)], as_json=as_json)


def _bases(given: list[str]) -> dict[str, str]:
    """Raises Refused for what is no PURPOSE=BASIS."""
    pairs = [each.partition("=") for each in given]
    for use, equals, found in pairs:
        if not (use and equals and found):
            raise Refused(f"{use!r} names no basis; write it like listening=legitimate_interests.")
    return stating.read_bases({use: found for use, _, found in pairs})


def purpose_show(as_json: Json = False) -> None:
    """Show the purpose as it is stated, and say what is missing and what waits for it."""
    company = company_of(present_house().store)
    print_lines([_line(company)], as_json=as_json)
    lacking = missing(company.purpose)
    if lacking:
        say(f"Still to say: {'; '.join(lacking)}.")
    waiting = say_waiting(company.sources.values(), company)
    if waiting:
        say(waiting)


def purpose_drafts(
    out: Annotated[Path, typer.Option(help="Folder that they are written into.")],
    as_json: Json = False,
) -> None:
    """Write drafts of the impact assessment, the legitimate interests assessment, the privacy
    notice and the record of processing, made from the present settings."""
    house = present_house()
    facts = facts_of(house, company_of(house.store), now())
    lines: list[Line] = []
    for draft in DRAFTS:
        path = out / f"{draft.name}.md"
        text = draft.write(facts)
        _write(path, text)
        lines.append({"file": str(path), "title": draft.title, "to_decide": text.count("[decide:")})
    print_lines(lines, as_json=as_json)


def _write(path: Path, text: str) -> None:
    """What a person has filled in meanwhile is not written over.

    Raises:
        EarshotError: there is such a file, or it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise EarshotError(
            f"{path} is there already, and somebody may have worked on it: name another folder."
        ) from None
    except OSError as error:
        raise EarshotError(f"{path} cannot be written: {error.strerror}.") from error


def _line(company: Company) -> Line:
    stated = company.purpose
    return {
        "stated": stated.is_stated,
        "assessed_on": stated.assessed_on.isoformat() if stated.assessed_on else None,
        "assessed_by": stated.assessed_by,
        "bases": stated.bases,
        "notice": stated.notice_url,
        "missing": missing(stated),
    }
