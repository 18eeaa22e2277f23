"""What was handed over: each file of it, as what it may be read, or why it is not.

Recognised by content: a platform's own download, mail, or a table; the last by the columns that a
person has named before, or else by those that name themselves.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from collectors.errors import Problem, UnreadableSource
from collectors.exports.archive import Archive, Reading, archive_of
from collectors.exports.container import Container, members_of
from collectors.exports.export import HEAD, Context, Entries, Holds, Member, Readable
from collectors.exports.tables import holds_of
from collectors.mail.files import MailRead, is_mail, read_mail
from collectors.post import Platform, Post, Rejected, Unread
from collectors.tables.found import TableFound, table_in
from collectors.tables.mapped import MappedRows, read_mapped
from collectors.tables.mapping import Mapping, propose
from earshot.bringing.refusing import cannot_be_read, refuse_empty, told, unmapped
from earshot.rules.company import Account, Company, SourceKind
from earshot.rules.downloads import Download, Importing, Right, right_to_read, which_account

NO_KIND = "files of no kind that is known"
NO_WORDS = "files that hold nothing that anybody said"
NO_NAMES = "tables whose columns nobody has named"
NOT_OURS = {Problem.UNKNOWN_FILE, Problem.NOT_A_TABLE, Problem.EMPTY, Problem.NO_POSTS}


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who imports says of what they hand over."""

    said: Importing
    mapping: Mapping | None = None  # of a table's columns, as they have chosen it


