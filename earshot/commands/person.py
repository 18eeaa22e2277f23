"""Commands for one person's data: person find, export, erase."""

from pathlib import Path
from typing import Annotated

import typer

from earshot.commands.output import Json, Line, now, print_lines, say
from earshot.handling.house import present_house
from earshot.protection import erasing, person_export
from earshot.protection import person as one_person
from earshot.protection.erasing import Erasure
from earshot.protection.person import Place
from earshot.rules.events import PROGRAM

Said = Annotated[str, typer.Argument(metavar="TEXT", help="A name, handle, e-mail or address.")]
person = typer.Typer(
    help="One person's data: found, taken away, erased.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def register(app: typer.Typer) -> None:
    app.add_typer(person, name="person")


@person.command()
def find(
    text: Said,
    reason: Annotated[str, typer.Option(help="Why; it is logged, the name is not.")] = "",
    as_json: Json = False,
) -> None:
    """List every place in which something of a person is kept; the words of a restricted item are
    not among them."""
    found = one_person.find(present_house(), text, PROGRAM, reason=reason, now=now())
    print_lines(map(_line, found.places()), as_json=as_json)
    say(_summary(len(found.own), len(found.named), len(found.aside)))


@person.command()
def export(text: Said, out: Annotated[Path, typer.Option(metavar="DIR", help="A folder.")]) -> None:
    """Write what a person wrote, with all that was made of it, and what has to be looked at before
    it is handed over."""
    house, at = present_house(), now()
    made = person_export.export(house, text, PROGRAM, now=at)
    for path in person_export.write(made, out):
        say(f"Wrote {path}.")
    if made.restricted:
        say(f"{made.restricted} restricted: ask the safeguarding lead.")
    say(person_export.CHECK_IDENTITY)


@person.command()
def erase(
    text: Said,
    apply: Annotated[bool, typer.Option("--apply", help="Do it; else it is only shown.")] = False,
    as_json: Json = False,
) -> None:
    """Show what erasing a person would do, or, with --apply, erase them from everywhere."""
    house, at = present_house(), now()
    done = (erasing.erase if apply else erasing.show)(house, text, PROGRAM, now=at)
    lines = (_line(p.place) | {"fate": p.fate.value, "applied": apply} for p in done.planned)
    print_lines(lines, as_json=as_json)
    _report(done, apply)


def _report(done: Erasure, applied: bool) -> None:
    say(_summary(done.mentions, done.redacted, len(done.restricted)))
    for name, until in done.backups:
        say(f"The backup {name} holds this person until it expires on {until}.")
    if applied:
        say("Erased. The store’s file was written anew.")
    else:
        say("Nothing was changed. Add --apply to do it.")


def _summary(own: int, named: int, restricted: int) -> str:
    told = f"They wrote {own}, and {named} of others name them."
    return told + (f" {restricted} restricted: ask the safeguarding lead." if restricted else "")


def _line(place: Place) -> Line:
    return {
        "where": place.where.value,
        "id": place.id,
        "field": place.field,
        "role": place.role.value if place.role else None,
        "excerpt": place.excerpt,
        "restricted": place.restricted,
    }
