"""A process that extracts, seen from outside: papers are fed to it through a pipe, and answers come back.

Processes are started by name and not by `multiprocessing`, so that a script without a `__main__` guard works.
One that has done its work waits for more, since starting takes as long as reading fifty papers.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from itertools import cycle
from threading import Lock, Thread

from kg.errors import KgError
from kg.extract.modes import Mode
from kg.model import Extraction, Paper
from kg.records import as_json_line, extraction_from_record, paper_as_record

__all__ = ["Feeder", "Worker", "borrow", "give_back", "start_ahead"]


class Worker:
    """A process that answers each paper it is fed, in their order; `mode` is how it extracts."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self._process = subprocess.Popen(  # noqa: S603 (the mode is one of ours)
            # -P: a module in the folder that we happen to be in is not taken for one that we import.
            [sys.executable, "-P", "-m", "kg.extract.worker", mode.value],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def feed(self, paper: Paper) -> bool:
        """Send one paper, as soon as the process takes it; False when it is gone."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(as_json_line(paper_as_record(paper)).encode())
            self._process.stdin.flush()
        except OSError:
            return False
        return True

    def next(self) -> Extraction:
        """Return what the next of the papers says; raises KgError when the process is gone."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        # No line, or a part of one: the process died.
        if not line.endswith(b"\n"):
            raise KgError(f"an extraction process ended with code {self._process.wait()}; run the build again")
        return extraction_from_record(json.loads(line))

    @property
    def runs(self) -> bool:
        """Say whether the process is there."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process; whoever waits for it finds out."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:  # what was still to be sent has no reader now
                pass


class Feeder:
    """Deals papers out to processes in turn, in a thread of its own.

    Pipes hold few papers, so those to come are taken only as fast as they are read. `error` is what stopped it, other
    than a process that is gone; the processes end then, so that nobody waits for their answers.
    """

    def __init__(self) -> None:
        self.error: Exception | None = None
        self._thread: Thread | None = None

    def start(self, papers: Iterable[Paper], crew: Sequence[Worker]) -> None:
        """Begin."""
        self._thread = Thread(target=self._feed, args=(papers, crew), daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait until all is dealt out, or no process is there."""
        if self._thread is not None:
            self._thread.join()

    def _feed(self, papers: Iterable[Paper], crew: Sequence[Worker]) -> None:
        try:
            for worker, paper in zip(cycle(crew), papers, strict=False):
                if not worker.feed(paper):
                    return
        except Exception as error:
            self.error = error
            for worker in crew:
                worker.kill()


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
