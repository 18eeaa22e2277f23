"""Imports: what was handed over, read as a stream and taken in by parts."""

import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from pathlib import Path
from typing import BinaryIO

from collectors.errors import Problem, UnreadableSource
from collectors.post import Platform, Post, Rejected, Unread
from collectors.tables.mapping import Mapping
from earshot.bringing.handed import File, Given, Handing, Left, Refusal
from earshot.bringing.parts import Parts
from earshot.bringing.refusing import nothing_else, so_far, told
from earshot.handling.administration import account_for, account_like, add_account
from earshot.handling.house import House, company_in, company_of
from earshot.handling.keeping import Delivery
from earshot.handling.rejects import RejectsFile, plain_name
from earshot.rules.access import Right, require_actor
from earshot.rules.company import (
    BARE,
    Account,
    Company,
    Source,
    SourceKind,
    mapping_set,
    source_id,
    source_set,
)
from earshot.rules.downloads import Importing
from earshot.rules.handles import same_name
from earshot.rules.placing import Told, noticed_since, placed
from earshot.rules.sifting import without_words
from earshot.store import cases, log
from earshot.store.rows import Connection
from earshot.store.runs import Counts, Run, Status
from earshot.words.platforms import PLATFORM
from earshot.words.times import local_date

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
    notes: tuple[str, ...] = ()  # what was assumed, and what figures made from it cannot know
    error: str | None = None  # the file could not be read, or not to its end
    problem: Problem | None = None  # what kind of error that is

    @property
    def read(self) -> int:
        return self.counts.fetched + self.counts.rejected


