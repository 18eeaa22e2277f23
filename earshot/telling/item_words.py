"""Items in words: what was said, what to do next, when it is due, how it ended. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from collectors.post import DateMark
from earshot.handling.decisions import IN_TIME
from earshot.rules.case import Case
from earshot.rules.mention import joined
from earshot.rules.playbook import Situation, steps
from earshot.rules.playbook_rules import Playbooks
from earshot.store.questions import Item
from earshot.telling.compliance import earlier_verdict
from earshot.words.times import relative, spoken, spoken_day
from earshot.words.vocabulary import Clock, ConcernName, Intent, State, Verdict

SEEN_LATE = timedelta(hours=1)  # published longer than this before we saw it: both are said

NOTICE_STEP = "Open it where it was said and add its text here; then answer it where they wrote."
NO_STEP = "Answer it where they wrote, or record why no reply is needed."
SETTLED_STEP = {
    State.HISTORY: "It was published before we listened there, so nothing is due. Take it in if it "
    "needs an answer after all.",
    State.ANSWERED: "Nothing: it was answered.",
    State.NO_REPLY_NEEDED: "Nothing: no reply is needed.",
    State.OUT_OF_SCOPE: "Nothing: it is out of scope.",
    State.CLOSED: "Nothing: it is closed.",
}
DEALT_WITH = {
    State.ANSWERED: "it was answered",
    State.NO_REPLY_NEEDED: "it was decided that no reply is needed",
    State.OUT_OF_SCOPE: "it was decided to be out of scope",
    State.CLOSED: "it was closed",
}
VERDICT_WORDS = {
    Verdict.MET_WITH_EVIDENCE: "Answered in time, with the reply’s address as evidence.",
    Verdict.MET_ON_WORD: "Answered in time, on the word of whoever recorded it.",
    Verdict.MISSED: "The deadline was missed.",
    Verdict.CANNOT_BE_TOLD: "Whether it was in time cannot be told: only its date is known.",
}
COUNTED_AS = {  # of a verdict that another one stands beside by now
    Verdict.MET_WITH_EVIDENCE: "answered in time, with evidence",
    Verdict.MET_ON_WORD: "answered in time, on the word of whoever recorded it",
    Verdict.MISSED: "missed",
    Verdict.CANNOT_BE_TOLD: "one that cannot be told",
}


def said(item: Item) -> str:
    """What was said, as far as there is anything; else what there is instead. Never empty."""
    return joined(item.title, item.text).strip() or _instead_of_words(item)


def is_wordless(item: Item) -> bool:
    """Whether nothing that was said is here: only stars, or a notice without its first words."""
    return not joined(item.title, item.text).strip()


def stars(item: Item) -> str:
    """`2 of 5 stars`; nothing where it has no rating."""
    return f"{item.rating:g} of 5 stars" if item.rating is not None else ""


def verdict_words(item: Item) -> str:
    """How the promise ended, in sentences; may hold the name of a source."""
    if item.verdict is None:
        return ""
    if not item.reply_found:
        return VERDICT_WORDS[item.verdict]
    before = earlier_verdict(item)
    told = f"Our reply was {item.response_place}: {IN_TIME[item.verdict]}."
    return told + (f" Before that it counted as {COUNTED_AS[before]}." if before else "")


def next_step(item: Item, playbooks: Playbooks) -> str:
    """What to do about an item now, in a sentence: of an open one the first step that fits it as
    long as nobody has said who wrote it."""
    if item.state is State.OPEN and not item.text_included:
        return NOTICE_STEP
    if item.state is State.OPEN:
        concerns = frozenset(ConcernName(each["concern"]) for each in item.concerns)
        fitting = steps(playbooks, Situation(Intent(item.intent), item.state, possible=concerns))
        return f"{fitting[0].text} ({fitting[0].clause})" if fitting else NO_STEP
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


def carried_since(case: Case, seen: Iterable[datetime]) -> str:
    """How many of a story's Mentions, by first sight, came after it was dealt with; "" if none."""
    settled = case.answered_at or (case.round.decided_at if case.round else None)
    more = sum(1 for at in seen if settled is not None and at > settled)
    if not more or case.state not in DEALT_WITH:
        return ""
    return f"Carried by {more} more since {DEALT_WITH[case.state]}: nothing new is due for that."


def date_remarks(item: Item, zone: ZoneInfo, now: datetime) -> list[str]:
    """What must be known of an item's date; may quote the source's own words."""
    remarks = {
        DateMark.DAY: "Only the date is known, so the deadline is read strictly.",
        DateMark.ZONE_ASSUMED: "The source names no time zone, so one was assumed: its time, and "
        "the deadline with it, may be some hours out.",
        DateMark.FUTURE: f"The source’s date lies in the future ({item.published_said}): the clock "
        "started when we first saw it.",
        DateMark.MISSING: "The source gives no date: the clock started when we first saw it.",
        DateMark.UNREADABLE: f"The source’s date cannot be read ({item.published_said}): the clock "
        "started when we first saw it.",
    }
    mark = DateMark(item.published_mark)
    said = [remarks[mark]] if mark in remarks else []
    return said + _seen_late(item, zone, now)


def _instead_of_words(item: Item) -> str:
    if not item.text_included:
        return "Its text is not here yet."
    if item.rating is None:
        return "Nothing was written."
    return f"A review of {item.rating:g} {'star' if item.rating == 1 else 'stars'} without words"


def _seen_late(item: Item, zone: ZoneInfo, now: datetime) -> list[str]:
    if item.published_at is None or item.seen_at - item.published_at <= SEEN_LATE:
        return []
    late = relative(item.published_at, item.seen_at).removesuffix(" ago")
    return [f"We first saw it {spoken(item.seen_at, zone, now)}, {late} after it was published."]
