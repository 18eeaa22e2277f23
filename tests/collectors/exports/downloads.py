"""Reading a download that a test spells out, with the clock held still."""

import io
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from collectors.errors import Problem, UnreadableSource
from collectors.exports.export import HEAD, Context, Form, Member, Owner
from collectors.post import Post, Rejected, Unread

Entry = Post | Rejected | Unread
CONTEXT = Context(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), ZoneInfo("Europe/London"))


def member(name: str, body: bytes | str | object) -> Member:
    """A file of a download: bytes, text, or what is to be JSON."""
    if not isinstance(body, bytes | str):
        body = json.dumps(body)
    data = body.encode() if isinstance(body, str) else body
    return Member(name, len(data), lambda: io.BytesIO(data))


def on_disk(path: Path) -> Member:
    return Member(path.name, path.stat().st_size, lambda: path.open("rb"))


def form_of(forms: Iterable[Form], file: Member) -> Form:
    """The form that recognises a file."""
    with file.open() as stream:
        head = stream.read(HEAD)
    return next(form for form in forms if form.recognise(file.name, head))


def recognised(forms: Iterable[Form], file: Member) -> bool:
    with file.open() as stream:
        head = stream.read(HEAD)
    return any(form.recognise(file.name, head) for form in forms)


def entries(forms: Iterable[Form], file: Member, owner: Owner | None = None) -> list[Entry]:
    return list(form_of(forms, file).read(file, replace(CONTEXT, owner=owner)))


def posts(forms: Iterable[Form], file: Member, owner: Owner | None = None) -> list[Post]:
    return [entry for entry in entries(forms, file, owner) if isinstance(entry, Post)]


def only_post(forms: Iterable[Form], file: Member, owner: Owner | None = None) -> Post:
    (entry,) = entries(forms, file, owner)
    assert isinstance(entry, Post), entry
    return entry


def only_rejected(forms: Iterable[Form], file: Member) -> Rejected:
    (entry,) = (each for each in entries(forms, file) if isinstance(each, Rejected))
    return entry


def refused(forms: Iterable[Form], file: Member) -> tuple[Problem, str]:
    with pytest.raises(UnreadableSource) as caught:
        entries(forms, file)
    return caught.value.problem, str(caught.value)


def read_until_it_breaks(
    forms: Iterable[Form], file: Member
) -> tuple[list[Entry], UnreadableSource | None]:
    """What a file gives, and why it broke off."""
    found: list[Entry] = []
    try:
        for entry in form_of(forms, file).read(file, CONTEXT):
            found.append(entry)
    except UnreadableSource as error:
        return found, error
    return found, None


def tally(found: Iterable[Entry]) -> dict[str, int]:
    """How many of each: posts, rejected, and what was left unread."""
    counts: Counter[str] = Counter()
    for entry in found:
        if isinstance(entry, Unread):
            counts[entry.what] += entry.count
        else:
            counts["posts" if isinstance(entry, Post) else "rejected"] += 1
    return dict(counts)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
