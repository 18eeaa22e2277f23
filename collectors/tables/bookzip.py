"""A workbook as the archive that it is: how large it is, is asked before anything is unpacked."""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from collectors.errors import Problem, UnreadableSource
from collectors.tables.csvtable import Opening

_MOST_PACKED = 200 * 1024 * 1024  # bytes
_MOST_UNPACKED = 400 * 1024 * 1024
_MOST_STRINGS = 100 * 1024 * 1024  # of the texts that all sheets share: they are kept in memory
_MOST_MEMBERS = 5_000
_MOST_RATIO = 250  # a large sheet of numbers unpacks to about 20 times its size
_SMALL = 10 * 1024 * 1024  # bytes unpacked, below which the ratio does not matter
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


def copied(opening: Opening, name: str) -> BinaryIO:
    """The packed file where it can be read anywhere: within an archive a stream cannot go back.

    Up to 8 MB lie in memory, more in a temporary file without a name, which is gone once the copy
    is closed or forgotten.
    """
    copy = tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024)  # noqa: SIM115  read after this
    with opening() as stream:
        shutil.copyfileobj(_Bounded(stream, name), copy)
    copy.seek(0)
    return copy  # type: ignore[return-value]  # a BinaryIO in all but name


class _Bounded:
    """A stream that is given up once it is longer than any workbook."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._left, self._name = stream, _MOST_PACKED, name

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size)
        self._left -= len(part)
        if self._left < 0:
            _refuse(self._name, f"is a workbook of more than {_MOST_PACKED >> 20} MB")
        return part


def _refuse(name: str, what: str) -> None:
    raise UnreadableSource(Problem.UNSAFE_ARCHIVE, f"{name} {what}; save the sheet as CSV instead")


def sheets_with_formulas(source: BinaryIO, name: str) -> list[str]:
    """The sheets that hold formulas, once all bounds are kept."""
    try:
        with zipfile.ZipFile(source) as archive:
            _refuse_bombs(archive, name)
            _refuse_others(set(archive.namelist()), name)
            return [part for part in _sheets(archive) if _scan(archive, part, name)]
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        if "password" in str(error):
            sentence = f"{name} is protected by a password; save it without one"
            raise UnreadableSource(Problem.PASSWORD, sentence) from error
        sentence = f"{name} is a workbook or archive that is cut off or damaged"
        raise UnreadableSource(Problem.TRUNCATED, sentence) from error


def _refuse_bombs(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    strings = sum(part.file_size for part in parts if "sharedStrings" in part.filename)
    if len(parts) > _MOST_MEMBERS:
        _refuse(name, f"is a workbook of {len(parts):,} parts")
    if unpacked > _MOST_UNPACKED or strings > _MOST_STRINGS:
        _refuse(name, f"is a workbook that unpacks to {unpacked >> 20:,} MB")
    if unpacked > _SMALL and unpacked > _MOST_RATIO * max(packed, 1):
        _refuse(name, f"unpacks to {unpacked // max(packed, 1):,} times its size, as a bomb would")


def _refuse_others(parts: set[str], name: str) -> None:
    if "xl/workbook.xml" in parts:
        return
    what = "an archive (ZIP) and no table"
    if "xl/workbook.bin" in parts:
        what = "a binary workbook (.xlsb)"
    elif "content.xml" in parts:
        what = "a workbook of LibreOffice or OpenOffice (.ods)"
    sentence = f"{name} is {what}; save the sheet as .xlsx or “CSV UTF-8”"
    raise UnreadableSource(Problem.NOT_A_TABLE, sentence)


def _sheets(archive: zipfile.ZipFile) -> Iterator[str]:
    for part in archive.namelist():
        if part.endswith(".xml") and "/worksheets/" in f"/{part}":
            yield part


def _scan(archive: zipfile.ZipFile, part: str, name: str) -> bool:
    """Whether a sheet holds a formula. A workbook declares no entities; only a bomb does."""
    with archive.open(part) as stream:
        before = b""
        while chunk := stream.read(256 * 1024):
            if b"<!ENTITY" in before + chunk:
                _refuse(name, "declares entities, as no workbook does")
            if _FORMULA.search(before + chunk):
                return True
            before = chunk[-20:]
    return False
