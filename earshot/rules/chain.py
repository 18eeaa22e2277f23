"""The chain: whether a log of Events is still what was written, and if not, where and how.

This file needs nothing but Python's standard library, so that whoever distrusts the program that
keeps the log can read this one and run it alone:

    python chain.py LOG.jsonl [--head H]

Each Event's hash follows from the hash before it and from what it says, its own number included. So
one that fails where it stands may still be proved genuine elsewhere: it was moved. A number that
nothing genuine bears was removed; what bears a number that is taken was inserted. Whoever computes
every hash anew leaves no trace in the log itself: only a hash that was kept elsewhere shows it.

An export seals what is about restricted items: of these Events it holds number, time and hash. The
hash is taken as given, and what follows is held against it. Whether it follows from the Event
before, and what a run of sealed Events says, cannot be told from the file: the program, which has
the whole log, tells it.
"""

import argparse
import hashlib
import json
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

GENESIS = "0" * 64  # what the first Event's hash follows, and the head of an empty log
NAMING = ("erased", "retained")  # the kinds of Events that say whose details are gone
SHIFTS = 10_000  # how far a renumbered row is looked for
TRIES = 2_000_000  # hashes that are computed in search of where rows belong, in all
NEAR = 16  # rows on either side of one that are looked at whatever their numbers say
SEARCHED = 20_000  # rows that fail; of more it is not asked where each belongs
TOLD = 1_000  # problems that are listed


class Record(NamedTuple):
    """One Event as the log holds it, or as a line of its export does."""

    seq: int
    recorded_at: str  # 2026-11-14T18:05:00Z
    actor: str
    kind: str
    subject: str
    details_sha256: str
    hash: str
    salt: str | None
    details: str | None  # the very text that was digested; None: withheld, or gone
    withheld: bool = False  # left out of an export on purpose
    sealed: bool = False  # so are actor, kind, subject and digest: "" here, null in the file


class Head(NamedTuple):
    """A hash that was noted outside the log while it was the last."""

    hash: str
    events: int | None = None  # how many there were then


class Problem(NamedTuple):
    seq: int
    kind: str  # one of WORDS


class Checked(NamedTuple):
    """What came of holding a log against its chain."""

    events: int
    head: str
    problems: tuple[Problem, ...]  # at most TOLD of them, by number

    @property
    def ok(self) -> bool:
        return not self.problems


class NoLog(ValueError):
    """A file that is no export of a log; says which file, which line, and what is wrong."""


WORDS = {
    "changed": "it, or what stands beside it, is not what was written (where its hash was computed "
    "anew, this is the Event after it)",
    "removed": "it is not there any more",
    "reordered": "it is genuine, and stands in another place than its own",
    "inserted": "it was put in, and bears a number that another has",
    "truncated": "a head that was kept elsewhere is not in the log: its end is missing from here",
    "rewritten": "its hash is another than the one that was kept elsewhere: the log was written "
    "anew before or from here",
    "details_removed": "its details are gone, and no Event says who erased them",
}


def in_words(problem: Problem) -> str:
    return f"Event {problem.seq}: {problem.kind}: {WORDS[problem.kind]}."


def details_digest(salt: str, details: str) -> str:
    return hashlib.sha256((salt + details).encode("utf-8", "surrogatepass")).hexdigest()


def chain_hash(
    previous: str, seq: int, recorded_at: str, actor: str, kind: str, subject: str, digest: str
) -> str:
    """SHA-256, in hex, of the previous hash and the chained part as a JSON list."""
    chained = json.dumps([previous, seq, recorded_at, actor, kind, subject, digest])
    return hashlib.sha256(chained.encode()).hexdigest()


def verify(records: Iterable[Record], heads: Sequence[Head] = ()) -> Checked:
    """Hold a log, in the order in which it is kept, against its chain and against kept heads.

    `records` are gone through once where all is well, and a second time where it is not: give a
    list, or what begins anew each time. Beyond one pass in flat memory no work is done on a log
    that holds; on one that does not, the search is bounded (TRIES).
    """
    again = list(records) if isinstance(records, Iterator) else records
    return _if_well(again, heads) or _Search(again, heads).outcome()


def _if_well(records: Iterable[Record], heads: Sequence[Head]) -> Checked | None:
    """One pass; None as soon as something does not hold."""
    previous, place, unmet, gone = GENESIS, 0, {head.hash for head in heads} - {GENESIS}, _Gone()
    noted = {head.hash: head.events for head in heads if head.events}
    for place, record in enumerate(records, start=1):
        if record.seq != place or (record.sealed and noted.get(record.hash, place) != place):
            return None
        if not record.sealed and _follows(record, previous, place) != record.hash:
            return None
        if not gone.note(record, place):
            return None
        previous = record.hash
        unmet.discard(previous)
    return Checked(place, previous, ()) if not unmet and not gone.unnamed() else None


