"""Extraction on all cores of one machine, in processes of its own: the one that asks need not load spaCy."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import cycle

from kg.errors import KgError
from kg.extract.worker_process import Feeder, Worker, borrow, give_back
from kg.model import Extraction, Paper

__all__ = ["FEWEST", "extract_all", "extracting", "worker_count"]

FEWEST = 200
"""Fewer papers than this go to one process: starting more would take longer."""

_PAPERS_A_WORKER = 100
# Each takes 350 MB, and what all of them find is read by one process.
_MOST_WORKERS = 32


def worker_count(papers: int, workers: int | None = None) -> int:
    """Return how many processes extract from so many papers; without `workers` one a core, and one for a few papers.

    >>> worker_count(10), worker_count(10, 4), worker_count(3, 4), worker_count(0)
    (1, 4, 3, 0)
    """
    if workers is None:
        workers = min(_cores(), _MOST_WORKERS, papers // _PAPERS_A_WORKER) if papers >= FEWEST else 1
    return min(max(1, workers), papers)


def _cores() -> int:
    """Count the cores that this process may use, where the system says so."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract_all(papers: Sequence[Paper], *, fast: bool = False, workers: int | None = None) -> Iterator[Extraction]:
    """Yield what the text of each paper says, in the order of the papers; the same for any number of workers.

    `fast` does without the neural network. Without `workers` there is one for each core, and one alone for a few
    papers. Raises KgError when one of them ends before its work is done.

    >>> list(extract_all([]))
    []
    """
    with extracting(papers, len(papers), fast=fast, workers=workers) as found:
        yield from found


@contextmanager
def extracting(
    papers: Iterable[Paper], count: int, *, fast: bool = False, workers: int | None = None
) -> Iterator[Iterator[Extraction]]:
    """Extract from `count` papers while the block runs, from its beginning on; gives what `extract_all` yields.

    Papers are taken as processes are free for them, in another thread. What is raised while one is taken is raised
    here, in place of the next extraction.
    """
    crew: list[Worker] = []
    feeder = Feeder()
    with ExitStack() as stack:
        for _ in range(worker_count(count, workers)):
            crew.append(borrow(fast=fast))
            # What fails ends the crew; callbacks run from the last to the first: kill, wait for the feeder, then close
            # the pipes.
            stack.callback(crew[-1].close)
        stack.callback(feeder.join)
        for worker in crew:
            stack.callback(worker.kill)
        feeder.start(papers, crew)
        answers = _Answers(crew, count, feeder)
        yield answers
        if answers.left:
            return
        # All went well: no process is ended, each goes back to wait for more.
        stack.pop_all()
    feeder.join()
    for worker in crew:
        give_back(worker)


class _Answers(Iterator[Extraction]):
    """What comes back from a crew to which papers are dealt out in turn; `left` counts what is to come."""

    def __init__(self, crew: Sequence[Worker], count: int, feeder: Feeder) -> None:
        self.left = count
        self._turns = cycle(crew)
        self._feeder = feeder

    def __next__(self) -> Extraction:
        if not self.left:
            raise StopIteration
        try:
            extraction = next(self._turns).next()
        except KgError as error:
            # The processes are also killed when taking a paper failed; then that is what went wrong.
            raise self._feeder.error or error from None
        self.left -= 1
        return extraction
