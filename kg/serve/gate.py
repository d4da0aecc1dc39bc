"""Who may come in: a bounded line in front of a few places, and a share for each client."""

from __future__ import annotations

import asyncio
from collections import Counter

__all__ = ["BusyError", "Gate"]


class BusyError(Exception):
    """There is no place now; `is_yours` says that it is the client itself that takes them all."""

    def __init__(self, message: str, *, is_yours: bool = False) -> None:
        self.is_yours = is_yours
        super().__init__(message)


class Gate:
    """Places that are taken in turn: first come, first served, but no client more than `each` at a time.

    `queue` may wait, `per_client` of one client, those inside included.
    """

    def __init__(self, places: int, *, each: int, queue: int, per_client: int) -> None:
        self._free, self._each, self._queue, self._per_client = places, each, queue, per_client
        self._inside: Counter[str] = Counter()
        self._line: list[tuple[str, asyncio.Future[None]]] = []

    async def enter(self, client: str) -> None:
        """Take a place, waiting for it in line; raises BusyError when the line is full."""
        waiting = sum(1 for other, _ in self._line if other == client)
        if waiting + self._inside[client] >= self._per_client:
            raise BusyError(f"you have {self._per_client} requests under way; wait for their answers", is_yours=True)
        if len(self._line) >= self._queue:
            raise BusyError("too many requests are waiting; try again in a moment")
        entry = (client, asyncio.get_running_loop().create_future())
        self._line.append(entry)
        self._admit()
        try:
            await entry[1]
        except asyncio.CancelledError:
            if entry in self._line:
                self._line.remove(entry)
            else:
                self.leave(client)
            raise

    def leave(self, client: str) -> None:
        """Give a place back."""
        self._free += 1
        self._inside[client] -= 1
        if not self._inside[client]:
            del self._inside[client]
        self._admit()

    def enter_at_once(self, client: str) -> bool:
        """Take a place only if one is free; say whether that was so."""
        if self._free <= 0 or self._inside[client] >= self._each:
            return False
        self._free -= 1
        self._inside[client] += 1
        return True

    def _admit(self) -> None:
        for entry in list(self._line):
            if self._free <= 0:
                return
            client, turn = entry
            if turn.cancelled() or not self.enter_at_once(client):
                continue
            self._line.remove(entry)
            turn.set_result(None)
