"""Packing: a backup as a file: a ZIP archive with the store, what belongs to it, and a manifest.

What comes back from outside is read without trust: only names that a backup has, no more bytes than
the manifest says and the disk has room for, and each part with the digest that it was packed with.
"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from collectors.errors import Problem, UnreadableSource
from collectors.exports import zipreading
from earshot.handling import last_good
from earshot.handling.rejects import is_plain
from earshot.rules.policy import FILES
from earshot.words.errors import Refused
from earshot.words.times import utc_text

STORE = "store.duckdb"
MANIFEST = "manifest.json"
REJECTS = "rejects"
POLICY = (*FILES, last_good.FILE)  # the company's own policy, with the last one that made sense
BESIDE = ("heads.jsonl", *POLICY)  # what belongs to a store and lies beside it
FORMAT = 1
CHUNK = 1024**2  # bytes
LONGEST_MANIFEST = 8 * CHUNK
WHY = {
    Problem.TRUNCATED: "it is damaged or cut short",
    Problem.PASSWORD: "it is protected by a password",
}


@dataclass(frozen=True, slots=True)
class Part:
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; all of it is compared when it is restored."""

    format: int
    made_at: AwareDatetime  # UTC
    schema: int  # the number of the store's tables
    counts: dict[str, int]  # rows, by table
    events: int
    head: str
    log_holds: bool  # a store whose log does not is backed up all the same
    parts: dict[str, Part]  # by name in the archive


_MANIFEST: TypeAdapter[Manifest] = TypeAdapter(Manifest)


def pack(target: Path, files: dict[str, Path], manifest: Manifest) -> None:
    """Write files, by their name in the archive, and the manifest, whose parts are filled in.

    Raises OSError.
    """
    parts: dict[str, Part] = {}
    with target.open("xb") as stream:
        target.chmod(0o600)
        # Level 1: twice as quick as the usual one, and a tenth larger
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, path in files.items():
                parts[name] = _pack_one(archive, name, path)
            told = asdict(manifest) | {
                "made_at": utc_text(manifest.made_at),
                "parts": {name: asdict(part) for name, part in parts.items()},
            }
            archive.writestr(MANIFEST, json.dumps(told, indent=1))


def unpack(file: Path, folder: Path | None) -> Manifest:
    """Read a whole backup, its parts into files of this folder; without one it is only checked.

    Raises:
        Refused: it is no backup, damaged, cut short, or made to do harm; says which.
        OSError: it cannot be opened, or the disk takes no more.
    """
    try:
        with file.open("rb") as stream:
            archive = zipreading.open_zip(stream, file.name)
            infos = _infos(file, archive)
            manifest = _manifest(file, archive, infos)
            _fits(file, manifest, infos, folder)
            for name, part in manifest.parts.items():
                _read_part(file, archive, infos[name], part, folder)
            return manifest
    except UnreadableSource as error:
        raise _foreign(file, WHY.get(error.problem, str(error))) from error


def _pack_one(archive: zipfile.ZipFile, name: str, path: Path) -> Part:
    digest, length = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as packed:
        for chunk in _chunks(source):
            packed.write(chunk)
            digest.update(chunk)
            length += len(chunk)
    return Part(digest.hexdigest(), length)


def _infos(file: Path, archive: zipreading.Archive) -> dict[str, zipreading.Info]:
    """The members by name. A backup has none that needs to be left out."""
    found: dict[str, zipreading.Info] = {}
    for info in archive.file.infolist():
        shown = zipreading.shown(info)
        if not _is_ours(info.orig_filename) or zipreading.is_link(info):
            raise _foreign(file, f"it holds {shown!r}, which is no part of one")
        if info.filename in found:
            raise _foreign(file, f"it holds {shown!r} twice")
        if info.flag_bits & 0x1:
            raise _foreign(file, "it is protected by a password")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _foreign(file, f"{shown!r} is packed in a way that Earshot does not use")
        found[info.filename] = info
    return found


def _is_ours(name: str) -> bool:
    folder, _, rest = name.partition("/")
    return name in (STORE, MANIFEST, *BESIDE) or (folder == REJECTS and is_plain(rest))


def _manifest(
    file: Path, archive: zipreading.Archive, infos: dict[str, zipreading.Info]
) -> Manifest:
    info = infos.get(MANIFEST)
    if info is None or STORE not in infos:
        raise _foreign(file, "it holds no store with a manifest")
    if info.file_size > LONGEST_MANIFEST:
        raise _foreign(file, "its manifest is too long")
    with archive.open(info) as stream:
        said = stream.read(LONGEST_MANIFEST)
    try:
        manifest = _MANIFEST.validate_json(said)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise _foreign(file, f"{MANIFEST}, {place}: {first['msg']}") from error
    if manifest.format != FORMAT:
        raise Refused(
            f"{file.name} is a backup of form {manifest.format}, and this version of Earshot reads "
            f"form {FORMAT}. Nothing was restored: install the newer version."
        )
    return manifest


def _fits(
    file: Path, manifest: Manifest, infos: dict[str, zipreading.Info], folder: Path | None
) -> None:
    if manifest.parts.keys() != infos.keys() - {MANIFEST}:
        raise _foreign(file, "it does not hold what its manifest says")
    for name, part in manifest.parts.items():
        if infos[name].file_size != part.bytes:
            raise _foreign(file, f"{name} is not as long as its manifest says")
    total = sum(part.bytes for part in manifest.parts.values())
    if folder is not None and total > shutil.disk_usage(folder).free:
        raise Refused(
            f"{file.name} holds {total / 1024**2:,.0f} MB unpacked, more than the disk has room "
            "for. Nothing was restored."
        )


def _read_part(
    file: Path,
    archive: zipreading.Archive,
    info: zipreading.Info,
    part: Part,
    folder: Path | None,
) -> None:
    digest, length = hashlib.sha256(), 0
    target = None if folder is None else folder / info.filename
    if target is not None:
        target.parent.mkdir(mode=0o700, exist_ok=True)
    written = target.open("xb") if target is not None else None
    try:
        with archive.open(info) as stream:
            for chunk in _chunks(stream):
                digest.update(chunk)
                length += len(chunk)
                if written is not None:
                    written.write(chunk)
    finally:
        if written is not None:
            written.close()
    if (length, digest.hexdigest()) != (part.bytes, part.sha256):
        raise _foreign(file, f"{info.filename} is not what was packed")
    if target is not None:
        target.chmod(0o600)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _foreign(file: Path, why: str) -> Refused:
    return Refused(
        f"{file.name} is no sound backup of Earshot: {why}. Nothing was restored; take another one."
    )
