"""Graph: a graph on disk, to ask, look at, export and check from Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from kg.evidence import Quote, find_target, quotes
from kg.gather import OnProblem, raise_problem, read_sources
from kg.graph.constructs import Vocabulary, export_as
from kg.graph.folder import GraphFolder
from kg.graph.formats import ExportFormat
from kg.graph.rdflib_view import as_rdflib
from kg.graph.serialize import export
from kg.graph.shapes import Report, validate
from kg.picture import View
from kg.query.catalogue import find_question
from kg.query.lexer import GRAPH_FORMS, check
from kg.query.results import table_from_ntriples
from kg.query.run import Asker
from kg.rdf import Literal
from kg.settings import Settings
from kg.table import Table
from kg.verify import Verification, verify
from kg.view.construct import answer_map
from kg.view.entity import entity_map
from kg.view.networkx_bridge import to_networkx
from kg.view.overview import overview
from kg.view.paper import paper_map

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.builder import BuildReport

__all__ = ["COUNTS", "Graph", "open"]

COUNTS = ("sources", "digests", "papers", "entities", "results", "mentions", "persons", "triples")
"""What a graph counts, in the order in which it is told."""


def open(path: str | Path = "graph", *, settings: Settings | None = None) -> Graph:  # noqa: A001
    """Open the graph in a folder; raises NoGraphError when there is none.

    graph = kg.open("graph")
    """
    return Graph(path, settings=settings)


class Graph:
    """A graph on disk, as it was when it was opened; to be used in a `with` block, or closed, or left alone.

    The next build leaves it be; a build after that removes its version, and asking then raises GraphError:
    open the folder again. `report` says what the build did that made it, and is None for a graph that was
    merely opened.
    """

    def __init__(
        self, path: str | Path, *, settings: Settings | None = None, report: BuildReport | None = None
    ) -> None:
        self.path = Path(path)
        self.settings = settings or Settings()
        self.report = report
        self._version = GraphFolder(path).current()
        self._manifest = self._version.manifest()

    @property
    def version(self) -> int:
        """The number of the version that is open."""
        return int(self._version.path.name)

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
        format: ExportFormat | str | None = None,  # noqa: A002
        vocabulary: Vocabulary | str | None = None,
    ) -> None:
        """Write the whole graph to a file or an open stream: Turtle unless `format` or the ending says else.

        `vocabulary` puts it in the terms of others: "web-annotation" or "linked-papers-with-code".
        """
        self._version.check()
        if isinstance(out, str | Path):
            path = Path(out)
            chosen = ExportFormat(format) if format else ExportFormat.from_path(path)
            with path.open("wb") as stream:
                self._write(stream, chosen, vocabulary)
        else:
            self._write(out, ExportFormat(format or "turtle"), vocabulary)

    def _write(self, out: BinaryIO, form: ExportFormat, vocabulary: Vocabulary | str | None) -> None:
        if vocabulary is None:
            export(self._version.nquads, out, format=form, base=self.base)
        else:
            export_as(Vocabulary(vocabulary), self._version.store, out, format=form, base=self.base)

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

    def view(self, *, paper: str | None = None, entity: str | None = None, query: str | None = None) -> View:
        """Draw the graph, or the part around a paper or an entity, or what a query gives, as a page.

        graph.view(entity="LoRA").save("lora.html")
        """
        if paper is not None:
            return View(paper_map(self.query, paper))
        if entity is not None:
            return View(entity_map(self.query, entity))
        if query is not None:
            return View(answer_map(self.query(query), ask=self.query))
        return View(overview(self.query))

    def networkx(self) -> networkx.MultiDiGraph[str]:
        """Return papers, entities and people as a networkx MultiDiGraph; kg.view.networkx_bridge has the keys."""
        return to_networkx(self.query)

    def rdflib(self) -> rdflib.Dataset:
        """Return the graph as a read-only rdflib Dataset over the store; nothing is copied."""
        return as_rdflib(self._version.store, base=self.base)

    def validate(self, *, on_progress: Callable[[int, int], None] | None = None) -> Report:
        """Check the graph against its SHACL shapes."""
        return validate(self._version.nquads, on_progress=on_progress)

    def stats(self, *, most: int = 5) -> dict[str, Any]:
        """Count what is in the graph, and name the entities that most papers speak of, by type."""
        days = sorted(self._manifest["days"])
        top: dict[str, list[dict[str, Any]]] = {}
        for row in self.query(_MOST_NAMED):
            ranked = top.setdefault(row["type"], [])
            if len(ranked) < most:
                ranked.append({"name": row["name"], "papers": row["papers"]})
        return {
            "version": self.version,
            "first_day": days[0] if days else None,
            "last_day": days[-1] if days else None,
            "counts": self.counts,
            "top": top,
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


_MOST_NAMED = """
SELECT ?type ?name (COUNT(DISTINCT ?paper) AS ?papers) {
  VALUES (?class ?type) {
    (kg:Method "Method") (kg:Model "Model") (kg:Dataset "Dataset") (kg:Metric "Metric") (kg:Task "Task")
  }
  ?entity a ?class ; skos:prefLabel ?name . ?paper kg:mentions ?entity
} GROUP BY ?type ?entity ?name ORDER BY ?type DESC(?papers) ?name
"""
