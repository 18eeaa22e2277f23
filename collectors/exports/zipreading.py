"""ZIP archives, read without trust: no member gets a file of its own, limits are counted while
reading.

Source of the format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (6.3.10).
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import BinaryIO

from collectors.errors import Problem, UnreadableSource
from collectors.plaintext import one_line

MEMBER_LIMIT = 1536 * 1024**2  # bytes of one member, unpacked
TOTAL_LIMIT = 16 * 1024**3  # bytes of all members that are read, unpacked
# Exports of JSON shrink to a fifth up to a fortieth; a bomb to a thousandth.
RATIO_LIMIT = 200
RATIO_FROM = 64 * 1024**2  # bytes; a small file may shrink to nothing and harm nobody
MOST_MEMBERS = 200_000
_LONGEST_DIRECTORY = 64 * 1024**2  # bytes; it is held in memory
_TAIL = 66 * 1024  # bytes in which an archive's end record stands
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # the member, strongly, or the directory
Info = zipfile.ZipInfo

_LOCAL_HEADER = b"PK\x03\x04"
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_DEFLATE_64 = 9


def is_zip(head: bytes) -> bool:
    """Whether a file begins as an archive does, be it full or empty."""
    return head.startswith((_LOCAL_HEADER, _END))


def is_workbook(head: bytes) -> bool:
    """Whether an archive is a document of an office program, which is one file to a person."""
    if not head.startswith(_LOCAL_HEADER) or len(head) < 30:
        return False
    length = int.from_bytes(head[26:28], "little")
    return head[30 : 30 + length].startswith(
        (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"mimetype", b"word/")
    )


@dataclass
class Archive:
    """An open archive, whose members are read within limits."""

    name: str
    file: zipfile.ZipFile
    _read: dict[int, int] = field(default_factory=dict)  # by place in the file, bytes unpacked
    _total: int = 0  # of all of these

    def open(self, info: Info) -> BinaryIO:
        """A stream of one member. Raises UnreadableSource here or while it is read."""
        label = f"{self.name}: {shown(info)}"
        with _Told(label):
            return io.BufferedReader(_Bounded(self, info, self.file.open(info), label), 256 * 1024)

    def head(self, info: Info) -> bytes:
        """The first bytes of a member; none of one that cannot be read."""
        try:
            with self.file.open(info) as stream:
                return stream.read(200)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
            return b""

    def count(self, info: Info, label: str, position: int) -> None:
        """Count what has been unpacked, whatever the archive says of itself; reading a member again
        counts nothing. zipfile itself gives no more of a member than its stated size, which
        `refusal_of` has compared with MEMBER_LIMIT."""
        before = self._read.get(info.header_offset, 0)
        self._read[info.header_offset] = max(position, before)
        self._total += max(position - before, 0)
        if position > RATIO_FROM and position > RATIO_LIMIT * max(info.compress_size, 1):
            _unsafe(f"{label} grows to more than {RATIO_LIMIT} times its size, as a ZIP bomb does")
        if self._total > TOTAL_LIMIT:
            _unsafe(f"{self.name} holds more than {TOTAL_LIMIT // 1024**3} GB unpacked")


def open_zip(stream: BinaryIO, name: str) -> Archive:
    """The archive in a stream that can go back.

    Raises UnreadableSource (TRUNCATED, PASSWORD or UNSAFE_ARCHIVE, naming the archive).
    """
    _check_end(stream, name)
    try:
        file = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError) as error:
        if _first_is_encrypted(stream):
            raise locked(name) from error
        sentence = f"{name} is a damaged archive, or one part of several; download it again"
        raise UnreadableSource(Problem.TRUNCATED, sentence) from error
    _check_directory(file, name)
    return Archive(name, file)


def refusal_of(archive: Archive, info: Info, seen: set[str]) -> UnreadableSource | None:
    """Why a member must not be read; None for one that may be. `seen` holds the names before it."""
    label = f"{archive.name}: {shown(info)}"
    if leads_outside(info):
        return UnreadableSource(Problem.UNSAFE_ARCHIVE, f"{label} has a name that leads outside")
    if info.filename in seen:
        return UnreadableSource(Problem.UNSAFE_ARCHIVE, f"{label} is there twice; the first counts")
    if info.flag_bits & _ENCRYPTED:
        return locked(label)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return _packed_otherwise(label, info.compress_type)
    return too_large(label) if info.file_size > MEMBER_LIMIT else None


def is_link(info: Info) -> bool:
    """Whether a member is a symbolic link, or something else that is no file."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    return kind not in (0, stat.S_IFREG)


