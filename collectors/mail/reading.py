"""Reading mail: one message becomes what a platform's notice tells of, or is passed over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from collectors.mail.body import UnreadableBody, read_body
from collectors.mail.forms import (
    facebook,
    google_alerts,
    google_business,
    instagram,
    linkedin,
    trustpilot,
    x,
    youtube,
)
from collectors.mail.lines import lines_of_html, lines_of_text
from collectors.mail.message import Heads, read_heads
from collectors.mail.notice import Entry, read_notice, unread_by_subject
from collectors.mail.noticeform import Form, Notice
from collectors.mail.senders import Foreign, Known, Service, Unproven, sender_of
from collectors.post import Rejected, Unread

_FORMS: dict[Service, Form] = {
    Service.GOOGLE_BUSINESS: google_business.FORM,
    Service.FACEBOOK: facebook.FORM,
    Service.INSTAGRAM: instagram.FORM,
    Service.LINKEDIN: linkedin.FORM,
    Service.X: x.FORM,
    Service.YOUTUBE: youtube.FORM,
    Service.TRUSTPILOT: trustpilot.FORM,
}


LARGEST = 5 * 1024 * 1024  # bytes of one message


@dataclass(frozen=True, slots=True)
class Message:
    """One message that was read: whose it is, and what it told of. Nothing, unless it is Known."""

    sender: Known | Unproven | Foreign
    entries: tuple[Entry, ...] = ()


def read_message(
    raw: bytes, *, now: datetime, servers: Collection[str] = (), is_whole: bool = True
) -> Message:
    """Read a message, its body only if its sender is known. Nothing here raises.

    `now`: aware, UTC. `servers`: the names of our own mail servers in Authentication-Results.
    `is_whole`: whether `raw` is all of it; of one beyond LARGEST it is the beginning only.
    """
    heads = read_heads(raw, now)
    sender = sender_of(heads, servers)
    if not isinstance(sender, Known):
        return Message(sender)
    if not is_whole:
        return Message(sender, (too_large(heads),))
    return Message(sender, entries_of(raw, heads, sender.service))


def entries_of(raw: bytes, heads: Heads, service: Service) -> tuple[Entry, ...]:
    """What a service's own message tells of."""
    if unread := unread_by_heads(heads, service):
        return (unread,)
    try:
        body = read_body(raw)
    except UnreadableBody as error:
        return (Rejected(f"it was not read: {error}", heads.where, heads.subject),)
    plain = lines_of_text(body.text)
    notice = Notice(service, heads, lines_of_html(body.html) or plain, plain)
    form = _FORMS.get(service)
    return tuple(read_notice(form, notice) if form else google_alerts.read(notice))


def too_large(heads: Heads, limit: int = LARGEST) -> Rejected:
    """What is kept of a message of more bytes than are read."""
    reason = f"it is larger than {limit // 1024 // 1024} MB and was not read"
    return Rejected(reason, heads.where, heads.subject)


def unread_by_heads(heads: Heads, service: Service) -> Unread | None:
    """What the headers show to be no Post: a private message, a digest. Its body is not read."""
    form = _FORMS.get(service)
    return unread_by_subject(form, heads, service) if form else None
