"""Moments: times as downloads write them, in words that the reader of dates knows."""

import re
from datetime import UTC, datetime

_TIME_WITHOUT_ZONE = re.compile(r"[T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?$")


def time_of_seconds(said: object) -> str:
    """Seconds since 1970 in UTC, a number or its digits, as `2026-11-14T18:05:00Z`; "" for nothing
    and for 0, which means that it is not known.

    Raises ValueError, with the reason, for what is no such number.
    """
    if said in (None, "", 0, "0"):
        return ""
    try:
        at = datetime.fromtimestamp(int(str(said)), UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"“{str(said)[:40]}” is no time in seconds since 1970") from None
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def time_in_utc(said: str) -> str:
    """A time of a format that is known to be in UTC, with its zone where it does not say it."""
    words = said.strip()
    return f"{words} UTC" if _TIME_WITHOUT_ZONE.search(words) else words
