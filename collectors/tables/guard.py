"""Guards: a cell that a spreadsheet neither computes nor rounds, and the same text back again."""

import re

# Text that a spreadsheet would take for a formula (OWASP, "CSV Injection"). The full-width signs
# too: Excel reads them as their ordinary twins in East Asian settings.
FORMULA = re.compile(r"[\t\r\n]|[\s\x00-\x20\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")
# Excel keeps 15 digits of a number and shows 12: an id in it would become another one.
_ID = re.compile(r"\d{12,}")


def guarded(value: str) -> str:
    """The text with a ' before it where it needs one; `bare` gives back the very same text."""
    return "'" + value if _needs_guard(value) else value


def bare(said: str) -> str:
    """What `guarded` was given."""
    return said[1:] if said.startswith("'") and _needs_guard(said[1:]) else said


def _needs_guard(value: str) -> bool:
    return bool(value.startswith("'") or FORMULA.match(value) or _ID.fullmatch(value))
