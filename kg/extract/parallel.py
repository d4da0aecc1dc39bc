"""Extraction on all cores of one machine, in processes of its own: the one that asks need not load spaCy."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from kg.extract.worker_process import Worker, borrow, give_back
from kg.model import Extraction, Paper

__all__ = ["FEWEST", "extract_all"]

FEWEST = 200
"""Fewer papers than this go to one process: starting more would take longer."""

_MOST_WORKERS = 8


def extract_all(papers: Sequence[Paper], *, fast: bool = False, workers: int | None = None) -> Iterator[Extraction]:
    """Yield what the text of each paper says, in the order of the papers; the same for any number of workers.

    `fast` does without the neural network. Without `workers` there is one for each core, and one alone for a few
    papers. Raises KgError when one of them ends before its work is done.

    >>> list(extract_all([]))
    []
    """
    cores = min(os.cpu_count() or 1, _MOST_WORKERS) if len(papers) >= FEWEST else 1
    count = min(max(1, cores if workers is None else workers), len(papers))
    with ExitStack() as stack:
        at_work: list[Worker] = []
        for first in range(count):
            worker = borrow(fast=fast)
            stack.callback(worker.close)
            worker.feed(papers[first::count])
            at_work.append(worker)
        for place in range(len(papers)):
            yield at_work[place % count].next()
        stack.pop_all()
    for worker in at_work:
        give_back(worker)
