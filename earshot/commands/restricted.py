"""Commands for restricted items: restrict, and what is done with them. None prints their words."""

from typing import Annotated

import typer

from earshot.commands.output import Json, Line, now, print_lines, say
from earshot.handling.house import company_in, present_house
from earshot.protection import safeguarding
from earshot.rules.case import Case
from earshot.rules.company import Company
from earshot.rules.events import PROGRAM
from earshot.rules.restriction import Danger, lead_names
from earshot.store import restricted
from earshot.store.restricted import Kept
from earshot.words.errors import Refused
from earshot.words.times import utc_text

Id = Annotated[str, typer.Argument(help="The item's id.")]
By = Annotated[str | None, typer.Option(help="Who does it, by name; without one, the program.")]
Lead = Annotated[str, typer.Option("--by", help="The safeguarding lead, by name.")]


def register(app: typer.Typer) -> None:
    app.command()(restrict)
    group = typer.Typer(help="List restricted items, and deal with them. No words are shown.")
    group.callback(invoke_without_command=True)(list_all)
    group.command("hand-over")(hand_over)
    group.command("file")(file)
    group.command("lift")(lift)
    group.command("lock-out")(lock_out)
    app.add_typer(group, name="restricted")


def restrict(
    item: Id,
    concern: Annotated[Danger, typer.Option(help="What it may be.")],
    urgent: Annotated[bool, typer.Option(help="Somebody may be in danger now.")] = False,
    reason: Annotated[str, typer.Option(help="Why; only those who deal with it see it.")] = "",
    by: By = None,
    as_json: Json = False,
) -> None:
    """Keep an item from all but those who deal with safeguarding, on suspicion and at once."""
    house = present_house()
    with house.store.unit() as connection:
        company = company_in(connection)
        case = safeguarding.restrict(
            connection,
            item,
            concern,
            _actor(company, by),
            urgent=urgent,
            reason=reason,
            now=now(),
        )
    _print_case(case, as_json)
    names = " or ".join(lead_names(company)) or "your safeguarding lead (nobody is set up)"
    say(f"It is restricted. If somebody is in danger, call 999 now; then tell {names}.")


def list_all(context: typer.Context, as_json: Json = False) -> None:
    """List restricted items, the most urgent first: what each may be and how far it is."""
    if context.invoked_subcommand is not None:
        return
    with present_house().store.unit() as connection:
        found = restricted.kept(connection)
    print_lines([_line(each) for each in found], as_json=as_json)


def hand_over(item: Id, by: By = None, as_json: Json = False) -> None:
    """Hand an item to the safeguarding lead."""
    with present_house().store.unit() as connection:
        actor = _actor(company_in(connection), by)
        case = safeguarding.hand_over(connection, item, actor, now=now())
    _print_case(case, as_json)


def file(
    item: Id,
    reference: Annotated[str, typer.Option(help="Its reference in the safeguarding system.")],
    by: Lead,
    as_json: Json = False,
) -> None:
    """Confirm, for the safeguarding lead, that an item is in the safeguarding system."""
    with present_house().store.unit() as connection:
        actor = _actor(company_in(connection), by)
        case = safeguarding.file(connection, item, reference, actor, now=now())
    _print_case(case, as_json)


def lift(
    item: Id,
    reason: Annotated[str, typer.Option(help="Why nothing is wrong; it stands in the log.")],
    by: Lead,
) -> None:
    """Bring an item back into the open, for the safeguarding lead."""
    house = present_house()
    with house.store.unit() as connection:
        company = company_in(connection)
        safeguarding.lift(
            connection,
            item,
            _actor(company, by),
            reason=reason,
            rules=house.rules(company),
            now=now(),
        )
    say("It is in the open again.")


def lock_out(
    item: Id,
    person: Annotated[str, typer.Option(help="Who is named in it, by name.")],
    as_json: Json = False,
) -> None:
    """Lock somebody who is named in an item out of it, the only safeguarding lead included."""
    with present_house().store.unit() as connection:
        named = _actor(company_in(connection), person)
        locked = safeguarding.locked_in(connection, item)
        case = safeguarding.lock_out(connection, item, [*locked, named], PROGRAM, now=now())
    _print_case(case, as_json)


def say_left_out(number: int) -> None:
    """On standard error: how many restricted items what is printed leaves out."""
    if number:
        say(
            "1 restricted item is left out."
            if number == 1
            else f"{number} restricted items are left out."
        )


def _actor(company: Company, name: str | None) -> str:
    """Raises Refused where nobody at work here is called so."""
    if name is None:
        return PROGRAM
    people = (p for p in company.people.values() if p.active)
    found = next((p for p in people if p.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise Refused(f"Nobody at work here is called {name}; `people list` shows who is.")
    return found.id


def _print_case(case: Case, as_json: bool) -> None:
    assert case.restriction is not None  # it was just dealt with as one
    print_lines([_line(Kept(case.id, case.restriction))], as_json=as_json)


def _line(kept: Kept) -> Line:
    found = kept.found
    return {
        "id": kept.id,
        "concern": found.concern.value,
        "stage": found.stage.value,
        "since": utc_text(found.since),
        "urgent": found.urgent,
        "handed_at": utc_text(found.handed_at) if found.handed_at else None,
        "filed_at": utc_text(found.filed_at) if found.filed_at else None,
        "reference": found.reference,
    }
