"""Folders: one of a mailbox, opened for reading, and opened anew where showing a message broke it.

A message that makes a server hang up, or send more than it was asked for, must not hold up those
that come after it; a server that shows nothing must lose us none. So a failure is told apart: of
one message, or of the server.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Self

from collectors.errors import FetchError, Problem
from collectors.mail.imapnames import in_quotes
from collectors.web.imap import Fetched, Mailbox

Enter = Callable[[], AbstractContextManager[Mailbox]]


class Lost(Exception):
    """The server shows nothing any more: it is no one message's fault."""

    def __init__(self, error: FetchError) -> None:
        super().__init__(str(error))
        self.error = error


class Folder:
    """One folder; a context, within which it is open. FetchError where it cannot be opened."""

    def __init__(self, enter: Enter, name: str) -> None:
        self._enter = enter
        self._name = name
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.validity, self.following = self._open()  # UIDVALIDITY, UIDNEXT
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def search(self, *criteria: str) -> list[int]:
        """The UIDs of the messages that meet some criteria, ascending."""
        return self._mailbox.search(*criteria)

    def fetch(self, uids: list[int], items: str, size: int) -> Fetched:
        """What was asked of some messages, of at most `size` bytes together.

        Raises:
            FetchError: these were not shown; others may be asked for.
            Lost: the folder cannot be opened any more.
        """
        try:
            return self._mailbox.fetch(uids, items, size)
        except FetchError as error:
            self._open_anew(error)
            raise

    def fetch_one(self, uid: int, items: str, size: int) -> Fetched:
        """What was asked of one message, asked twice if need be.

        Raises:
            FetchError: this message is never shown, and others are.
            Lost: no message is.
        """
        try:
            return self.fetch([uid], items, size)
        except FetchError:
            pass
        try:
            return self.fetch([uid], items, size)
        except FetchError as error:
            if not self._shows_another(uid):
                raise Lost(error) from None
            raise

    def _shows_another(self, uid: int) -> bool:
        """Whether the newest other message is shown, or the oldest."""
        try:
            others = [each for each in self.search("ALL") if each != uid]
        except FetchError as error:
            raise Lost(error) from None
        return any(map(self._shows, {*others[:1], *others[-1:]}))

    def _shows(self, uid: int) -> bool:
        try:
            return bool(self.fetch([uid], "(UID BODY.PEEK[HEADER.FIELDS (DATE)]<0.100>)", 100))
        except FetchError:
            return False

    def _open(self) -> tuple[int, int]:
        with ExitStack() as stack:
            self._mailbox = stack.enter_context(self._enter())
            numbers = self._mailbox.examine(in_quotes(self._name))
            self._stack = stack.pop_all()
        return numbers

    def _open_anew(self, broken_by: FetchError) -> None:
        self._stack.__exit__(FetchError, broken_by, None)  # so: without taking leave
        try:
            validity, _ = self._open()
        except FetchError as error:
            raise Lost(error) from None
        if validity != self.validity:
            sentence = f"The folder {self._name} was made anew while it was read."
            raise Lost(FetchError(Problem.BAD_ANSWER, sentence))
