"""Response deadlines: when a reply is due, and why. No database, no clock.

Two promises, never added up: the policy's, for what is said on the company's own accounts, and
the company's own aim, for what is said elsewhere.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from earshot.rules.calendar import WorkingCalendar, is_weekend
from earshot.words.times import DAYS, LONDON, require_aware, spoken_day
from earshot.words.vocabulary import Verdict

POLICY_CLAUSE = "monitoring.response"
AIM_CLAUSE = "monitoring.proactive"
CLOSE = time(17)  # when the office closes, local
HOURS = 24  # of the policy, from Monday to Friday

_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a reply is due, and the sentence that explains it."""

    due_at: datetime  # UTC; the strictest reading where only a date is known
    latest: datetime  # UTC; the mildest reading: later than due_at only where it is not known
    explanation: str  # one sentence
    clause: str  # id of the policy's clause
    useful_by: datetime | None  # UTC; close of business on a day whose end is the limit
    calendar_version: str


def policy_deadline(
    received: datetime,
    calendar: WorkingCalendar,
    zone: ZoneInfo = LONDON,
    close: time = CLOSE,
    hours: int = HOURS,
) -> Deadline:
    """The policy's promise for what came in at `received` (aware).

    On a weekday exactly `hours` later; at a weekend the end of the next working day, both local.
    """
    local = require_aware(received).astimezone(zone)
    came = f"Received on {spoken_day(local.date())} at {local:%H:%M}"
    if is_weekend(local.date()):
        return _weekend_deadline(came, local.date(), calendar, zone, close)
    return _weekday_deadline(came, local, calendar, hours)


def policy_deadline_of_day(
    day: date,
    calendar: WorkingCalendar,
    zone: ZoneInfo = LONDON,
    close: time = CLOSE,
    hours: int = HOURS,
) -> Deadline:
    """The policy's promise where only the local date is known: due as if it came first thing."""
    came = f"Received on {spoken_day(day)} at a time that is not known"
    if is_weekend(day):
        return _weekend_deadline(came, day, calendar, zone, close)
    allowed = timedelta(hours=hours)
    due, latest = (_instant(day, at, zone) + allowed for at in (time(0), _LAST_SECOND))
    explanation = (
        f"{came}; read strictly, the reply is due {hours} hours after the day began, by "
        f"{_spoken_moment(due.astimezone(zone))}, and whether one in the {hours} hours after that "
        f"was in time cannot be told{_bank_holiday_remark(day, calendar)}."
    )
    return Deadline(due, latest, explanation, POLICY_CLAUSE, None, calendar.version)


def aim_deadline(
    received: datetime,
    calendar: WorkingCalendar,
    zone: ZoneInfo = LONDON,
    working_days: int = 1,
    close: time = CLOSE,
) -> Deadline:
    """The company's own aim for what was said elsewhere: the end of a working day to come."""
    local = require_aware(received).astimezone(zone)
    said = f"Said on {spoken_day(local.date())} at {local:%H:%M}"
    return _aim(said, local.date(), calendar, zone, working_days, close)


def aim_deadline_of_day(
    day: date,
    calendar: WorkingCalendar,
    zone: ZoneInfo = LONDON,
    working_days: int = 1,
    close: time = CLOSE,
) -> Deadline:
    """The aim where only the local date is known: it depends on nothing else."""
    return _aim(f"Said on {spoken_day(day)}", day, calendar, zone, working_days, close)


def verdict(deadline: Deadline, answered_at: datetime, with_evidence: bool) -> Verdict:
    """How the promise ended, for an answer made at `answered_at` (aware).

    Whole seconds are compared: what the screen and exports show as the same second is in time.
    """
    answered = require_aware(answered_at).replace(microsecond=0)
    if answered <= deadline.due_at.replace(microsecond=0):
        return Verdict.MET_WITH_EVIDENCE if with_evidence else Verdict.MET_ON_WORD
    if answered <= deadline.latest.replace(microsecond=0):
        return Verdict.CANNOT_BE_TOLD
    return Verdict.MISSED


