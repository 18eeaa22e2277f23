"""Promises on the screen: their rows, in words, and the sentence of a missed one."""

from collections.abc import Sequence
from datetime import datetime

from earshot.rules.company import Company
from earshot.store.questions import Item
from earshot.telling import item_words
from earshot.telling.compliance import Standing, earlier_verdict, rests_on_found, standing
from earshot.telling.exports import minutes_late
from earshot.words.times import relative, spoken
from ui.addresses import go_to
from ui.tables import table_of_links

WORDS = {
    Standing.MET_WITH_EVIDENCE: "In time, with evidence",
    Standing.MET_ON_WORD: "In time, on a person’s word",
    Standing.MISSED: "Missed",
    Standing.PENDING: "Not due yet",
    Standing.CANNOT_BE_TOLD: "Cannot be told",
    Standing.NO_REPLY_NEEDED: "No reply needed",
    Standing.OUT_OF_SCOPE: "Out of scope",
    Standing.HANDLED_PRIVATELY: "Handled privately",
}
FOUND = ": a reply was found"
SHOWN = 140  # characters of a text in a row


def promise_table(name: str, found: Sequence[Item], company: Company, now: datetime) -> None:
    """A row for each promise; a click opens the item in Triage."""
    zone = company.zone
    table_of_links(
        name,
        [item.id for item in found],
        {
            "Due": [_spoken(item.promised_at, company, now) for item in found],
            "Stands": [_words(item, now) for item in found],
            **_before(found),
            "What was said": [said(item) for item in found],
            "First reply": [_spoken(item.responded_at, company, now) for item in found],
            "Late by": [late_words(item, now) for item in found],
            "Account": [company.account_name(item.account) or "elsewhere" for item in found],
            "Received": [spoken(item.received_at, zone, now) for item in found],
        },
        lambda item: go_to("triage", item=item),
    )


def said(item: Item) -> str:
    """The beginning of what was said, on one line."""
    words = " ".join(item_words.said(item).split())
    return words if len(words) <= SHOWN else words[:SHOWN] + "…"


def miss_sentence(item: Item, company: Company, now: datetime) -> str:
    """Why it was due when it was, and what came of it."""
    return f"{item.explanation or ''} {_outcome(item, company, now)}".strip()


def late_words(item: Item, now: datetime) -> str:
    """`6 h 20 min`; nothing where it was in time or cannot be said."""
    minutes = minutes_late(item, now)
    if not minutes:
        return ""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [f"{days} d" if days else "", f"{hours} h" if hours else ""]
    parts.append(f"{left} min" if left and not days else "")
    return " ".join(filter(None, parts))


def _outcome(item: Item, company: Company, now: datetime) -> str:
    if item.responded_at is not None:
        at = spoken(item.responded_at, company.zone, now)
        return f"The first reply was made {at}, {late_words(item, now)} late."
    if item.decided_at is not None:
        at = spoken(item.decided_at, company.zone, now)
        return f"It was decided only {at} that no reply is needed."
    due = item.promised_at
    return f"Nobody has replied: it was due {relative(due, now)}." if due else ""


def _spoken(moment: datetime | None, company: Company, now: datetime) -> str:
    return spoken(moment, company.zone, now) if moment else ""


def _words(item: Item, now: datetime) -> str:
    found = standing(item, now)
    words = WORDS[found] if found else ""
    return words + FOUND if rests_on_found(item) else words


def _before(found: Sequence[Item]) -> dict[str, list[str]]:
    """The verdicts that found replies have put others beside; no column where there are none."""
    before = [earlier_verdict(item) for item in found]
    words = [WORDS[Standing(each.value)] if each else "" for each in before]
    return {"Before that": words} if any(words) else {}
