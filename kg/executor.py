"""Where the work of a build is done that needs no other part of the graph: here, or on many machines.

What all executors give is the same, byte for byte. `LocalExecutor` works in this process and in some beside it;
`kg.dask_executor` is for a cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from kg.day_work import DayWork, day_content, day_work
from kg.extract.parallel import extracting
from kg.extract.worker_process import start_ahead
from kg.gather import Gathered
from kg.graph.blocks import Maker
from kg.graph.folder import Version
from kg.graph.groups import GroupWriter, as_nquads
from kg.graph.runs import Runs
from kg.name_files import NameFiles
from kg.overrides import Override
from kg.record_files import RecordFiles
from kg.resolution import PaperKey
from kg.resolve.terms import Terms
from kg.rows import read_rows
from kg.version_files import Inputs

# For more days it would take longer to read their rows once more than it saves.
_FEW_DAYS = 10

__all__ = ["Executor", "Job", "LocalExecutor", "runs_folder"]


@dataclass(frozen=True)
class Job:
    """What a build has to do with the rows of each day, and what it has to do that with.

    `before` is a version that has records already, `names` holds what was taken of them; `on_extracted` is told how
    many papers were extracted, and of how many; `on_listed` who is listed in the rows that are still being extracted.
    """

    gathered: Gathered
    new: Version
    before: Version | None
    names: NameFiles
    inputs: Inputs
    fast: bool
    terms: Terms
    overrides: tuple[Override, ...]
    on_extracted: Callable[[int, int], None]
    on_listed: Callable[[dict[PaperKey, tuple[str, ...]]], None]

    @property
    def files(self) -> RecordFiles:
        """The files that the records go to."""
        return RecordFiles(self.new, self.gathered, self.before)


class Executor(Protocol):
    """Does the parts of a build that can be done apart."""

    def start_ahead(self, *, fast: bool) -> None:
        """Prepare to extract, since papers will follow."""

    def days(self, job: Job) -> Iterator[DayWork]:
        """Extract what is missing, write the records of all days, and yield the work of each day, in any order."""

    def nquads(self, blocks: Iterable[str], maker: Maker, new: Version) -> Iterator[bytes]:
        """Yield the statements of blocks as lines of N-Quads, sorted and each once, in pieces of many lines."""


class LocalExecutor:
    """Works on this machine; papers are extracted by so many processes, without `workers` by one a core."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers

    def start_ahead(self, *, fast: bool) -> None:
        """Start a process, which loads while other work is done."""
        start_ahead(fast=fast)

    def days(self, job: Job) -> Iterator[DayWork]:
        """Yield the unchanged days first, while elsewhere the rows of the others are being extracted."""
        files, gathered, least = job.files, job.gathered, job.inputs.min_confidence
        # A generator: it is taken from as the processes get on, while this one does the days that stay.
        papers = (row.paper for day in files.others for row in gathered.rows(day) if row.extraction is None)
        count, done = sum(map(gathered.missing, files.others)), 0
        with extracting(papers, count, fast=job.fast, workers=self._workers) as extractions:
            for day in files.unchanged:
                assert job.before is not None
                records = files.keep(day)
                work = job.names.find(day, records)
                if work is None:
                    work = day_work(day, list(read_rows(job.before, day)), records, least=least, terms=job.terms)
                yield work
            waiting = (row.paper for day in files.others for row in gathered.rows(day))
            if len(files.others) <= _FEW_DAYS:
                job.on_listed({(paper.arxiv_id, paper.source): paper.names for paper in waiting})
            for day in files.others:
                rows = []
                for row in gathered.rows(day):
                    if row.extraction is None:
                        row = replace(row, extraction=next(extractions))
                        done += 1
                        job.on_extracted(done, count)
                    rows.append(row)
                yield day_work(day, rows, files.write(day, day_content(rows)), least=least, terms=job.terms)

    def nquads(self, blocks: Iterable[str], maker: Maker, new: Version) -> Iterator[bytes]:
        """Yield the lines; where they are more than memory should hold, they are sorted in parts in a folder."""
        with runs_folder(new) as folder:
            runs = Runs(folder)
            writer = GroupWriter()
            for line in blocks:
                runs.add(writer.groups(maker.descriptions(line)))
            yield from as_nquads(runs.merged())


@contextmanager
def runs_folder(new: Version) -> Iterator[Path]:
    """Make a folder for sorted runs in that of a new version, for as long as the block runs."""
    with TemporaryDirectory(dir=new.path, prefix="runs-") as folder:
        yield Path(folder)
