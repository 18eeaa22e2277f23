"""Mappings: which column of a file is which of ours; proposed, chosen by a person, remembered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from collectors.post import Kind, Platform
from collectors.tables.columns import TABLE_COLUMNS
from collectors.tables.fitting import FITS, anything, is_text, size
from collectors.tables.found import TableFound
from collectors.tables.rejectshape import REJECT_COLUMNS, is_rejects
from collectors.tables.synonyms import SYNONYMS, WEAK_TEXTS
from collectors.tables.widedates import DateOrder


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the rows of one shape of table are read. Plain values: it can be kept as JSON.

    `columns` are pairs: a name of TABLE_COLUMNS or MORE_COLUMNS, and a column of the file as
    TableFound.columns has it. Where a name comes twice, the first column that is not empty counts.
    """

    columns: tuple[tuple[str, str], ...]
    date_order: DateOrder | None = None  # where the file itself shows none; None: day first
    zone: str | None = None  # IANA name; whose time it is where none is given; None: the company's
    platform: Platform | None = None  # of every row; None: each row's address or own words decide
    kind: Kind | None = None  # of rows that do not say
    own: bool = False  # the account's owner wrote every row
    join_texts: bool = False  # all columns of text together make the text
    plain: bool = False  # the project's own columns: an unknown word is a mistake
    rejects: bool = False  # a rejects file that came back
    url_of_id: str = ""  # an address with {} in the place of the id

    def of(self, column: str) -> tuple[str, ...]:
        """The file's columns that stand for one of ours."""
        return tuple(theirs for ours, theirs in self.columns if ours == column)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping, and whether a person must look at it first."""

    mapping: Mapping
    certain: bool
    why: str  # a sentence for that person


_BY = ("published_at", "url", "author", "rating")  # beside the text, one of these must be there


def propose(found: TableFound) -> Proposal:
    """The mapping that a table's columns and first rows speak for.

    Certain only if it is a known tool's or the project's own, or the text is unambiguous and a
    date, an address, an author or a rating stands beside it by name.
    """
    if is_rejects(found.columns):
        columns = tuple((c.casefold(), c) for c in found.columns if c.casefold() in REJECT_COLUMNS)
        mapping = Mapping(columns, plain=True, rejects=True)
        return Proposal(mapping, True, "these are rows that were rejected before, to be read again")
    if found.known:
        return Proposal(_known_mapping(found), True, f"its columns are those of {found.known.name}")
    return _by_names(found)


def _known_mapping(found: TableFound) -> Mapping:
    known = found.known
    assert known is not None
    pairs = [
        (ours, found.columns[found.folded.index(name)])
        for ours, names in known.columns.items()
        for name in names.split("|")
        if name in found.folded
    ]
    return Mapping(
        tuple(pairs),
        known.date_order,
        known.zone or _zone_named(found, pairs),
        known.platform,
        known.kind,
        known.own,
        known.join_texts,
        url_of_id=known.url_of_id,
    )


def _zone_named(found: TableFound, pairs: Sequence[tuple[str, str]]) -> str | None:
    """UTC, where the dates' column says so: `Date (GMT)`, `created_utc`."""
    dates = [found.folded[found.columns.index(c)] for ours, c in pairs if ours == "published_at"]
    return "UTC" if dates and re.search(r"\b(gmt|utc)\b", dates[0]) else None


def _by_names(found: TableFound) -> Proposal:
    pairs: list[tuple[str, str]] = []
    for ours in SYNONYMS:
        if (column := _named(found, ours)) and _is_free(ours, column, pairs):
            pairs.append((ours, column))
    named = dict(pairs)
    doubt = _doubt(found, named)
    pairs += _by_values(found, named)
    plain = all(ours == theirs.casefold() for ours, theirs in pairs)
    mapping = Mapping(tuple(pairs), zone=_zone_named(found, pairs), plain=plain)
    if doubt:
        return Proposal(mapping, False, doubt)
    told = ", ".join(f"{ours} from “{theirs}”" for ours, theirs in pairs)
    return Proposal(mapping, True, f"by the names of its columns: {told}")


def _is_free(ours: str, column: str, pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether a column is not taken; where a tool's `Source` is, both readings are tried."""
    taken = [o for o, theirs in pairs if theirs == column]
    return not taken or (ours == "publisher" and taken == ["platform"])


def _named(found: TableFound, ours: str) -> str | None:
    """The file's column whose name and values speak most for one of ours."""
    if ours in found.folded and ours in TABLE_COLUMNS:
        return found.columns[found.folded.index(ours)]
    fits = FITS.get(ours, anything)
    for name in SYNONYMS[ours]:
        for place, theirs in enumerate(found.folded):
            if theirs == name and fits(found.values(found.columns[place])):
                return found.columns[place]
    return None


def _doubt(found: TableFound, named: dict[str, str]) -> str:
    """Why a person must look; empty where nothing is in doubt."""
    text = named.get("text")
    if text is None:
        return "no column is named as one that holds what was said: choose it"
    if text.casefold() == "text":
        return ""
    name = found.folded[found.columns.index(text)]
    rivals = _rivals(found, named)
    if rivals:
        return f"what was said may stand in “{text}” or in “{rivals[0]}”: choose one"
    if name in WEAK_TEXTS:
        return f"“{text}” may hold what was said, or something about it: check the preview"
    if misfit := _misfit(found, named):
        return misfit
    if not any(each in named for each in _BY):
        return "no date, address, author or rating is named: check the preview"
    return ""


def _misfit(found: TableFound, named: dict[str, str]) -> str:
    """A column whose name promises what its first values do not hold."""
    for ours, what in (
        ("published_at", "dates that can be read"),
        ("url", "addresses"),
        ("rating", "numbers from 1 to 5"),
    ):
        taken = named.get(ours)
        if taken and not FITS[ours](found.values(taken)):
            return f"“{taken}” does not hold {what}: check the preview"
        telling = set(SYNONYMS[ours]) - _MANY_MEANINGS
        for column, name in zip(found.columns, found.folded, strict=True):
            if ours not in named and name in telling and column not in named.values():
                return f"“{column}” does not hold {what}: check the preview"
    return ""


_MANY_MEANINGS = frozenset("note score time tid link lank created posted published".split())


def _rivals(found: TableFound, named: dict[str, str]) -> list[str]:
    """Other columns that may hold the text: of the same name, or by name and just as long."""
    text, taken = named["text"], set(named.values())
    own = found.folded[found.columns.index(text)]
    length = size(found.values(text))
    return [
        column
        for column, name in zip(found.columns, found.folded, strict=True)
        if column not in taken and name in SYNONYMS["text"] and is_text(found.values(column))
        if name == own or size(found.values(column)) > length / 2
    ]


def _by_values(found: TableFound, named: dict[str, str]) -> list[tuple[str, str]]:
    """What the first rows tell of columns whose names tell nothing: never enough to be certain."""
    pairs: list[tuple[str, str]] = []
    free = [column for column in found.columns if column not in named.values()]
    for ours in ("published_at", "url", "rating", "text"):
        speaking = [c for c in free if found.values(c) and FITS[ours](found.values(c))]
        if ours in named or not speaking:
            continue
        if ours == "text":
            speaking = [max(speaking, key=lambda column: size(found.values(column)))]
        if len(speaking) == 1:
            pairs.append((ours, speaking[0]))
            free.remove(speaking[0])
    return pairs
