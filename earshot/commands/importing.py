"""The command that takes in what was handed over: downloads, mail and tables."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from collectors.plaintext import one_line
from collectors.post import Platform, Post, Rejected
from collectors.tables.columns import MORE_COLUMNS, TABLE_COLUMNS
from collectors.tables.mapping import Mapping
from collectors.tables.widedates import DateOrder
from earshot.bringing.importing import Imported, Importer
from earshot.bringing.previewing import TablePreview, preview_table
from earshot.commands.collecting import note_policy
from earshot.commands.output import Json, Line, now, print_lines, print_text, say
from earshot.handling.house import House, company_of, present_house
from earshot.rules.events import PROGRAM
from earshot.words.errors import Refused

COUNTED = ("read", "new", "changed", "known", "outgoing", "not_about_us", "rejected")


def register(app: typer.Typer) -> None:
    app.command("import")(import_files)


def import_files(
    paths: Annotated[
        list[Path],
        # Not asked beforehand whether each can be read: one that cannot must not stop the others.
        typer.Argument(
            metavar="PATH...",
            help="Downloads, mail, tables; files, folders or ZIPs.",
            readable=False,
        ),
    ],
    platform: Annotated[
        Platform | None, typer.Option(help="Where rows were said that do not say it.")
    ] = None,
    account: Annotated[
        str | None, typer.Option(help="The company's own account that it is about.")
    ] = None,
    mine: Annotated[
        bool, typer.Option("--mine", help="It is your own download, and not the company's.")
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="OURS=THEIRS", help="Which column of a table is which."),
    ] = None,
    dates: Annotated[
        DateOrder | None, typer.Option(help="With --map: the order of day and month.")
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Show how a table would be read; keep nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Take in what platforms and tools hand out: reviews, comments, answers, notices."""
    house = present_house()
    mapping = _mapping(columns or [], dates, platform)
    if preview:
        _show_previews(house, paths, mapping)
        return
    note_policy(house)
    importer = Importer(house, PROGRAM, platform, account, mine, mapping)
    unreadable: list[str] = []
    lines = _import(importer, paths, unreadable)
    if as_json:
        print_lines(lines, as_json=True)
    else:
        _print_for_a_person(lines)
    if unreadable:
        raise typer.Exit(1)


def _import(importer: Importer, paths: list[Path], unreadable: list[str]) -> Iterator[Line]:
    for path in paths:
        for imported in importer.import_path(path, now=now()):
            _say_more(imported)
            if imported.error and not imported.read:  # of what breaks off, something was read
                unreadable.append(imported.file)
            yield _import_line(imported)


def _say_more(imported: Imported) -> None:
    for name in imported.new_accounts:
        say(f"Account {name!r} is new: what was said on it before today is history.")
    for note in imported.notes:
        say(f"{imported.file}: {note.rstrip('.')}.")
    if imported.error:
        say(f"earshot: {imported.error}")


def _print_for_a_person(lines: Iterator[Line]) -> None:
    """A line a file, and what all of them brought: a table of so many columns fits no terminal."""
    sums = Counter[str]()
    files = 0
    for line in lines:
        files += 1
        sums.update({what: line[what] for what in COUNTED})
        print_text(f"{one_line(line['file'])}: {_counted(line)}{_left(line)}")
    if files > 1:
        print_text(f"{files} files in all: {_counted(dict(sums))}")


def _counted(counts: Line) -> str:
    told = [f"{counts[what]} {what.replace('_', ' ')}" for what in COUNTED[1:] if counts[what]]
    return f"{counts['read']} read" + (f": {', '.join(told)}" if told else "")


def _left(line: Line) -> str:
    left = ", ".join(f"{what}: {count}" for what, count in line["left_unread"])
    return f"; left unread: {left}" if left else ""


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


def _mapping(
    columns: list[str], dates: DateOrder | None, platform: Platform | None
) -> Mapping | None:
    """What `--map text=Comment --map published_at=Date` says."""
    pairs = []
    for each in columns:
        ours, equals, theirs = each.partition("=")
        if not equals or ours.strip() not in TABLE_COLUMNS | MORE_COLUMNS:
            known = ", ".join(TABLE_COLUMNS | MORE_COLUMNS)
            raise typer.BadParameter(f"{each!r}: write OURS=THEIRS, OURS one of {known}.")
        pairs.append((ours.strip(), theirs.strip()))
    if not pairs:
        return None
    # Remembered with the columns, unless a column says it row by row.
    of_all = None if "platform" in dict(pairs) else platform
    return Mapping(tuple(pairs), date_order=dates, platform=of_all)


def _show_previews(house: House, paths: list[Path], mapping: Mapping | None) -> None:
    company = company_of(house.store)
    for path in paths:
        if not path.is_file():
            raise Refused(f"{path} is no file: one table at a time can be previewed.")
        seen = preview_table(partial(_opened, path), path.name, company, now=now(), mapping=mapping)
        _show(seen)


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _show(seen: TablePreview) -> None:
    say(f"{seen.found.name}: {seen.proposal.why}.")
    for ours, theirs in seen.mapping.columns:
        say(f"  {ours} is read from {one_line(theirs)!r}")
    left = [c for c in seen.found.columns if c not in {t for _, t in seen.mapping.columns}]
    if left:
        say(f"  not read: {', '.join(repr(one_line(column)) for column in left)}")
    if seen.problem:
        say(f"earshot: {seen.problem}")
    if seen.rows and seen.rows.assumed:
        say(f"Assumed: {seen.rows.assumed}.")
    for entry in seen.rows.entries if seen.rows else ():
        if isinstance(entry, Post):
            print_text(_row(entry))
        elif isinstance(entry, Rejected):
            print_text(f"{entry.where}: rejected: {entry.reason}")


def _row(post: Post) -> str:
    at = post.published.at
    said = f"{post.published.at:%Y-%m-%d %H:%M} UTC" if at else "no date"
    who = one_line(post.author or "") or "nobody named"
    text = one_line(post.text)
    return f"{post.where}: {said}, {post.platform} {post.kind}, {who}: {text}"[:200]
