"""Build and remove: from sources to a graph that is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.api import Graph
from kg.build_report import BuildReport
from kg.building import OnProgress, update
from kg.executor import Executor
from kg.gather import OnProblem
from kg.graph.folder import GraphFolder
from kg.settings import Settings
from kg.sources.arxiv import EVERYTHING, Selection

__all__ = ["BuildReport", "build", "remove"]


def build(
    sources: str | Path | Sequence[str | Path],
    *,
    graph: str | Path = "graph",
    strict: bool = False,
    fast: bool | None = None,
    min_confidence: float | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    select: Selection = EVERYTHING,
    settings: Settings | None = None,
    on_problem: OnProblem | None = None,
    on_progress: OnProgress | None = None,
) -> Graph:
    """Build a graph from digests and arXiv's metadata, or add them to the graph that is there, and open it.

    `sources` are files, folders of digests, or `-` for standard input; a file that was read before is read anew, all
    others stay. A file that ends in .json or .jsonl (also .gz) is arXiv's metadata, of which `select` says what counts.
    Rows that can't be read are handed to `on_problem` and left out; with `strict` the first one is raised.
    `fast` extracts without the neural network. The graph states nothing less sure than `min_confidence` (0 to 1).
    Without these two the graph stays as it was built, at first accurate and with all. `workers` is how many processes
    extract; without it there is one a core, and one alone for a few papers. An `executor` (`kg.DaskExecutor`) does the
    work elsewhere; the bytes are the same. `on_progress` gets the name
    of a stage, what is done and what there is to do. The graph's `report` says what happened. When anything is
    raised, the graph that was there stays as it was.

        graph = kg.build("data/digests")
        print(graph.report.counts["papers"])
    """
    report = update(
        sources,
        graph=graph,
        settings=settings,
        strict=strict,
        fast=fast,
        min_confidence=min_confidence,
        executor=executor,
        workers=workers,
        select=select,
        on_problem=on_problem,
        on_progress=on_progress,
    )
    return Graph(graph, settings=settings, report=report)


def remove(
    digests: str | Sequence[str],
    *,
    graph: str | Path = "graph",
    settings: Settings | None = None,
    on_progress: OnProgress | None = None,
) -> Graph:
    """Remove the digests of some days (YYYY-MM-DD) from a graph, and open what is left.

    The result is the same as if they had never been read. Raises NoGraphError when there is no graph, and
    UnknownNameError, before anything is removed, for a day of which it has no digest.

        kg.remove("2024-10-30")
    """
    # For its error: a build would make a folder that is not there.
    GraphFolder(graph).current()
    days = [digests] if isinstance(digests, str) else list(digests)
    report = update([], graph=graph, without=days, settings=settings, on_progress=on_progress)
    return Graph(graph, settings=settings, report=report)
