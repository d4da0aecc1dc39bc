"""A process that extracts, seen from outside: papers are fed to it through a pipe, and answers come back.

Processes are started by name and not by `multiprocessing`, so that a script without a `__main__` guard works.
One that has done its work waits for more, since starting takes as long as reading fifty papers.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections.abc import Sequence
from threading import Lock, Thread
from typing import IO

from kg.errors import KgError
from kg.extract.modes import Mode
from kg.model import Extraction, Paper
from kg.records import as_json_line, extraction_from_record, paper_as_record

__all__ = ["Worker", "borrow", "give_back", "start_ahead"]


class Worker:
    """A process that answers each paper it is fed, in their order; `mode` is how it extracts."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self._process = subprocess.Popen(  # noqa: S603 (the mode is one of ours)
            [sys.executable, "-P", "-m", "kg.extract.worker", mode.value],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._feeder: Thread | None = None

    def feed(self, share: Sequence[Paper]) -> None:
        """Send papers from another thread, as fast as the process takes them."""
        assert self._process.stdin is not None
        self._feeder = Thread(target=_feed, args=(share, self._process.stdin), daemon=True)
        self._feeder.start()

    def next(self) -> Extraction:
        """Return what the next of the papers says; raises KgError when the process is gone."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise KgError(f"an extraction process ended with code {self._process.wait()}; run the build again")
        return extraction_from_record(json.loads(line))

    @property
    def runs(self) -> bool:
        """Say whether the process is there."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        if self._feeder is not None:
            self._feeder.join()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:  # what was still to be sent has no reader now
                pass


def _feed(share: Sequence[Paper], stdin: IO[bytes]) -> None:
    try:
        for paper in share:
            stdin.write(as_json_line(paper_as_record(paper)).encode())
        stdin.flush()
    except OSError:  # the process is gone; whoever reads its answers finds out
        pass


_idle: list[Worker] = []
_lock = Lock()


def borrow(*, fast: bool = False) -> Worker:
    """Return a process that waits for papers, a new one if need be."""
    mode = Mode.FAST if fast else Mode.ACCURATE
    with _lock:
        while _idle:
            worker = _idle.pop()
            if worker.runs and worker.mode is mode:
                return worker
            worker.close()
    return Worker(mode)


def give_back(worker: Worker) -> None:
    """Keep a process that has answered all it was fed; one is kept at most."""
    with _lock:
        if not _idle:
            _idle.append(worker)
            return
    worker.close()


def start_ahead(*, fast: bool = False) -> None:
    """Start a process now, since papers will follow: it loads while other work is done."""
    give_back(borrow(fast=fast))


@atexit.register
def _close_all() -> None:
    while _idle:
        _idle.pop().close()
