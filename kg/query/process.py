"""The other end of the worker: starts it, speaks with it, and kills it when the time is up."""

from __future__ import annotations

import json
import signal
import struct
import subprocess
import sys
import weakref
from pathlib import Path
from threading import Lock, Timer
from typing import Any, BinaryIO, Self

from kg.errors import GraphError

__all__ = ["PROGRAM", "Worker", "WorkerEndedError"]

PROGRAM = Path(__file__).with_name("worker.py")
"""What the process runs."""

_START_SECONDS = 60.0
# How the process ends by its own clock (worker.py), which runs on when ours is held up.
_ALARM = -int(getattr(signal, "SIGALRM", 0))
Header = dict[str, Any]


class WorkerEndedError(Exception):
    """The worker ended in the middle of a query; `code` is what it ended with (below 0: a signal)."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"the query process ended with code {code}")


class Worker:
    """A process that answers requests over one store, started anew whenever it is gone.

    It starts at once and opens the store while its parent does other things.
    """

    def __init__(self, store: Path, *, memory: int) -> None:
        self._store, self._memory = store, memory
        self._greeted = False
        self._process = self._start()

    def exchange(self, request: Header, *, seconds: float) -> tuple[Header, bytes]:
        """Send a request and return the answer's header and body.

        Raises TimeoutError when there is no whole answer in time, WorkerEndedError when the process ends
        before, and GraphError when it can't open the store. In each of these cases the process is gone.
        """
        if self._process.poll() is not None:
            self.kill()
            self._process = self._start()
        try:
            self._greet()
            return self._talk(request, seconds)
        # Whatever stopped it, Ctrl-C too: the rest of the answer in the pipe would be taken for that to the next query.
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._end()

    def _start(self) -> subprocess.Popen[bytes]:
        self._greeted = False
        process = subprocess.Popen(  # noqa: S603  (our own file, run by the Python that runs us)
            # -P: without it modules of this folder would be found before others of their names.
            [sys.executable, "-P", str(PROGRAM), str(self._store), str(self._memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        # Also for a Worker that is dropped without being closed, and at the end of the program.
        self._end = weakref.finalize(self, _end, process)
        return process

    def _greet(self) -> None:
        """Read the first answer, which says whether the store is open."""
        if self._greeted:
            return
        try:
            header, _ = self._talk(None, _START_SECONDS)
        except (TimeoutError, WorkerEndedError) as error:
            raise GraphError(self._store, f"can't start the query process: {error}") from error
        if header["kind"] != "ready":
            message = f"can't open the store: {header['message']}. Build it again with: kg build"
            raise GraphError(self._store, message)
        self._greeted = True

    def _talk(self, request: Header | None, seconds: float) -> tuple[Header, bytes]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        with _Watchdog(self._process, seconds) as watchdog:
            try:
                if request is not None:
                    _write(stdin, request)
                return _read(stdout)
            except (EOFError, OSError) as error:
                code = self._process.wait()
                if watchdog.has_killed or code == _ALARM:
                    raise TimeoutError from error
                raise WorkerEndedError(code) from error


class _Watchdog:
    """Kills a process after some seconds, unless its block is left before."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.has_killed = False
        # The lock settles who was first; a process whose answer is here is never killed.
        self._process, self._lock, self._over = process, Lock(), False
        self._timer = Timer(seconds, self._kill)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._over = True
        self._timer.cancel()

    def _kill(self) -> None:
        with self._lock:
            if not self._over:
                self.has_killed = True
                self._process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        try:
            if stream is not None:
                stream.close()
        except OSError:  # what was still to be written has no reader now
            pass


def _write(stream: Any, request: Header) -> None:
    data = json.dumps(request).encode()
    stream.write(struct.pack(">I", len(data)) + data)
    stream.flush()


def _read(stream: Any) -> tuple[Header, bytes]:
    header = json.loads(_exactly(stream, *struct.unpack(">I", _exactly(stream, 4))))
    return header, _exactly(stream, header.get("length", 0))


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
