"""Commands that bring things in: collect, import, add."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from collectors.post import Platform
from earshot.bringing.collecting import Collected, collect_sources
from earshot.bringing.handnotes import Note, add_note
from earshot.bringing.importing import Imported, Importer
from earshot.commands.output import Json, Line, now, print_lines, print_text, say
from earshot.handling import administration
from earshot.handling.house import House, allowed_hosts, company_in, company_of, present_house
from earshot.rules.company import FETCHED, Account, Company, Source
from earshot.rules.events import PROGRAM
from earshot.store.runs import Status
from earshot.words.times import read_time


def register(app: typer.Typer) -> None:
    app.command()(collect)
    app.command("import")(import_files)
    app.command()(add)


def collect(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...")] = None,
    as_json: Json = False,
) -> None:
    """Collect all sources, or those named; one that fails does not keep the others."""
    house = present_house()
    sources = _sources(company_of(house.store), ids or [])
    _note_policy(house)
    failed: list[str] = []
    print_lines(_collect(house, sources, failed), as_json=as_json)
    if failed:
        raise typer.Exit(1)


def _note_policy(house: House) -> None:
    """What is promised from here on is promised by the policy as it stands now."""
    policy = house.policy
    with house.store.unit() as connection:
        administration.note_policy(connection, policy, now=now())


def _collect(house: House, sources: list[Source], failed: list[str]) -> Iterator[Line]:
    for part in collect_sources(house, sources, allowed=allowed_hosts(), now=now):
        for collected in part:
            if collected.run.status is Status.FAILED:
                failed.append(collected.source.id)
            yield _run_line(collected)


def _sources(company: Company, ids: list[str]) -> list[Source]:
    if ids:
        return [company.source(each) for each in ids]
    return [source for source in company.sources.values() if source.kind in FETCHED]


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


def import_files(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="CSV tables, or folders of them.")
    ],
    platform: Annotated[
        Platform | None, typer.Option(help="Where rows were said that do not say it.")
    ] = None,
    account: Annotated[
        str | None, typer.Option(help="The company's own account that rows are about.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take in tables of what was said."""
    house = present_house()
    _note_policy(house)
    importer = Importer(house, PROGRAM, platform, account)
    unreadable: list[str] = []
    print_lines(_import(importer, paths, unreadable), as_json=as_json)
    if unreadable:
        raise typer.Exit(1)


def _import(importer: Importer, paths: list[Path], unreadable: list[str]) -> Iterator[Line]:
    for path, name in (each for given in paths for each in _files(given)):
        imported = importer.import_path(path, now=now(), name=name)
        for name in imported.new_accounts:
            say(f"Account {name!r} is new: what was said on it before today is history.")
        if imported.error:
            unreadable.append(imported.file)
            say(f"earshot: {imported.error}")
        yield _import_line(imported)


def _files(given: Path) -> list[tuple[Path, str]]:
    """Each file, and what it is called: in a folder, by its way from there."""
    if given.is_dir():
        files = sorted(each for each in given.rglob("*") if each.is_file())
        return [(each, each.relative_to(given).as_posix()) for each in files]
    return [(given, given.name)]


def _import_line(imported: Imported) -> Line:
    counts = imported.counts
    return {
        "file": imported.file,
        "platform": imported.platform,
        "read": imported.read,
        "new": counts.new,
        "changed": counts.changed,
        "known": counts.known,
        "outgoing": counts.outgoing,
        "not_about_us": counts.not_about_us,
        "rejected": counts.rejected,
        "left_unread": [list(each) for each in imported.left_unread],
        "rejects_file": imported.rejects_file,
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
    _note_policy(house)
    moment = now()
    own: Account | None = None
    with house.store.unit() as connection:
        zone = company_in(connection).zone
        seen_at = read_time(at, zone) if at else moment
        if account:
            own, _ = administration.account_for(connection, account, now=moment)
    print_text(add_note(house, Note(text, seen_at, url, author, own), now=moment))
