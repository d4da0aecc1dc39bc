"""What is put aside on the disk until it is asked for again, since memory would not hold it for all papers."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from threading import Lock

__all__ = ["Spool"]

_IN_MEMORY = 16 << 20
_LENGTH = 8


class Spool:
    """Pieces of bytes in a file without a name, which goes with the object; what is small stays in memory.

    The file lies where the system has such files (`TMPDIR` says where). Several threads may use it.

    >>> spool = Spool()
    >>> first, second = spool.put(b"one"), spool.put(b"two")
    >>> spool.get(first), spool.get(second)
    (b'one', b'two')
    """

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._file = SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115 (closed when nobody has it any more)
        self._lock = Lock()
        self._end = 0

    def put(self, content: bytes) -> int:
        """Put a piece aside, and return its place."""
        with self._lock:
            place = self._end
            self._file.seek(place)
            self._file.write(len(content).to_bytes(_LENGTH, "big") + content)
            self._end = self._file.tell()
        return place

    def get(self, place: int) -> bytes:
        """Return the piece at a place."""
        with self._lock:
            self._file.seek(place)
            return self._file.read(int.from_bytes(self._file.read(_LENGTH), "big"))
