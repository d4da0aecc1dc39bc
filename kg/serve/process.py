"""A query process as a server uses it: spoken with from an event loop (the protocol is that of kg.query.worker)."""

from __future__ import annotations

import asyncio
import json
import os
import struct
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from math import inf
from pathlib import Path
from typing import Any, Self

from kg.errors import GraphError
from kg.query.process import PROGRAM, WorkerEndedError

__all__ = ["Process"]

Header = dict[str, Any]
_LAST_IN_LINE = 19
_OF_ALL_THREADS = 2  # with a process id, the id of its clock: clock_getcpuclockid(3) of Linux


class Process:
    """One process that has a store open and answers one request at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._in, self._out = process, process.stdin, process.stdout

    @classmethod
    async def start(cls, store: Path, memory: int) -> Self:
        """Start a process and wait until it has opened the store; raises GraphError when it can't."""
        return await cls.run([str(PROGRAM), str(store), str(memory)], store)

    @classmethod
    async def run(cls, words: Sequence[str], store: Path) -> Self:
        """Start a Python program that speaks this protocol, and wait until it is ready; raises GraphError."""
        began = await asyncio.create_subprocess_exec(
            sys.executable,
            # Nothing that lies in the working folder is imported.
            "-P",
            *words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        process = cls(began)
        process._offer()
        try:
            header, _ = await process._read()
        except WorkerEndedError as error:
            raise GraphError(store, f"can't start the query process: {error}") from error
        except BaseException:
            process.kill()
            await process.ended()
            raise
        if header["kind"] != "ready":
            process.kill()
            raise GraphError(store, f"can't open the store: {header['message']}")
        return process

    def _offer(self) -> None:
        """Let the kernel end this process before the server, should the machine run out of memory."""
        with suppress(OSError):  # not on Linux, or it has just ended
            Path(f"/proc/{self._process.pid}/oom_score_adj").write_text("1000", encoding="ascii")

    async def exchange(self, request: Header) -> tuple[Header, bytes]:
        """Send a request and return the answer's header and body; raises WorkerEndedError when there is none."""
        data = json.dumps(request).encode()
        with suppress(ConnectionError):  # reading tells why it is gone
            self._in.write(struct.pack(">I", len(data)) + data)
            await self._in.drain()
        return await self._read()

    async def _read(self) -> tuple[Header, bytes]:
        try:
            (length,) = struct.unpack(">I", await self._out.readexactly(4))
            header = json.loads(await self._out.readexactly(length))
            return header, await self._out.readexactly(header.get("length", 0))
        except asyncio.IncompleteReadError as error:
            raise WorkerEndedError(await self._process.wait()) from error

    def seconds(self) -> float:
        """Return how much of a processor's time it has used so far; infinite where the system does not tell."""
        try:
            return time.clock_gettime(~self._process.pid << 3 | _OF_ALL_THREADS)
        except (AttributeError, OSError):  # no Linux, or it has just ended
            return inf

    def step_back(self) -> None:
        """Let all other processes go first; there is no way back."""
        with suppress(OSError, AttributeError):  # it has just ended; Windows knows no such thing
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _LAST_IN_LINE)

    async def ended(self) -> None:
        """Wait until a process that was killed is gone, and what belonged to it."""
        await self._process.wait()
        await asyncio.sleep(0)

    def kill(self) -> None:
        """End the process, whatever it does."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._in.close()