def _follows(record: Record, previous: str, seq: int) -> str:
    """The hash that this Event would have after `previous`, with this number."""
    return chain_hash(
        previous,
        seq,
        record.recorded_at,
        record.actor,
        record.kind,
        record.subject,
        record.details_sha256,
    )


class _Gone:
    """Which Events have no details any more, and which of them another Event accounts for."""

    def __init__(self) -> None:
        self._runs: list[list[int]] = []  # [from, to] of those without details
        self._named: list[tuple[int, int]] = []

    def note(self, record: Record, seq: int) -> bool:
        """Whether what stands beside this Event is what was written, or nothing."""
        if record.details is None:
            if not record.withheld:
                self.lacks(seq)
            return True
        if details_digest(record.salt or "", record.details) != record.details_sha256:
            return False
        if record.kind in NAMING:
            self.name(record.details)
        return True

    def lacks(self, seq: int) -> None:
        if self._runs and self._runs[-1][1] == seq - 1:
            self._runs[-1][1] = seq
        else:
            self._runs.append([seq, seq])

    def name(self, details: str) -> None:
        """Raises nothing: what an Event does not say in the agreed way, it does not say."""
        try:
            ranges = json.loads(details)["seqs"]
            self._named += [(int(start), int(end)) for start, end in ranges]
        except (ValueError, TypeError, KeyError):
            return

    def unnamed(self) -> list[int]:
        """Of those without details the numbers that no Event names; at most TOLD."""
        named, found = _merged(self._named), list[int]()
        for start, end in self._runs:
            at = start
            while at <= end and len(found) < TOLD:
                place = bisect_left(named, (at + 1,)) - 1  # the last range that begins by here
                if place >= 0 and named[place][1] >= at:
                    at = named[place][1] + 1
                else:
                    found.append(at)
                    at += 1
        return found


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start <= end:
            merged.append((start, end))
    return merged


