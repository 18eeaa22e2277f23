"""Pasted: what a person pasted into one box, told apart into words and an address. Pure."""

import re
from dataclasses import dataclass

from collectors.links import clean_url, host_of
from collectors.wrappers import unwrap

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_AFTER = ".,;:!?)]}>\"'’”"  # what ends a sentence round an address, not the address


@dataclass(frozen=True, slots=True)
class Pasted:
    """`address` is "" where none stands apart from the words."""

    words: str
    address: str = ""
    host: str = ""


def read_paste(pasted: str) -> Pasted:
    """An address that is all there is, or has a line of its own, is where it was said.

    One inside a sentence belongs to what was said, and stays in it.
    """
    lines = pasted.strip().splitlines()
    for place, line in enumerate(lines):
        address = _address(line)
        if address:
            words = "\n".join(lines[:place] + lines[place + 1 :]).strip()
            return Pasted(words, address, host_of(address) or "")
    return Pasted(pasted.strip())


def _address(line: str) -> str | None:
    """The address that this line is, as it is kept."""
    alone = line.strip().strip("<([{\"'“").rstrip(_AFTER)
    if not _ADDRESS.fullmatch(alone):
        return None
    if alone[:4].lower() == "www.":
        alone = f"https://{alone}"
    return clean_url(unwrap(alone))
