"""Who may come in: a bounded line in front of a few places, and a share for each client."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

__all__ = ["BusyError", "Gate"]


class BusyError(Exception):
    """There is no place now; `is_yours` says that it is the client itself that takes them all."""

    def __init__(self, message: str, *, is_yours: bool = False) -> None:
        self.is_yours = is_yours
        super().__init__(message)


class Gate:
    """Places that are taken in turn: first come, first served, but no client more than `each` at a time.

    The last free place is for a client that has none, if there are two or more. `queue` may wait, `per_client` of
    one client, those inside included. Of those who wait the ones with the least `weight` come first.
    """

    def __init__(
        self, places: int, *, each: int, queue: int, per_client: int, weight: Callable[[str], float] = lambda _: 0.0
    ) -> None:
        self._free, self._each, self._queue, self._per_client = places, each, queue, per_client
        self._kept = min(1, places - 1)
        self._weight = weight
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
                # It gave up just when its turn had come.
                self.leave(client)
            raise

    def leave(self, client: str) -> None:
        """Give a place back."""
        self._free += 1
        self._inside[client] -= 1
        if not self._inside[client]:
            del self._inside[client]
        self._admit()

    def enter_at_once(self, client: str, *, spares_last: bool = False) -> bool:
        """Take a place only if one is free, with `spares_last` only if then one more is; say whether that was so."""
        inside = self._inside[client]
        if self._free <= (self._kept if inside or spares_last else 0) or inside >= self._each:
            return False
        self._free -= 1
        self._inside[client] += 1
        return True

    def _admit(self) -> None:
        # The sort is stable: of equals, who came first.
        for entry in sorted(self._line, key=lambda entry: self._weight(entry[0])):
            if self._free <= 0:
                return
            client, turn = entry
            if turn.cancelled() or not self.enter_at_once(client):
                continue
            self._line.remove(entry)
            turn.set_result(None)
