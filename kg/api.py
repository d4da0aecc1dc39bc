"""Graph: a graph on disk, to ask, look at, export and check from Python."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.asked_graph import COUNTS, AskedGraph
from kg.extract.confidence import checked_confidence
from kg.graph.confident import confident_version
from kg.graph.folder import GraphFolder, Version
from kg.graph.rdflib_view import as_rdflib
from kg.model import day_of_issue
from kg.most_named import evidence_triples, most_named
from kg.query.run import Asker
from kg.remote.address import is_address
from kg.remote.graph import RemoteGraph
from kg.settings import Settings

if TYPE_CHECKING:
    import rdflib

    from kg.build_report import BuildReport

__all__ = ["Graph", "open"]


def open(  # noqa: A001
    path: str | Path = "graph", *, settings: Settings | None = None, min_confidence: float = 0.0
) -> Graph | RemoteGraph:
    """Open the graph in a folder, or the one that a SPARQL endpoint holds.

    With `min_confidence` (0 to 1) everything leaves out what is less sure, and what depends on it. The first time that
    takes as long as storing the graph again; what was made is kept beside the version. Of a graph on a server a copy is
    made then, which goes with the object. Raises NoGraphError when there is no graph in the folder; an endpoint is
    asked nothing before the first question.

        graph = kg.open("graph")
        sure = kg.open("graph", min_confidence=0.9)
        shared = kg.open("http://localhost:7878/query")
    """
    if isinstance(path, str) and is_address(path):
        return RemoteGraph(path, settings=settings, min_confidence=min_confidence)
    return Graph(path, settings=settings, min_confidence=min_confidence)


class Graph(AskedGraph):
    """A graph on disk, as it was when it was opened; to be used in a `with` block, or closed, or left alone.

    Later builds leave its version be as long as the Graph lives; what they made shows when the folder is opened
    again. `report` says what the build did that made it, and is None for a graph that was
    merely opened.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        settings: Settings | None = None,
        report: BuildReport | None = None,
        min_confidence: float = 0.0,
    ) -> None:
        self.path = Path(path)
        self.settings = settings or Settings()
        self.report = report
        current = GraphFolder(path).current()
        # Not of what is opened: the folder of the sure part of a version is not named by a number.
        self._number = int(current.path.name)
        self._version = confident_version(current, checked_confidence(min_confidence))
        self._manifest = self._version.manifest()

    @property
    def version(self) -> int:
        """The number of the version that is open."""
        return self._number

    @property
    def base(self) -> str:
        """What the IRIs of the graph's own resources begin with."""
        base: str = self._manifest["inputs"]["base"]
        return base

    @property
    def counts(self) -> dict[str, int]:
        """How many digests, papers, entities, results, mentions, persons and triples there are."""
        return {name: self._manifest["counts"][name] for name in COUNTS}

    @property
    def _name(self) -> str:
        return self.path.name

    def _answers(self) -> Asker:
        return self.asker

    @cached_property
    def asker(self) -> Asker:
        """What answers the queries: a process of its own, which starts when it is first needed."""
        self._version.check()
        return Asker(self._version.store, base=self.base)

    @contextmanager
    def _files(self) -> Iterator[Version]:
        self._version.check()
        yield self._version

    def rdflib(self) -> rdflib.Dataset:
        """Return the graph as a read-only rdflib Dataset over the store; nothing is copied."""
        return as_rdflib(self._version.store, base=self.base)

    def stats(self, *, most: int = 5) -> dict[str, Any]:
        """Count what is in the graph, of it the triples of evidence, and name what most papers speak of, by type."""
        days = sorted(map(day_of_issue, self._manifest["days"]))
        return {
            "version": self.version,
            "first_day": days[0] if days else None,
            "last_day": days[-1] if days else None,
            "counts": self.counts,
            "evidence": evidence_triples(self.query),
            "top": most_named(self.query, most),
        }

    def close(self) -> None:
        """End the process that answers queries; a later query starts another."""
        asker = self.__dict__.pop("asker", None)
        if asker is not None:
            asker.close()
