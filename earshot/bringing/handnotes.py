"""Notes by hand: what a person saw somewhere, kept as a Mention at once, with its clock."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from collectors.links import clean_url
from collectors.plaintext import one_line, tidy
from collectors.platforms import native_id_of, platform_of
from collectors.post import DateMark, Kind, Platform, Post, Published
from collectors.wrappers import unwrap
from earshot.handling.house import House, company_in, company_of
from earshot.handling.keeping import Delivery
from earshot.rules.access import Right, require_actor
from earshot.rules.company import Account, Source, SourceKind, source_id, source_set
from earshot.rules.events import PROGRAM
from earshot.rules.mention import fingerprint, identities
from earshot.store import log, mentions
from earshot.store.rows import Connection
from earshot.store.runs import Run, Status
from earshot.words.errors import Refused
from earshot.words.times import utc_text


@dataclass(frozen=True, slots=True)
class Note:
    """What a person saw."""

    text: str
    at: datetime  # aware: when it was published, as far as the person can see
    url: str = ""
    author: str = ""
    account: Account | None = None
    kind: Kind = Kind.COMMENT


def add_note(house: House, note: Note, *, actor: str = PROGRAM, now: datetime) -> str:
    """Keep a note; returns the Mention's id, the same one where it is known already.

    Raises:
        Refused: the actor's role does not allow it; it has no text, an address that is none, a
            time in the future, or was said by the company's own account.
    """
    company = company_of(house.store)
    require_actor(actor, Right.NOTE, company)
    post = _post(note, now)
    intake = house.intake(company)  # a broken policy leaves nothing behind
    with house.store.unit() as connection:
        source = _source(connection, note.account, actor, now)
    run = Run(secrets.token_hex(8), source.id, now, now, Status.OK)
    intake.take_in(house.store, [Delivery(source, run, [post])], now=now)
    with house.store.unit() as connection:
        found = _kept_as(connection, post, source)
    if found is None:
        raise Refused("Your own account said this, so there is nothing to answer.")
    return found


def _kept_as(connection: Connection, post: Post, source: Source) -> str | None:
    """The Mention in which these words were noted: several may share the address."""
    known, words = mentions.known(connection, identities(post)), fingerprint(post)
    for each in identities(post):
        if each in known and known[each].sighted.get(source.id, ("", ""))[0] == words:
            return known[each].mention
    return None


def _post(note: Note, now: datetime) -> Post:
    if not note.text.strip():
        raise Refused("What was said is missing: paste its text.")
    if note.at > now:
        raise Refused("The time given lies in the future.")
    url = clean_url(unwrap(note.url)) if note.url else None
    if note.url and url is None:
        raise Refused("The address must begin with http:// or https://.")
    return Post(
        platform=_platform(note, url),
        kind=note.kind,
        text=tidy(note.text),
        where="note",
        published=Published(note.at, DateMark.EXACT, utc_text(note.at)),
        url=url,
        native_id=native_id_of(url) if url else None,
        author=one_line(note.author),
        account=note.account.name if note.account else None,
    )


def _platform(note: Note, url: str | None) -> Platform:
    if note.account and note.account.platform is not Platform.OTHER:
        return note.account.platform
    return platform_of(url) if url else Platform.NOTE


def _source(connection: Connection, account: Account | None, actor: str, now: datetime) -> Source:
    """The Source of a company's own notes, one for each account; made by the first note."""
    name = account.name if account else "elsewhere"
    wanted = source_id(SourceKind.NOTE, name.casefold())
    known = company_in(connection).sources.get(wanted)
    if known is not None:
        return known
    source = Source(
        id=wanted,
        name=f"Noted by hand: {name}",
        url="",
        kind=SourceKind.NOTE,
        starts_at=now,
        account=account.id if account else None,
        every=0,
    )
    log.append(connection, [source_set(source, actor)], now=now)
    return source
