"""Asking: what a person must say of a file before it is read. Nothing of the file is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from collectors.tables.mapping import Mapping
from earshot.bringing.handed import File, Given, Handing, Left, Refusal
from earshot.rules.company import Company
from earshot.rules.downloads import Importing

# Of no columns: a table shows that it is one before anybody has named its columns.
_ANY = Mapping(())

Found = Sequence[File | Refusal | Left]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is still open about what was handed over."""

    is_table: bool = False  # it is one table by itself: a person may say which column is which
    whose: tuple[str, ...] = ()  # of files that their owner may import: why they are refused
    holds_more: bool = False  # besides those, there is something to read


def questions_about(
    stream: BinaryIO, name: str, company: Company, said: Importing, *, now: datetime
) -> Questions:
    """Look at the beginning of each file. What cannot be read at all leaves nothing to ask.

    Whose a download is has to be asked where it is refused, and would be read if the person who
    imports it said that it is theirs.
    """
    found = _looked(stream, name, company, said, now)
    owned = _looked(stream, name, company, replace(said, mine=True), now)
    readable = {each.name: each for each in owned if isinstance(each, File)}
    asked = [e.sentence for e in found if isinstance(e, Refusal) and e.name in readable]
    return Questions(
        is_table=_is_lone_table(owned, name),
        whose=tuple(dict.fromkeys(asked)),
        holds_more=any(isinstance(each, File) for each in found),
    )


def _looked(stream: BinaryIO, name: str, company: Company, said: Importing, now: datetime) -> Found:
    stream.seek(0)
    return list(Handing(company, Given(said, _ANY), now).files(stream, name))


def _is_lone_table(found: Found, name: str) -> bool:
    """Members of an archive are called after it."""
    if len(found) != 1 or not isinstance(found[0], File):
        return False
    return bool(found[0].shape) and not found[0].name.startswith(f"{name}!")
