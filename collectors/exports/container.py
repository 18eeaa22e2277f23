"""Containers: the files of what a person hands over, be it a file, a folder or a ZIP archive.

No member becomes a file that has a name, no link is followed, and what is private is never opened.
Reading a table may need a copy that can be read again: of CSV and of workbooks that a stream holds,
what is over 8 MB goes into a temporary file without a name, which ends with the reading
(`collectors.tables.csvtext.readable_twice`, `collectors.tables.bookzip.copied`).
"""

import io
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from collectors.errors import Problem, UnreadableSource
from collectors.exports import zipreading
from collectors.exports.export import HEAD, Member
from collectors.exports.leaving import left_unread
from collectors.exports.lent import Lent
from collectors.plaintext import one_line
from collectors.post import Unread
from collectors.tables.csvtext import readable_twice

LINKS = "links, pipes and other things that are no files"
ARCHIVES = "archives within the download"

# O_NONBLOCK: a pipe that took a file's place would wait for ever. Windows has neither.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Refused:
    """A member that must not or cannot be read; the others can."""

    name: str
    problem: Problem
    sentence: str  # names the container and the member


Found = Member | Unread | Refused


@dataclass(frozen=True)
class Container:
    """What a person handed over. Iterating gives its files in a steady order, then what was left
    unread, one `Unread` for each kind of thing.

    Members can be opened until the container is closed.
    """

    name: str
    is_single: bool  # one file by itself, to be judged by its content alone
    walk: Callable[[Counter[str]], Iterator[Member | Refused]]  # counts what it leaves unread
    close: Callable[[], None]

    def __iter__(self) -> Iterator[Found]:
        left: Counter[str] = Counter()
        yield from self.walk(left)
        yield from (Unread(what, count) for what, count in sorted(left.items()))

    def __enter__(self) -> "Container":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def members_of(source: Path | BinaryIO, name: str = "") -> Container:
    """The files of a file, a folder, or a ZIP archive (known by its content), called `name`.

    A stream is left open. Raises UnreadableSource (EMPTY, TRUNCATED, PASSWORD, UNSAFE_ARCHIVE) for
    an archive of which nothing can be read, and (UNKNOWN_FILE) for what is neither file nor folder;
    OSError for a path that cannot be opened.
    """
    if not isinstance(source, Path):
        stream = readable_twice(source)
        return _of_stream(stream, _label(name), partial(_again, stream), _nothing)
    label = _label(name or source.name)
    if source.is_dir():
        return Container(label, False, partial(_walk_folder, source, label), _nothing)
    opened = _open_given(source, label)
    try:
        return _of_stream(opened, label, partial(_open_given, source, label), opened.close)
    except BaseException:
        opened.close()
        raise


def _of_stream(
    stream: BinaryIO, name: str, again: Callable[[], BinaryIO], close: Callable[[], None]
) -> Container:
    stream.seek(0)
    head = stream.read(HEAD)
    if not zipreading.is_zip(head) or zipreading.is_workbook(head):
        size = stream.seek(0, os.SEEK_END)
        return Container(name, True, lambda left: iter((Member(name, size, again),)), close)
    archive = zipreading.open_zip(stream, name)
    return Container(name, False, partial(_walk_archive, archive), close)


def _label(name: str) -> str:
    return one_line(name) or "the file"


def _nothing() -> None:
    """There is nothing to be closed."""


def _again(stream: BinaryIO) -> BinaryIO:
    """The stream from its beginning."""
    return io.BufferedReader(Lent(stream))


# A ZIP archive.


def _walk_archive(archive: zipreading.Archive, left: Counter[str]) -> Iterator[Member | Refused]:
    seen: set[str] = set()
    for info in zipreading.infos_of(archive):
        error = zipreading.refusal_of(archive, info, seen)
        seen.add(info.filename)
        name = zipreading.shown(info)
        if (what := _left_in_archive(archive, info, name, allowed=error is None)) is not None:
            left[what] += 1
        elif error is not None:
            yield Refused(name, error.problem, str(error))
        else:
            yield Member(name, info.file_size, partial(archive.open, info))


