"""A build on an existing Dask cluster: extraction, names with their keys, and N-Quads are made by its workers.

Here remain what needs all names at once (groups, keys, links) and the files: records, sorted N-Quads, store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Self

from distributed import Client, Future, KilledWorker, as_completed

from kg.cluster_tasks import DayInput, DayOutput, Setup, make_days, make_run
from kg.day_work import DayWork
from kg.errors import KgError
from kg.executor import Job, runs_folder
from kg.graph.blocks import Maker, block_name
from kg.graph.folder import Version
from kg.graph.groups import as_nquads
from kg.graph.runs import Runs
from kg.record_files import RecordFiles

__all__ = ["DaskExecutor"]

_PAPERS_A_BATCH = 500
_BLOCKS_A_BATCH = 20_000
# One is worked on while the next is on its way.
_BATCHES_A_THREAD = 2
_RETRIES = 3


class DaskExecutor:
    """Works on the cluster of a scheduler, given as `dask://HOST:PORT`; to be used in a `with` block, or closed.

    Batches of about `papers` papers go to workers, as many as keep these busy; whole days stay together. A batch whose
    worker ends goes to another one. Workers need the same release of paper-kg, and no files of this machine.
    Raises KgError when the scheduler does not answer within `timeout` seconds, or no worker is there by then.

        with kg.DaskExecutor("dask://head-node:8786") as cluster:
            kg.build("digests", executor=cluster)
    """

    def __init__(self, address: str, *, papers: int = _PAPERS_A_BATCH, timeout: float = 30.0) -> None:
        self._papers = papers
        self._setup: Setup | None = None
        where = address.replace("dask://", "tcp://", 1)
        try:
            self._client = Client(where, timeout=timeout, set_as_default=False)
        except (OSError, ValueError) as error:
            raise KgError(f"no Dask scheduler answers at {address}. Start one with: dask scheduler ({error})") from None
        try:
            self._client.wait_for_workers(1, timeout=timeout)
        except TimeoutError:
            self.close()
            raise KgError(f"the cluster at {address} has no workers. Start some with: dask worker {where}") from None

    def close(self) -> None:
        """Leave the cluster; it goes on."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start_ahead(self, *, fast: bool) -> None:
        """Do nothing: workers load what they need with their first batch."""

    def days(self, job: Job) -> Iterator[DayWork]:
        """Yield the work of each day as workers are done with it; records are written here."""
        files, done = job.files, 0
        count = sum(map(job.gathered.missing, files.others))
        self._setup = Setup(
            fast=job.fast,
            extractor=job.inputs.extractor,
            lexicon=job.inputs.lexicon,
            overrides=job.overrides,
            base=job.inputs.base,
            min_confidence=job.inputs.min_confidence,
        )
        made: tuple[list[DayOutput], Any]
        for made in self._results(make_days, ((batch,) for batch in self._day_batches(job, files))):
            outputs, surfaces = made
            job.terms.surfaces.update(surfaces)
            for output in outputs:
                if output.records is None:
                    files.keep(output.work.day)
                else:
                    files.write(output.work.day, output.records)
                if output.extracted:
                    done += output.extracted
                    job.on_extracted(done, count)
                yield output.work

    def _day_batches(self, job: Job, files: RecordFiles) -> Iterator[list[DayInput]]:
        batch: list[DayInput] = []
        papers = 0
        # First what is to be extracted, which takes longest.
        for day in (*files.others, *files.unchanged):
            batch.append(self._day_input(day, job, files))
            papers += len(job.gathered.days[day])
            if papers >= self._papers:
                yield batch
                batch, papers = [], 0
        if batch:
            yield batch

    def _day_input(self, day: str, job: Job, files: RecordFiles) -> DayInput:
        if day in files.others:
            return DayInput(day, rows=tuple(job.gathered.rows(day)))
        assert job.before is not None
        return DayInput(day, job.before.records(day).read_bytes())

    def nquads(self, blocks: Iterable[str], maker: Maker, new: Version) -> Iterator[bytes]:
        """Yield the lines: workers make sorted runs, which are merged here."""
        del maker  # workers make their own
        with runs_folder(new) as folder:
            runs = Runs(folder)
            for run in self._results(make_run, self._block_batches(blocks, new)):
                runs.add_run(run)
            yield from as_nquads(runs.merged())

    def _block_batches(self, blocks: Iterable[str], new: Version) -> Iterator[tuple[list[str], dict[str, bytes]]]:
        """Give lines of blocks, of some papers or many others, with the records of their days."""
        lines: list[str] = []
        records: dict[str, bytes] = {}
        papers = 0
        for line in blocks:
            kind, *parts = block_name(line)
            if papers >= self._papers or len(lines) >= _BLOCKS_A_BATCH:
                yield lines, records
                lines, records, papers = [], {}, 0
            lines.append(line)
            if kind == "paper":
                papers += 1
                if parts[0] not in records:
                    records[parts[0]] = new.records(parts[0]).read_bytes()
        if lines:
            yield lines, records

    def _results(self, task: Callable[..., Any], batches: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        """Yield what a task makes of each batch, in the order in which they are done.

        A batch travels with its task, so that it is not lost with a worker; few are under way at a time.
        """
        under_way = as_completed(loop=self._client.loop)
        running = 0
        for batch in batches:
            if running >= _BATCHES_A_THREAD * max(1, sum(self._client.nthreads().values())):
                yield _result(next(under_way))
                running -= 1
            # Not pure: Dask would hash all that is sent, in search of an equal task.
            future = self._client.submit(task, *batch, self._setup, pure=False, retries=_RETRIES)
            under_way.add(future)
            running += 1
        for future in under_way:
            yield _result(future)


def _result(future: Future) -> Any:
    try:
        return future.result()
    except KgError:
        raise
    except KilledWorker as error:
        raise KgError(f"a batch was given up, since the workers that had it ended: {error}") from None
    except Exception as error:
        message = f"a worker failed with {type(error).__name__}: {error}"
        raise KgError(f"{message}. Is this release of paper-kg installed on all workers?") from error
