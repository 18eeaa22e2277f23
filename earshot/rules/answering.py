"""Answering: replies of our own that were found, and what each says about the Case it answers.

Nobody has to record these: the platform's own download, or a feed of our account, shows them.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from collectors.post import DateMark, Post, Published, Reply
from earshot.rules.arrival import deadline_of
from earshot.rules.case import Case, Promise, Round, verdict_details
from earshot.rules.clock import verdict
from earshot.rules.events import EventKind, NewEvent
from earshot.rules.mention import known_as
from earshot.words.times import utc_text
from earshot.words.vocabulary import State, Verdict

FOUND_IN = "found in "  # how the place of a reply begins that nobody had to record


@dataclass(frozen=True, slots=True)
class OwnReply:
    """An answer of the company's own to somebody."""

    targets: tuple[str, ...]  # ids that what it answers may go by
    published: Published
    link: str  # where it can be seen; empty where only the download shows it
    place: str  # where it was found, in words
    changed: bool = False  # the time may be that of its last change


def own_reply(post: Post, found_in: str) -> OwnReply | None:
    """The reply that a Post of our own is; None where it answers nothing that is named."""
    if not post.in_reply_to:
        return None
    targets = known_as(post.platform, post.in_reply_to)
    return OwnReply(targets, post.published, post.url or "", _found(found_in))


def reply_beside(mention: str, reply: Reply, found_in: str) -> OwnReply:
    """The reply that a download holds beside what it answers."""
    place = _found(found_in)
    return OwnReply((mention,), reply.published, reply.url or "", place, reply.changed)


def finding(case: Case, reply: OwnReply, zone: ZoneInfo, now: datetime) -> NewEvent | None:
    """What a found reply adds to a Case: a verdict with evidence, beside any that stood before.

    None where it adds nothing: no promise ran when it was made, a decision not to reply stands, or
    an earlier reply is known.
    """
    bounds = _bounds(reply, zone, now)
    answered = _round_of(case, bounds)
    if answered is None or answered.promise is None or answered.exempt:
        return None
    received = answered.promise.received_at
    first, last = max(bounds[0], received), max(bounds[1], received)
    # A reply from before what it answers: that was only seen later, so that nothing can be told.
    known = bounds[1] >= received
    found = _verdict(answered.promise, first, last) if known else Verdict.CANNOT_BE_TOLD
    if not _is_news(answered, last, found):
        return None
    details = {
        "promise": answered.number,
        "happened_at": utc_text(last),  # the strictest reading where more is not known
        "where": reply.place + _remark(reply, bounds),
        "link": reply.link,
        "verdict": verdict_details(answered.promise, found),
    }
    return NewEvent(EventKind.REPLY_FOUND, case.id, details)


def _found(found_in: str) -> str:
    return f"{FOUND_IN}{found_in}"


Bounds = tuple[datetime, datetime]


def _remark(reply: OwnReply, bounds: Bounds) -> str:
    if bounds[0] == bounds[1]:
        return ""
    if reply.changed and reply.published.at:
        return "; it was made by then, and perhaps earlier"
    is_day = reply.published.mark is DateMark.DAY
    return "; only its day is known" if is_day else "; when it was made is not known"


def _bounds(reply: OwnReply, zone: ZoneInfo, now: datetime) -> Bounds:
    """The first and the last moment at which it may have been made."""
    at, earliest = reply.published.at, datetime.min.replace(tzinfo=now.tzinfo)
    if at is None or at > now:
        return earliest, now  # it is there by now: no more is known
    if reply.changed:
        return earliest, at
    if reply.published.mark is not DateMark.DAY:
        return at, at
    begins = datetime.combine(at.date(), time(), zone)
    ends = datetime.combine(at.date() + timedelta(days=1), time(), zone) - timedelta(seconds=1)
    return min(begins, now), min(ends, now)


def _round_of(case: Case, bounds: Bounds) -> Round | None:
    """The promise that ran when it was made: what was reopened later is another, and where it may
    have been reopened in between, the earlier one is meant."""
    if case.state is State.HISTORY:
        return None
    first, last = bounds
    begun = [r for r in case.rounds if r.promise and r.promise.received_at <= last]
    before = [r for r in begun if r.promise and r.promise.received_at <= first]
    promised = [r for r in case.rounds if r.promise]
    found = before[-1:] or begun[:1] or promised[:1]
    return found[0] if found else None


def _verdict(promise: Promise, first: datetime, last: datetime) -> Verdict:
    deadline = deadline_of(promise)
    by_first = verdict(deadline, first, with_evidence=True)
    by_last = verdict(deadline, last, with_evidence=True)
    return by_first if by_first is by_last else Verdict.CANNOT_BE_TOLD


def _is_news(answered: Round, at: datetime, found: Verdict) -> bool:
    if answered.responded_at is None or at < answered.responded_at:
        return True
    return answered.verdict is Verdict.MET_ON_WORD and found is Verdict.MET_WITH_EVIDENCE
