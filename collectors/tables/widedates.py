"""Dates as the tables of tools write them, read as the whole file shows: which part is the month.

Forms: ISO 8601; numbers by hand, in Britain's order or America's, 12-hour clocks too; months in
words; what spreadsheets (days since 30 December 1899) and programs (seconds or milliseconds since
1970) count; each with or without an offset.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from collectors.dates import dated, read_date
from collectors.post import NO_DATE, DateMark, Published
from collectors.tables.tabledates import in_utc


class DateOrder(StrEnum):
    """Which of the first two numbers of a date is the month."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class WideReading:
    """How the dates of one table are to be read."""

    zone: ZoneInfo  # whose local time is meant where a time has no offset
    now: datetime  # aware; only compared with
    order: DateOrder = DateOrder.DAY_FIRST
    mixed: str | None = None  # where the file has both orders: the dates that show it


_BY_HAND = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?=\D|$),?(.*)", re.S)
_TIMED = re.compile(r"\d:\d\d")
# Not the offset of a date alone: 2026-11-14 ends as -14 does.
_ZONED = re.compile(r":\d\d\S*\s*(?:[ap]\.?m\.?\s*)?(?:Z|[A-Z]{2,5}\b|(?:GMT|UTC)?[+-]\d\d)", re.I)
_NOT_A_ZONE = re.compile(r"\s*\b[ap]\.?m\b\.?", re.I)
_NUMBER = re.compile(r"\d{5}(\.\d+)?|\d{9,10}(\.\d+)?|\d{13}|\d{16}")
_SPREADSHEETS_BEGIN = datetime(1899, 12, 30)  # noqa: DTZ001  local, see in_utc
_SERIALS = range(20_000, 80_000)  # the years 1954 to 2119
_X_OWN = re.compile(r"\w{3} (\w{3}) (\d{1,2}) ([\d:]+) ([+-]\d{4}|[A-Z]{1,4}) (\d{4})")
_SMALL_WORDS = re.compile(r"\b(?:de|del|à|a las|um|at|kl|uhr|den|der|le|el|of)\b\.?|\bh\b", re.I)
_AGO = re.compile(r"\b(ago|yesterday|today|vor|gestern|hace|il y a|ayer|siden|sedan)\b", re.I)
# Far beyond any date, so that reading alone never says "future": that is decided at the end.
_NEVER = datetime(2200, 1, 1, tzinfo=UTC)


def order_shown(said: str) -> DateOrder | None:
    """The order that a date can only have: month first in 12/25/2025, day first in 25/12/2025."""
    match = _BY_HAND.fullmatch(said)
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    if first <= 12 < second <= 31:
        return DateOrder.MONTH_FIRST
    return DateOrder.DAY_FIRST if second <= 12 < first <= 31 else None


def is_either(said: str) -> bool:
    """Whether a date would be another one in the other order."""
    match = _BY_HAND.fullmatch(said)
    return match is not None and match[1] != match[2] and max(int(match[1]), int(match[2])) <= 12


def lacks_zone(said: str) -> bool:
    """Whether there is a time of day, and nothing says whose."""
    return bool(_TIMED.search(said)) and not _ZONED.search(_NOT_A_ZONE.sub("", said))


def read_wide_date(said: str, reading: WideReading) -> Published:
    """The date or time in a cell. Raises ValueError, with the reason, for what is none."""
    said = " ".join(said.split())
    if not said:
        return NO_DATE
    try:
        at, mark = _counted(said, reading.zone) or _written(said, reading)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"“{said[:40]}”: {error}") from None
    date = dated(at, mark, said[:100], reading.now)
    if date.at is None:
        raise ValueError(f"“{said[:40]}”: nobody published anything in that year")
    return date


def _written(said: str, reading: WideReading) -> tuple[datetime, DateMark]:
    date = read_date(_as_iso(said, reading) or _in_plain_words(said), _NEVER)
    if date.at is None:
        raise ValueError(_why_unread(said))
    if date.mark is DateMark.ZONE_ASSUMED:
        return in_utc(date.at.replace(tzinfo=None), reading.zone), DateMark.EXACT
    return date.at, date.mark


def _why_unread(said: str) -> str:
    if _AGO.search(said):
        return "it says how long ago, and not when; write the day as 2026-11-14"
    return "it is written in no way that is known; write it as 2026-11-14 18:05"


def _as_iso(said: str, reading: WideReading) -> str | None:
    """A date of three numbers as `2026-11-14` with what follows; None for any other."""
    match = _BY_HAND.fullmatch(said)
    if match is None:
        return None
    shown, both = order_shown(said), f"{match[3]}-{{:02}}-{{:02}}{match[4]}"
    if reading.mixed and is_either(said):
        raise ValueError(
            f"day and month cannot be told apart in this file, which holds {reading.mixed};"
            " write it as 2026-11-14"
        )
    day, month = int(match[1]), int(match[2])
    if (shown or reading.order) is DateOrder.MONTH_FIRST:
        day, month = month, day
    return both.format(month, day)


def _in_plain_words(said: str) -> str:
    """`le 12 novembre 2026 à 14h30` as `12 novembre 2026 14:30`."""
    if match := _X_OWN.fullmatch(said):
        month, day, time, zone, year = match.groups()
        return f"{day} {month} {year} {time} {zone}"
    if not re.search(r"[^\W\d_]{3}", said) or re.match(r"\d{4}-", said):
        return said
    words = re.sub(r"(\d{1,2})h(\d\d)\b", r"\1:\2", said)
    words = re.sub(r"(?<=\d)\.(?=\s)", "", _SMALL_WORDS.sub(" ", words))
    return " ".join(re.sub(r"\bmaj\b", "May", words, flags=re.I).replace(" ,", ",").split())


def _counted(said: str, zone: ZoneInfo) -> tuple[datetime, DateMark] | None:
    """A date that is a number; None for anything else."""
    if not _NUMBER.fullmatch(said):
        return None
    whole, _, _ = said.partition(".")
    if len(whole) == 5:
        return _serial(float(said), zone) if int(whole) in _SERIALS else None
    seconds = int(whole) / 10 ** max(0, len(whole) - 10)
    return datetime.fromtimestamp(int(seconds), UTC), DateMark.EXACT


def _serial(days: float, zone: ZoneInfo) -> tuple[datetime, DateMark]:
    said = _SPREADSHEETS_BEGIN + timedelta(seconds=round(days * 86_400))
    if days == int(days):
        return said.replace(tzinfo=UTC), DateMark.DAY
    return in_utc(said, zone), DateMark.EXACT