@dataclass(frozen=True)
class Importer:
    """Imports into one house, in one person's name."""

    house: House
    actor: str
    platform: Platform | None = None  # of rows that do not say
    account: str | None = None  # the name of the account that it is about
    mine: bool = False  # the download is that of the person who imports it
    mapping: Mapping | None = None  # of a table's columns; remembered for the next of its shape

    def import_path(self, path: Path, *, now: datetime, name: str = "") -> Iterator[Imported]:
        """Read a file, a folder or an archive, called `name` in what is said of it.

        A file that cannot be read at all gives an `error`, and changes nothing; of one that breaks
        off, what stands before the break is taken in, and the `error` says so.

        Raises:
            Refused: at the first file, where the actor's role does not allow it.
        """
        return self._import(path, name or _called(path), now)

    def import_stream(self, stream: BinaryIO, name: str, *, now: datetime) -> Iterator[Imported]:
        """The same for what was uploaded."""
        return self._import(stream, name, now)

    def _import(self, source: Path | BinaryIO, name: str, now: datetime) -> Iterator[Imported]:
        company = company_of(self.house.store)
        require_actor(self.actor, Right.COLLECT, company)
        said = self._said(company, now)
        given = Given(said, self.mapping)
        for handed in Handing(company, given, now).files(source, name):
            if isinstance(handed, Refusal):
                platform = handed.platform.value
                yield Imported(handed.name, platform, error=handed.sentence, problem=handed.problem)
            elif isinstance(handed, Left):
                yield self._left(handed)
            else:
                yield self._import_file(handed, _about(handed, said), now)

    def _left(self, left: Left) -> Imported:
        """What of a folder or an archive was left unread: an error where that is all of it."""
        return Imported(
            left.name,
            (self.platform or Platform.OTHER).value,
            left_unread=left.what,
            error=nothing_else(left.name, left.what) if left.is_all else None,
            problem=Problem.NO_POSTS if left.is_all else None,
        )

    def _said(self, company: Company, now: datetime) -> Importing:
        account = None
        if self.account:
            platform = self.platform or Platform.OTHER
            account, _ = account_like(company, self.account, platform=platform, now=now)
        return Importing(account, self.platform, self.mine)

    def _import_file(self, file: File, about: Account | None, now: datetime) -> Imported:
        try:
            entries = Parts(file.name, file.read)
        except UnreadableSource as error:
            sentence = told(file.name, str(error))
            return Imported(file.name, file.platform.value, error=sentence, problem=error.problem)
        taking = _Taking(file, about, Run(secrets.token_hex(8), "", now, now, Status.OK))
        return self._take_in(entries, taking, now)

    def _take_in(self, entries: Parts, taking: "_Taking", now: datetime) -> Imported:
        file = taking.file
        rejects = self._rejects_file(taking)
        part: list[Post | Rejected | Unread] | None = entries.part() or []  # it may have no rows
        while part is not None:
            following = entries.part() or None
            for unread in (each for each in part if isinstance(each, Unread)):
                taking.left[unread.what] += unread.count
            if entries.broken and following is None:
                taking.run = _broken(taking.run, entries.broken)
            self._take_in_part(part, taking, rejects, closes=following is None, now=now)
            part = following
        return Imported(
            file.name,
            _said_platform(taking.platforms, self.platform or file.platform),
            taking.run.counts,
            tuple(sorted(taking.left.items())),
            rejects_file=str(rejects.path) if rejects.written else None,
            new_accounts=tuple(taking.made),
            notes=_notes(taking, entries.assumed(), self._history(taking.run)),
            error=_so_far(file, entries.broken, taking.run.counts) if entries.broken else None,
            problem=entries.broken.problem if entries.broken else None,
        )

    def _history(self, run: Run) -> int:
        """How many of what is new calls for nothing any more: published before we listened."""
        if not run.counts.new:
            return 0
        with self.house.store.unit() as connection:
            return cases.history_in(connection, run.id)

    def _rejects_file(self, taking: "_Taking") -> RejectsFile:
        name = plain_name(Path(taking.file.name.replace("!", "-")).stem, taking.run.id[:6])
        return RejectsFile(
            self.house.folder / "rejects" / name,
            platform=self.platform,
            account=taking.about.name if taking.about else None,
        )

    def _take_in_part(
        self,
        part: list[Post | Rejected | Unread],
        taking: "_Taking",
        rejects: RejectsFile,
        *,
        closes: bool,
        now: datetime,
    ) -> None:
        """One part in one unit: judged before the store is held."""
        with self.house.store.unit() as connection:
            company = company_in(connection)
            ready = [
                self._ready(entry, taking, company)
                for entry in part
                if not isinstance(entry, Unread)
            ]
            self._claim(connection, taking, now)
            self._make_accounts(connection, ready, taking, now)
            company = self._remember(connection, taking.file, now)
            source = self._source(connection, company, taking, now, is_new=bool(ready))
        if source is None:
            return  # a file that holds nothing makes no Source
        taking.platforms.update(e.platform.value for e in ready if isinstance(e, Post))
        rejects.add(entry for entry in ready if isinstance(entry, Rejected))
        run = replace(taking.run, source=source.id)
        delivery = Delivery(source, run, ready, closes=closes, met=taking.met)
        intake = self.house.intake(company)
        taking.run = intake.take_in(self.house.store, [delivery], now=now)[0]

    def _ready(
        self, entry: Post | Rejected, taking: "_Taking", company: Company
    ) -> Post | Rejected:
        if isinstance(entry, Post):
            told = Told(self.platform, taking.about, taking.file.on_account)
            return placed(entry, told, company)
        return without_words(entry, company) if self.mine else entry

    def _claim(self, connection: Connection, taking: "_Taking", now: datetime) -> None:
        """Write the handle that a download shows into the account that it was named for."""
        claimed = taking.file.claimed
        if claimed is None or taking.claimed:
            return
        if claimed.id not in company_in(connection).accounts:
            taking.made.append(claimed.name)
        add_account(connection, claimed, actor=self.actor, now=now)
        taking.claimed = True

    def _make_accounts(
        self,
        connection: Connection,
        part: list[Post | Rejected],
        taking: "_Taking",
        now: datetime,
    ) -> None:
        """Make the accounts that Posts were said on and that are not entered yet."""
        posts = [e for e in part if isinstance(e, Post) and not e.own]
        for name, said_on in dict.fromkeys((e.account, e.platform) for e in posts):
            platform = Platform.OTHER if said_on in BARE else said_on
            if name and taking.about and same_name(name, taking.about.name):
                self._make_about(connection, taking.about, platform, taking.made, now)
            elif name:
                since = noticed_since(posts, name, company_in(connection).zone)
                account, new = account_for(
                    connection, name, platform=platform, since=since, actor=self.actor, now=now
                )
                taking.made += [account.name] if new else []

    def _make_about(
        self,
        connection: Connection,
        about: Account,
        platform: Platform,
        made: list[str],
        now: datetime,
    ) -> None:
        """Make the account that the file is about."""
        if about.id in company_in(connection).accounts:
            return
        if about.platform is Platform.OTHER:
            about = replace(about, platform=platform)
        add_account(connection, about, actor=self.actor, now=now)
        made.append(about.name)

    def _remember(self, connection: Connection, file: File, now: datetime) -> Company:
        """Keep a mapping that a person has chosen, for the next file of its shape."""
        company = company_in(connection)
        known = company.mappings.get(file.shape)
        if self.mapping is None or known == self.mapping or not file.shape:
            return company
        log.append(connection, [mapping_set(file.shape, self.mapping, self.actor)], now=now)
        return company_in(connection)

    def _source(
        self,
        connection: Connection,
        company: Company,
        taking: "_Taking",
        now: datetime,
        *,
        is_new: bool,
    ) -> Source | None:
        """The Source of what is handed over: one for each platform and account. Where there is
        none yet it is made if `is_new`."""
        source = _source_of(taking, company, now)
        if source.id in company.sources:
            return company.sources[source.id]
        if not is_new:
            return None
        log.append(connection, [source_set(source, self.actor)], now=now)
        return source


