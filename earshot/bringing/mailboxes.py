"""Mailboxes: notices of what was said, read out of one folder that is left as it was found."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from collectors.errors import CollectError, FetchError
from collectors.mail.address import MailAddress
from collectors.mail.files import by_address_only
from collectors.mail.notice import Entry
from collectors.post import Post, Rejected, Unread
from collectors.web.address import AllowedHosts
from collectors.web.mailbox import open_once, read_mailbox
from collectors.web.mailround import MailboxRead
from earshot.handling.administration import account_for
from earshot.handling.house import House, company_in
from earshot.handling.keeping import Delivery
from earshot.rules.company import Company, Source
from earshot.rules.placing import noticed_account_name
from earshot.store.rows import Connection
from earshot.store.runs import Run, Status


def try_mailbox(url: str, secret: str, *, allowed: AllowedHosts) -> str:
    """Open the folder, and look at no message in it; what was found, as a sentence.

    Raises:
        CollectError: it cannot be read, with what to do.
    """
    address = MailAddress.parse(url)
    open_once(address, secret, allowed=allowed)
    return f"The folder {address.folder} of {address.user} can be opened. No message was looked at."


def collect_mailbox(
    house: House,
    source: Source,
    last: Run | None,
    *,
    allowed: AllowedHosts,
    now: Callable[[], datetime],
) -> Run:
    """One round over a mailbox; returns its Run. What failed is in it, in words."""
    started = now()
    run = Run(secrets.token_hex(8), source.id, started, started, Status.OK)
    try:
        address = MailAddress.parse(source.url)
        since = last.etag if last else None
        read = read_mailbox(
            address,
            source.secret,
            since,
            allowed=allowed,
            now=started,
            server=source.server or None,
        )
    except CollectError as error:
        return _take_in(house, source, _failed(run, error, last), (), now())
    run = replace(run, etag=read.validator, warning=_warning(read))
    if read.error:
        run = _failed(run, read.error, run)
    return _take_in(house, source, run, read.entries, now())


def _take_in(
    house: House, source: Source, run: Run, entries: Sequence[Entry], ended: datetime
) -> Run:
    with house.store.unit() as connection:
        company = company_in(connection)
        kept = list(_kept(connection, company, entries, ended))
        company = company_in(connection)
    delivery = Delivery(source, replace(run, ended_at=ended), kept)
    return house.intake(company).take_in(house.store, [delivery], now=ended)[0]


def _kept(
    connection: Connection, company: Company, entries: Sequence[Entry], now: datetime
) -> Iterator[Post | Rejected]:
    """Entries with the account that each was said on; one that is not known yet is made."""
    for entry in entries:
        if isinstance(entry, Unread):
            continue
        if isinstance(entry, Post) and entry.to_account:
            name = noticed_account_name(entry, company)
            account, new = account_for(connection, name, platform=entry.platform, now=now)
            if new:
                company.accounts[account.id] = account
            entry = replace(entry, account=account.name)
        yield entry


def _failed(run: Run, error: CollectError, last: Run | None) -> Run:
    """What failed keeps how far it had got."""
    return replace(
        run,
        status=Status.FAILED,
        problem=error.problem.value,
        error=str(error),
        etag=last.etag if last else None,
        retry_at=error.retry_at if isinstance(error, FetchError) else None,
    )


def _warning(read: MailboxRead) -> str | None:
    """What a person should know of a round that went well."""
    told = []
    if read.unproven:
        told.append(
            f"{_messages(read.unproven)} in a platform’s name that the mail server could not prove "
            "to be from it: left unread"
        )
    if read.by_domain_only:
        told.append(by_address_only(read.by_domain_only))
    left = Counter[str]()
    for entry in read.entries:
        if isinstance(entry, Unread):
            left[entry.what] += entry.count
    told += [f"{what}: {count}, left unread" for what, count in sorted(left.items())]
    if read.more:
        told.append("more messages wait for the next round")
    return "; ".join(told) or None


def _messages(number: int) -> str:
    return "1 message" if number == 1 else f"{number} messages"