class _Search:
    """Where each row of a log that does not hold belongs. Rows are named by their place, from 0.

    `own` is a row's own number: proved by its hash, or vouched for by the row that follows its
    hash; 0 where nothing tells it.
    """

    def __init__(self, records: Iterable[Record], heads: Sequence[Head]) -> None:
        self.heads = heads
        self.seqs: list[int] = []  # as each row bears it
        self.hashes: list[str] = []
        self.own: list[int] = []
        self.after: list[int | None] = []  # the place it follows; -1: a beginning; None: not found
        self.followed = bytearray()  # whether a row follows this one
        self.odd: dict[int, Record] = {}  # those that do not follow the row before
        self.sealed: list[int] = []  # places of which only the hash is known
        self.wrong: list[int] = []  # places with other details than were written
        self.bare: list[int] = []  # places without details
        self.naming: list[tuple[int, str]] = []
        self.tries = TRIES
        for record in records:
            self._take(record)
        self._anchor()
        self._place_the_odd()
        self._number_the_sealed()

    def _take(self, record: Record) -> None:
        place = len(self.seqs)
        self.seqs.append(record.seq)
        self.hashes.append(record.hash)
        self.own.append(0)
        self.after.append(None)
        self.followed.append(0)
        self._take_details(record, place)
        if record.sealed:
            self.sealed.append(place)
        elif not self._continues(record, place) and len(self.odd) < SEARCHED:
            self.odd[place] = record._replace(salt=None, details=None)

    def _take_details(self, record: Record, place: int) -> None:
        if record.details is None:
            if not record.withheld:
                self.bare.append(place)
        elif details_digest(record.salt or "", record.details) != record.details_sha256:
            self.wrong.append(place)
        elif record.kind in NAMING:
            self.naming.append((place, record.details))

    def _continues(self, record: Record, place: int) -> bool:
        """Whether it follows the row before it: by the number it bears, by the next one, or, where
        the row before is odd too, by any near, as in a log that was numbered anew."""
        before = place - 1
        previous = self.hashes[before] if place else GENESIS
        known = self.own[before] or self.seqs[before] if place else 0
        if self._fits(record, place, before, previous, (record.seq, known + 1)):
            return True
        if not place or self.own[before] or self.tries <= 0:
            return False
        shifts = (record.seq + each for n in range(1, SHIFTS) for each in (n, -n))
        return self._fits(record, place, before, previous, shifts)

    def _fits(
        self, record: Record, place: int, before: int, previous: str, numbers: Iterable[int]
    ) -> bool:
        """Try numbers; the first that gives its hash is its own, and tells the one before."""
        for number in numbers:
            self.tries -= 1
            if number > 0 and _follows(record, previous, number) == record.hash:
                self.own[place], self.after[place] = number, before
                if before >= 0:
                    self.own[before] = self.own[before] or number - 1
                    self.followed[before] = 1
                return True
            if self.tries <= 0 and number != record.seq:
                return False
        return False

    def _anchor(self) -> None:
        """A row whose hash was kept elsewhere has the number that was noted with it."""
        noted = {head.hash: head.events for head in self.heads if head.events}
        if noted:
            for place, each in enumerate(self.hashes):
                self.own[place] = self.own[place] or noted.get(each) or 0

    def _place_the_odd(self) -> None:
        """Two rounds more than one: what is placed tells where others belong."""
        for _ in range(3):
            near = self._by_number()
            ends = [place for place, followed in enumerate(self.followed) if not followed]
            placed = [self._placed(place, near, ends) for place in self._unplaced()]
            if not any(placed):
                return

    def _unplaced(self) -> list[int]:
        return [place for place in self.odd if self.after[place] is None]

    def _by_number(self) -> dict[int, list[int]]:
        """The places of the numbers that the rows to be placed may follow."""
        wanted = {self.seqs[p] - 1 for p in self._unplaced()}
        wanted |= {self.own[p] - 1 for p in self._unplaced()}
        found: dict[int, list[int]] = {}
        for place, (seq, own) in enumerate(zip(self.seqs, self.own, strict=True)):
            for number in {seq, own} & wanted:
                found.setdefault(number, []).append(place)
        return found

    def _placed(self, place: int, near: dict[int, list[int]], ends: list[int]) -> bool:
        record = self.odd[place]
        for head in (Head(GENESIS, 0), *self.heads):
            number = record.seq if head.events is None else head.events + 1
            if self._fits(record, place, -1, head.hash, (self.own[place] or number,)):
                return True
        around = range(max(0, place - NEAR), min(len(self.seqs), place + NEAR))
        numbered = near.get(self.own[place] - 1, []) + near.get(record.seq - 1, [])
        for before in (*numbered[: 4 * NEAR], *around, *ends):
            if before != place and self._joins(record, place, before):
                return True
            if self.tries <= 0:
                return False
        return False

    def _joins(self, record: Record, place: int, before: int) -> bool:
        next_number = (self.own[before] or self.seqs[before]) + 1
        numbers = (self.own[place],) if self.own[place] else (record.seq, next_number)
        return self._fits(record, place, before, self.hashes[before], numbers)

    def _number_the_sealed(self) -> None:
        """A sealed row that no other tells the number of has the one that the rows about it make
        likely, if nothing else has it; a copy of a row has none."""
        unknown = [place for place in self.sealed if not self.own[place]]
        known = {number for number in self.own if number}
        hashes = {self.hashes[place] for place, number in enumerate(self.own) if number}
        last = max((place for place, number in enumerate(self.own) if number), default=-1)
        highest = max(len(self.own), *known, 0)
        within = set(self.sealed)
        # From the end of each run backwards, as far as the row after it has told; then the rest
        for places, run_only in ((unknown[::-1], True), (unknown, False)):
            for place in places:
                if self.own[place] or self.hashes[place] in hashes:
                    continue
                end = highest if place < last else sys.maxsize
                likely = self._likely(place, within, run_only=run_only)
                self.own[place] = next((n for n in likely if 0 < n <= end and n not in known), 0)
                if self.own[place]:
                    known.add(self.own[place])
                    hashes.add(self.hashes[place])

    def _likely(self, place: int, sealed: set[int], *, run_only: bool) -> list[int]:
        """The numbers that a row may have: moved as far as the one beside it, or the next one."""
        after = place + 1
        told = after < len(self.own) and self.own[after] > 0
        moved = [self.own[after] - self.seqs[after]] if told and after in sealed else []
        if run_only:
            return [self.seqs[place] + each for each in moved]
        before = self.own[place - 1] if place else 0
        shift = before - self.seqs[place - 1] if before else 0
        return [self.seqs[place] + shift, *([before + 1] if before or not place else [])]

    # What is told of it

    def outcome(self) -> Checked:
        genuine = self._genuine()
        unproved = self._holding_their_number(genuine)
        taken = genuine.keys() | unproved.keys()
        placed = {*genuine.values(), *unproved.values()}
        inserted = [place for place in range(len(self.seqs)) if place not in placed]
        last = max(taken, default=0)
        found = {Problem(self.seqs[place], "inserted") for place in inserted}
        found |= {Problem(number, "removed") for number in _missing(taken, last)}
        found |= self._changed(genuine, unproved, taken)
        found |= self._out_of_order(genuine)
        found |= self._of_details(set(inserted))
        found |= self._of_heads(taken, last)
        listed = sorted(found)[:TOLD] or [Problem(self._first_wrong(), "changed")]
        return Checked(len(self.seqs), self.hashes[-1] if self.hashes else GENESIS, tuple(listed))

    def _genuine(self) -> dict[int, int]:
        """number -> place. Of several with one number it is the one that most others follow."""
        places: dict[int, list[int]] = {}
        for place, number in enumerate(self.own):
            if number:
                places.setdefault(number, []).append(place)
        if all(len(each) == 1 for each in places.values()):
            return {number: each[0] for number, each in places.items()}
        depth = self._depths()
        return {
            number: max(each, key=lambda place: self._rank(place, depth))
            for number, each in places.items()
        }

    def _rank(self, place: int, depth: list[int]) -> tuple[int, bool, bool, int]:
        proved = self.after[place] is not None
        return depth[place], proved, self.seqs[place] == self.own[place], -place

    def _depths(self) -> list[int]:
        """How many rows follow each, one after the other; those to a kept head before all."""
        kept = {head.hash for head in self.heads}
        depth = [len(self.seqs) * (each in kept) for each in self.hashes]
        for place in sorted(range(len(self.own)), key=self.own.__getitem__, reverse=True):
            before = self.after[place]
            if before is not None and before >= 0:
                depth[before] = max(depth[before], depth[place] + 1)
        return depth

    def _holding_their_number(self, genuine: dict[int, int]) -> dict[int, int]:
        """number -> place of rows that nothing proves, and whose number nothing else bears."""
        found: dict[int, int] = {}
        known = 0
        sealed = set(self.sealed)  # those without a number have none: they are copies, or put in
        for place, own in enumerate(self.own):
            if not own and place not in sealed:
                likely = (self.seqs[place], known + 1)
                free = (n for n in likely if n > known and n not in genuine and n not in found)
                own = next(free, 0)
                if own:
                    found[own] = place
            known = own or known
        return found

    def _changed(
        self, genuine: dict[int, int], unproved: dict[int, int], taken: set[int]
    ) -> set[Problem]:
        """Rows that do not give their hash although the one before them is there, and rows that
        bear another number for no reason."""
        told, sealed = set(), set(self.sealed)
        for number, place in (genuine | unproved).items():
            if place in sealed:
                continue
            if self.after[place] is None and (number == 1 or number - 1 in taken):
                told.add(Problem(self.seqs[place], "changed"))
        at, known, shift = -1, 0, 0
        for place in sorted(genuine.values()):
            number, moved = self.own[place], self.seqs[place] - self.own[place]
            beside = place == at + 1 and number == known + 1
            if beside and moved not in (0, shift):
                told.add(Problem(number, "changed"))
            at, known, shift = place, number, moved
        return told

    def _out_of_order(self, genuine: dict[int, int]) -> set[Problem]:
        """The fewest rows that would have to be put elsewhere."""
        numbers = [self.own[place] for place in sorted(genuine.values())]
        return {Problem(number, "reordered") for number in set(numbers) - _rising(numbers)}

    def _of_details(self, inserted: set[int]) -> set[Problem]:
        """Only of rows that bear their own number: details are kept by number."""
        gone = _Gone()
        for place, details in self.naming:
            if self.after[place] is not None:
                gone.name(details)
        for place in self.bare:
            if place not in inserted and self.own[place] in (0, self.seqs[place]):
                gone.lacks(self.seqs[place])
        told = {Problem(seq, "details_removed") for seq in gone.unnamed()}
        return told | {
            Problem(self.seqs[place], "changed")
            for place in self.wrong
            if place not in inserted and self.own[place] in (0, self.seqs[place])
        }

    def _of_heads(self, taken: set[int], last: int) -> set[Problem]:
        """Heads that are not in the log: cut off, written anew, or of one row that was changed."""
        there = {GENESIS, *self.hashes}
        cut = False
        for head in sorted(self.heads, key=lambda each: each.events or last + 1):
            if head.hash in there:
                continue
            followed = self._followed_by_one_of(head)
            number = followed or head.events or last + 1
            if number > last:
                cut = True
            elif number in taken:
                return {Problem(number, "changed" if followed else "rewritten")}
        return {Problem(last + 1, "truncated")} if cut else set()

    def _followed_by_one_of(self, head: Head) -> int:
        """The number of the Event that had this hash, where one that followed it is there; or 0."""
        for place, record in self.odd.items():
            own = self.own[place]
            if self.after[place] == -1 and _follows(record, head.hash, own) == record.hash:
                return own - 1
        return 0

    def _first_wrong(self) -> int:
        return self.seqs[min(self.odd)] if self.odd else next(iter(self.seqs), 1)


