"""Queries in processes over one store: quick ones are served first, long ones move aside."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from time import monotonic
from typing import Any

from kg.errors import QueryTimeoutError
from kg.query.data_set import DataSet
from kg.query.process import WorkerEndedError
from kg.query.run import Answer, ended, read_answer
from kg.serve.crew import Crew
from kg.serve.gate import BusyError, Gate
from kg.serve.options import ServeOptions
from kg.serve.process import Process
from kg.vocab import prefixes

__all__ = ["Pool"]

_CALM, _QUICK = 0.25, 1.0
_OURS = 20
_ALARM = -int(getattr(signal, "SIGALRM", 0))
Header = dict[str, Any]


class Pool:
    """Answers queries over a store; all methods belong into one event loop.

    A query that has used 0.25 s of a processor lets all other processes go first; 1 s after its start it gives
    its place to others and goes on in one of the places for long queries, or is stopped when these are taken.
    One that had to wait for a processor for so long keeps its place.
    """

    def __init__(self, store: Path, *, base: str, options: ServeOptions) -> None:
        self.base, self.prefixes, self.options = base, prefixes(base), options
        self.crew = Crew(store, memory=options.memory)
        self.quick = Gate(options.workers, each=options.each, queue=options.queue, per_client=options.per_client)
        self.slow = Gate(options.slow, each=options.each_slow, queue=0, per_client=options.slow)

    async def start(self) -> None:
        """Start the processes, and return when the first is ready; raises GraphError when it can't."""
        await self.crew.start(self.options.workers)

    def close(self) -> None:
        """End all processes."""
        self.crew.close()

    async def answer(
        self,
        query: str,
        *,
        client: str,
        format: str | None = None,  # noqa: A002  (the word that users know)
        data_set: DataSet | None = None,
        is_ours: bool = False,
    ) -> Answer:
        """Answer a query that may be run (kg.query.lexer.check); raises QueryError and its kin, and BusyError.

        With `is_ours`, for the server's own queries, it keeps its place however long it runs, and has more time.
        """
        request = {
            "query": query,
            "base": self.base,
            "prefixes": self.prefixes,
            "format": format,
            "data_set": data_set,
            "timeout": _OURS * self.options.timeout if is_ours else self.options.timeout,
            "max_rows": self.options.max_rows,
            "max_bytes": self.options.answer,
        }
        try:
            header, body = await self._in_turn(request, client, is_ours)
        except TimeoutError:
            raise QueryTimeoutError(query, self.options.timeout) from None
        except WorkerEndedError as error:
            if error.code == _ALARM:
                raise QueryTimeoutError(query, self.options.timeout) from None
            raise ended(query, error.code, self.options.limits) from None
        return read_answer(query, header, body, self.prefixes)

    async def _in_turn(self, request: Header, client: str, is_ours: bool) -> tuple[Header, bytes]:
        await self.quick.enter(client)
        run = _Run(self, client, is_ours)
        try:
            return await run.exchange(request)
        finally:
            run.end()


class _Run:
    """One query on its way: in a place for quick ones, and then perhaps in one for long ones."""

    def __init__(self, pool: Pool, client: str, is_ours: bool) -> None:
        self._pool, self._client, self._is_ours = pool, client, is_ours
        self._limit = _OURS * pool.options.timeout if is_ours else pool.options.timeout
        self._process: Process | None = None
        self._is_aside = self._is_spent = False

    async def exchange(self, request: Header) -> tuple[Header, bytes]:
        process = self._process = await self._pool.crew.take()
        used, began = process.seconds(), monotonic()
        task = asyncio.create_task(process.exchange(request))
        try:
            while not task.done():
                left = began + self._limit - monotonic()
                if left <= 0:
                    raise TimeoutError
                has_settled = self._is_ours or self._is_aside
                await asyncio.wait({task}, timeout=left if has_settled else min(left, _CALM))
                if not has_settled and not task.done() and process.seconds() - used >= _CALM:
                    self._let_others_first(process, monotonic() - began)
            return task.result()
        except BaseException:
            self._is_spent = True
            raise
        finally:
            task.cancel()

    def _let_others_first(self, process: Process, seconds: float) -> None:
        if not self._is_spent:
            process.step_back()
            self._is_spent = True
        if seconds >= _QUICK:
            self._step_aside()

    def _step_aside(self) -> None:
        if not self._pool.slow.enter_at_once(self._client):
            raise BusyError("too many long queries are running, so this one was stopped; try again in a moment")
        self._is_aside = True
        self._pool.quick.leave(self._client)
        self._pool.crew.hire()

    def end(self) -> None:
        """Give back the place and the process; one that stepped back is not used again."""
        crew = self._pool.crew
        if self._process is not None and self._is_spent:
            crew.dismiss(self._process)
            if not self._is_aside:
                crew.hire()
        elif self._process is not None:
            crew.give_back(self._process)
        (self._pool.slow if self._is_aside else self._pool.quick).leave(self._client)
