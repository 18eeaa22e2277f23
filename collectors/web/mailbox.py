"""Mailboxes: one folder, which is left as it was found.

Headers come first. The rest of a message is asked for only if a known service sent it and the
subject does not show a private message or a digest: other people's mail stays unread. The
folder is opened by EXAMINE, so that a server could not even mark a message as seen.
"""

import re
import ssl
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from collectors.mail.address import MailAddress, password_of
from collectors.web.address import AllowedHosts
from collectors.web.imap import open_mailbox
from collectors.web.imapfolder import Folder
from collectors.web.imapwire import Waiting
from collectors.web.mailround import USUAL, MailboxRead, MailLimits, Round

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_VALIDATOR = re.compile(r"(\d{1,10}):(\d{1,10})")


def read_mailbox(
    address: MailAddress,
    password_ref: str,
    since: str | None,
    *,
    allowed: AllowedHosts,
    now: datetime,
    limits: MailLimits = USUAL,
    server: str | None = None,
    tls: ssl.SSLContext | None = None,
) -> MailboxRead:
    """Read what came after `since`, an earlier round's validator; None: the last weeks.

    `now`: aware, UTC. `server`: the name of our own mail server in Authentication-Results, see
    `proof_of`. `tls`: whom to trust, by default what the fetcher trusts. CollectError where nothing
    could be read; what was read before a break is returned, with the error. Not to be called
    where an event loop runs: give it a thread.
    """
    ends = monotonic() + limits.whole
    with _folder(address, password_ref, allowed, limits.waiting, tls) as folder:
        last = _last(since, folder.validity)
        uids = [uid for uid in folder.search(*_wanted(last, now, limits)) if uid > last]
        begin = last if uids else max(last, folder.following - 1)
        round_ = Round(folder, now, limits, (server,) if server else (), begin)
        error = round_.go(uids[: limits.messages], ends)
        more = bool(uids) and round_.last < uids[-1]
        return round_.outcome(folder.validity, more=more, error=error)


def open_once(
    address: MailAddress,
    password_ref: str,
    *,
    allowed: AllowedHosts,
    limits: MailLimits = USUAL,
    tls: ssl.SSLContext | None = None,
) -> None:
    """Open the folder and leave it: no message in it is asked for. CollectError if it cannot be."""
    with _folder(address, password_ref, allowed, limits.waiting, tls):
        pass


def _folder(
    address: MailAddress,
    password_ref: str,
    allowed: AllowedHosts,
    waiting: Waiting,
    tls: ssl.SSLContext | None,
) -> Folder:
    password = password_of(password_ref)
    enter = partial(open_mailbox, address, password, allowed=allowed, waiting=waiting, tls=tls)
    return Folder(enter, address.folder)


def _last(since: str | None, validity: int) -> int:
    """The last UID that an earlier round dealt with; UIDs of another UIDVALIDITY mean nothing."""
    match = _VALIDATOR.fullmatch(since or "")
    return int(match[2]) if match and int(match[1]) == validity else 0


def _wanted(last: int, now: datetime, limits: MailLimits) -> tuple[str, ...]:
    if last:
        return ("UID", f"{last + 1}:*")  # the last message always counts as within such a range
    day = now - timedelta(days=limits.first_days)
    return ("SINCE", f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}")
