"""Imports: tables of what was said, read as a stream and taken in by parts."""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from collectors.errors import UnreadableSource
from collectors.post import Platform, Post, Rejected
from collectors.table import read_table
from earshot.administration import account_for
from earshot.company import Account, Company, Source, SourceKind, source_id, source_set
from earshot.keeping import Delivery
from earshot.rejects import RejectsFile
from earshot.setup import House, company_in
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
    error: str | None = None  # the file could not be read at all

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

    def import_path(self, path: Path, *, now: datetime) -> Imported:
        """Read one file; one that cannot be read at all gives an `error`, and changes nothing."""
        try:
            stream = path.open("rb")
        except OSError as error:
            return self._failed(path.name, f"{path} cannot be read: {error.strerror}.")
        with stream:
            return self.import_stream(stream, path.name, now=now)

    def import_stream(self, stream: BinaryIO, name: str, *, now: datetime) -> Imported:
        with self.house.store.unit() as connection:
            zone = company_in(connection).zone
        try:
            entries = read_table(stream, name=name, now=now, zone=zone)
            return self._take_in(entries, name, now)
        except UnreadableSource as error:
            return self._failed(name, str(error))

    def _failed(self, name: str, sentence: str) -> Imported:
        return Imported(name, (self.platform or Platform.TABLE).value, error=sentence)

    def _take_in(self, entries: Iterable[Post | Rejected], name: str, now: datetime) -> Imported:
        parts = _parts(entries)
        first = next(parts, [])  # nothing is added for a file that is no table
        run = Run(secrets.token_hex(8), "", now, now, Status.OK)
        rejects = RejectsFile(self.house.folder / "rejects" / f"{Path(name).stem}-{run.id[:6]}.csv")
        platforms: Counter[str] = Counter()
        made: list[str] = []
        following = next(parts, None)
        part: list[Post | Rejected] | None = first
        while part is not None:
            ready = [self._completed(entry) for entry in part]
            platforms.update(e.platform.value for e in ready if isinstance(e, Post))
            rejects.add(entry for entry in ready if isinstance(entry, Rejected))
            run = self._take_in_part(ready, run, made, closes=following is None, now=now)
            part, following = following, next(parts, None)
        return Imported(
            name,
            _said_platform(platforms, self.platform),
            run.counts,
            rejects_file=str(rejects.path) if rejects.written else None,
            new_accounts=tuple(made),
        )

    def _completed(self, entry: Post | Rejected) -> Post | Rejected:
        """Give a row what the whole file is known to be about."""
        if isinstance(entry, Rejected):
            return entry
        if self.platform and entry.platform is Platform.TABLE:
            entry = replace(entry, platform=self.platform)
        return entry if entry.account else replace(entry, account=self.account)

    def _take_in_part(
        self, part: list[Post | Rejected], run: Run, made: list[str], *, closes: bool, now: datetime
    ) -> Run:
        """One part in one unit: judged before the store is held."""
        with self.house.store.unit() as connection:
            self._make_accounts(connection, part, made, now)
            company = company_in(connection)
            source = self._source(connection, company, now)
            run = replace(run, source=source.id)
        delivery = Delivery(source, run, part, closes=closes)
        return self.house.intake(company).take_in(self.house.store, [delivery], now=now)[0]

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


def _parts(entries: Iterable[Post | Rejected]) -> Iterator[list[Post | Rejected]]:
    stream = iter(entries)
    while part := list(islice(stream, PART)):
        yield part


def _said_platform(found: Counter[str], given: Platform | None) -> str:
    """The platform of a file, where it is one; a mixed or bare table is a table."""
    if len(found) == 1:
        return next(iter(found))
    return (given or Platform.TABLE).value
