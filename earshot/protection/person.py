"""One person: every place in which something of them is kept, found and listed.

Asked by somebody with the right to it who has signed in, with a reason, and logged; or by the
program itself, which is the command line of whoever administers the machine. Nobody is shown the
words of a restricted item here: that there is one is all that is told.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from collectors.plaintext import one_line
from earshot.handling.house import House, company_in
from earshot.protection.person_files import in_files
from earshot.rules.access import Reader, Right, require
from earshot.rules.company import Company
from earshot.rules.events import PROGRAM, EventKind, NewEvent
from earshot.rules.naming import Name, read_name
from earshot.store import log, person
from earshot.store.person import Text, Where
from earshot.store.rows import Connection
from earshot.words.errors import Refused

SUBJECT = "person"  # of the Events about searching, handing over and erasing: never a name
SAID = frozenset({Where.MENTION, Where.VERSION})
OF_MENTIONS = SAID | {Where.JUDGEMENT, Where.SIGHTING}
_BEFORE, _AFTER = 40, 80  # code points of an excerpt around the name


class Role(StrEnum):
    AUTHOR = "author"  # they wrote it
    NAMED = "named"  # somebody else's words, or ours, name them


@dataclass(frozen=True, slots=True)
class Place:
    """One place. Of a restricted item there is one line, without anything of what it says."""

    where: Where
    id: str
    field: str | None
    role: Role | None
    excerpt: str | None
    restricted: bool


@dataclass(frozen=True, slots=True)
class Found:
    """All that is kept of one person."""

    name: Name
    texts: tuple[Text, ...]  # those that name them, of what is not restricted
    own: frozenset[str]  # the Mentions that they wrote
    named: frozenset[str]  # others' Mentions that name them
    aside: tuple[str, ...]  # restricted Mentions and Cases that are theirs or name them

    def role(self, text: Text) -> Role:
        return Role.AUTHOR if text.where in OF_MENTIONS and text.id in self.own else Role.NAMED

    def places(self) -> list[Place]:
        kept = [Place(Where.MENTION, each, None, None, None, True) for each in self.aside]
        return [*map(self._place, self.texts), *kept]

    def counts(self) -> dict[str, int]:
        """How many places of each kind there are; restricted items apart."""
        counted = Counter(place.where.value for place in self.places() if not place.restricted)
        restricted = {"restricted": len(self.aside)} if self.aside else {}
        return dict(sorted(counted.items())) | restricted

    def _place(self, text: Text) -> Place:
        field = text.field if text.present else f"{text.field} (earlier)"
        excerpt = excerpt_of(text.value, self.name)
        return Place(text.where, text.id, field, self.role(text), excerpt, False)


def find(
    house: House, said: str, reader: Reader | str, *, reason: str = "", now: datetime
) -> Found:
    """Look for a person everywhere, and log that it was done: why, and how much was found.

    Raises:
        Refused: who asks may not, or gives no reason; the text is too short to tell anybody by.
    """
    name = read_name(said)
    with house.store.unit() as connection:
        actor = asked_by(reader, Right.SEARCH_PERSON, company_in(connection))
        if actor != PROGRAM and not reason.strip():
            raise Refused("Give a reason: that somebody was searched for is logged with it.")
        found = look(connection, house, name)
        details = {"reason": name.struck(reason.strip()), "found": found.counts()}
        event = NewEvent(EventKind.PERSON_SEARCHED, SUBJECT, details, actor)
        log.append(connection, [event], now=now)
    return found


def asked_by(reader: Reader | str, right: Right, company: Company) -> str:
    """The id that an Event carries. Raises Refused where this is not theirs to do."""
    if isinstance(reader, str):
        if reader != PROGRAM:
            raise Refused("This is done by whoever has signed in, or on the command line.")
        return PROGRAM
    require(reader, right, company)
    assert reader.person is not None  # confidential: `require` has let in nobody without a name
    return reader.person.id


def look(connection: Connection, house: House, name: Name) -> Found:
    """Find all places, in the caller's unit of work."""
    kept = [*person.candidates(connection, name.words), *in_files(house, name)]
    naming = [text for text in kept if name.is_in(text.value)]
    restricted = person.restricted(connection)
    aside = {text.id for text in naming if text.case in restricted}
    shown = tuple(text for text in naming if text.case not in restricted)
    own = frozenset(_written(shown, name))
    named = frozenset(text.id for text in shown if text.where in OF_MENTIONS) - own
    return Found(name, shown, own, named, tuple(sorted(aside)))


def _written(texts: Iterable[Text], name: Name) -> set[str]:
    """The Mentions whose author is this name and nothing else: "Quill" alone does not make
    everybody of that name one person."""
    authors = (t for t in texts if t.where in SAID and t.field == "author")
    return {text.id for text in authors if name.is_all_of(text.value)}


def excerpt_of(text: str, name: Name) -> str:
    """The first place that names them, with a little of what stands around it."""
    start, end = name.spans(text)[0]
    begin, stop = max(0, start - _BEFORE), min(len(text), end + _AFTER)
    cut = one_line(text[begin:stop]) or ""
    return ("…" if begin else "") + cut + ("…" if stop < len(text) else "")