@dataclass(frozen=True, slots=True)
class File:
    """One file that may be read."""

    name: str  # `archive.zip!member` of an archive's
    platform: Platform
    kind: SourceKind
    read: "partial[Readable]"
    account: Account | None = None  # that what it holds was said on
    claimed: Account | None = None  # the account with the handle that the download shows it to have
    on_account: bool = False  # whether all of it was said on an account of the company's own
    is_persons: bool = False  # what a person wrote: theirs, and not the company's
    notes: tuple[str, ...] = ()  # what a reader of figures made from it must know
    shape: str = ""  # of a table's columns
    mapping: Mapping | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One file that is not read, and why."""

    name: str
    platform: Platform
    problem: Problem
    sentence: str  # names the file, and the archive that it is in


@dataclass(frozen=True, slots=True)
class Left:
    """What of a folder or an archive was left unread on purpose."""

    name: str  # of the folder or archive
    what: tuple[tuple[str, int], ...]
    is_all: bool = False  # nothing else is in it


@dataclass(frozen=True)
class Handing:
    """How one company reads what is handed over."""

    company: Company
    given: Given
    now: datetime

    def files(self, source: Path | BinaryIO, name: str) -> Iterator[File | Refusal | Left]:
        """Each file in turn: it is to be read before the next one is asked for."""
        try:
            container = members_of(source, name)
        except UnreadableSource as error:
            yield self._refusal(name, error)
            return
        except OSError as error:
            yield self._refusal(name, cannot_be_read(name, error))
            return
        with container:
            yield from self._files(container, _Naming.of(source, container))

    def _files(self, container: Container, naming: "_Naming") -> Iterator[File | Refusal | Left]:
        try:
            archive = archive_of(container)
        except UnreadableSource as error:
            yield self._refusal(container.name, error)
            return
        left = {each.what: each.count for each in archive.left}
        is_any = False
        for found in self._each(archive, naming, is_single=container.is_single):
            if isinstance(found, Unread):
                left[found.what] = left.get(found.what, 0) + found.count
            else:
                is_any = True
                yield found
        if left:
            yield Left(container.name, tuple(sorted(left.items())), is_all=not is_any)
        elif not is_any:
            yield self._refusal(
                container.name, UnreadableSource(Problem.EMPTY, f"{container.name} holds no files")
            )

    def _each(
        self, archive: Archive, naming: "_Naming", *, is_single: bool
    ) -> Iterator[File | Refusal | Unread]:
        for reading in archive.readings:
            yield self._export(reading, naming.of_member(reading.member))
        for member in archive.unknown:
            name = naming.of_member(member)
            # A table among a platform's own files is one of theirs, and not one to be mapped.
            yield self._other(member, name, is_single, is_among=bool(archive.readings))
        for each in archive.refused:
            error = UnreadableSource(each.problem, each.sentence)
            yield self._refusal(naming.named(each.name), error)

    def _refusal(
        self, name: str, error: UnreadableSource, platform: Platform | None = None
    ) -> Refusal:
        return Refusal(name, platform or self._platform, error.problem, told(name, str(error)))

    @property
    def _platform(self) -> Platform:
        return self.given.said.platform or Platform.TABLE

    def _context(self) -> Context:
        return Context(self.now, self.company.zone)

    # A platform's own download.

    def _export(self, reading: Reading, name: str) -> File | Refusal:
        form = reading.form
        context = replace(self._context(), owner=reading.owner)
        try:
            right = self._right_to_export(reading, context, name)
        except UnreadableSource as error:
            return self._refusal(name, error, form.platform)
        return File(
            name,
            form.platform,
            SourceKind.EXPORT,
            partial(_export_in_right, reading, context, right),
            right.account,
            right.claimed,
            on_account=form.holds is Holds.OTHERS,
            is_persons=not right.own,
            notes=form.notes,
        )

    def _right_to_export(self, reading: Reading, context: Context, name: str) -> Right:
        """Raises UnreadableSource, also for a file by itself of which nobody has to be asked whose
        it is, since nothing is in it."""
        try:
            download = Download(reading.form.name, reading.form.platform, reading.form.holds)
            right = right_to_read(download, reading.owner, self.given.said, self.company, name)
            which_account(download, right, self.company, name)
        except UnreadableSource as error:
            if error.problem is Problem.WHOSE_DOWNLOAD and reading.is_single:
                refuse_empty(reading, context, name)
            raise
        if reading.is_single:
            refuse_empty(reading, context, name)
        return right

    # What is of no form: mail, a table, or nothing.

    def _other(
        self, member: Member, name: str, is_single: bool, *, is_among: bool
    ) -> File | Refusal | Unread:
        try:
            with member.open() as stream:
                head = stream.read(HEAD)
            return self._mail(member, name) if is_mail(head) else self._table(member, name)
        except UnreadableSource as error:
            if not is_single and error.problem in NOT_OURS:
                return Unread(NO_WORDS if error.problem is Problem.NO_POSTS else NO_KIND)
            if is_among and error.problem is Problem.UNMAPPED_TABLE:
                return Unread(NO_NAMES)
            return self._refusal(name, error)
        except OSError as error:
            return self._refusal(name, cannot_be_read(name, error))

    def _mail(self, member: Member, name: str) -> File:
        mailboxes = [s for s in self.company.sources.values() if s.kind is SourceKind.MAILBOX]
        servers = {mailbox.server for mailbox in mailboxes if mailbox.server}
        reading = partial(read_mail, member.open, name=name, now=self.now, servers=servers)
        right = Right(self.given.said.account, own=True)
        read = partial(_rows_in_right, reading, right)
        return File(name, Platform.EMAIL, SourceKind.EXPORT, read, right.account)

    def _table(self, member: Member, name: str) -> File:
        found = table_in(member.open, name)
        mapping = self.given.mapping or self.company.mappings.get(found.shape)
        if mapping is None:
            proposal = propose(found)
            if not proposal.certain:
                raise unmapped(name, proposal.why)
            mapping = proposal.mapping
        right = self._right_to_table(found, name)
        reading = partial(
            read_mapped, member.open, mapping, name=name, now=self.now, zone=self.company.zone
        )
        known = found.known
        return File(
            name,
            known.platform if known and known.platform else self._platform,
            SourceKind.EXPORT if known else SourceKind.TABLE,
            partial(_rows_in_right, reading, right),
            right.account,
            on_account=known is not None and known.on_account,
            is_persons=not right.own,
            notes=found.notes,
            shape=found.shape,
            mapping=mapping,
        )

    def _right_to_table(self, found: TableFound, name: str) -> Right:
        """A tool's table of the company's own posts is to be the company's."""
        said = self.given.said
        if found.known is None:
            return Right(said.account, own=not said.mine)
        if holds_of(found.known) is Holds.OTHERS and not found.known.on_account:
            return Right(said.account, own=True)
        platform = found.known.platform or Platform.TABLE
        download = Download(found.known.name, platform, holds_of(found.known))
        return right_to_read(download, None, said, self.company, name)


def _export_in_right(reading: Reading, context: Context, right: Right) -> Readable:
    return Readable(_in_right(reading.entries(context), right))


def _rows_in_right(read: Callable[[], MappedRows | MailRead], right: Right) -> Readable:
    rows = read()
    return Readable(_in_right(rows, right), lambda: rows.assumed)


def _in_right(entries: Entries, right: Right) -> Entries:
    """The entries; a person's own words are theirs and not the company's."""
    return entries if right.own else map(_as_a_persons, entries)


def _as_a_persons(entry: Post | Rejected | Unread) -> Post | Rejected | Unread:
    return replace(entry, own=False) if isinstance(entry, Post) else entry


@dataclass(frozen=True, slots=True)
class _Naming:
    """What the files of a container are called: an archive's after it."""

    before: str = field(default="")

    @classmethod
    def of(cls, source: Path | BinaryIO, container: Container) -> "_Naming":
        is_folder = isinstance(source, Path) and source.is_dir()
        return cls("" if container.is_single or is_folder else f"{container.name}!")

    def of_member(self, member: Member) -> str:
        return self.named(member.name)

    def named(self, name: str) -> str:
        return f"{self.before}{name}"
