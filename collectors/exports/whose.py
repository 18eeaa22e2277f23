"""Whose download each file is: by its own word, else by the nearest file that names an owner.

A folder or archive may hold several downloads, of several people: none speaks for another's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from collectors.errors import UnreadableSource
from collectors.exports.export import Form, Member, Owner
from collectors.post import Platform

# Their files all lie in one folder: one that names an owner speaks for its own folder and below.
_IN_ONE_FOLDER = frozenset({Platform.X, Platform.MASTODON, Platform.REDDIT})

Folder = tuple[str, ...]  # its way within the container


@dataclass(frozen=True, slots=True)
class _Word:
    """What one file says of its owner."""

    platform: Platform
    folder: Folder
    owner: Owner


def owners_of(files: Sequence[tuple[Form, Member]]) -> list[Owner | None]:
    """The owner of each file, in their order; None where nothing says so, or two say otherwise.

    A file that cannot be read says nothing here; reading it will tell.
    """
    said = [_said_by(form, member) for form, member in files]
    words = [
        _Word(form.platform, _folder(member), owner)
        for (form, member), owner in zip(files, said, strict=True)
        if owner
    ]
    pairs = zip(files, said, strict=True)
    return [_owner(own, _nearest(form.platform, _folder(m), words)) for (form, m), own in pairs]


def _said_by(form: Form, member: Member) -> Owner | None:
    try:
        return form.owner(member)
    except (UnreadableSource, OSError):
        return None


def _owner(own: Owner | None, near: Sequence[Owner]) -> Owner | None:
    """The file's own word, or the fuller one of the same account; else the only one near by."""
    if own is not None:
        return next((each for each in near if each.handle and _is_same(own, each)), own)
    named = [each for each in near if each.handle] or near
    is_one = all(_is_same(named[0], each) for each in named[1:])
    return named[0] if named and is_one else None


def _nearest(platform: Platform, folder: Folder, words: Iterable[_Word]) -> list[Owner]:
    """Those that share the longest way with a folder."""
    near: dict[int, list[Owner]] = {}
    for word in words:
        if word.platform is platform and _may_speak(word, folder):
            near.setdefault(_shared(word.folder, folder), []).append(word.owner)
    return near[max(near)] if near else []


def _may_speak(word: _Word, folder: Folder) -> bool:
    is_above = folder[: len(word.folder)] == word.folder
    return is_above or word.platform not in _IN_ONE_FOLDER


def _shared(one: Folder, other: Folder) -> int:
    """How many folders from the uppermost on two have in common."""
    longest = min(len(one), len(other))
    return next((i for i in range(longest) if one[i] != other[i]), longest)


def _is_same(one: Owner, other: Owner) -> bool:
    """Whether two words mean one account; a word without a handle is compared by name."""
    if one.handle and other.handle:
        return one.handle.casefold() == other.handle.casefold()
    return bool(one.name) and one.name.casefold() == other.name.casefold()


def _folder(member: Member) -> Folder:
    return tuple(member.name.split("/")[:-1])
