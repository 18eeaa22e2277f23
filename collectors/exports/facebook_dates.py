"""Dates as Facebook's pages show them: local, in the language of whoever asked for the download."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from collectors.dates import dated, read_date
from collectors.post import DateMark, Published

# The year first, as Chinese, Japanese and Korean have it; a numbered month first (7月 01, 2026).
_YEAR_FIRST = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_MONTH_FIRST = re.compile(r"^(?:Tháng\s*(\d{1,2})|(\d{1,2})\s*[月월])\s*(\d{1,2}),\s*(\d{4})")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})")
_REWRITTEN = (
    (_YEAR_FIRST, r"\1-\2-\3"),
    (_DOTTED, r"\3-\2-\1"),
    (re.compile(r"(?<=\d)\.(?=\s+[^\W\d])"), ""),  # 6. Juli
    (re.compile(r"\s+de\s+"), " "),
    (re.compile(r"(?:上午|午前|오전)\s*([\d:]+)"), r"\1 AM"),
    (re.compile(r"(?:下午|午後|오후)\s*([\d:]+)"), r"\1 PM"),
    (re.compile(r"\ba\.?\s?m\.?(?!\w)|\bsa$", re.I), "AM"),
    (re.compile(r"\bp\.?\s?m\.?(?!\w)|\bch$", re.I), "PM"),
    (re.compile(r"(?<=\d)\s+(?:at|um|à|a las|às|alle|om|am)\s+(?=\d)", re.I), " "),
)
_OFFSET = re.compile(r"\bUTC(?:([+-])(\d{1,2})(?::?(\d\d))?)?")


def zone_in(footer: str, zone: ZoneInfo, now: datetime) -> tzinfo | None:
    """The zone that a page's times are in, by the "UTC+01:00" of its last line; None without one.

    The offset is that of the day it was made. Where it is one that the company's own zone has in
    winter or summer, that zone is meant, so that both halves of the year are read right.
    """
    # The last one: somebody's words before it may name a zone too.
    found = next(reversed(list(_OFFSET.finditer(footer))), None)
    if found is None:
        return None
    size = timedelta(hours=int(found[2] or 0), minutes=int(found[3] or 0))
    offset = -size if found[1] == "-" else size
    at_home = {now.replace(month=month, day=1).astimezone(zone).utcoffset() for month in (1, 7)}
    return zone if offset in at_home else timezone(offset)


def read_shown(said: str, zone: tzinfo | None, assumed: ZoneInfo, now: datetime) -> Published:
    """The time in a box; marked ZONE_ASSUMED where the page does not tell its zone.

    Raises ValueError, with the reason, for what cannot be read.
    """
    found = read_date(_plainly(said), now)
    if found.at is None or found.mark is DateMark.DAY:
        raise ValueError(f"“{said[:60]}” is no time that can be read")
    at = found.at.replace(tzinfo=zone or assumed).astimezone(UTC)
    return dated(at, DateMark.EXACT if zone else DateMark.ZONE_ASSUMED, said[:100], now)


def _plainly(said: str) -> str:
    """The same date as the reader of dates knows it."""
    words = " ".join(said.split())
    words = _MONTH_FIRST.sub(lambda m: f"{m[4]}-{m[1] or m[2]}-{m[3]}", words)
    for pattern, written in _REWRITTEN:
        words = pattern.sub(written, words)
    return words