def _weekday_deadline(
    came: str, local: datetime, calendar: WorkingCalendar, hours: int
) -> Deadline:
    # In UTC: adding a day to a local time would add a day of the wall clock, 23 or 25 hours long
    # where the clocks change.
    due = local.astimezone(UTC) + timedelta(hours=hours)
    local_due = due.astimezone(local.tzinfo)
    changed = local_due.utcoffset() != local.utcoffset()
    explanation = (
        f"{came}; the reply is due exactly {hours} hours later, by {_spoken_moment(local_due)}"
        f"{' (the clocks change in between)' if changed else ''}"
        f"{_bank_holiday_remark(local.date(), calendar, local_due.date())}."
    )
    return Deadline(due, due, explanation, POLICY_CLAUSE, None, calendar.version)


def _weekend_deadline(
    came: str, day: date, calendar: WorkingCalendar, zone: ZoneInfo, close: time
) -> Deadline:
    due_day = calendar.next_working_day(day)
    explanation = (
        f"{came}; {_passed_over(day, due_day, calendar)}so the reply is due by the end of "
        f"{spoken_day(due_day)} (by close on {DAYS[due_day.weekday()]}, {close:%H:%M}; "
        "the policy's limit is 23:59)."
    )
    return _end_of_day(due_day, explanation, POLICY_CLAUSE, calendar, zone, close)


def _aim(
    said: str, day: date, calendar: WorkingCalendar, zone: ZoneInfo, working_days: int, close: time
) -> Deadline:
    due_day = calendar.working_days_after(day, working_days)
    promise = "next working day" if working_days == 1 else f"{working_days} working days"
    explanation = (
        f"{said}, not on one of our accounts; {_passed_over(day, due_day, calendar)}"
        f"so our own aim ({promise}) is an answer by the end of {spoken_day(due_day)}."
    )
    return _end_of_day(due_day, explanation, AIM_CLAUSE, calendar, zone, close)


def _end_of_day(
    day: date, explanation: str, clause: str, calendar: WorkingCalendar, zone: ZoneInfo, close: time
) -> Deadline:
    due, useful = _instant(day, _LAST_SECOND, zone), _instant(day, close, zone)
    return Deadline(due, due, explanation, clause, useful, calendar.version)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local time of `day` in UTC; of two, the earlier for a day's start, else the later."""
    fold = 0 if at == time(0) else 1
    return datetime.combine(day, at, zone).replace(fold=fold).astimezone(UTC)


def _passed_over(start: date, end: date, calendar: WorkingCalendar) -> str:
    skipped = calendar.skipped_between(start, end)
    if not skipped:
        return f"the next working day is {DAYS[end.weekday()]}, "
    named = [_named(day, calendar) for day in skipped]
    listed = " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
    return f"{listed} {'are not working days' if len(skipped) > 1 else 'is not a working day'}, "


def _named(day: date, calendar: WorkingCalendar) -> str:
    """`Monday 31 August (Summer bank holiday)`; a dash where the name has brackets itself."""
    words, name = spoken_day(day, year=False), calendar.why_not_working(day)
    if name is None:
        return words
    return f"{words} – {name}" if "(" in name else f"{words} ({name})"


def _bank_holiday_remark(day: date, calendar: WorkingCalendar, due_day: date | None = None) -> str:
    """Why a bank holiday on a weekday changes nothing, where there is one."""
    days = [day, due_day or day + timedelta(days=1)]
    named = [_named(d, calendar) for d in days if calendar.why_not_working(d)]
    if not named:
        return ""
    lengthen = "does not lengthen" if len(named) == 1 else "do not lengthen"
    return f"; {' and '.join(named)} {lengthen} it, since the hours run on any weekday"


def _spoken_moment(local: datetime) -> str:
    return f"{spoken_day(local.date())} at {local:%H:%M}"
