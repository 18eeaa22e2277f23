"""Commands for the log: audit export, audit verify."""

import os
import stat
from pathlib import Path
from typing import Annotated, TextIO

import typer

from earshot.commands.output import Json, now, print_lines, say, standard_output
from earshot.handling.house import present_house
from earshot.protection import audit, heads
from earshot.protection.audit import LogExport
from earshot.rules import chain
from earshot.rules.chain import Checked, Head
from earshot.words.errors import EarshotError

HeadOption = Annotated[
    str | None, typer.Option(help="The last hash, as it was noted down elsewhere.")
]


PRIVATE = 0o600


def register(app: typer.Typer) -> None:
    part = typer.Typer(help="The log of what was done, and its proof.", no_args_is_help=True)
    part.command("export")(export)
    part.command("verify")(verify)
    app.add_typer(part, name="audit")


def export(
    out: Annotated[str, typer.Option(help="A file, or - for standard output.")],
    without_details: Annotated[
        bool, typer.Option("--without-details", help="Only what the chain needs.")
    ] = False,
) -> None:
    """Take the log away, one JSON object an Event; the log tells that it was."""
    found = audit.export_log(present_house(), None, now(), with_details=not without_details)
    if out == "-":
        with standard_output() as stream:
            _write(stream, found)
    else:
        _write_file(Path(out), found)
        say(f"Wrote {out}.")
    say(f"{found.events} Events; the head to note down elsewhere: {found.head}")


def _write(stream: TextIO, found: LogExport) -> None:
    for line in found.lines():
        stream.write(line)


def _write_file(path: Path, found: LogExport) -> None:
    """For nobody else's eyes: it holds names. Raises EarshotError where it cannot be written."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with open(handle, "w", encoding="utf-8", newline="\n") as stream:
            _close_to_others(handle)
            _write(stream, found)
    except OSError as error:
        raise EarshotError(
            f"{path} cannot be written: {error.strerror}. The export is not complete."
        ) from error


def _close_to_others(handle: int) -> None:
    """A file that was there already keeps its mode, whatever it is opened with. What is no file of
    ours, such as /dev/null or a pipe, is left as it is."""
    if stat.S_ISREG(os.fstat(handle).st_mode):
        os.fchmod(handle, PRIVATE)


def verify(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[F]", help="An exported log; else the store's.", readable=False),
    ] = None,
    head: HeadOption = None,
    as_json: Json = False,
) -> None:
    """Check that the log is what was written; of the store also against the heads that are kept."""
    if head is not None and not chain.is_hash(head):
        raise typer.BadParameter("64 digits of 0 to 9 and a to f.", param_hint="--head")
    found = _found(file, [Head(head)] if head else None)
    print_lines([chain.outcome_line(found)], as_json=as_json)
    for problem in found.problems:
        say(chain.in_words(problem))
    if not found.ok:
        raise typer.Exit(1)


def _found(file: Path | None, given: list[Head] | None) -> Checked:
    if file is not None:
        try:
            return chain.verify(chain.Export(file), given or [])
        except chain.NoLog as error:
            raise EarshotError(str(error)) from error
    house = present_house()
    if given is not None:
        return audit.verify(house, given)
    noted = heads.read(house)
    for complaint in noted.complaints:
        say(f"earshot: {complaint}")
    return audit.verify(house, noted.heads)
