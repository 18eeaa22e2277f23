"""Commands that bring things in: collect and add."""

from collections.abc import Iterator
from typing import Annotated

import typer

from earshot.bringing.collecting import Collected, collect_sources
from earshot.bringing.handnotes import Note, add_note
from earshot.commands.output import Json, Line, now, print_lines, print_text, say
from earshot.handling import administration
from earshot.handling.house import House, allowed_hosts, company_in, company_of, present_house
from earshot.rules.company import COLLECTED, Account, Company, Source
from earshot.store.runs import Status
from earshot.words.times import read_time


def register(app: typer.Typer) -> None:
    app.command()(collect)
    app.command()(add)


def collect(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...")] = None,
    as_json: Json = False,
) -> None:
    """Collect all sources, or those named; one that fails does not keep the others."""
    house = present_house()
    sources = _sources(company_of(house.store), ids or [])
    note_policy(house)
    _remind(company_of(house.store))
    failed: list[str] = []
    print_lines(_collect(house, sources, failed), as_json=as_json)
    if failed:
        raise typer.Exit(1)


def note_policy(house: House) -> None:
    """What is promised from here on is promised by the policy as it stands now."""
    policy = house.policy
    with house.store.unit() as connection:
        administration.note_policy(connection, policy, now=now())


def _remind(company: Company) -> None:
    """Whoever types the command may collect, and is told each time what is owed."""
    if not company.purpose.is_stated:
        say(
            "It is not stated yet what the collecting is for. State it in Data protection, or with "
            "`earshot purpose set`: until then only your own accounts are collected by themselves."
        )


def _collect(house: House, sources: list[Source], failed: list[str]) -> Iterator[Line]:
    for part in collect_sources(house, sources, allowed=allowed_hosts(), now=now):
        for collected in part:
            if collected.run.status is Status.FAILED:
                failed.append(collected.source.id)
            yield _run_line(collected)


def _sources(company: Company, ids: list[str]) -> list[Source]:
    if ids:
        return [company.source(each) for each in ids]
    return [source for source in company.sources.values() if source.kind in COLLECTED]


def _run_line(collected: Collected) -> Line:
    run, counts = collected.run, collected.run.counts
    return {
        "source": collected.source.id,
        "url": collected.source.url,
        "status": run.status.value,
        "fetched": counts.fetched,
        "new": counts.new,
        "changed": counts.changed,
        "known": counts.known,
        "outgoing": counts.outgoing,
        "not_about_us": counts.not_about_us,
        "rejected": counts.rejected,
        "error": run.error or run.warning,  # of a cut feed: what is missing
    }


def add(
    text: Annotated[str, typer.Option(help="What was said.")],
    url: Annotated[str, typer.Option(help="Where it can be seen.")] = "",
    account: Annotated[
        str | None, typer.Option(help="The company's own account that it was said on.")
    ] = None,
    at: Annotated[str | None, typer.Option(help="When (ISO 8601); without it, now.")] = None,
    author: Annotated[str, typer.Option(help="Who said it.")] = "",
) -> None:
    """Note by hand what somebody saw; prints its id."""
    house = present_house()
    note_policy(house)
    moment = now()
    own: Account | None = None
    with house.store.unit() as connection:
        zone = company_in(connection).zone
        seen_at = read_time(at, zone) if at else moment
        if account:
            own, _ = administration.account_for(connection, account, now=moment)
    print_text(add_note(house, Note(text, seen_at, url, author, own), now=moment))
