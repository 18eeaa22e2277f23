"""Dates as sources write them, read without guessing: what is not known is marked, not made up.

Formats: RFC 5322 (and RFC 822 as feeds really write it), RFC 3339 and ISO 8601, GDELT's compact
form, and what feedparser knows beside these. `now` is only ever compared with, never used.
"""

import re
from datetime import UTC, datetime, timedelta
from time import struct_time

from collectors.post import NO_DATE, DateMark, Published

_TOLERANCE = timedelta(minutes=5)  # two clocks that both mean well
_FURTHEST_EAST = timedelta(hours=14)  # where a date begins that much before it does in UTC
# Outside these, a date is a program's way to write "none" (year 1 of .NET, 9999 of SQL), and would
# leave the calendar altogether when it is told in another zone.
_YEARS = range(1900, 2100)
_LONGEST = 100  # code points of a date that are kept

# First letters of the months' names: English, and what Welsh, French, German, Spanish, Portuguese
# and Italian feeds write in their place.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan ene gen ion", "feb fev fév chw", "mar mär maw", "apr abr avr ebr"),
            *("may mai mag", "jun juin giu meh", "jul juil lug gor", "aug ago aoû aws"),
            *("sep set med", "oct okt out ott hyd", "nov tac", "dec dez dic déc rha"),
        ),
        start=1,
    )
    for name in names.split()
}

# Hours from UTC. Names that mean several zones (IST, or military letters) are left out on purpose.
_ZONES = {
    name: timedelta(hours=hours)
    for hours, names in (
        *((0, "Z UT UTC GMT WET"), (1, "BST CET MET WEST"), (2, "CEST MEST EET SAST")),
        *((3, "EEST MSK"), (8, "HKT SGT AWST"), (9, "JST KST"), (9.5, "ACST"), (10, "AEST")),
        *((10.5, "ACDT"), (11, "AEDT"), (12, "NZST"), (13, "NZDT"), (-2.5, "NDT"), (-3, "ADT")),
        *((-3.5, "NST"), (-4, "AST EDT"), (-5, "EST CDT"), (-6, "CST MDT"), (-7, "MST PDT")),
        *((-8, "PST AKDT"), (-9, "AKST"), (-10, "HST")),
    )
    for name in names.split()
}

_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\b\.?)?"
)
_RFC_822 = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?"  # the day's name, whatever it is
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<month>[^\W\d_]{3,10})\.?,?"
    r"|(?P<month2>[^\W\d_]{3,10})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?)"
    rf"[\s-]+(?P<year>\d{{4}}|\d\d)(?:,?\s+{_TIME}\s*(?P<zone>.*))?",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    rf"(?:(?:T|t|\s|,\s)\s*{_TIME}\s*(?P<zone>.*))?"
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?\s*(?P<zone>.*))?"
)
_FORMS = (_RFC_822, _ISO, _COMPACT)
_OFFSET = re.compile(r"(?:GMT|UTC|UT)?\s*([+-])(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)
_ZONE_NAME = re.compile(r"[A-Z]{1,5}|[A-Z]+(?:/[A-Z_+-]+)+")
_ONLY_YEAR_OR_MONTH = re.compile(r"\d{4}(-?\d\d)?")


def read_date(said: str | None, now: datetime, parsed: struct_time | None = None) -> Published:
    """When something was published, in UTC, and how far to trust it; `said` is kept.

    `now` is aware. `parsed` is what feedparser made of the same words, in UTC: it is used for
    formats that are not known here, and marked ZONE_ASSUMED since it does not tell.
    """
    words = " ".join((said or "").split())[:_LONGEST]
    if not words:
        return NO_DATE
    match = next(filter(None, (form.fullmatch(words) for form in _FORMS)), None)
    # A form that is known and holds no real date (30 February) is not feedparser's to mend.
    found = _moment(match.groupdict()) if match else _from_feedparser(words, parsed)
    if not found:
        return Published(None, DateMark.UNREADABLE, words)
    return dated(*found, words, now)


def dated(at: datetime, mark: DateMark, said: str, now: datetime) -> Published:
    """A date that was read, marked FUTURE if it lies after `now` by more than clocks differ.

    One outside the years 1900 to 2099 is UNREADABLE: nobody published anything then.
    """
    if at.year not in _YEARS:
        return Published(None, DateMark.UNREADABLE, said)
    allowed = _FURTHEST_EAST if mark is DateMark.DAY else timedelta()
    is_later = at - now > allowed + _TOLERANCE
    return Published(at, DateMark.FUTURE if is_later else mark, said)


def _moment(said: dict[str, str | None]) -> tuple[datetime, DateMark] | None:
    """A moment from the parts of a date; None if no such moment exists."""
    month = said["month"] or said.get("month2") or ""
    day = said["day"] or said.get("day2") or ""
    name = month.lower()
    number = int(name) if name.isdigit() else _MONTHS.get(name[:4]) or _MONTHS.get(name[:3], 0)
    try:
        date = datetime(_year(said["year"] or ""), number, int(day), tzinfo=UTC)
        if said["hour"] is None:
            return date, DateMark.DAY
        offset = _offset(said["zone"] or "")
        at = date + _time_of_day(said) - (offset or timedelta())
    except (ValueError, OverflowError):
        return None
    return at, DateMark.ZONE_ASSUMED if offset is None else DateMark.EXACT


def _year(said: str) -> int:
    """Four digits, or two as RFC 5322 reads them: 00 to 49 are of this century."""
    year = int(said)
    return year if len(said) == 4 else year + (2000 if year < 50 else 1900)


def _time_of_day(said: dict[str, str | None]) -> timedelta:
    hour, minute, second = (int(said[part] or 0) for part in ("hour", "minute", "second"))
    if minute > 59 or second > 60 or hour > 24 or (hour == 24 and (minute or second)):
        raise ValueError("no such time of day")
    if half := (said.get("half") or "").lower():
        if not 1 <= hour <= 12:
            raise ValueError("no such time of day")
        hour = hour % 12 + (12 if half == "p" else 0)
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))  # 60: a leap second


def _offset(zone: str) -> timedelta | None:
    """What a zone adds to UTC; None if there is none or nobody can tell which is meant."""
    name = re.sub(r"\(.*\)", "", zone).strip().upper().removeprefix("ETC/")
    if name in _ZONES:
        return _ZONES[name]
    match = _OFFSET.fullmatch(name)
    if not match:
        if name and not _ZONE_NAME.fullmatch(name):
            raise ValueError("this is no zone, so the whole was misread")
        return None
    if int(match[2]) > 14 or int(match[3] or 0) > 59:
        raise ValueError("no such offset")
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -offset if match[1] == "-" else offset


def _from_feedparser(words: str, parsed: struct_time | None) -> tuple[datetime, DateMark] | None:
    if parsed is None or _ONLY_YEAR_OR_MONTH.fullmatch(words):
        return None  # a year has no day, although feedparser gives it one
    try:
        at = datetime(*parsed[:5], min(parsed[5], 59), tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return at, DateMark.ZONE_ASSUMED
