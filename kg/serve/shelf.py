"""What was answered before, kept for whoever asks again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

__all__ = ["Shelf"]

_LARGEST = 16


class Shelf:
    """Keeps things up to so many bytes together; what nobody asked for longest goes first.

    A thing that alone would take more than a sixteenth of the room is not kept. One version of a graph never
    changes, so what is kept of it stays true; each version has a shelf of its own.

    >>> shelf = Shelf(100)
    >>> shelf.keep("a", b"1", size=6), shelf.keep("b", b"2", size=7)
    (None, None)
    >>> shelf.find("a"), shelf.find("b")
    (b'1', None)
    """

    def __init__(self, room: int) -> None:
        self._room, self._taken = room, 0
        self._things: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def find(self, key: Hashable) -> Any:
        """Return what is kept under a key, None when nothing is."""
        if key not in self._things:
            return None
        self._things.move_to_end(key)
        return self._things[key][0]

    def keep(self, key: Hashable, thing: Any, *, size: int) -> None:
        """Keep a thing that takes so many bytes, key included."""
        if size * _LARGEST > self._room:
            return
        _, before = self._things.pop(key, (None, 0))
        self._things[key] = (thing, size)
        self._taken += size - before
        while self._taken > self._room:
            _, (_, gone) = self._things.popitem(last=False)
            self._taken -= gone
