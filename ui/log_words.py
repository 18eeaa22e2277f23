"""Events of the log in words: who did what, and when; of a restricted item nothing but that."""

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from earshot.handling.decisions import WORDS, what_happened
from earshot.protection.audit import LOG, SOMEBODY
from earshot.rules.changes import account_changes, person_changes, profile_changes
from earshot.rules.company import ACCOUNT, PERSON, PROFILE, Company
from earshot.rules.events import Event, EventKind
from earshot.store.log import Entry
from earshot.words.times import spoken
from ui.visit import Visit
from ui.words import number_of

Details = dict[str, Any]
NOT_SAID = "somebody who had not said who they are"
RESTRICTED = "about a restricted item"
KNOWN = frozenset(kind.value for kind in EventKind)


def in_words(entry: Entry, visit: Visit) -> str:
    """`Event 12 · Sat 14 Nov, 18:05: a source added, Example Echo, by Kay Example`."""
    told = _told(entry, visit)
    return f"Event {entry.seq:,} · {told}"


def who(actor: str, company: Company) -> str:
    return NOT_SAID if actor == SOMEBODY else company.person_name(actor)


def kind_in_words(kind: str) -> str:
    """`Company set`: as a filter offers it."""
    return kind.replace("_", " ").capitalize()


def _told(entry: Entry, visit: Visit) -> str:
    zone = visit.company.zone
    when = spoken(entry.recorded_at, zone, visit.now) if entry.recorded_at else "at no time"
    if not entry.kind:
        return f"{when}: {RESTRICTED}"
    event = _event(entry)
    if event is not None and entry.details is not None:
        return what_happened(event, visit.rules)
    return f"{when}: {_what(entry, visit.company)} by {who(entry.actor, visit.company)}"


def _event(entry: Entry) -> Event | None:
    """What is about an item, as the item's own page tells it."""
    about_items = {*WORDS, EventKind.REPLY_FOUND}
    if entry.kind not in about_items or entry.recorded_at is None:
        return None
    kind, details = EventKind(entry.kind), entry.details or {}
    return Event(entry.seq, entry.recorded_at, entry.actor, kind, entry.subject, details)


def _what(entry: Entry, company: Company) -> str:
    if entry.kind not in KNOWN:
        return f"something that Earshot does not know ({entry.kind})"
    kind = EventKind(entry.kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if entry.details is None:
        return f"{kind_in_words(kind)} (its details are kept no more)"
    try:
        return TELLING[kind](entry.details, entry.before, company)
    except (KeyError, ValidationError):  # somebody has put something else there
        return kind_in_words(kind)


PLAIN = {  # what stands beside these is for a few only
    EventKind.TAKEN_OVER: "a story's case passed on to another outlet",
    EventKind.HOLD_SET: "a hold set, changed or ended",
    EventKind.REQUEST_SET: "the register of requests written in",
    EventKind.PERSON_SEARCHED: "one person's data searched for",
    EventKind.PERSON_EXPORTED: "one person's data taken out for them",
    EventKind.PURPOSE_SET: "what the collecting is for stated",
    EventKind.MAPPING_SET: "how a table is read set",
    EventKind.FILTER_SET: "a saved filter kept or removed",
    EventKind.SIGNED_IN: "signed in:",
}


def _company(details: Details, before: Details | None, company: Company) -> str:
    if before is None:
        return "the company set up"
    return _changes("the company", _records(PROFILE, before, details), profile_changes)


def _account(details: Details, before: Details | None, company: Company) -> str:
    if before is None:
        return f"our account added, {details['name']},"
    name = f"our account {details['name']}"
    return _changes(name, _records(ACCOUNT, before, details), account_changes)


def _person(details: Details, before: Details | None, company: Company) -> str:
    if before is None:
        return f"a person added, {details['name']},"
    if "roles" not in before:  # as people were recorded at first
        return f"{details['name']} changed"
    return _changes(details["name"], _records(PERSON, before, details), person_changes)


def _source(details: Details, before: Details | None, company: Company) -> str:
    if before is None:
        return f"a source added, {details['name']},"
    state = f", now {details['state']}," if details["state"] != before.get("state") else ""
    return f"the source {details['name']} changed{state}"


def _policy(details: Details, before: Details | None, company: Company) -> str:
    if "file" not in details:
        return f"version {details['version']} of the policy noted"
    changes = "; ".join(details.get("changes", [])) or "nothing that counts"
    return f"the policy saved, {details['file']} ({changes}),"


def _keeping(details: Details, before: Details | None, company: Company) -> str:
    return f"deleting by night turned {'on' if details['by_night'] else 'off'}"


def _exported(details: Details, before: Details | None, company: Company) -> str:
    if details["what"] == LOG:
        return f"this log taken away, {number_of(details['rows'], 'Event')},"
    days = f" of {details['from']} to {details['to']}" if details["from"] else ""
    left = details["restricted_left_out"]
    without = f", {left} restricted left out," if left else ""
    return f"{details['what']}{days} taken away, {number_of(details['rows'], 'row')}{without}"


def _erased(details: Details, before: Details | None, company: Company) -> str:
    return f"one person's data erased, {number_of(details['mentions'], 'mention')},"


def _retained(details: Details, before: Details | None, company: Company) -> str:
    return f"what is past its time deleted, {number_of(details['mentions'], 'mention')},"


def _backed_up(details: Details, before: Details | None, company: Company) -> str:
    return f"a backup made, {details['name']},"


def _restored(details: Details, before: Details | None, company: Company) -> str:
    return f"everything restored from the backup {details['from']}"


def _rescored(details: Details, before: Details | None, company: Company) -> str:
    return f"{number_of(int(details['in_all']), 'item')} judged again by other rules"


TELLING: dict[EventKind, Callable[[Details, Details | None, Company], str]] = {
    EventKind.COMPANY_SET: _company,
    EventKind.ACCOUNT_SET: _account,
    EventKind.PERSON_SET: _person,
    EventKind.SOURCE_SET: _source,
    EventKind.POLICY_SET: _policy,
    EventKind.KEEPING_SET: _keeping,
    EventKind.EXPORTED: _exported,
    EventKind.ERASED: _erased,
    EventKind.RETAINED: _retained,
    EventKind.BACKED_UP: _backed_up,
    EventKind.RESTORED: _restored,
    EventKind.RESCORED: _rescored,
}


def _records(adapter: "TypeAdapter[Any]", before: Details, now: Details) -> tuple[Any, Any]:
    return adapter.validate_python(before), adapter.validate_python(now)


def _changes(name: str, records: tuple[Any, Any], of: Callable[[Any, Any], list[str]]) -> str:
    changes = "; ".join(of(*records))
    return f"{name} changed ({changes})" if changes else f"{name} saved as it was"
