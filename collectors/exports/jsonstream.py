"""JSON read as a stream: the records at a few paths, in the memory that one record takes.

What lies on no wanted path is passed over and never built. A record that is broken costs itself; a
file that is cut gives the records before the cut. Each record is read by the standard library:
ijson's fast reader ends the whole process at a number of 5,000 digits or three million brackets.
"""

import json
from collections.abc import Iterator
from typing import BinaryIO

from collectors.errors import Problem, UnreadableSource
from collectors.exports.jsonwindow import Broken, JsonReader, encoding_of
from collectors.plaintext import tidy
from collectors.post import RAW_LIMIT

__all__ = ["Broken", "Keys", "head_text", "raw_of", "records_in"]

Keys = tuple[str, ...]


def records_in(
    stream: BinaryIO, name: str, *paths: Keys, skipped: list[str] | None = None
) -> Iterator[object]:
    """What stands at some paths of keys: of a list each item, else the value itself; null gives
    nothing. The path () is the whole file. Items that cannot be read come as `Broken`.

    Encoding: UTF-8, or UTF-16; bytes that are neither are replaced. A key that stands twice in a
    record counts by its last value. The keys on the uppermost level that were passed over are added
    to `skipped`. Raises UnreadableSource (EMPTY or TRUNCATED, naming the file and about where)
    where the file breaks off or is no JSON; what was yielded before counts.
    """
    reader = JsonReader(stream, name)
    if not reader.begin():
        raise UnreadableSource(Problem.EMPTY, f"{name} is empty")
    yield from _descend(reader, paths, skipped)


def head_text(head: bytes) -> str:
    """The first bytes of a file as text, as far as they are text."""
    return head.decode(encoding_of(head), "replace").removeprefix("\ufeff")


def raw_of(record: object) -> str:
    """The beginning of a record, to be shown beside the reason that it was rejected."""
    try:
        return tidy(json.dumps(record, ensure_ascii=False)[:RAW_LIMIT])
    except (ValueError, RecursionError):
        return ""


def _descend(
    reader: JsonReader, paths: tuple[Keys, ...], skipped: list[str] | None
) -> Iterator[object]:
    """The records at paths that begin at the value which stands here."""
    first = reader.peek()
    if () in paths:
        yield from reader.items() if first == "[" else reader.single()
    elif first == "{":
        for key in reader.each_key():
            below = tuple(path[1:] for path in paths if path[0] == key)
            if below:
                yield from _descend(reader, below, None)
                continue
            reader.skip()
            if skipped is not None:
                skipped.append(key)
    else:
        reader.skip()
