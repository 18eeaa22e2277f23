"""Mailboxes: one round over the new messages of one folder, which it leaves as it found it.

Headers come first. The rest of a message is asked for only if a known service sent it and the
subject does not show a private message or a digest: other people's mail stays unread. The
folder is opened by EXAMINE, so that a server could not even mark a message as seen.
"""

import re
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from collectors.errors import FetchError
from collectors.mail.address import MailAddress, password_of
from collectors.mail.authentication import Proof
from collectors.mail.files import LARGEST
from collectors.mail.imapnames import in_quotes
from collectors.mail.message import FIELDS, HEADS_LIMIT, Heads, read_heads
from collectors.mail.notice import Entry
from collectors.mail.reading import entries_of, unread_by_heads
from collectors.mail.senders import Known, Service, Unproven, sender_of
from collectors.post import Rejected
from collectors.web.address import AllowedHosts
from collectors.web.imap import Fetched, Mailbox, open_mailbox
from collectors.web.imapwire import Waiting

_HEADS = f"(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})])"
_AT_ONCE = 50  # messages whose headers are asked for together
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_VALIDATOR = re.compile(r"(\d{1,10}):(\d{1,10})")
_UID = re.compile(r"\bUID (\d{1,10})\b", re.IGNORECASE)
_SIZE = re.compile(r"\bRFC822\.SIZE (\d{1,15})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailLimits:
    """How far one round goes."""

    waiting: Waiting = field(default_factory=Waiting)
    messages: int = 500  # looked at; the others wait for the next round
    size: int = LARGEST  # bytes of one message
    whole: float = 300.0  # seconds, after which no further message is begun
    first_days: int = 30  # how far back a folder is read that was never read before


@dataclass(frozen=True, slots=True)
class MailboxRead:
    """What one round over a folder brought."""

    entries: tuple[Entry, ...]
    validator: str  # "uidvalidity:uid", the last message that was dealt with
    looked_at: int  # messages whose headers were read
    foreign: int  # of these, other people's, of which nothing more was asked for
    unproven: int  # of these, in a service's name without its proof
    by_domain_only: int = 0  # of these, known by their domain, the server noting no proof
    more: bool = False  # whether messages wait for the next round
    error: FetchError | None = None  # what broke the round off, after `validator`


def read_mailbox(
    address: MailAddress,
    password_ref: str,
    since: str | None,
    *,
    allowed: AllowedHosts,
    now: datetime,
    limits: MailLimits = MailLimits(),
    server: str | None = None,
    tls: ssl.SSLContext | None = None,
) -> MailboxRead:
    """Read what came after `since`, an earlier round's validator; None: the last weeks.

    `now`: aware, UTC. `server`: the name of our own mail server in Authentication-Results, see
    `proof_of`. `tls`: whom to trust, by default what the fetcher trusts. CollectError where nothing
    could be read; what was read before a break is returned, with the error. Not to be called
    where an event loop runs: give it a thread.
    """
    password = password_of(password_ref)
    ends = monotonic() + limits.whole
    with open_mailbox(
        address, password, allowed=allowed, waiting=limits.waiting, tls=tls
    ) as mailbox:
        validity, following = mailbox.examine(in_quotes(address.folder))
        last = _last(since, validity)
        uids = [uid for uid in mailbox.search(*_wanted(last, now, limits)) if uid > last]
        round_ = _Round(mailbox, now, limits, server, last if uids else max(last, following - 1))
        error = round_.go(uids[: limits.messages], ends)
        return round_.outcome(validity, more=bool(uids) and round_.last < uids[-1], error=error)


def _last(since: str | None, validity: int) -> int:
    """The last UID that an earlier round dealt with; UIDs of another UIDVALIDITY mean nothing."""
    match = _VALIDATOR.fullmatch(since or "")
    return int(match[2]) if match and int(match[1]) == validity else 0


def _wanted(last: int, now: datetime, limits: MailLimits) -> tuple[str, ...]:
    if last:
        return ("UID", f"{last + 1}:*")  # the last message always counts as within such a range
    day = now - timedelta(days=limits.first_days)
    return ("SINCE", f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}")


@dataclass
class _Round:
    """One round as it goes."""

    mailbox: Mailbox
    now: datetime
    limits: MailLimits
    server: str | None
    last: int  # UID
    entries: list[Entry] = field(default_factory=list)
    looked_at: int = 0
    foreign: int = 0
    unproven: int = 0
    by_domain_only: int = 0

    def go(self, uids: Sequence[int], ends: float) -> FetchError | None:
        """Deal with messages in their order, until one of the limits or a break."""
        try:
            for heads in _by(_AT_ONCE, uids):
                sizes = self.mailbox.fetch(heads, _HEADS, _AT_ONCE * HEADS_LIMIT)
                found = _by_uid(sizes)
                for uid in heads:
                    if monotonic() > ends:
                        return None
                    self._deal_with(uid, *found.get(uid, (0, b"")))
                    self.last = uid
        except FetchError as error:
            if not self.looked_at:
                raise
            return error
        return None

    def outcome(self, validity: int, *, more: bool, error: FetchError | None) -> MailboxRead:
        return MailboxRead(
            entries=tuple(self.entries),
            validator=f"{validity}:{self.last}",
            looked_at=self.looked_at,
            foreign=self.foreign,
            unproven=self.unproven,
            by_domain_only=self.by_domain_only,
            more=more,
            error=error,
        )

    def _deal_with(self, uid: int, size: int, raw: bytes) -> None:
        if not raw:
            return  # somebody has deleted it meanwhile
        heads = read_heads(raw, self.now)
        sender = sender_of(heads, self.server)
        if isinstance(sender, Known):
            self.entries += self._told(uid, size, heads, sender.service)
            self.by_domain_only += sender.proof is Proof.NOT_STATED
        self.looked_at += 1
        self.unproven += isinstance(sender, Unproven)
        self.foreign += not isinstance(sender, Known | Unproven)

    def _told(self, uid: int, size: int, heads: Heads, service: Service) -> tuple[Entry, ...]:
        if unread := unread_by_heads(heads, service):
            return (unread,)
        if size > self.limits.size:
            mib = self.limits.size // 1024 // 1024
            reason = f"it is larger than {mib} MB and was not read"
            return (Rejected(reason, heads.where, heads.subject),)
        # By part, so that a server cannot hand out more than it said there is.
        items = f"(UID BODY.PEEK[]<0.{self.limits.size}>)"
        raw = _by_uid(self.mailbox.fetch([uid], items, self.limits.size)).get(uid)
        if raw is None:
            return (Rejected("the server did not hand it out", heads.where, heads.subject),)
        return entries_of(raw[1], heads, service)


def _by(count: int, uids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (uids[start : start + count] for start in range(0, len(uids), count))


def _by_uid(fetched: Fetched) -> dict[int, tuple[int, bytes]]:
    """By UID, a message's size and what was handed out of it."""
    found = {}
    for around, literal in fetched:
        if uid := _UID.search(around):
            size = _SIZE.search(around)
            found[int(uid[1])] = (int(size[1]) if size else 0, literal)
    return found
