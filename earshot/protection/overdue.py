"""Overdue: what is past its time, told before anything of it is deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from earshot.handling.forgetting import dropped_since
from earshot.handling.house import House, company_in
from earshot.rules import retention as rules
from earshot.rules.policy import Policy, Retention
from earshot.rules.retention import Kept, What
from earshot.store import retaining
from earshot.store.retaining import Aged, Counted
from earshot.store.rows import Connection
from earshot.words.errors import EarshotError
from earshot.words.times import months_after

BY_CASE = (What.MENTIONS, What.CASES, What.RESTRICTED)
NOTHING = Aged(0, None)


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of what is kept for a time. Of `mentions` the Mentions are counted, of `cases` and
    `restricted` the Cases, of the others the rows and files."""

    what: What
    kept_for: str
    due: int  # past their time, and not held
    held: int  # past their time, and kept by a hold
    oldest: datetime | None  # aware, UTC: since when the oldest of them is kept
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class Overdue:
    """What a store holds that is past its time."""

    by: dict[What, Aged]
    cases: int  # that are not restricted
    waiting: int  # Cases as old that are kept, since they still wait for somebody


def overdue(connection: Connection, policy: Policy, now: datetime) -> Overdue:
    """What is past its time at this moment; files of rejected rows lie beside the store."""
    terms = policy.retention
    old = months_after(now, -terms.mentions_months)
    found = retaining.counted(connection, terms, now, old)
    by = dict.fromkeys(BY_CASE, NOTHING) | {each.what: _aged(each) for each in found}
    by[What.REJECTS] = retaining.rejects(connection, rejects_before(terms, now))
    by[What.DROPPED] = retaining.dropped(connection, dropped_since(policy, now))
    by[What.REPLIES] = retaining.replies(connection, replies_before(terms, now))
    cases = sum(each.past for each in found if each.what is not What.RESTRICTED)
    return Overdue(by, cases, sum(each.waiting for each in found))


def oldest(connection: Connection, policy: Policy, now: datetime, most: int) -> list[Kept]:
    """The oldest Cases that are past their time, to be looked at; never a restricted one."""
    return retaining.oldest(connection, policy.retention, now, most)


def lines(house: House, now: datetime) -> list[Line]:
    """What would be deleted, one line for each kind; nothing is."""
    policy = house.policy
    with house.store.unit() as connection:
        held = bool(company_in(connection).held)
        found = overdue(connection, policy, now)
    return lines_of(house, found, held=held, now=now)


def lines_of(house: House, found: Overdue, *, held: bool, now: datetime) -> list[Line]:
    """The same of what is known to be past its time."""
    terms = house.policy.retention
    files = _aged_files(old_files(house, terms, now))
    by = found.by | {What.REJECTS: _together(found.by[What.REJECTS], files)}
    return [_line(what, rules.kept_for(what, terms), by[what], held) for what in What]


def _line(what: What, kept_for: str, found: Aged, held: bool) -> Line:
    count = found.count
    return Line(what, kept_for, 0 if held else count, count if held else 0, found.oldest)


def _aged(found: Counted) -> Aged:
    count = found.past_mentions if found.what is What.MENTIONS else found.past
    return Aged(count, found.oldest)


def count(found: Sequence[Kept]) -> int:
    """How many, as a Line counts them; all are of one kind."""
    return sum(each.mentions if each.what is What.MENTIONS else 1 for each in found)


def rejects_before(terms: Retention, now: datetime) -> datetime:
    """What could not be read until then is past its time."""
    return months_after(now, -terms.mentions_months)


def replies_before(terms: Retention, now: datetime) -> datetime:
    """Replies of our own that were found until then are past their time."""
    return months_after(now, -terms.outgoing_months)


def old_files(house: House, terms: Retention, now: datetime) -> list[Path]:
    """Files of rows that could not be read, which nobody has touched for so long."""
    before = rejects_before(terms, now).timestamp()
    try:
        files = sorted((house.folder / "rejects").glob("*.csv"))
        return [path for path in files if path.stat().st_mtime <= before]
    except OSError as error:
        raise EarshotError(f"{error.filename} cannot be read: {error.strerror}.") from error


def _aged_files(files: Sequence[Path]) -> Aged:
    times = [path.stat().st_mtime for path in files]
    return Aged(len(files), datetime.fromtimestamp(min(times), UTC)) if times else NOTHING


def _together(one: Aged, other: Aged) -> Aged:
    times = [each.oldest for each in (one, other) if each.oldest]
    return Aged(one.count + other.count, min(times, default=None))