def shown(info: Info) -> str:
    """A member's name, fit to be shown."""
    return (one_line(info.orig_filename) or "(no name)")[:200]


def too_large(label: str) -> UnreadableSource:
    """The refusal of a file that is larger than any that is read."""
    sentence = (
        f"{label} is larger than {MEMBER_LIMIT / 1024**3:g} GB unpacked, the most that is read"
    )
    return UnreadableSource(Problem.TOO_LARGE, sentence)


def locked(label: str) -> UnreadableSource:
    """The refusal of what is protected by a password."""
    sentence = f"{label} is protected by a password; unpack it yourself and import the folder"
    return UnreadableSource(Problem.PASSWORD, sentence)


def _packed_otherwise(label: str, method: int) -> UnreadableSource:
    how = "Deflate64" if method == _DEFLATE_64 else "a way that no platform uses"
    sentence = f"{label} is packed in {how}; unpack it yourself and import the folder"
    return UnreadableSource(Problem.UNSAFE_ARCHIVE, sentence)


def leads_outside(info: Info) -> bool:
    """Whether a name is more than a way down from where the archive is: absolute, with a drive,
    with a step up, or written so that programs disagree about it."""
    name = info.orig_filename
    parts = name.split("/")
    return "\\" in name or "\0" in name or name.startswith("/") or ".." in parts or ":" in parts[0]


def _check_end(stream: BinaryIO, name: str) -> None:
    """The archive's end must be there, and its directory of a size that can be held."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < 22:
        sentence = f"{name} is cut off: the end of the archive is missing; download it again"
        raise UnreadableSource(Problem.TRUNCATED, sentence)
    count, length = struct.unpack_from("<HL", tail, place + 10)
    place_64 = tail.rfind(_END_64, 0, place)
    if 0 <= place_64 <= len(tail) - 56:
        count, length = struct.unpack_from("<QQ", tail, place_64 + 32)
    if count > MOST_MEMBERS or length > _LONGEST_DIRECTORY:
        _unsafe(f"{name} holds more than {MOST_MEMBERS:,} files, the most that is read")


def _check_directory(file: zipfile.ZipFile, name: str) -> None:
    """No two members may share bytes: that is how a small archive holds a thousand large files."""
    infos = sorted(file.infolist(), key=lambda info: info.header_offset)
    if len(infos) > MOST_MEMBERS:
        _unsafe(f"{name} holds more than {MOST_MEMBERS:,} files, the most that is read")
    for info, following in pairwise(infos):
        if info.header_offset + 30 + info.compress_size > following.header_offset:
            _unsafe(f"{name}: {shown(info)} and {shown(following)} share bytes, as a ZIP bomb does")


def _first_is_encrypted(stream: BinaryIO) -> bool:
    """Whether the first member says that it or the directory cannot be read without a password."""
    stream.seek(0)
    head = stream.read(8)
    flags = int.from_bytes(head[6:8], "little")
    return head.startswith(_LOCAL_HEADER) and bool(flags & _ENCRYPTED)


def _unsafe(sentence: str) -> None:
    raise UnreadableSource(Problem.UNSAFE_ARCHIVE, sentence)


class _Told:
    """Turns what zipfile raises into a sentence."""

    def __init__(self, label: str) -> None:
        self._label = label

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, zipfile.BadZipFile | zlib.error | EOFError | struct.error):
            sentence = f"{self._label} is damaged in the archive; download it again"
            raise UnreadableSource(Problem.TRUNCATED, sentence) from error
        if isinstance(error, RuntimeError | NotImplementedError) and not isinstance(
            error, RecursionError
        ):
            raise locked(self._label) from error


class _Bounded(io.RawIOBase):
    """A member's bytes, counted as they come."""

    def __init__(self, archive: Archive, info: Info, source: object, label: str) -> None:
        self._archive, self._info, self._label = archive, info, label
        self._source: io.BufferedIOBase = source  # type: ignore[assignment]
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        with _Told(self._label):
            chunk = self._source.read(len(buffer))
        self._position += len(chunk)
        self._archive.count(self._info, self._label, self._position)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._source.close()
        super().close()


def infos_of(archive: Archive) -> Iterator[Info]:
    """The members that are files, in the order of the directory."""
    return (info for info in archive.file.infolist() if not info.is_dir())
