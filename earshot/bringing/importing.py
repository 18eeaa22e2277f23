"""Imports: tables of what was said, read as a stream and taken in by parts."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from collectors.errors import Problem, UnreadableSource
from collectors.post import Platform, Post, Rejected
from collectors.tables.table import read_table
from earshot.handling.administration import account_for
from earshot.handling.house import House, company_in
from earshot.handling.keeping import Delivery
from earshot.handling.rejects import RejectsFile
from earshot.rules.company import Account, Company, Source, SourceKind, source_id, source_set
from earshot.store import log
from earshot.store.rows import Connection
from earshot.store.runs import Counts, Run, Status

PART = 2_000  # entries taken in by one unit of work


NOTHING = Counts()


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file."""

    file: str
    platform: str
    counts: Counts = NOTHING
    left_unread: tuple[tuple[str, int], ...] = ()
    rejects_file: str | None = None
    new_accounts: tuple[str, ...] = ()
    error: str | None = None  # the file could not be read, or not to its end

    @property
    def read(self) -> int:
        return self.counts.fetched + self.counts.rejected


@dataclass(frozen=True)
class Importer:
    """Imports into one house, in one person's name."""

    house: House
    actor: str
    platform: Platform | None = None  # of rows that do not say
    account: str | None = None  # the name of the account that rows are about which do not say

    def import_path(self, path: Path, *, now: datetime, name: str = "") -> Imported:
        """Read one file, called `name` in what is said of it.

        One that cannot be read at all gives an `error`, and changes nothing; of one that breaks
        off, what stands before the break is taken in, and the `error` says so.
        """
        try:
            stream = path.open("rb")
        except OSError as error:
            return self._failed(name or path.name, f"{path} cannot be read: {error.strerror}.")
        with stream:
            return self.import_stream(stream, name or path.name, now=now)

    def import_stream(self, stream: BinaryIO, name: str, *, now: datetime) -> Imported:
        with self.house.store.unit() as connection:
            zone = company_in(connection).zone
        try:
            entries = _Entries(name, lambda: read_table(stream, name=name, now=now, zone=zone))
        except UnreadableSource as error:
            return self._failed(name, str(error))
        return self._take_in(entries, name, now)

    def _failed(self, name: str, sentence: str) -> Imported:
        return Imported(name, (self.platform or Platform.TABLE).value, error=sentence)

    def _take_in(self, entries: "_Entries", name: str, now: datetime) -> Imported:
        taking = _Taking(Run(secrets.token_hex(8), "", now, now, Status.OK))
        rejects = self._rejects_file(name, taking.run)
        part: list[Post | Rejected] | None = entries.part() or []  # a table may have no rows
        while part is not None:
            following = entries.part() or None
            ready = [self._completed(entry) for entry in part]
            taking.platforms.update(e.platform.value for e in ready if isinstance(e, Post))
            rejects.add(entry for entry in ready if isinstance(entry, Rejected))
            if entries.broken and following is None:
                taking.run = _broken(taking.run, entries.broken)
            self._take_in_part(ready, taking, closes=following is None, now=now)
            part = following
        return Imported(
            name,
            _said_platform(taking.platforms, self.platform),
            taking.run.counts,
            rejects_file=str(rejects.path) if rejects.written else None,
            new_accounts=tuple(taking.made),
            error=_so_far(entries.broken, taking.run.counts) if entries.broken else None,
        )

    def _rejects_file(self, name: str, run: Run) -> RejectsFile:
        return RejectsFile(self.house.folder / "rejects" / f"{Path(name).stem}-{run.id[:6]}.csv")

    def _completed(self, entry: Post | Rejected) -> Post | Rejected:
        """Give a row what the whole file is known to be about."""
        if isinstance(entry, Rejected):
            return entry
        if self.platform and entry.platform is Platform.TABLE:
            entry = replace(entry, platform=self.platform)
        return entry if entry.account else replace(entry, account=self.account)

    def _take_in_part(
        self, part: list[Post | Rejected], taking: "_Taking", *, closes: bool, now: datetime
    ) -> None:
        """One part in one unit: judged before the store is held."""
        with self.house.store.unit() as connection:
            self._make_accounts(connection, part, taking.made, now)
            company = company_in(connection)
            source = self._source(connection, company, now)
        run = replace(taking.run, source=source.id)
        delivery = Delivery(source, run, part, closes=closes, met=taking.met)
        intake = self.house.intake(company)
        taking.run = intake.take_in(self.house.store, [delivery], now=now)[0]

    def _make_accounts(
        self, connection: Connection, part: list[Post | Rejected], made: list[str], now: datetime
    ) -> None:
        named = {e.account: e.platform for e in part if isinstance(e, Post) and e.account}
        for name, platform in named.items():
            platform = Platform.OTHER if platform is Platform.TABLE else platform
            account, new = account_for(
                connection, name, platform=platform, actor=self.actor, now=now
            )
            if new:
                made.append(account.name)

    def _source(self, connection: Connection, company: Company, now: datetime) -> Source:
        """The Source of imported tables, one for each account; made by the first import."""
        account = company.account_named(self.account) if self.account else None
        wanted = source_id(SourceKind.TABLE, (self.account or "").casefold())
        if wanted in company.sources:
            return company.sources[wanted]
        source = _table_source(wanted, account, now)
        log.append(connection, [source_set(source, self.actor)], now=now)
        return source


def _table_source(wanted: str, account: Account | None, now: datetime) -> Source:
    return Source(
        id=wanted,
        name=f"Imported tables: {account.name}" if account else "Imported tables",
        url="",
        kind=SourceKind.TABLE,
        starts_at=now,
        account=account.id if account else None,
        every=0,
    )


class _Entries:
    """A file's entries by parts, up to its end or to where it cannot be read further.

    Raises UnreadableSource for a file of which nothing can be read.
    """

    def __init__(self, name: str, read: Callable[[], Iterator[Post | Rejected]]) -> None:
        self.broken: str | None = None  # why the file could not be read to its end
        self._name = name
        try:
            self._stream = read()
            self._first = list(islice(self._stream, 1))
        except OSError as error:
            raise UnreadableSource(Problem.TRUNCATED, _unread(name, error)) from error

    def part(self) -> list[Post | Rejected]:
        """The next entries, PART of them at most; none at the end."""
        taken, self._first = self._first, []
        try:
            # One by one: what was read before the break is kept.
            for entry in islice(self._stream, PART - len(taken)):
                taken.append(entry)
        except UnreadableSource as error:
            self.broken = str(error)
        except OSError as error:
            self.broken = _unread(self._name, error)
        return taken


@dataclass
class _Taking:
    """One file on its way in."""

    run: Run
    platforms: Counter[str] = field(default_factory=Counter)
    made: list[str] = field(default_factory=list)  # names of accounts that are new
    met: set[str] = field(default_factory=set)  # Mentions that the file has brought so far


def _unread(name: str, error: OSError) -> str:
    return f"{name} cannot be read: {error.strerror or error}."


def _broken(run: Run, sentence: str) -> Run:
    return replace(run, status=Status.FAILED, problem=Problem.TRUNCATED.value, error=sentence)


def _so_far(sentence: str, counts: Counts) -> str:
    taken = counts.fetched + counts.rejected
    return (
        f"{sentence.rstrip('.')}. The {taken} rows before that were taken in; import the file "
        "again once it is whole, nothing is doubled."
    )


def _said_platform(found: Counter[str], given: Platform | None) -> str:
    """The platform of a file, where it is one; a mixed or bare table is a table."""
    if len(found) == 1:
        return next(iter(found))
    return (given or Platform.TABLE).value
