"""Extraction on all cores of one machine: each worker is a process of its own, fed through pipes.

Processes are started by name and not by `multiprocessing`, so that a script without a `__main__` guard works.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from threading import Thread
from typing import IO

from kg.errors import KgError
from kg.extract.pipeline import extract, language
from kg.model import Extraction, Paper
from kg.records import as_json_line, extraction_from_record, paper_as_record

__all__ = ["FEWEST", "extract_all"]

FEWEST = 200
"""Fewer papers than this are read here: starting workers would take longer."""

_MOST_WORKERS = 8


def extract_all(papers: Sequence[Paper], *, workers: int | None = None) -> Iterator[Extraction]:
    """Yield what the text of each paper says, in the order of the papers; the same for any number of workers.

    Without `workers` there is one for each core, and none for a few papers. Raises KgError when one of them ends
    before its work is done.

    >>> list(extract_all([]))
    []
    """
    cores = min(os.cpu_count() or 1, _MOST_WORKERS) if len(papers) >= FEWEST else 1
    count = min(cores if workers is None else workers, len(papers))
    if count < 2:
        yield from extract(papers, language())
        return
    with ExitStack() as stack:
        answers = [stack.enter_context(_Worker(papers[first::count])) for first in range(count)]
        for place in range(len(papers)):
            yield answers[place % count].next()


class _Worker:
    """A process that works through its share of the papers."""

    def __init__(self, share: Sequence[Paper]) -> None:
        self._share = share

    def __enter__(self) -> _Worker:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kg.extract.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._answers = self._process.stdout
        self._feeder = Thread(target=_feed, args=(self._share, self._process.stdin), daemon=True)
        self._feeder.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._feeder.join()
        self._answers.close()

    def next(self) -> Extraction:
        """Return what the next paper of the share says."""
        line = self._answers.readline()
        if not line.endswith(b"\n"):
            raise KgError(f"an extraction process ended with code {self._process.wait()}; run the build again")
        return extraction_from_record(json.loads(line))


def _feed(share: Sequence[Paper], stdin: IO[bytes]) -> None:
    try:
        with stdin:
            for paper in share:
                stdin.write(as_json_line(paper_as_record(paper)).encode())
    except OSError:  # the process is gone; whoever reads its answers finds out
        pass
