"""Commands for copies: backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from earshot.commands.output import Json, Line, now, print_lines, say
from earshot.handling.house import company_of, own_house, present_house
from earshot.protection import backups
from earshot.protection.backing_up import Made, back_up
from earshot.protection.backups import Backup
from earshot.protection.restoring import Restored
from earshot.protection.restoring import restore as put_back
from earshot.rules.events import PROGRAM
from earshot.words.times import local_date, spoken, spoken_day, utc_text

copies = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    app.add_typer(
        copies, name="backup", help="Back the store up while everything runs, and list the backups."
    )
    app.command()(restore)


@copies.callback()
def backup(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to write it; else beside the store.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Back the store up while everything runs."""
    if context.invoked_subcommand is not None:
        return
    house = present_house()
    made = back_up(house, PROGRAM, now(), out)
    print_lines([_made_line(made)], as_json=as_json)
    if not made.log_holds:
        say("The store's log does not hold; it was backed up as it is. See: earshot audit verify")
    say(
        "It holds everything that the store holds, restricted items included: keep it as safe. "
        "It holds no secrets: keep sign-in.toml and the passwords of mailboxes elsewhere."
    )
    if made.file.parent != backups.folder_of(house):
        say(f"Delete it yourself by {spoken_day(made.expires_on)}: Earshot does not, where it is.")


@copies.command("list")
def list_backups(as_json: Json = False) -> None:
    """List the backups that there are, with the day on which each expires."""
    print_lines(map(_line, backups.listed(present_house(), now())), as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup, or a copy of a store.")],
    as_json: Json = False,
) -> None:
    """Put a backup into an EARSHOT_DATA that holds no store, after all of it was compared."""
    house, moment = own_house(), now()
    done = put_back(house, file, moment)
    print_lines([_restored_line(done)], as_json=as_json)
    zone = company_of(house.store).zone
    say(
        f"This is how it stood on {spoken(done.made_at, zone, moment)}. What was erased or deleted "
        f"since {spoken_day(local_date(done.made_at, zone))} is there again, and has to be erased "
        "again: earshot person erase, for each request dealt with since that day (the register of "
        "requests ends there as well); then earshot retain --apply. What was decided since is lost."
    )
    for name in done.aside:
        say(f"What lay there before is kept as {name}.")
    for sentence in done.said:
        say(sentence)
    if not done.log_holds:
        say("Its log did not hold when it was backed up, and does not now: earshot audit verify")
    if not done.ok:
        raise typer.Exit(1)


def _made_line(made: Made) -> Line:
    return {
        "file": str(made.file),
        "made_at": utc_text(made.made_at),
        "expires_on": made.expires_on.isoformat(),
        "bytes": made.bytes,
        "events": made.events,
        "head": made.head,
    }


def _line(each: Backup) -> Line:
    return {
        "name": each.name,
        "made_at": utc_text(each.made_at),
        "expires_on": each.expires_on.isoformat(),
        "bytes": each.bytes,
        "past": each.is_past,
        "ours": each.is_ours,
    }


def _restored_line(done: Restored) -> Line:
    return {
        "file": str(done.file),
        "made_at": utc_text(done.made_at),
        "events": done.events,
        "head": done.head,
        "counts": done.counts,
        "ok": done.ok,
    }
