"""The last good policy: a copy of the files that last made sense, for while they do not.

Files that are changed by hand can be broken by hand. The promises do not stop for that: the copy
stays in force until the files can be read again.
"""

import hashlib
import json
import logging
import secrets
from collections.abc import Sequence
from pathlib import Path

from earshot.rules.policy import FILES
from earshot.rules.policy_file import PolicyFile

FILE = "policy.last-good.json"  # in the company's folder
STAYS = "The last good policy stays in force until this is put right."

_LOG = logging.getLogger("earshot.policy")
_KEPT: dict[Path, str] = {}  # by folder: the digest of what this process has kept there
_TOLD: dict[Path, str] = {}  # by folder: the mistake that was told last


def digest(files: Sequence[PolicyFile]) -> str:
    """SHA-256 of what stands in them."""
    parts = [hashlib.sha256(f.source.encode()).hexdigest() for f in files]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


def keep(folder: Path, files: Sequence[PolicyFile]) -> None:
    """Keep these, which make sense, unless they are kept already."""
    _TOLD.pop(folder, None)  # what is broken again after this is news
    named, path = digest(files), folder / FILE
    if _KEPT.get(folder) == named and path.exists():
        return
    if _said(path) != named:
        _write(path, named, files)
    _KEPT[folder] = named


def kept(folder: Path) -> tuple[PolicyFile, ...] | None:
    """What was kept; None where there is nothing, or it is not what was written."""
    try:
        told = json.loads((folder / FILE).read_text("utf-8"))
        files = tuple(PolicyFile(name, told["files"][name]) for name in FILES)
        return files if told["sha256"] == digest(files) else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def tell(folder: Path, mistake: str) -> None:
    """Say, once, what is wrong with the files: on standard error, for whoever runs this."""
    if _TOLD.get(folder) != mistake:
        _TOLD[folder] = mistake
        _LOG.warning("earshot: %s", in_words(mistake))


def in_words(mistake: str) -> str:
    """The mistake, and what counts meanwhile."""
    return f"{mistake.rstrip('.')}. {STAYS}"


def _said(path: Path) -> str | None:
    files = kept(path.parent)
    return digest(files) if files else None


def _write(path: Path, named: str, files: Sequence[PolicyFile]) -> None:
    """A full disk keeps nobody from working by files that make sense."""
    told = {
        "sha256": named,
        "files": {name: file.source for name, file in zip(FILES, files, strict=True)},
    }
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        _LOG.warning("earshot: %s cannot be written: %s.", path, error.strerror)
