"""Items in words: what to do next, when it is due, and how far its date can be trusted. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from collectors.post import DateMark
from earshot.store.questions import Item
from earshot.words.times import relative, spoken, spoken_day
from earshot.words.vocabulary import Clock, Intent, State, Verdict

SEEN_LATE = timedelta(hours=1)  # published longer than this before we saw it: both are said

FIRST_STEP = {
    Intent.QUERY: "Answer where they wrote; if you cannot yet, acknowledge it and say when.",
    Intent.COMPLAINT: "Acknowledge where they wrote and say when you will answer; then follow the "
    "complaints procedure.",
    Intent.PRESS: "Tell the senior management team at once. Send no more than the agreed holding "
    "line; the substance waits for them. (conduct.journalist)",
    Intent.DATA_REQUEST: "Acknowledge it and pass it on today to whoever looks after data "
    "protection; its own legal time limit runs. (data.protection)",
    Intent.COMMENT: "Reply if there is something to say; otherwise record why none is needed.",
    Intent.PRAISE: "Thank them, or record that no reply is needed.",
    Intent.SPAM: "Look whether it is spam; if so, record that no reply is needed.",
}
SETTLED_STEP = {
    State.HISTORY: "It was published before we listened there, so nothing is due. Take it in if it "
    "needs an answer after all.",
    State.ANSWERED: "Nothing: it was answered.",
    State.NO_REPLY_NEEDED: "Nothing: no reply is needed.",
    State.OUT_OF_SCOPE: "Nothing: it is out of scope.",
    State.CLOSED: "Nothing: it is closed.",
}
VERDICT_WORDS = {
    Verdict.MET_WITH_EVIDENCE: "Answered in time, with the reply’s address as evidence.",
    Verdict.MET_ON_WORD: "Answered in time, on the word of whoever recorded it.",
    Verdict.MISSED: "The deadline was missed.",
    Verdict.CANNOT_BE_TOLD: "Whether it was in time cannot be told: only its date is known.",
}


def next_step(item: Item) -> str:
    """What to do about an item now, in a sentence."""
    if item.state is State.OPEN:
        return FIRST_STEP[Intent(item.intent)]
    if item.state is State.ACKNOWLEDGED:
        by = f" by {spoken_day(item.follow_up_on)}" if item.follow_up_on else ""
        return f"It was acknowledged; a full answer is still owed{by}."
    return SETTLED_STEP[item.state]


def due_words(item: Item, now: datetime) -> str:
    """In few words what is due: "due in 3 h", "late by 2 d", "answer owed by Monday 16 …"."""
    if item.state is State.ACKNOWLEDGED:
        by = spoken_day(item.follow_up_on, year=False) if item.follow_up_on else "soon"
        return f"answer overdue since {by}" if is_late(item, now) else f"answer owed by {by}"
    if item.due_at is None:
        return item.state.value.replace("_", " ")
    if item.due_at < now:
        return f"late by {relative(item.due_at, now).removesuffix(' ago')}"
    ours = "our aim: " if item.clock is Clock.AIM else ""
    return f"{ours}due {relative(item.due_at, now)}"


def is_late(item: Item, now: datetime) -> bool:
    """Whether a reply, or the answer owed after an acknowledgement, is past its day."""
    if item.state is State.ACKNOWLEDGED:
        return item.follow_up_on is not None and item.follow_up_on < now.date()
    return item.due_at is not None and item.due_at < now


def date_remarks(item: Item, zone: ZoneInfo, now: datetime) -> list[str]:
    """What must be known of an item's date; may quote the source's own words."""
    remarks = {
        DateMark.DAY: "Only the date is known, so the deadline is read strictly.",
        DateMark.ZONE_ASSUMED: "The source names no time zone: its time was read as UTC.",
        DateMark.FUTURE: f"The source’s date lies in the future ({item.published_said}): the clock "
        "started when we first saw it.",
        DateMark.MISSING: "The source gives no date: the clock started when we first saw it.",
        DateMark.UNREADABLE: f"The source’s date cannot be read ({item.published_said}): the clock "
        "started when we first saw it.",
    }
    mark = DateMark(item.published_mark)
    said = [remarks[mark]] if mark in remarks else []
    return said + _seen_late(item, zone, now)


def _seen_late(item: Item, zone: ZoneInfo, now: datetime) -> list[str]:
    if item.published_at is None or item.seen_at - item.published_at <= SEEN_LATE:
        return []
    late = relative(item.published_at, item.seen_at).removesuffix(" ago")
    return [f"We first saw it {spoken(item.seen_at, zone, now)}, {late} after it was published."]
