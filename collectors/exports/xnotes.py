"""Long posts on X: which whole text belongs to which cut one.

Ids on X hold the moment they were made (https://docs.x.com/fundamentals/x-ids): a long text gets
its id 15 to 60 ms before the post that shows its beginning, in every pair seen in real archives.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape

LIMIT = 64_000_000  # characters of long texts that are held; what is beyond stays by itself
_CLOSE = 1_000  # ms
_LINK = re.compile(r"https?://\S+")
_MENTIONS = re.compile(r"(?:@\w+\s+)+")


@dataclass(frozen=True, slots=True)
class Note:
    """A long text, under its own id."""

    id: str
    text: str


class LongTexts:
    """The long texts of one archive; they are read when the first post asks for its own."""

    def __init__(self, read: Callable[[], Iterable[Note]]) -> None:
        self._read = read
        self._by_second: dict[int, list[Note]] | None = None
        self._joined: set[str] = set()

    def of(self, post_id: str, text: str) -> str | None:
        """The whole text of a post; None if it is whole, or its long text is not there."""
        moment = _moment(post_id)
        if moment is None:
            return None
        by_second = self._loaded()
        near = by_second.get(moment // 1000, []) + by_second.get(moment // 1000 - 1, [])
        for note in near:
            if 0 <= moment - (_moment(note.id) or 0) <= _CLOSE and _begins(note.text, text):
                self._joined.add(note.id)
                return note.text
        return None

    def has_joined(self, note_id: str) -> bool:
        """Whether a post has taken this text for its own."""
        return note_id in self._joined

    def _loaded(self) -> dict[int, list[Note]]:
        if self._by_second is None:
            self._by_second, held = {}, 0
            for note in self._read():
                held += len(note.text)
                moment = _moment(note.id)
                if moment is not None and held <= LIMIT:
                    self._by_second.setdefault(moment // 1000, []).append(note)
        return self._by_second


def _moment(native_id: str) -> int | None:
    """Milliseconds since X began to count; None for what is no id."""
    return int(native_id) >> 22 if re.fullmatch(r"\d{10,20}", native_id) else None


def _begins(whole: str, cut: str) -> bool:
    """Whether a cut text is the beginning of a whole one, links and who is answered aside."""
    beginning = _bare(cut.rstrip().removesuffix("…"))
    return bool(beginning) and _bare(whole).startswith(beginning)


def _bare(text: str) -> str:
    without = _LINK.sub("", _MENTIONS.sub("", unescape(text), count=1))
    return " ".join(without.replace("…", "").split())
