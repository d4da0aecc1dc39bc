"""Graph: a graph on disk, to ask, look at, export and check from Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from kg.evidence import Quote, find_target, quotes
from kg.exporting import Part, export_graph, papers_of
from kg.extract.confidence import checked_confidence
from kg.gather import OnProblem, raise_problem, read_sources
from kg.graph.confident import confident_version
from kg.graph.constructs import Vocabulary
from kg.graph.folder import GraphFolder
from kg.graph.formats import ExportFormat
from kg.graph.rdflib_view import as_rdflib
from kg.graph.shapes import Report, validate
from kg.graph_views import GraphViews
from kg.most_named import most_named
from kg.query.catalogue import find_question
from kg.query.lexer import GRAPH_FORMS, check
from kg.query.results import table_from_ntriples
from kg.query.run import Asker
from kg.rdf import Literal
from kg.settings import Settings
from kg.table import Table
from kg.verify import Verification, verify

if TYPE_CHECKING:
    import rdflib

    from kg.builder import BuildReport

__all__ = ["COUNTS", "Graph", "open"]

_WHOLE = 600.0

COUNTS = ("sources", "digests", "papers", "entities", "results", "mentions", "persons", "triples")
"""What a graph counts, in the order in which it is told."""


def open(  # noqa: A001
    path: str | Path = "graph", *, settings: Settings | None = None, min_confidence: float = 0.0
) -> Graph:
    """Open the graph in a folder; raises NoGraphError when there is none.

    With `min_confidence` (0 to 1) everything leaves out what is less sure, and what depends on it. The first time that
    takes as long as storing the graph again; what was made is kept beside the version.

        graph = kg.open("graph")
        sure = kg.open("graph", min_confidence=0.9)
    """
    return Graph(path, settings=settings, min_confidence=min_confidence)


class Graph(GraphViews):
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

    def query(
        self, text: str | None = None, *, name: str | None = None, timeout: float | None = None, **params: Any
    ) -> Table:
        """Answer a query in SPARQL, or a question of the catalogue by its name and parameters.

        A CONSTRUCT gives a table of subject, predicate and object. `timeout` is in seconds. Raises QueryError
        and its kin, and UnknownNameError for a question or a parameter that is none.

            graph.query("SELECT ?title { ?paper dcterms:title ?title }")
            graph.query(name="leaderboard", dataset="GSM8K")
        """
        if (text is None) == (name is None):
            raise TypeError("query() takes either SPARQL or the name of a question")
        seconds = self.settings.timeout if timeout is None else timeout
        asked = str(text) if name is None else self._filled(name, params)
        if check(asked) in GRAPH_FORMS:
            answer = self._asker.answer(asked, format="ntriples", timeout=seconds, max_rows=self.settings.max_rows)
            return table_from_ntriples(answer.body)
        return self._asker.ask(asked, timeout=seconds, max_rows=self.settings.max_rows)

    def _filled(self, name: str, params: Mapping[str, Any]) -> str:
        values = {key: str(value) for key, value in params.items()}
        return find_question(name).sparql(values, partial(self._asker.ask, timeout=self.settings.timeout))

    @cached_property
    def _asker(self) -> Asker:
        self._version.check()
        return Asker(self._version.store, base=self.base)

    def export(
        self,
        out: str | Path | BinaryIO,
        *,
        format: ExportFormat | str | None = None,  # noqa: A002  (the word that users know)
        entity: str | None = None,
        query: str | None = None,
        vocabulary: Vocabulary | str | None = None,
    ) -> None:
        """Write the graph to a file, a folder or an open stream: Turtle unless `format` or the ending says else.

        The forms are those of `kg.graph.formats.ExportFormat`; `neo4j`, `csv` and `parquet` are folders. With
        `entity` or `query` only the part of some papers is written, and of what they speak: those that mention
        the entity, or that a SELECT answers with. `vocabulary` puts the whole in the terms of others:
        "web-annotation" or "linked-papers-with-code". Raises UnknownNameError for a form or an entity that is none.
        """
        self._version.check()
        papers = papers_of(self.query, entity, query)
        terms = None if vocabulary is None else Vocabulary(vocabulary)
        export_graph(self._version, out, format, Part(self.base, papers, terms))

    def evidence(self, target: str, *, min_confidence: float = 0.0) -> tuple[Quote, ...]:
        """Return the quotes that a paper, an entity or a result rests on, each with its sentence.

        for quote in graph.evidence("2410.21465"):
            print(quote.sentence, quote.says)
        """
        return quotes(find_target(target, self.query, base=self.base), self.query, least=min_confidence)

    def verify(
        self, sources: str | Path | Sequence[str | Path], *, on_problem: OnProblem | None = None
    ) -> Verification:
        """Read the sources again and hold every text and quote of the graph against them.

        Rows that can't be read are handed to `on_problem`; without it the first one is raised.
        """
        self._version.check()
        paths = [sources] if isinstance(sources, str | Path) else list(sources)
        read = read_sources(paths, report=on_problem or raise_problem)
        papers = [paper for source in read for paper in source.papers]
        return verify(self._version.nquads, papers, base=self.base)

    def _ask_whole(self, query: str) -> Table:
        return self._asker.ask(query, timeout=_WHOLE)

    def rdflib(self) -> rdflib.Dataset:
        """Return the graph as a read-only rdflib Dataset over the store; nothing is copied."""
        return as_rdflib(self._version.store, base=self.base)

    def validate(self, *, on_progress: Callable[[int, int], None] | None = None) -> Report:
        """Check the graph against its SHACL shapes."""
        return validate(self._version.nquads, on_progress=on_progress)

    def stats(self, *, most: int = 5) -> dict[str, Any]:
        """Count what is in the graph, and name the entities that most papers speak of, by type."""
        days = sorted(self._manifest["days"])
        return {
            "version": self.version,
            "first_day": days[0] if days else None,
            "last_day": days[-1] if days else None,
            "counts": self.counts,
            "top": most_named(self.query, most),
        }

    def close(self) -> None:
        """End the process that answers queries; a later query starts another."""
        asker = self.__dict__.pop("_asker", None)
        if asker is not None:
            asker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        counts = self.counts
        return f"Graph({self.path.name!r}: {counts['papers']:,} papers, {counts['entities']:,} entities)"

    def _repr_html_(self) -> str:
        rows = [(Literal(key), Literal(f"{count:,}")) for key, count in self.counts.items()]
        return Table((self.path.name, "count"), rows)._repr_html_()
