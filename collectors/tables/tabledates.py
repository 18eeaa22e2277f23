"""Dates in a table: local where no offset is given, the day before the month, and no guessing.

Forms: ISO 8601, and dates as people write them in Britain.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from collectors.dates import dated
from collectors.post import NO_DATE, DateMark, Published

_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?", re.I)
_BY_HAND = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,? +(\d{1,2}):(\d\d)(?::(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class DateReading:
    """How the dates of one table are to be read."""

    zone: ZoneInfo  # whose local time is meant where a time has no offset
    now: datetime  # aware; only compared with
    month_first: str | None = None  # the first date that can only be month/day, and its line


def is_month_first(said: str) -> bool:
    """Whether a date can only be month/day/year, as in 12/25/2025."""
    match = _BY_HAND.fullmatch(said)
    return match is not None and int(match[1]) <= 12 < int(match[2]) <= 31


def read_table_date(said: str, reading: DateReading) -> Published:
    """The date or time in a cell. Raises ValueError, with the reason, for what is none."""
    if not said:
        return NO_DATE
    try:
        written, has_time = _as_written(said, reading.month_first)
        at = in_utc(written, reading.zone) if has_time else written.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"“{said[:40]}”: {error}") from None
    date = dated(at, DateMark.EXACT if has_time else DateMark.DAY, said[:100], reading.now)
    if date.at is None:
        raise ValueError(f"“{said[:40]}”: nobody published anything in that year")
    return date


def _as_written(said: str, month_first: str | None) -> tuple[datetime, bool]:
    """The date or time, with its offset if it has one, and whether it is more than a date."""
    if match := _BY_HAND.fullmatch(said):
        return _by_hand(match, month_first), match[4] is not None
    joined = re.sub(r" (?=[+-]\d\d|Z$)", "", re.sub(r" ?(UTC|GMT)$", "Z", said))
    if not _ISO.fullmatch(joined):
        raise ValueError("it is written in no way that is known; write it as 2026-11-14 18:05")
    return datetime.fromisoformat(joined.upper()), len(joined) > 10


def _by_hand(match: re.Match[str], month_first: str | None) -> datetime:
    """A date as people write it in Britain: the day first."""
    day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
    if month > 12 >= day:
        raise ValueError("the month stands before the day; write it as 2026-11-14")
    if month_first and day <= 12 and day != month:
        raise ValueError(
            f"day and month cannot be told apart in this file, which also holds {month_first};"
            " write it as 2026-11-14"
        )
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  local, see in_utc


def in_utc(said: datetime, zone: ZoneInfo) -> datetime:
    """A moment in UTC; a local time must exist, and exist once."""
    if said.tzinfo is not None:
        return said.astimezone(UTC)
    earlier, later = (said.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    at = earlier.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != said:
        raise ValueError(f"there was no such time in {zone.key}: the clocks went forward")
    if earlier.utcoffset() != later.utcoffset():
        raise ValueError(f"that time came twice in {zone.key}: write it with its offset")
    return at
