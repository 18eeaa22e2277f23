"""Commands for how long: retain, hold."""

from typing import Annotated

import typer

from earshot.commands.output import Json, Line, now, print_lines, say
from earshot.handling.house import company_in, present_house
from earshot.protection import holds, overdue, retention
from earshot.rules.company import Company, HoldKind
from earshot.rules.events import PROGRAM
from earshot.words.times import utc_text


def register(app: typer.Typer) -> None:
    app.command()(retain)
    hold = typer.Typer(help="While a hold is in force nothing is deleted.", no_args_is_help=True)
    hold.command("add")(hold_add)
    hold.command("list")(hold_list)
    hold.command("end")(hold_end)
    app.add_typer(hold, name="hold")


def retain(
    apply: Annotated[bool, typer.Option("--apply", help="Delete it.")] = False,
    as_json: Json = False,
) -> None:
    """Show what is past its time and would be deleted; with --apply, delete it, and only count it
    from then on. Refused while a hold is in force."""
    house, at = present_house(), now()
    if apply:
        done = retention.retain(house, actor=PROGRAM, now=at)
        print_lines(map(_line, done), as_json=as_json)
        if any(each.deleted for each in done):
            say("Deleted, and the store written anew. Backups that were made before still hold it.")
        return
    found = overdue.lines(house, at)
    print_lines(map(_line, found), as_json=as_json)
    with house.store.unit() as connection:
        held = company_in(connection).held
    if held:
        say(holds.sentence(held))
    elif any(each.due for each in found):
        say("Nothing was deleted. To delete it: earshot retain --apply")


def hold_add(
    kind: Annotated[HoldKind, typer.Option(help="Who or what it is for.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence.")],
    as_json: Json = False,
) -> None:
    """Delete nothing from now on, whatever its time."""
    with present_house().store.unit() as connection:
        hold = holds.add(connection, kind, reason, actor=PROGRAM, now=now())
        _print(holds.Record(hold, PROGRAM), company_in(connection), as_json)


def hold_list(as_json: Json = False) -> None:
    """List the holds there are and were."""
    with present_house().store.unit() as connection:
        company, found = company_in(connection), holds.records(connection)
    print_lines((_hold_line(each, company) for each in found), as_json=as_json)


def hold_end(hold_id: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False) -> None:
    """End a hold: what is past its time may be deleted again."""
    with present_house().store.unit() as connection:
        holds.end(connection, hold_id, actor=PROGRAM, now=now())
        (ended,) = (r for r in holds.records(connection) if r.hold.id == hold_id)
        _print(ended, company_in(connection), as_json)


def _print(record: holds.Record, company: Company, as_json: bool) -> None:
    print_lines([_hold_line(record, company)], as_json=as_json)


def _line(each: overdue.Line) -> Line:
    return {
        "what": each.what.value,
        "kept_for": each.kept_for,
        "due": each.due,
        "held": each.held,
        "oldest": utc_text(each.oldest) if each.oldest else None,
        "deleted": each.deleted,
    }


def _hold_line(record: holds.Record, company: Company) -> Line:
    hold = record.hold
    return {
        "id": hold.id,
        "kind": hold.kind.value,
        "reason": hold.reason,
        "since": hold.since.isoformat(),
        "by": company.person_name(record.by),
        "active": hold.active,
        "ended_on": record.ended_on.isoformat() if record.ended_on else None,
        "ended_by": company.person_name(record.ended_by) if record.ended_by else None,
    }
