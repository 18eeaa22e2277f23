"""Feed lists: sources taken in from an OPML list, and the list of those that are there."""

from dataclasses import dataclass
from datetime import datetime

from collectors.links import clean_url
from collectors.opml import FeedList, Outline, write_opml
from collectors.post import Rejected
from collectors.userinfo import shown
from earshot.handling.house import company_in
from earshot.handling.listening import new_source
from earshot.rules.access import Right, require_actor
from earshot.rules.company import FETCHED, Company, Source, source_set
from earshot.store import log
from earshot.store.rows import Connection
from earshot.words.errors import Refused

SHOWN = 20  # of what was left out
UNSEEN = " None was fetched: the first collection shows which of them can be read."


@dataclass(frozen=True, slots=True)
class Listed:
    """What became of a list."""

    added: tuple[Source, ...]
    known: int  # were there already, or stand in the list more than once
    rejected: tuple[Rejected, ...]  # no feeds, with the reason and the line


def take_in(connection: Connection, found: FeedList, *, actor: str, now: datetime) -> Listed:
    """Add the feeds of a list that are not there yet, unseen: their first collection shows which
    of them can be read.

    Raises:
        Refused: the actor's role does not allow it.
    """
    company = company_in(connection)
    require_actor(actor, Right.COLLECT, company)
    there = {clean_url(source.url) for source in company.sources.values()}
    added: list[Source] = []
    refused: list[Rejected] = []
    for feed in found.feeds:
        if clean_url(feed.url) in there:
            continue
        try:
            added.append(new_source(feed.url, name=feed.title or None, account=None, now=now))
        except Refused as error:
            refused.append(Rejected(str(error).rstrip("."), feed.where, shown(feed.url)))
    log.append(connection, [source_set(source, actor) for source in added], now=now)
    known = len(found.feeds) + found.repeated - len(added) - len(refused)
    return Listed(tuple(added), known, (*found.rejected, *refused))


def told(done: Listed, found: FeedList) -> list[str]:
    """What became of a list, sentence by sentence; it may hold words of the list."""
    added = len(done.added)
    said = [
        f"{added} added, {done.known} there already or named twice, "
        f"{len(done.rejected)} left out." + (UNSEEN if added else "")
    ]
    said += [f"left out, {each.where}: {each.reason}." for each in done.rejected[:SHOWN]]
    if len(done.rejected) > SHOWN:
        said.append(f"and {len(done.rejected) - SHOWN} more were left out.")
    return said + ([f"{found.warning}."] if found.warning else [])


def feeds_of(company: Company) -> list[Source]:
    """The company's feeds and search feeds, by name."""
    feeds = [source for source in company.sources.values() if source.kind in FETCHED]
    return sorted(feeds, key=lambda source: (source.name.casefold(), source.id))


def listed(company: Company, now: datetime) -> str:
    """The company's feeds as an OPML document."""
    outlines = [Outline(source.url, source.name) for source in feeds_of(company)]
    return write_opml(f"Sources of {company.profile.name}", outlines, now)
