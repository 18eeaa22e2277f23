"""Saved filters: ways to look at a page that somebody has given a name, for themself or for all."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from earshot.rules.access import Right, require_actor
from earshot.rules.company import Company, SavedFilter, filter_set
from earshot.rules.events import PROGRAM
from earshot.store import log
from earshot.store.rows import Connection
from earshot.words.errors import NotFound, Refused

LONGEST = 60  # characters of a name
# What may be kept of a page's address: never the item that is open, never the page of a list.
KEPT = {
    "triage": ("show", "whose", "q"),
    "mentions": (
        *("q", "from", "to", "due_from", "due_to", "sentiment", "intent", "concern", "state"),
        *("platform", "account", "source", "clock"),
    ),
}
BETWEEN = "\n"  # of several values under one name


def save(
    connection: Connection,
    company: Company,
    name: str,
    page: str,
    query: Mapping[str, str],
    *,
    shared: bool,
    actor: str,
    now: datetime,
) -> SavedFilter:
    """Keep what stands in a page's address under a name; one's own of that name is replaced.

    `query`: several values of one name stand in lines. Raises Refused where it has no name, narrows
    nothing, or somebody else shares one of that name.
    """
    _require(actor, company)
    named = " ".join(name.split())
    kept = {key: query[key] for key in KEPT.get(page, ()) if query.get(key)}
    if not named or len(named) > LONGEST:
        raise Refused(f"Give it a name of at most {LONGEST} characters.")
    if not kept:
        raise Refused("Nothing is narrowed here yet: choose filters first, then keep them.")
    same = [f for f in visible(company, actor, page) if f.name.casefold() == named.casefold()]
    if any(each.by != actor for each in same):
        raise Refused(f"{company.person_name(same[0].by)} shares one of that name already.")
    known = same[0].id if same else "f-" + secrets.token_hex(4)
    found = SavedFilter(known, named, page, kept, actor, shared)
    log.append(connection, [filter_set(found, actor)], now=now)
    return found


def remove(
    connection: Connection, company: Company, filter_id: str, *, actor: str, now: datetime
) -> None:
    """Take one of one's own out of the list.

    Raises:
        NotFound: there is none of this id.
        Refused: it is somebody else's, who is still here.
    """
    _require(actor, company)
    found = company.filters.get(filter_id)
    if found is None or not found.active:
        raise NotFound("There is no such saved filter: it may have been removed meanwhile.")
    owner = company.people.get(found.by)
    if found.by != actor and owner is not None and owner.active:
        raise Refused(f"It is {owner.name}’s: only they remove it.")
    log.append(connection, [filter_set(replace(found, active=False), actor)], now=now)


def visible(company: Company, person: str | None, page: str) -> list[SavedFilter]:
    """One's own and the shared ones of a page, by name."""
    of_page = (f for f in company.filters.values() if f.active and f.page == page)
    theirs = [each for each in of_page if each.shared or each.by == person]
    return sorted(theirs, key=lambda each: (each.name.casefold(), each.id))


def _require(actor: str, company: Company) -> None:
    if actor == PROGRAM:
        raise Refused("Say who you are first: a saved filter is somebody’s.")
    require_actor(actor, Right.LOOK, company)
