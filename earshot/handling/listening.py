"""Listening: the Sources as they are tried, added, changed and paused. Each change is an Event."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from os.path import realpath

from collectors.errors import CollectError
from collectors.links import clean_url
from collectors.mail.address import MailAddress
from collectors.userinfo import WHY_NONE, holds_userinfo, shown
from collectors.web.address import AllowedHosts
from collectors.web.fetch import Validators
from collectors.web.round import Answer, Ask, FeedRead, collect
from earshot.handling.house import company_in
from earshot.rules.access import Right, require_actor
from earshot.rules.company import (
    Account,
    Company,
    Source,
    SourceKind,
    SourceState,
    source_id,
    source_set,
)
from earshot.store import log
from earshot.store.rows import Connection
from earshot.words.errors import Refused

LEAST_EVERY = 5  # minutes: politeness
# Whoever can open the page names the server, too. Without this they could have any secret of the
# machine sent to one of their own.
NAMED_ON_THE_SCREEN = (
    "On this page a password lies in a variable whose name begins with EARSHOT_, or in a file "
    "whose name ends in .password, and no mailbox on another server uses it: so neither another "
    "secret of this machine nor the password of a mailbox that is here can be sent to a server "
    "that is named here. The command earshot sources add takes any."
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a new Source would bring, seen before it is added."""

    url: str  # as given
    answer: Answer

    @property
    def problem(self) -> str | None:
        """Why it cannot be collected, in words; None when it can."""
        return str(self.answer.result) if isinstance(self.answer.result, CollectError) else None

    @property
    def title(self) -> str | None:
        found = self.answer.result
        return found.feed.title if isinstance(found, FeedRead) else None


def preview(url: str, *, allowed: AllowedHosts, now: Callable[[], datetime]) -> Preview:
    """Fetch an address once and read it, keeping nothing."""
    answers = [
        a for part in collect([Ask(url, url, Validators())], allowed=allowed, now=now) for a in part
    ]
    return Preview(url, answers[0])


def new_source(
    url: str,
    *,
    name: str | None,
    account: Account | None,
    now: datetime,
    kind: SourceKind = SourceKind.FEED,
    every: int = 30,
    since: datetime | None = None,
) -> Source:
    """A Source as it would be added. What was published before `since` (or now) is history.

    Raises:
        Refused: an address that is not http or https, or that holds a name or password; a rhythm
            that is too fast.
    """
    check_address(url)
    if clean_url(url) is None:
        raise Refused(f"{shown(url)!r} is no web address: it must begin with http:// or https://.")
    _check_rhythm(every)
    return Source(
        id=source_id(kind, url),
        name=name or url,
        url=url,
        kind=kind,
        starts_at=(since or now).replace(microsecond=0),
        account=account.id if account else None,
        every=every,
    )


def check_address(url: str) -> None:
    """Refused, in words that do not repeat it, where an address holds a name or password."""
    if holds_userinfo(url):
        raise Refused(f"{WHY_NONE[0].upper()}{WHY_NONE[1:]}: it would be stored and shown.")


def new_mailbox(
    url: str,
    secret: str,
    *,
    name: str | None,
    now: datetime,
    every: int = 5,
    server: str = "",
) -> Source:
    """A mailbox as it would be added; `secret` says where its password lies, and is not it, and
    `server` how the company's own mail server signs what it notes of a sender's proof.

    Raises:
        CollectError: an address that is none of a mailbox.
        Refused: no reference to the password, or a rhythm that is too fast.
    """
    address = MailAddress.parse(url)
    if not secret.startswith(("env:", "file:")):
        raise Refused(
            "Say where the password lies, and not the password: env:NAME or file:/path/to/it."
        )
    _check_rhythm(every)
    return Source(
        id=source_id(SourceKind.MAILBOX, str(address)),
        name=name or f"Mailbox {address.user}",
        url=str(address),
        kind=SourceKind.MAILBOX,
        starts_at=now.replace(microsecond=0),
        every=every,
        secret=secret,
        server=server,
    )


def mailbox_on_screen(
    company: Company,
    url: str,
    secret: str,
    *,
    actor: str,
    name: str | None,
    now: datetime,
    server: str = "",
) -> Source:
    """A mailbox that a person names on a page, as it would be tried and added: `new_mailbox`, for
    a person of the company, and with a reference that may be used from there.

    Raises:
        CollectError: an address that is none of a mailbox.
        Refused: nobody's name, or of a role that may not; or a password that is not for this
            mailbox; says which may be named.
    """
    if actor not in company.people:
        raise Refused("Say who you are first: a mailbox is tried and added in somebody's name.")
    require_actor(actor, Right.COLLECT, company)
    source = new_mailbox(url, secret, name=name, now=now, server=server)
    if not (_is_made_for_mail(secret) and _is_free(secret, source, company)):
        raise Refused(NAMED_ON_THE_SCREEN)
    return source


def _is_made_for_mail(secret: str) -> bool:
    kind, _, place = secret.partition(":")
    suits = place.startswith("EARSHOT_") if kind == "env" else place.endswith(".password")
    return suits and place.isprintable()


def _is_free(secret: str, source: Source, company: Company) -> bool:
    """Whether no mailbox on another host has this password."""
    host = MailAddress.parse(source.url).host
    return all(
        MailAddress.parse(other.url).host == host
        for other in company.sources.values()
        if other.kind is SourceKind.MAILBOX and _place_of(other.secret) == _place_of(secret)
    )


def _place_of(secret: str) -> str:
    """Where a reference leads, however it is spelt: by `..`, by a link, in capitals."""
    kind, _, place = secret.partition(":")
    return f"{kind}:{realpath(place) if kind == 'file' else place.upper()}"


def add_source(connection: Connection, source: Source, *, actor: str, now: datetime) -> Source:
    """Add a Source; one that is there already keeps its start, its state and its own address, and
    its account where no other is given.

    Raises:
        Refused: the actor's role does not allow it.
    """
    company = company_in(connection)
    require_actor(actor, Right.COLLECT, company)
    there = company.sources.get(source.id)
    if there is not None:
        source = replace(
            there,
            name=source.name,
            every=source.every,
            account=source.account or there.account,
            secret=source.secret or there.secret,
            server=source.server or there.server,
        )
    log.append(connection, [source_set(source, actor)], now=now)
    return source


def change_source(
    connection: Connection,
    source: str,
    change: Callable[[Source], Source],
    *,
    actor: str,
    now: datetime,
) -> Source:
    """Change a Source as it stands by now; where nothing changes, nothing is written.

    Raises:
        NotFound: no Source has this id.
        Refused: a rhythm that is too fast, or the actor's role does not allow it.
    """
    company = company_in(connection)
    require_actor(actor, Right.COLLECT, company)
    before = company.source(source)
    after = change(before)
    if after != before:
        if after.every != before.every:
            _check_rhythm(after.every)
        log.append(connection, [source_set(after, actor)], now=now)
    return after


def set_source_state(
    connection: Connection, source: str, state: SourceState, *, actor: str, now: datetime
) -> Source:
    """Pause a Source, or take it up again."""
    return change_source(
        connection, source, lambda it: replace(it, state=state), actor=actor, now=now
    )


def _check_rhythm(every: int) -> None:
    if every < LEAST_EVERY:
        raise Refused(f"A source may be asked every {LEAST_EVERY} minutes, and not more often.")
