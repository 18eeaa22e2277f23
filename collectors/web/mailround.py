"""Rounds over a mailbox: the new messages of one folder, in their order, as far as limits go."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from collectors.errors import FetchError
from collectors.mail.authentication import Proof
from collectors.mail.message import FIELDS, HEADS_LIMIT, Heads, read_heads
from collectors.mail.notice import Entry
from collectors.mail.reading import LARGEST, entries_of, too_large, unread_by_heads
from collectors.mail.senders import Known, Service, Unproven, sender_of
from collectors.post import Rejected
from collectors.web.imap import Fetched
from collectors.web.imapfolder import Folder, Lost
from collectors.web.imapwire import Waiting

_Found = dict[int, tuple[int, bytes]]  # by UID, a message's size and what was handed out of it

# By part, so that no sender can make the headers of 50 messages too large to be read.
_HEADS = f"(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})]<0.{HEADS_LIMIT}>)"
_AT_ONCE = 50  # messages whose headers are asked for together
_UID = re.compile(r"\bUID (\d{1,10})\b", re.IGNORECASE)
_SIZE = re.compile(r"\bRFC822\.SIZE (\d{1,15})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailLimits:
    """How far one round goes."""

    waiting: Waiting = field(default_factory=Waiting)
    messages: int = 500  # looked at; the others wait for the next round
    size: int = LARGEST  # bytes of one message
    whole: float = 60.0  # seconds, after which no further message is begun
    first_days: int = 30  # how far back a folder is read that was never read before


USUAL = MailLimits()


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


@dataclass
class Round:
    """One round as it goes."""

    folder: Folder
    now: datetime
    limits: MailLimits
    servers: tuple[str, ...]
    last: int  # UID
    entries: list[Entry] = field(default_factory=list)
    looked_at: int = 0
    foreign: int = 0
    unproven: int = 0
    by_domain_only: int = 0

    def go(self, uids: Sequence[int], ends: float) -> FetchError | None:
        """Deal with messages in their order, until one of the limits or a break."""
        try:
            for several in _by(_AT_ONCE, uids):
                found = self._heads_of(several)
                for uid in several:
                    if monotonic() > ends and self.last >= uids[0]:
                        return None  # but never without having dealt with one
                    self._deal_with(uid, found)
                    self.last = uid
        except Lost as lost:
            if not self.looked_at:
                raise lost.error from None
            return lost.error
        return None

    def _heads_of(self, uids: list[int]) -> _Found | None:
        """The headers of several messages; None where they have to be asked for one by one."""
        try:
            return _by_uid(self.folder.fetch(uids, _HEADS, len(uids) * HEADS_LIMIT))
        except FetchError:
            return None

    def _deal_with(self, uid: int, found: _Found | None) -> None:
        try:
            if found is None:
                found = _by_uid(self.folder.fetch_one(uid, _HEADS, HEADS_LIMIT))
            self._look_at(uid, *found.get(uid, (0, b"")))
        except FetchError as error:
            where = f"message {uid} of the folder"
            self.entries.append(Rejected(f"the mail server does not show it: {error}", where))
            self.looked_at += 1

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

    def _look_at(self, uid: int, size: int, raw: bytes) -> None:
        if not raw:
            return  # somebody has deleted it meanwhile
        heads = read_heads(raw, self.now)
        sender = sender_of(heads, self.servers)
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
            return (too_large(heads, self.limits.size),)
        # By part, so that a server cannot hand out more than it said there is.
        items = f"(UID BODY.PEEK[]<0.{self.limits.size}>)"
        raw = _by_uid(self.folder.fetch_one(uid, items, self.limits.size)).get(uid)
        if raw is None:
            return (Rejected("the server did not hand it out", heads.where, heads.subject),)
        return entries_of(raw[1], heads, service)


def _by(count: int, uids: Sequence[int]) -> Iterator[list[int]]:
    return (list(uids[start : start + count]) for start in range(0, len(uids), count))


def _by_uid(fetched: Fetched) -> _Found:
    found = {}
    for around, literal in fetched:
        if uid := _UID.search(around):
            size = _SIZE.search(around)
            found[int(uid[1])] = (int(size[1]) if size else 0, literal)
    return found
