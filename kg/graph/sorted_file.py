"""A sorted file of lines, searched by halving without being read."""

from __future__ import annotations

import mmap
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

__all__ = ["SortedFile"]


class SortedFile:
    """A file whose lines are sorted by their bytes and end in a line break each; used in a `with` block."""

    def __init__(self, path: Path) -> None:
        self.size = path.stat().st_size
        self._path = path
        self._bytes: mmap.mmap | bytes = b""

    def __enter__(self) -> Self:
        if self.size:
            with self._path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(self._bytes, mmap.mmap):
            self._bytes.close()

    def find(self, line: bytes, start: int = 0) -> int:
        """Return where a line stands, or where it would; `start` is the place of a line at or before it.

        Looks near `start` first, so that many lines in their order are found fast.
        """
        low, step = start, 4096
        high = low
        while high < self.size and self._line_at(high) < line:
            low = high
            high = self._next_line(min(high + step, self.size))
            step *= 4
        return self._halve(line, low, high)

    def _halve(self, line: bytes, low: int, high: int) -> int:
        """Search between the places of two lines, of which the second is not before the wanted one."""
        while low < high:
            middle = self._bytes.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if self._line_at(middle) < line:
                low = self._next_line(middle)
            else:
                high = middle
        return low

    def _line_at(self, place: int) -> bytes:
        return self._bytes[place : self._next_line(place)]

    def _next_line(self, place: int) -> int:
        """Return where the first line behind a place begins."""
        found = self._bytes.find(b"\n", place)
        return self.size if found < 0 else found + 1

    def has(self, line: bytes, place: int) -> bool:
        """Say whether a line stands at a place."""
        return self._bytes[place : place + len(line)] == line

    def copy(self, start: int, end: int, out: BinaryIO) -> None:
        """Write the bytes between two places."""
        with memoryview(self._bytes) as view, view[start:end] as part:
            out.write(part)
