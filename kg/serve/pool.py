"""Queries in processes over one store: quick ones are served first, long ones and those of heavy clients move aside."""

from __future__ import annotations

import asyncio
import signal
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any

from kg.errors import QueryTimeoutError
from kg.query.data_set import DataSet
from kg.query.process import WorkerEndedError
from kg.query.prologue import prefixes_shown
from kg.query.run import Answer, ended, read_answer
from kg.serve.crew import Crew
from kg.serve.gate import BusyError, Gate
from kg.serve.options import ServeOptions
from kg.serve.process import Process
from kg.serve.tally import Tally
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
    One that had to wait for a processor for so long keeps its place. Clients that have used much lately wait for
    the places for long queries from the start, so that the others always find one of their own.
    """

    def __init__(self, store: Path, *, base: str, options: ServeOptions) -> None:
        self.base, self.prefixes, self.options = base, prefixes(base), options
        self.crew = Crew(store, memory=options.memory, size=options.workers)
        self.aside = Crew(store, memory=options.memory, size=options.slow, steps_back=True)
        self.tally = Tally()
        self.quick = Gate(
            options.workers,
            each=options.each,
            queue=options.queue,
            per_client=options.per_client,
            weight=self.tally.worth,
        )
        self.slow = Gate(options.slow, each=options.each_slow, queue=options.queue, per_client=options.per_client)

    async def start(self) -> None:
        """Start the processes, and return when the first is ready; raises GraphError when it can't."""
        await self.crew.start()

    def close(self) -> None:
        """End all processes."""
        self.crew.close()
        self.aside.close()

    async def ended(self) -> None:
        """Wait, after `close`, until all processes are gone."""
        await self.crew.ended()
        await self.aside.ended()

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
        limit = _OURS * self.options.timeout if is_ours else self.options.timeout
        request = {
            "query": query,
            "base": self.base,
            "prefixes": self.prefixes,
            "shown": prefixes_shown(query, base=self.base, known=self.prefixes, form=format),
            "format": format,
            "data_set": data_set,
            "timeout": limit,
            "max_rows": self.options.max_rows,
            "max_bytes": self.options.answer,
        }
        try:
            header, body = await self._in_turn(request, client, is_ours)
        except TimeoutError:
            raise QueryTimeoutError(query, self.options.timeout) from None
        except WorkerEndedError as error:
            # A worker has a clock of its own, which ends it also where the server was too busy to look.
            if error.code == _ALARM:
                raise QueryTimeoutError(query, self.options.timeout) from None
            raise ended(query, error.code, self.options.limits) from None
        return read_answer(query, header, body, self.prefixes)

    async def _in_turn(self, request: Header, client: str, is_ours: bool) -> tuple[Header, bytes]:
        is_aside = await self._enter(client, request["timeout"], is_ours)
        run = _Run(self, client, is_aside=is_aside, may_stay=is_ours)
        try:
            return await run.exchange(request)
        finally:
            run.end()

    async def _enter(self, client: str, seconds: float, is_ours: bool) -> bool:
        """Take a place for a client, and say whether it is one for long queries.

        What pages ask is never long; so whoever has long queries running can still read pages.
        """
        if not self.tally.is_heavy(client):
            await self.quick.enter(client)
            if not self.tally.is_heavy(client):
                return False
            self.quick.leave(client)  # it has become so while it waited
        if is_ours and self.quick.enter_at_once(client, spares_last=True):
            return False
        try:
            async with asyncio.timeout(seconds):
                await self.slow.enter(client)
        except TimeoutError:
            raise BusyError("too many long queries are running; try again in a moment") from None
        return True


class _Run:
    """One query on its way: in a place for quick ones, and then perhaps in one for long ones, or there at once."""

    def __init__(self, pool: Pool, client: str, *, is_aside: bool, may_stay: bool) -> None:
        self._pool, self._client, self._is_aside, self._may_stay = pool, client, is_aside, may_stay
        self._crew = pool.aside if is_aside else pool.crew
        self._process: Process | None = None
        self._has_stepped_back = self._is_replaced = is_aside
        self._is_whole = True

    async def exchange(self, request: Header) -> tuple[Header, bytes]:
        process = self._process = await self._crew.take()
        first, counted = process.seconds(), 0.0
        began, limit = monotonic(), request["timeout"]
        task = asyncio.create_task(process.exchange(request))
        try:
            while not task.done():
                left = began + limit - monotonic()
                if left <= 0:
                    raise TimeoutError
                await asyncio.wait({task}, timeout=min(left, _CALM))
                seconds = monotonic() - began
                # Its threads may keep several processors busy: nobody is charged more than the time that went by.
                spent = min(process.seconds() - first, seconds) if first < inf else seconds
                self._pool.tally.charge(self._client, spent - counted)
                counted = spent
                if not task.done() and spent >= _CALM:
                    self._let_others_first(process, seconds)
            return task.result()
        except BaseException:
            self._is_whole = False
            raise
        finally:
            task.cancel()

    def _let_others_first(self, process: Process, seconds: float) -> None:
        if self._is_aside or self._may_stay:
            return
        if not self._has_stepped_back:
            process.step_back()
            self._has_stepped_back = True
        if seconds >= _QUICK:
            self._step_aside()

    def _step_aside(self) -> None:
        pool = self._pool
        pool.tally.charge_much(self._client)
        if not pool.slow.enter_at_once(self._client):
            raise BusyError("too many long queries are running, so this one was stopped; try again in a moment")
        self._is_aside = True
        pool.quick.leave(self._client)
        pool.crew.hire()
        self._is_replaced = True

    def end(self) -> None:
        """Give back the place and the process; one that has stepped back goes on among those that did."""
        crew, pool, process = self._crew, self._pool, self._process
        (pool.slow if self._is_aside else pool.quick).leave(self._client)
        if process is None:
            return
        if self._is_whole and not self._has_stepped_back:
            crew.give_back(process)
            return
        if self._is_whole:
            crew.release(process)
            pool.aside.adopt(process)
        else:
            crew.dismiss(process)
        if not self._is_replaced:
            crew.hire()
