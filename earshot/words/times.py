"""Times: reading them from people, and writing them for people and for programs.

Kept in UTC, counted and shown in a company's time zone. `now` is always passed in.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from earshot.words.errors import BadTime

Day = TypeVar("Day", bound=date)  # or a datetime
LONDON = ZoneInfo("Europe/London")

# Not strftime: its names follow the machine's locale, and ours must not.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

# A day (2026-11-14, 20261114, 2026-W46-6), T or a space, a time, perhaps an offset.
# `fromisoformat` alone would take any character for the T.
_SHAPE = re.compile(
    r"(?P<day>[0-9W-]{7,10})[T ](?P<clock>[0-9:]{2,8}(?:[.,][0-9]+)?)"
    r" ?(?P<offset>Z|[+-][0-9:]{2,6})?",
    re.ASCII,
)
# Outside these years no calendar of bank holidays can be trusted, and 0001 or 9999 are only ways in
# which programs write "no date".
_YEARS = range(1900, 2100)
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def read_time(text: str, zone: ZoneInfo) -> datetime:
    """The moment that ISO 8601 `text` names, aware, in UTC; without an offset, local in `zone`.

    Raises BadTime, with a sentence, for what cannot be read, has no time of day, or names a local
    hour that does not exist or happens twice.
    """
    moment = read_time_or_day(text, zone)
    if not isinstance(moment, datetime):
        raise BadTime(f"{_quoted(text)} has no time of day; write it like {moment}T18:05")
    return moment


def read_time_or_day(text: str, zone: ZoneInfo) -> datetime | date:
    """As `read_time`, but a date alone is given back as that local `date`."""
    said = text.strip().upper()
    try:
        moment = _read_day(said) or _read_moment(said)
    except ValueError:
        raise BadTime(
            f"{_quoted(text)} is not a time that can be read; "
            "write it like 2026-11-14T18:05 or 2026-11-14T18:05:00Z"
        ) from None
    if moment.year not in _YEARS:
        raise BadTime(f"{_quoted(text)} is outside the years {_YEARS[0]} to {_YEARS[-1]}")
    if not isinstance(moment, datetime):
        return moment
    return _in_utc(moment, zone) if moment.tzinfo is None else moment.astimezone(UTC)


def require_aware(moment: datetime) -> datetime:
    """`moment` in UTC. Raises ValueError if it has no zone: a mistake in a program."""
    if moment.utcoffset() is None:
        raise ValueError(f"a time without a zone: {moment!r}")
    return moment.astimezone(UTC)


def utc_text(moment: datetime) -> str:
    """`2026-11-14T18:05:00Z`: UTC, whole seconds, the fraction cut off."""
    return require_aware(moment).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    return require_aware(moment).astimezone(zone).date()


def iso_week(day: date) -> str:
    """`2026-W46`. The year is the week's own: 1 January 2027 lies in 2026-W53."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def spoken(moment: datetime, zone: ZoneInfo, now: datetime | None = None) -> str:
    """`Sat 14 Nov, 18:05`, local; `Sat 14 Nov 2026, 18:05` where `now` is in another year."""
    local = require_aware(moment).astimezone(zone)
    words = f"{DAYS[local.weekday()][:3]} {local.day} {MONTHS[local.month - 1][:3]}"
    if now is not None and local_date(now, zone).year != local.year:
        words += f" {local.year}"
    return f"{words}, {local:%H:%M}"


def months_after(day: Day, months: int) -> Day:
    """The same day (and time) so many months later or earlier; a shorter month's last day."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def spoken_day(day: date, *, year: bool = True) -> str:
    """`Saturday 29 August 2026`, or without its year."""
    words = f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words


def relative(moment: datetime, now: datetime) -> str:
    """`3 h ago`, `in 1 d 3 h`, `just now`: whole units, never rounded up."""
    seconds = int((require_aware(moment) - require_aware(now)).total_seconds())
    if abs(seconds) < _MINUTE:
        return "just now" if seconds <= 0 else "in less than a minute"
    length = _length(abs(seconds))
    return f"in {length}" if seconds > 0 else f"{length} ago"


def _length(seconds: int) -> str:
    days, hours, minutes = seconds // _DAY, seconds % _DAY // _HOUR, seconds % _HOUR // _MINUTE
    if days:
        return f"{days} d {hours} h" if hours and days < 7 else f"{days} d"
    if hours:
        return f"{hours} h"
    return f"{minutes} min"


def _read_day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _read_moment(said: str) -> datetime:
    match = _SHAPE.fullmatch(said)
    if match is None:
        raise ValueError(said)
    return datetime.fromisoformat(f"{match['day']}T{match['clock']}{match['offset'] or ''}")


def _in_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """A local time without a zone, in UTC. Raises BadTime at the two clock changes."""
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    when = f"{local:%H:%M} on {local.day} {MONTHS[local.month - 1]} {local.year}"
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise BadTime(f"{when} does not exist in {zone.key}: the clocks went forward over it")
    raise BadTime(f"{when} happens twice in {zone.key}; add {_offset(first)} or {_offset(second)}")


def _offset(moment: datetime) -> str:
    seconds = int((moment.utcoffset() or timedelta()).total_seconds())
    hours, rest = divmod(abs(seconds), _HOUR)
    return f"{'-' if seconds < 0 else '+'}{hours:02}:{rest // _MINUTE:02}"


def _quoted(text: str) -> str:
    shown = text if len(text) <= 60 else text[:60] + "…"
    return repr(shown)
