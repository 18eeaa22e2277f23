"""The audit: the log checked against its chain and the kept heads, and taken away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from earshot.handling.house import House, company_in
from earshot.protection import heads
from earshot.rules import chain
from earshot.rules.access import Reader, Right, require
from earshot.rules.chain import Checked, Head, Record
from earshot.rules.events import PROGRAM, Event, EventKind, NewEvent
from earshot.store import log
from earshot.store.gate import Store
from earshot.store.rows import Connection
from earshot.words.period import Period

SOMEBODY = "somebody"  # the actor of what is done by who has not said who they are
EXPORTS = "exports"  # the subject of what is taken away
LOG = "log"


def verify(house: House, kept: Sequence[Head]) -> Checked:
    """Hold the whole log against its chain and these heads, in many short units of work.

    What is erased meanwhile is accounted for by an Event further on, which is met as well.
    """
    found = chain.verify(_Parts(house.store), kept)
    with house.store.unit() as connection:
        put_in = log.unnumbered(connection)
    return found._replace(problems=(*put_in, *found.problems))


def check(house: House, now: datetime) -> tuple[Checked, list[str]]:
    """Verify the log against every head that is kept, and keep what was found beside them.

    The sentences tell which files of heads cannot be read or written.
    """
    noted = heads.read(house)
    found = verify(house, noted.heads)
    return found, [*noted.complaints, *heads.keep(house, found, now)]


def check_for(house: House, reader: Reader, now: datetime) -> list[str]:
    """`check`, asked for by a person: what cannot be read or written, in sentences.

    Raises:
        Refused: the reader may not read the log.
    """
    with house.store.unit() as connection:
        require(reader, Right.LOG, company_in(connection))
    return check(house, now)[1]


def check_by_night(house: House, now: datetime) -> list[str]:
    """`check`; says what is bad, and nothing where all is well."""
    found, complaints = check(house, now)
    return complaints if found.ok else [f"THE LOG DOES NOT HOLD. {_told(found)}", *complaints]


def _told(found: Checked) -> str:
    sentences = [chain.in_words(problem) for problem in found.problems[:5]]
    rest = len(found.problems) - len(sentences)
    return " ".join(sentences) + (f" And {rest} more: `earshot audit verify`." if rest > 0 else "")


class _Parts:
    """The log's records in order, each part read in a unit of work of its own, so that nobody
    waits for the whole."""

    def __init__(self, store: Store, upto: int | None = None) -> None:
        self._store = store
        self._upto = upto

    def __iter__(self) -> Iterator[Record]:
        for part, _, _ in self.with_withheld():
            yield from part

    def with_withheld(self) -> Iterator[tuple[list[Record], set[int], set[int]]]:
        """Each part, the numbers in it whose details no export may hold, and those to seal."""
        last: int | None = None
        while self._upto is None or last is None or last < self._upto:
            with self._store.unit() as connection:
                part = log.records_after(connection, last)
                if not part:
                    return
                withheld = log.withheld_among(connection, part[0].seq, part[-1].seq)
                sealed = log.sealed_among(connection, part[0].seq, part[-1].seq)
            last = part[-1].seq
            yield part, withheld, sealed


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken away, as the log tells it: no name and no text."""

    what: str
    rows: int
    restricted_left_out: int = 0
    period: Period | None = None


def note_export(
    connection: Connection, taken: Taken, reader: Reader | None, now: datetime
) -> Event:
    """Write into the log that this is taken away; whoever makes the file asks for it first.

    `reader` is None for the command line.

    Raises:
        Refused: the reader may not take files away.
    """
    return _note(connection, taken, reader, Right.TAKE_AWAY, now)


def _note(
    connection: Connection, taken: Taken, reader: Reader | None, right: Right, now: datetime
) -> Event:
    if reader is not None:
        require(reader, right, company_in(connection))
    details = {
        "what": taken.what,
        "from": taken.period.start.isoformat() if taken.period else None,
        "to": taken.period.end.isoformat() if taken.period else None,
        "rows": taken.rows,
        "restricted_left_out": taken.restricted_left_out,
    }
    event = NewEvent(EventKind.EXPORTED, EXPORTS, details, _actor(reader))
    return log.append(connection, [event], now=now)[0]


def _actor(reader: Reader | None) -> str:
    if reader is None:
        return PROGRAM
    return reader.person.id if reader.person else SOMEBODY


@dataclass(frozen=True)
class LogExport:
    """The log, to be taken away: one line of JSON an Event, up to the one that tells of this."""

    store: Store
    events: int
    head: str
    with_details: bool

    def lines(self) -> Iterator[str]:
        """In memory is never more than a part. Of what is withheld, salt and details are null; of
        what is sealed all but number, time and hash."""
        for part, withheld, sealed in _Parts(self.store, self.events).with_withheld():
            for record in part:
                if record.seq > self.events:
                    continue
                shown = self._shown(record, withheld)
                yield chain.as_line(chain.seal(record) if record.seq in sealed else shown) + "\n"

    def _shown(self, record: Record, withheld: set[int]) -> Record:
        if self.with_details and record.seq not in withheld:
            return record
        return record._replace(salt=None, details=None, withheld=True)


def export_log(
    house: House, reader: Reader | None, now: datetime, *, with_details: bool = True
) -> LogExport:
    """Note in the log that it is taken away, and give what writes it, this note included.

    `reader` is None for the command line; even that is not told what is about restricted items.

    Raises:
        Refused: the reader may not read the log.
    """
    with house.store.unit() as connection:
        rows = log.head(connection)[0] + 1
        taken = Taken(LOG, rows, log.restricted_events(connection))
        _note(connection, taken, reader, Right.LOG, now)
        events, head = log.head(connection)
    return LogExport(house.store, events, head, with_details)
