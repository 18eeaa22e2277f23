"""Lent streams: a caller's stream, read at several places at once, and left open."""

import io
from typing import BinaryIO


class Lent(io.RawIOBase):
    """A stream of the caller's at a place of its own; closing it leaves the caller's open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._at = stream, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._stream.seek(self._at)
        chunk = self._stream.read(len(buffer))
        self._at += len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        start = self._at if whence == io.SEEK_CUR else 0
        self._at = self._stream.seek(place + start, io.SEEK_END if whence == io.SEEK_END else 0)
        return self._at
