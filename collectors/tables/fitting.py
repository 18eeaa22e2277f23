"""Fitting: whether the first values of a column can be what its name says."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from collectors.tables.ratings import read_rating
from collectors.tables.widedates import WideReading, order_shown, read_wide_date

_SURE = 0.5  # of the cells looked at; the rest may be slips of the pen


def size(values: Sequence[str]) -> float:
    return sum(map(len, values)) / max(len(values), 1)


_READING = WideReading(ZoneInfo("UTC"), datetime(2100, 1, 1, tzinfo=UTC))
_IS_NUMBER = re.compile(r"[\d.,%\s-]+")


def anything(values: Sequence[str]) -> bool:
    return True


def _mostly(is_one: Callable[[str], bool]) -> Callable[[Sequence[str]], bool]:
    return lambda values: not values or sum(map(is_one, values)) >= _SURE * len(values)


def _is_date(said: str) -> bool:
    try:
        return order_shown(said) is not None or read_wide_date(said, _READING).at is not None
    except ValueError:
        return False


def _is_rating(said: str) -> bool:
    try:
        return read_rating(said) is not None
    except ValueError:
        return False


def _is_address(said: str) -> bool:
    return said.startswith(("http://", "https://", "www."))


def is_text(values: Sequence[str]) -> bool:
    def speaks(said: str) -> bool:
        return not (_IS_NUMBER.fullmatch(said) or _is_address(said) or _is_date(said))

    return _mostly(speaks)(values)


def _is_id(values: Sequence[str]) -> bool:
    """An id of the row is in no other row: that of the post under which all stand is."""
    return len(set(values)) == len(values) and not any(" " in value for value in values)


# No values contradict nothing.
FITS: dict[str, Callable[[Sequence[str]], bool]] = {
    "text": is_text,
    "published_at": _mostly(_is_date),
    "url": _mostly(_is_address),
    "rating": _mostly(_is_rating),
    "author": lambda values: is_text(values) and size(values) < 80,
    "title": is_text,
    "native_id": _is_id,
    "time_of_day": _mostly(lambda said: re.match(r"\d{1,2}[:.h]\d\d", said) is not None),
    "platform": lambda values: is_text(values) and size(values) < 60,
    "publisher": lambda values: is_text(values) and size(values) < 80,
    "kind": lambda values: is_text(values) and size(values) < 60,
    "reply_at": _mostly(_is_date),
}
