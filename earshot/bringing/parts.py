"""Parts: a file's entries by parts, up to its end or to where it cannot be read further."""

from collections.abc import Callable
from itertools import islice

from collectors.errors import UnreadableSource
from collectors.exports.export import Readable
from collectors.post import Post, Rejected, Unread
from earshot.bringing.refusing import cannot_be_read

PART = 2_000  # entries taken in by one unit of work


class Parts:
    """Raises UnreadableSource for a file of which nothing can be read."""

    def __init__(self, name: str, read: Callable[[], Readable]) -> None:
        self.broken: UnreadableSource | None = None  # why it could not be read to its end
        self._name = name
        try:
            readable = read()
            self.assumed = readable.assumed  # once all has been read
            self._stream = readable.entries
            self._first = list(islice(self._stream, 1))
        except OSError as error:
            raise cannot_be_read(name, error) from error

    def part(self) -> list[Post | Rejected | Unread]:
        """The next entries, PART of them at most; none at the end."""
        taken, self._first = self._first, []
        try:
            # One by one: what was read before the break is kept.
            for entry in islice(self._stream, PART - len(taken)):
                taken.append(entry)
        except UnreadableSource as error:
            self.broken = error
        except OSError as error:
            self.broken = cannot_be_read(self._name, error)
        return taken