def _about(file: File, said: Importing) -> Account | None:
    """The account that a file is about; what a person wrote is about none of ours."""
    return file.account or (None if file.is_persons else said.account)


def _source_of(taking: "_Taking", company: Company, now: datetime) -> Source:
    file, about = taking.file, taking.about
    account = company.accounts.get(about.id) if about else None
    name = about.name if about else ""
    is_table = file.kind is SourceKind.TABLE
    key = name.casefold() if is_table else f"{file.platform}\n{name.casefold()}"
    what = "Imported tables" if is_table else f"{PLATFORM[file.platform]} download"
    known = company.sources.get(source_id(file.kind, key))
    if account and known and known.account != account.id:  # of another account of that name
        key = f"{key}\n{account.id}"
    return Source(
        id=source_id(file.kind, key),
        name=f"{what}: {name}" if name else what,
        url="",
        kind=file.kind,
        starts_at=datetime.combine(local_date(now, company.zone), time(), company.zone),
        account=account.id if account else None,
        every=0,
    )


@dataclass
class _Taking:
    """One file on its way in."""

    file: File
    about: Account | None  # that it is about; perhaps not entered yet
    run: Run
    platforms: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)  # what was left unread on purpose
    made: list[str] = field(default_factory=list)  # names of accounts that are new
    claimed: bool = False  # whether the account's handle has been written
    met: set[str] = field(default_factory=set)  # Mentions that the file has brought so far


def _broken(run: Run, error: UnreadableSource) -> Run:
    return replace(run, status=Status.FAILED, problem=error.problem.value, error=str(error))


def _called(path: Path) -> str:
    """`.` and `..` have no names of their own."""
    return path.name if path.name not in ("", "..") else path.resolve().name


def _so_far(file: File, error: UnreadableSource, counts: Counts) -> str:
    what = "row" if file.kind is SourceKind.TABLE else "post"
    return so_far(file.name, error, counts.fetched + counts.rejected, what)


def _notes(taking: _Taking, assumed: str | None, history: int) -> tuple[str, ...]:
    claimed = taking.file.claimed
    known = (
        (f"the account “{claimed.name}” is known by its handle {claimed.handle} from now on",)
        if claimed and taking.claimed
        else ()
    )
    old = (
        (
            f"{history} of the {taking.run.counts.new} new ones are history: published before the "
            "day from which they count; in the trends, and not in the queue",
        )
        if history
        else ()
    )
    return taking.file.notes + known + ((assumed,) if assumed else ()) + old


def _said_platform(found: Counter[str], given: Platform) -> str:
    """The platform of a file, where it is one; a mixed or bare table is a table."""
    return next(iter(found)) if len(found) == 1 else given.value
