"""The query processes of a server: some that wait for work, and others in place of those that are gone."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from kg.errors import GraphError
from kg.serve.gate import BusyError
from kg.serve.process import Process

__all__ = ["Crew"]

_PATIENCE = 30.0
_RETRY = 1.0
_log = logging.getLogger(__name__)


class Crew:
    """At most so many idle processes over one store; all methods belong into one event loop.

    The processes of a crew that `steps_back` let all others of the machine go first, and are started when they
    are needed.
    """

    def __init__(self, store: Path, *, memory: int, size: int, steps_back: bool = False) -> None:
        self._store, self._memory, self._size, self._steps_back = store, memory, size, steps_back
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._live: set[Process] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start all processes, and return when the first is ready; raises GraphError when it can't."""
        self.adopt(await Process.start(self._store, self._memory))
        for _ in range(self._size - 1):
            self.hire()

    async def take(self) -> Process:
        """Take an idle process; raises BusyError when there is none for long."""
        if self._steps_back and self._idle.empty():
            self.hire()
        try:
            return await asyncio.wait_for(self._idle.get(), _PATIENCE)
        except TimeoutError:
            raise BusyError("no query process could be started; try again in a moment") from None

    def give_back(self, process: Process) -> None:
        """Give back a process that is as good as new."""
        if self._closed or self._idle.qsize() >= self._size:
            self.dismiss(process)
        else:
            self._idle.put_nowait(process)

    def adopt(self, process: Process) -> None:
        """Take in a process that does nothing now."""
        self._live.add(process)
        self.give_back(process)

    def release(self, process: Process) -> None:
        """Let a process go on in another crew."""
        self._live.discard(process)

    def dismiss(self, process: Process) -> None:
        """End a process."""
        process.kill()
        self._live.discard(process)

    def hire(self) -> None:
        """Start one more process, which will be idle when it is ready."""
        if not self._closed:
            task = asyncio.get_running_loop().create_task(self._start_one())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    def close(self) -> None:
        """End all processes."""
        self._closed = True
        for task in self._starting:
            task.cancel()
        for process in self._live:
            process.kill()

    async def ended(self) -> None:
        """Wait, after `close`, until all processes are gone."""
        await asyncio.gather(*self._starting, *(process.ended() for process in self._live), return_exceptions=True)

    async def _start_one(self) -> None:
        while True:
            try:
                process = await Process.start(self._store, self._memory)
            except (GraphError, OSError) as error:
                _log.warning("can't start a query process: %s", error)
                await asyncio.sleep(_RETRY)
            else:
                if self._steps_back:
                    process.step_back()
                self.adopt(process)
                return
