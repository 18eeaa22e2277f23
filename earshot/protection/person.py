"""One person: every place in which something of them is kept, found and listed.

Asked by somebody with the right to it who has signed in, with a reason, and logged; or by the
program itself, which is the command line of whoever administers the machine. Nobody is shown the
words of a restricted item here, nor what was done about one that is restricted no more: that there
is something is all that is told.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
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
from earshot.store import restricted as store_restricted
from earshot.store.person import Part, Text, Where
from earshot.store.rows import Connection
from earshot.words.errors import Refused

SUBJECT = "person"  # of the Events about searching, handing over and erasing: never a name
SAID = frozenset({Where.MENTION, Where.VERSION})
OF_MENTIONS = SAID | {Where.JUDGEMENT, Where.FORMER, Where.SIGHTING}
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
    aside: tuple[str, ...]  # Mentions and Cases that are theirs or name them, and are or were
    # restricted: of those that are no more it is what was done meanwhile that is set aside

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

    Nobody waits for the whole store to be read: see `whereabouts`.

    Raises:
        Refused: who asks may not, or gives no reason; the text is too short to tell anybody by.
    """
    name = read_name(said)
    with house.store.unit() as connection:
        actor = asked_by(reader, Right.SEARCH_PERSON, company_in(connection))
        if actor != PROGRAM and not reason.strip():
            raise Refused("Give a reason: that somebody was searched for is logged with it.")
    near = whereabouts(house, name)
    with house.store.unit() as connection:
        asked_by(reader, Right.SEARCH_PERSON, company_in(connection))
        found = look(connection, house, name, near, asker=actor)
        details = {"reason": name.struck(reason.strip()), "found": found.counts()}
        event = NewEvent(EventKind.PERSON_SEARCHED, SUBJECT, details, actor)
        log.append(connection, [event], now=now)
    return found


def look_again(house: House, said: str, reader: Reader | str) -> Found:
    """What `find` would find now, for who has asked it and has been logged with the reason.

    Raises:
        Refused: who asks may not, or may not any more.
    """
    name = read_name(said)
    with house.store.unit() as connection:
        asked_by(reader, Right.SEARCH_PERSON, company_in(connection))
    near = whereabouts(house, name)
    with house.store.unit() as connection:
        actor = asked_by(reader, Right.SEARCH_PERSON, company_in(connection))
        return look(connection, house, name, near, asker=actor)


def asked_by(reader: Reader | str, right: Right, company: Company) -> str:
    """The id that an Event carries. Raises Refused where this is not theirs to do."""
    if isinstance(reader, str):
        if reader != PROGRAM:
            raise Refused("This is done by whoever has signed in, or on the command line.")
        return PROGRAM
    require(reader, right, company)
    assert reader.person is not None  # confidential: `require` has let in nobody without a name
    return reader.person.id


def whereabouts(house: House, name: Name) -> list[Part]:
    """The few rows that name them, for `look`: the store is read in parts, each in a unit of work
    of its own. What comes, goes or is restricted meanwhile is seen by `look`, which reads these
    rows again; only what is new is not."""
    with house.store.unit() as connection:
        parts = person.parts(connection)
    naming: list[Text] = []
    for part in parts:
        with house.store.unit() as connection:
            texts = list(person.candidates(connection, name.words, [part]))
        naming += [text for text in texts if name.is_in(text.value)]
    return person.only(naming)


def look(
    connection: Connection,
    house: House,
    name: Name,
    among: Sequence[Part] = person.WHOLE,
    *,
    asker: str,
) -> Found:
    """Find all places, in the caller's unit of work; without `among`, the whole store is read.

    Of restricted items only those that they wrote are told of, as one each, and to nobody who is
    named in it: phrase by phrase the words of all could be asked for.
    """
    kept = [*person.candidates(connection, name.words, among), *in_files(house, name)]
    naming = [text for text in kept if name.is_in(text.value)]
    restricted = person.restricted(connection)
    told = _may_be_told(connection, restricted, asker)
    written = (text for text in naming if text.where in SAID and text.field == "author")
    aside = {text.id for text in written if text.case in told}
    aside |= {text.id for text in naming if text.apart and text.case not in restricted}
    shown = tuple(t for t in naming if t.case not in restricted and not t.apart)
    own = frozenset(_written(shown, name))
    aside |= set(person.handled_apart(connection, own).values())
    named = frozenset(text.id for text in shown if text.where in OF_MENTIONS) - own
    return Found(name, shown, own, named, tuple(sorted(aside)))


def _may_be_told(connection: Connection, cases: set[str], asker: str) -> set[str]:
    """Of these restricted Cases, those that the asker may know to be somebody's."""
    locked = {each.id for each in store_restricted.kept(connection) if asker in each.found.locked}
    return cases - locked


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
