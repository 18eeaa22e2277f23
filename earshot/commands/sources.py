"""Commands about sources: the places that are collected."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from collectors.errors import UnreadableSource
from collectors.mail.address import is_of_mailbox
from collectors.opml import read_opml
from collectors.userinfo import shown
from earshot.bringing import feedlist
from earshot.bringing.finding import Found, find_feeds
from earshot.bringing.mailboxes import try_mailbox
from earshot.commands.given import read_day
from earshot.commands.output import Json, Line, now, print_lines, say, standard_output
from earshot.handling import administration, listening
from earshot.handling.health import health_code
from earshot.handling.house import allowed_hosts, company_in, present_house
from earshot.rules.company import Account, Company, Source, SourceKind, SourceState, source_id
from earshot.rules.events import PROGRAM
from earshot.rules.rhythm import NOTHING_KNOWN, Past
from earshot.store import rhythm, runs
from earshot.store.rows import Connection
from earshot.store.runs import Run
from earshot.words.errors import EarshotError
from earshot.words.times import utc_text


def register(app: typer.Typer) -> None:
    sources = typer.Typer(help="The places that are collected.", no_args_is_help=True)
    sources.command("add")(sources_add)
    sources.command("list")(sources_list)
    sources.command("pause")(sources_pause)
    sources.command("resume")(sources_resume)
    sources.command("import")(sources_import)
    sources.command("export")(sources_export)
    app.add_typer(sources, name="sources")


def sources_add(
    urls: Annotated[list[str], typer.Argument(metavar="URL...")],
    name: Annotated[str | None, typer.Option(help="What to call it.")] = None,
    account: Annotated[
        str | None, typer.Option(help="The company's own account that it shows.")
    ] = None,
    every: Annotated[
        int | None, typer.Option(help="Minutes between two collections; without it, 30.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Date from which what it brings counts; without it, now.")
    ] = None,
    password: Annotated[
        str,
        typer.Option(metavar="REFERENCE", help="Where a mailbox's lies: env:NAME or file:/path."),
    ] = "",
    server: Annotated[
        str, typer.Option(help="Of a mailbox: your mail server’s name in Authentication-Results.")
    ] = "",
    force: Annotated[bool, typer.Option(help="Add without fetching it first.")] = False,
    as_json: Json = False,
) -> None:
    """Fetch feeds, show them, and add them as sources; of those there already, change what is
    given."""
    wanted = _Wanted(name, account, every, read_day(since) if since else None, password, server)
    added = [_add_one(url, wanted, force) for url in urls]
    print_lines((line for line in added if line), as_json=as_json)
    if None in added:
        raise typer.Exit(1)


@dataclass(frozen=True)
class _Wanted:
    """What is said of a source on the command line; None where nothing is."""

    name: str | None
    account: str | None
    every: int | None
    since: date | None
    password: str  # where a mailbox's lies
    server: str  # the company's own mail server, by the name that it signs with


def _add_one(url: str, wanted: _Wanted, force: bool) -> Line | None:
    """Add one address; None, with the reason said, for what cannot be collected."""
    if is_of_mailbox(url):
        return _add_mailbox(url, wanted, force)
    listening.check_address(url)
    title = None
    if not force:
        found = find_feeds(url, allowed=allowed_hosts(), now=now)
        if not found.itself:
            say(f"earshot: {shown(url)}: {_no_feed(found)} Nothing was added.")
            return None
        url, title = found.url, found.title
    with present_house().store.unit() as connection:
        own = None
        if wanted.account:
            own, made = administration.account_for(connection, wanted.account, now=now())
            _say_made(own, made)
        known = source_id(SourceKind.FEED, url)
        if known in company_in(connection).sources:
            source = _change(connection, known, wanted, own)
        else:
            source = _add(connection, url, title, wanted, own)
        last = runs.last(connection, [source.id])
        past = rhythm.pasts(connection, [source.id]).get(source.id)
        return source_line(source, company_in(connection), last.get(source.id), past)


def _add_mailbox(url: str, wanted: _Wanted, force: bool) -> Line:
    """Add a mailbox, once it could be opened."""
    every = 5 if wanted.every is None else wanted.every
    source = listening.new_mailbox(
        url,
        wanted.password,
        name=wanted.name,
        now=now(),
        every=every,
        server=wanted.server,
    )
    if not force:
        say(try_mailbox(url, wanted.password, allowed=allowed_hosts()))
    with present_house().store.unit() as connection:
        begin = _midnight(connection, wanted.since)
        source = replace(source, starts_at=begin or source.starts_at)
        added = listening.add_source(connection, source, actor=PROGRAM, now=now())
        last = runs.last(connection, [added.id])
        return source_line(added, company_in(connection), last.get(added.id))


def _no_feed(found: Found) -> str:
    """Why an address cannot be collected, with the feed that belongs to it, if there is one."""
    if not found.feeds:
        return found.problem or "This is not a feed."
    first, *more = (feed.url for feed in found.feeds)
    others = f" It also names {', '.join(more)}." if more else ""
    return f"This is a page, not a feed; its feed is {first}: add that one.{others}"


def _add(
    connection: Connection, url: str, title: str | None, wanted: _Wanted, own: Account | None
) -> Source:
    source = listening.new_source(
        url,
        name=wanted.name or title,
        account=own,
        now=now(),
        every=30 if wanted.every is None else wanted.every,
        since=_midnight(connection, wanted.since),
    )
    return listening.add_source(connection, source, actor=PROGRAM, now=now())


def _change(connection: Connection, known: str, wanted: _Wanted, own: Account | None) -> Source:
    """Change what is given of a source that is there, and nothing else."""
    begin = _midnight(connection, wanted.since)
    before = company_in(connection).source(known)
    after = listening.change_source(
        connection,
        known,
        lambda it: replace(
            it,
            name=wanted.name or it.name,
            account=own.id if own else it.account,
            every=it.every if wanted.every is None else wanted.every,
            starts_at=begin or it.starts_at,
        ),
        actor=PROGRAM,
        now=now(),
    )
    what = "nothing was changed" if after == before else "it was changed as you said"
    state = "" if after.state is SourceState.ACTIVE else f" It is {after.state.value}."
    say(f"{known} is there already; {what}.{state}")
    return after


def _midnight(connection: Connection, day: date | None) -> datetime | None:
    """The moment at which a local day begins."""
    return datetime.combine(day, time(), company_in(connection).zone) if day else None


def sources_list(as_json: Json = False) -> None:
    """List the sources, with how each is doing."""
    with present_house().store.unit() as connection:
        company = company_in(connection)
        last = runs.last(connection)
        pasts = rhythm.pasts(connection, list(company.sources))
    lines = [
        source_line(s, company, last.get(s.id), pasts.get(s.id)) for s in company.sources.values()
    ]
    print_lines(lines, as_json=as_json)


def sources_pause(
    source: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False
) -> None:
    """Stop collecting a source until it is resumed."""
    _set_state(source, SourceState.PAUSED, as_json)


def sources_resume(
    source: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False
) -> None:
    """Collect a source again."""
    _set_state(source, SourceState.ACTIVE, as_json)


def sources_import(
    file: Annotated[Path, typer.Argument(metavar="F.opml", help="A list of feeds (OPML).")],
    as_json: Json = False,
) -> None:
    """Add the feeds of an OPML list as sources, unseen; those there already stay as they are."""
    try:
        found = read_opml(file.read_bytes())
    except UnreadableSource as error:
        raise EarshotError(f"{file}: {error}. Nothing was added.") from error
    with present_house().store.unit() as connection:
        done = feedlist.take_in(connection, found, actor=PROGRAM, now=now())
        company = company_in(connection)
    print_lines((source_line(s, company, None) for s in done.added), as_json=as_json)
    for sentence in feedlist.told(done, found):
        say(f"{file.name}: {sentence}")


def sources_export() -> None:
    """Print the feeds and search feeds that are collected as an OPML list."""
    with present_house().store.unit() as connection:
        company = company_in(connection)
    with standard_output() as out:
        out.write(feedlist.listed(company, now()))


def _set_state(source: str, state: SourceState, as_json: bool) -> None:
    with present_house().store.unit() as connection:
        changed = listening.set_source_state(connection, source, state, actor=PROGRAM, now=now())
        last = runs.last(connection, [source])
        past = rhythm.pasts(connection, [source]).get(source)
        line = source_line(changed, company_in(connection), last.get(source), past)
    print_lines([line], as_json=as_json)


def source_line(
    source: Source, company: Company, last: Run | None, past: Past | None = None
) -> Line:
    return {
        "id": source.id,
        "name": source.name,
        "url": source.url,
        "kind": source.kind.value,
        "account": company.account_name(source.account),
        "every": source.every,
        "state": source.state.value,
        "last_run": utc_text(last.started_at) if last else None,
        "health": health_code(source, last, now(), past or NOTHING_KNOWN),
    }


def _say_made(account: Account, made: bool) -> None:
    if made:
        say(
            f"Account {account.name!r} is new: what was said on it before {account.starts_on} is "
            "history. Another start: earshot accounts add NAME --start DATE"
        )