def _left_in_archive(
    archive: zipreading.Archive, info: zipreading.Info, name: str, *, allowed: bool
) -> str | None:
    """What a member holds that is left unread. Only one that may be read is looked into."""
    if zipreading.leads_outside(info):
        return None
    if zipreading.is_link(info):
        return LINKS
    what = left_unread(name)
    is_archive = what is None and allowed and _is_archive(archive.head(info))
    return ARCHIVES if is_archive else what


def _is_archive(head: bytes) -> bool:
    return zipreading.is_zip(head) and not zipreading.is_workbook(head)


# A folder.


def _walk_folder(folder: Path, label: str, left: Counter[str]) -> Iterator[Member | Refused]:
    closed: list[OSError] = []
    found = list(islice(_files_below(folder, closed), zipreading.MOST_MEMBERS + 1))
    if len(found) > zipreading.MOST_MEMBERS:
        sentence = f"{label} holds more than {zipreading.MOST_MEMBERS:,} files"
        raise UnreadableSource(Problem.UNSAFE_ARCHIVE, sentence)
    for path, way in sorted(found, key=lambda each: each[0].parts):
        if (what := _left_in_folder(path, way, label)) is not None:
            left[what] += 1
        else:
            yield _member_in_folder(path, way, label)
    for error in closed:
        yield _closed_folder(Path(error.filename), folder, label, error)


def _closed_folder(path: Path, folder: Path, label: str, error: OSError) -> Refused:
    """A folder that cannot be looked into: what is in it must not be missing without a word."""
    way = _label(path.relative_to(folder).as_posix()) if path != folder else label
    shown = label if path == folder else f"{label}: {way}"
    sentence = f"{shown} cannot be looked into: {error.strerror or error}"
    return Refused(way, Problem.UNKNOWN_FILE, sentence)


def _files_below(folder: Path, closed: list[OSError]) -> Iterator[tuple[Path, str]]:
    """All that is no folder, with its way within; links to folders are not followed. Folders that
    cannot be looked into are added to `closed`."""
    for here, folders, files in os.walk(folder, onerror=closed.append):
        links = [each for each in folders if Path(here, each).is_symlink()]
        for file in [*files, *links]:
            path = Path(here, file)
            yield path, path.relative_to(folder).as_posix()


def _left_in_folder(path: Path, way: str, label: str) -> str | None:
    try:
        kind = path.lstat().st_mode
    except OSError:
        return None  # gone meanwhile: opening it says so
    if not stat.S_ISREG(kind):
        return LINKS
    what = left_unread(way)
    return ARCHIVES if what is None and _is_archive(_head(path, label)) else what


def _head(path: Path, label: str) -> bytes:
    """The first bytes of a file; none of one that cannot be read."""
    try:
        with _open_file(path, label) as stream:
            return stream.read(200)
    except (UnreadableSource, OSError):
        return b""


def _member_in_folder(path: Path, way: str, label: str) -> Member | Refused:
    name, shown = _label(way), f"{label}: {_label(way)}"
    try:
        size = path.lstat().st_size
    except OSError as error:
        return Refused(name, Problem.UNKNOWN_FILE, f"{shown} cannot be read: {error.strerror}")
    if size > zipreading.MEMBER_LIMIT:
        refusal = zipreading.too_large(shown)
        return Refused(name, refusal.problem, str(refusal))
    return Member(name, size, partial(_open_file, path, shown))


def _open_given(path: Path, label: str) -> BinaryIO:
    """The file that a person named: that may be a link."""
    return _open_file(path, label, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))


def _open_file(path: Path, label: str, flags: int = _FLAGS) -> BinaryIO:
    """A file as it stands there, and nothing that has taken its place: no link, no pipe."""
    descriptor = os.open(path, flags | _BINARY)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UnreadableSource(Problem.UNKNOWN_FILE, f"{label} is neither a file nor a folder")
    return os.fdopen(descriptor, "rb")
