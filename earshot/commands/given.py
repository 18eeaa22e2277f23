"""What commands are given: texts, one a line, and days."""

import io
import sys
from collections.abc import Iterator
from datetime import date

from earshot.words.errors import BadTime, EarshotError


def given_or_read(texts: list[str] | None) -> Iterator[str]:
    """The texts named on the command line, else those on standard input, one a line.

    Raises:
        EarshotError: standard input is not UTF-8.
    """
    if texts:
        yield from texts
        return
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="strict")  # on every platform
    try:
        for line in sys.stdin:
            yield line.rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise EarshotError("Standard input is no UTF-8 text; save it as UTF-8 first.") from error


def read_day(said: str) -> date:
    """A local day. Raises BadTime."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadTime(f"{said!r} is no date like 2026-11-14.") from None