def _missing(taken: set[int], last: int) -> list[int]:
    missing: list[int] = []
    known = 0
    for number in sorted(taken):
        room = min(number - known - 1, TOLD - len(missing))
        missing += range(known + 1, known + 1 + room)
        known = number
    return missing


def _rising(numbers: Sequence[int]) -> set[int]:
    """The most of these, all different, that rise one after the other."""
    ends: list[int] = []  # the lowest last number of a rise of each length
    before: dict[int, int] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        before[number] = ends[length - 1] if length else 0
        ends[length : length + 1] = [number]
    rise, at = set[int](), ends[-1] if ends else 0
    while at:
        rise.add(at)
        at = before[at]
    return rise


class Export:
    """The lines of an exported log, read anew each time that they are gone through."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __iter__(self) -> Iterator[Record]:
        """Raises NoLog for what is no line of a log."""
        try:
            with self.path.open("rb") as lines:
                for number, line in enumerate(lines, start=1):
                    yield read_line(line, f"{self.path}, line {number}")
        except OSError as error:
            raise NoLog(f"{self.path} cannot be read: {error.strerror}.") from error


TEXTS = ("recorded_at", "actor", "kind", "subject", "details_sha256", "hash")
SEALED = ("actor", "kind", "subject", "details_sha256")  # of a sealed Event: left out


def read_line(line: bytes, where: str) -> Record:
    """Raises NoLog, naming `where`."""
    try:
        told = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise NoLog(f"{where}: this is no JSON, so the file is no whole export of a log.") from None
    needed = [name for name in Record._fields if name != "sealed"]  # older exports have none
    lacking = [name for name in needed if not isinstance(told, dict) or name not in told]
    if lacking:
        raise NoLog(f"{where}: this is no Event of an exported log: no {', '.join(lacking)}.")
    told.setdefault("sealed", False)
    bad = [name for name in Record._fields if not _can_be(name, told[name], told["sealed"] is True)]
    if bad:
        raise NoLog(f"{where}: {', '.join(bad)} cannot be read.")
    if told["sealed"]:
        return seal(
            Record(told["seq"], told["recorded_at"], "", "", "", "", told["hash"], None, None)
        )
    return Record(*(told[name] for name in Record._fields))


def _can_be(name: str, value: Any, sealed: bool) -> bool:
    if name == "seq":
        return isinstance(value, int) and not isinstance(value, bool)
    if name in ("withheld", "sealed"):
        return isinstance(value, bool)
    if sealed and name not in ("recorded_at", "hash"):
        return value is None  # else something would stand there that nothing is held against
    return isinstance(value, str) or (name not in TEXTS and value is None)


def seal(record: Record) -> Record:
    """What an export tells of an Event about a restricted item. Not the digest either: together
    with the hash it would let actor, kind and subject be guessed."""
    kept = (record.seq, record.recorded_at, "", "", "", "", record.hash)
    return Record(*kept, salt=None, details=None, withheld=True, sealed=True)


def as_line(record: Record) -> str:
    """One line of an export, without its end."""
    left_out = dict.fromkeys(SEALED) if record.sealed else {}
    return json.dumps(record._asdict() | left_out, ensure_ascii=False)


def is_hash(text: str) -> bool:
    return len(text) == 64 and all(each in "0123456789abcdef" for each in text)


def outcome_line(found: Checked) -> dict[str, Any]:
    return {
        "ok": found.ok,
        "events": found.events,
        "head": found.head,
        "problems": [{"seq": each.seq, "kind": each.kind} for each in found.problems],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Check an exported log of Earshot.")
    parser.add_argument("file", type=Path, help="what `earshot audit export` wrote")
    parser.add_argument("--head", help="the last hash, as it was noted down elsewhere")
    given = parser.parse_args()
    if given.head is not None and not is_hash(given.head):
        parser.error("--head is 64 digits of 0 to 9 and a to f")
    try:
        found = verify(Export(given.file), [Head(given.head)] if given.head else [])
    except NoLog as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(outcome_line(found)))
    for problem in found.problems:
        print(in_words(problem), file=sys.stderr)
    return 0 if found.ok else 1


if __name__ == "__main__":
    sys.exit(main())
