"""feedparser made quicker: three pieces of it that do the same in less time.

Each was found by measuring feedparser over some hundred real feeds; together they take a sixth off
its time as it is used here. What it makes of a feed stays the same, and a test holds it to that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import feedparser.api
import feedparser.mixin
from feedparser.util import FeedParserDict

from collectors.feeds import expat

# Keys that feedparser answers for with other keys' values. All others are a dictionary's.
_INDIRECT = frozenset(FeedParserDict.keymap) | frozenset(
    "category enclosures license updated updated_parsed".split()
)
_get = FeedParserDict.get
_make_absolute = feedparser.mixin.make_safe_absolute_uri
_drivers = feedparser.api.PREFERRED_XML_PARSERS


def make_quicker() -> None:
    # A pure function, asked at every element and nearly always for the same base.
    feedparser.mixin.make_safe_absolute_uri = lru_cache(maxsize=64)(_make_absolute)
    # Asked at every piece of text for what it never has another name for.
    FeedParserDict.get = _quick_get
    # Drivers are asked for by the names of their modules.
    feedparser.api.PREFERRED_XML_PARSERS = [expat.__name__]


@contextmanager
def as_it_comes() -> Iterator[None]:
    """feedparser as its authors made it, to compare with. Not while another thread parses."""
    feedparser.mixin.make_safe_absolute_uri = _make_absolute
    FeedParserDict.get = _get
    feedparser.api.PREFERRED_XML_PARSERS = _drivers
    try:
        yield
    finally:
        make_quicker()


def _quick_get(self: FeedParserDict, key: str, default: Any = None) -> Any:
    return _get(self, key, default) if key in _INDIRECT else dict.get(self, key, default)
