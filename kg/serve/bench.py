"""Judges queries for a server: short ones at once, long ones in a process of their own, one after the other."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from pathlib import Path

from kg.errors import QueryTooBigError
from kg.query.process import WorkerEndedError
from kg.serve.gate import Gate
from kg.serve.judge import Judged, judge, judged_from
from kg.serve.process import Process

__all__ = ["Bench"]

_SHORT = 4000
_LIMIT = 10.0
_QUEUE, _EACH = 16, 2

_judge_again = lru_cache(maxsize=1000)(judge)


class Bench:
    """Judges queries; all methods belong into one event loop."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._gate = Gate(1, each=1, queue=_QUEUE, per_client=_EACH)
        self._process: Process | None = None
        self._closed = False

    def at_once(self, query: str, base: str) -> Judged | None:
        """Return what a query is, None when it is long; raises what `judge` does."""
        return _judge_again(query, base) if len(query) <= _SHORT else None

    async def in_turn(self, query: str, base: str, *, client: str) -> Judged:
        """Return what a long query is; raises what `judge` does, QueryTooBigError and BusyError."""
        await self._gate.enter(client)
        try:
            async with asyncio.timeout(_LIMIT):
                return judged_from(query, await self._ask(query, base))
        except (TimeoutError, WorkerEndedError):
            raise QueryTooBigError(query, f"can be read in {_LIMIT:g} s") from None
        finally:
            self._gate.leave(client)

    async def _ask(self, query: str, base: str) -> dict[str, object]:
        process, self._process = self._process, None
        try:
            if process is None:
                process = await Process.run(["-m", "kg.serve.judge"], self._store)
                process.step_back()
            told, _ = await process.exchange({"query": query, "base": base})
        # Left in the middle, it would give the next query the answer to this one.
        except BaseException:
            if process is not None:
                process.kill()
            raise
        if self._closed:
            process.kill()
        else:
            self._process = process
        return told

    def close(self) -> None:
        """End the process."""
        self._closed = True
        if self._process is not None:
            self._process.kill()

    async def ended(self) -> None:
        """Wait, after `close`, until it is gone."""
        if self._process is not None:
            await self._process.ended()
