"""Columns: the names that a table of what was said may have, the project's own and other people's.

The project's own names are what a person can write by hand; everything else leads to one of them.
"""

import re
import unicodedata
from collections.abc import Sequence
from hashlib import sha256

from collectors.plaintext import one_line

# Each column and what it holds: also what the documentation says.
TABLE_COLUMNS = {
    "text": "what was said; the only column that must be there",
    "published_at": "2026-11-14T18:05:00Z; 2026-11-14 18:05 or 14/11/2026 18:05, local time; a day",
    "platform": "one of the platforms; where empty, the address decides, else `table`",
    "kind": "article, post, comment or review; where empty, the platform decides",
    "url": "where it was said, beginning with http:// or https://",
    "author": "who said it, as the platform shows the name",
    "title": "its heading",
    "account": "the company's own account that it was said on",
    "rating": "stars, 1 to 5",
    "in_reply_to": "the address or id of what it answers",
    "native_id": "the platform's own id for it",
}
# What the tables of tools tell besides.
MORE_COLUMNS = {
    "time_of_day": "the time, where the date stands in a column of its own",
    "publisher": "the outlet",
    "own": "yes, where the account's owner wrote it",
    "reply_at": "when the account's owner answered",
    "reply_text": "what the account's owner answered",
}

_LONGEST_NAME = 80  # code points of a column's name that are kept


def folded(name: str) -> str:
    """A column's name as it is compared: without case, accents, marks; `authorName` is two words.

    >>> folded("Date (GMT)"), folded("Permalänk"), folded("author_name")
    ('date gmt', 'permalank', 'author name')
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", parted) if not unicodedata.combining(c)
    )
    return " ".join(re.sub(r"[\W_]+", " ", plain.casefold()).split())


def as_named(cells: Sequence[str]) -> tuple[str, ...]:
    """Columns as written, each with a name of its own: a second `Comment` is
    `Comment (column 7)`, one without a name `(column 3)`."""
    names: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        name = (one_line(cell) or "")[:_LONGEST_NAME]
        if not name or name.casefold() in taken:
            name = f"{name} (column {place})".strip()
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def shape_of(columns: Sequence[str]) -> str:
    """A fingerprint of folded names in their order: files of one shape have one mapping."""
    return sha256("\x1f".join(map(folded, columns)).encode()).hexdigest()[:16]
