"""AskedGraph: what every graph can be asked for, wherever it is, in a folder or on a server."""

from __future__ import annotations

import warnings
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self

from kg.evidence import Quote, find_target, quotes
from kg.exporting import Part, export_graph, papers_of
from kg.gather import OnProblem, raise_problem, read_sources
from kg.graph.constructs import Vocabulary
from kg.graph.folder import Version
from kg.graph.formats import ExportFormat
from kg.graph.shapes import Report, validate
from kg.graph_views import GraphViews
from kg.query.catalogue import find_question
from kg.query.lexer import GRAPH_FORMS, check
from kg.query.misfits import misfits
from kg.query.results import table_from_ntriples
from kg.query.run import Answer
from kg.rdf import Literal
from kg.settings import Settings
from kg.sources.arxiv import EVERYTHING, Selection
from kg.table import Table
from kg.verify import Verification, verify

__all__ = ["COUNTS", "WHOLE", "Answers", "AskedGraph"]

WHOLE = 600.0
"""Seconds that a question about the whole graph may take."""

COUNTS = ("sources", "digests", "papers", "entities", "results", "mentions", "persons", "triples")
"""What a graph counts, in the order in which it is told."""


class Answers(Protocol):
    """What answers queries: `kg.query.run.Asker`, or `kg.remote.asker.RemoteAsker`."""

    def ask(self, query: str, *, timeout: float = 30.0, max_rows: int | None = None) -> Table:
        """Answer with a table."""

    def answer(
        self,
        query: str,
        *,
        format: str | None = None,  # noqa: A002  (the word that users know)
        timeout: float = 30.0,
        max_rows: int | None = None,
    ) -> Answer:
        """Answer with bytes."""


class AskedGraph(GraphViews):
    """A graph that is asked by queries, and whose statements can be had as files."""

    settings: Settings

    @property
    @abstractmethod
    def base(self) -> str:
        """What the IRIs of the graph's own resources begin with."""

    @property
    @abstractmethod
    def counts(self) -> dict[str, int]:
        """How many digests, papers, entities, results, mentions, persons and triples there are."""

    @property
    @abstractmethod
    def _name(self) -> str:
        """What the graph is called where it is shown."""

    @abstractmethod
    def _answers(self) -> Answers:
        """Return what answers the queries."""

    @abstractmethod
    def _files(self) -> AbstractContextManager[Version]:
        """Yield a version that has the statements as sorted N-Quads, and a store."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what answers the queries; a later query begins anew."""

    def query(
        self, text: str | None = None, *, name: str | None = None, timeout: float | None = None, **params: Any
    ) -> Table:
        """Answer a query in SPARQL, or a question of the catalogue by its name and parameters.

        A CONSTRUCT gives a table of subject, predicate and object. `timeout` is in seconds. Raises QueryError
        and its kin, and UnknownNameError for a question or a parameter that is none; warns (UserWarning) of a
        name of another type than the question asks for, which has no rows.

            graph.query("SELECT ?title { ?paper dcterms:title ?title }")
            graph.query(name="leaderboard", dataset="GSM8K")
        """
        if (text is None) == (name is None):
            raise TypeError("query() takes either SPARQL or the name of a question")
        seconds = self.settings.timeout if timeout is None else timeout
        asked = str(text) if name is None else self._filled(name, params)
        if check(asked) in GRAPH_FORMS:
            answer = self._answers().answer(asked, format="ntriples", timeout=seconds, max_rows=self.settings.max_rows)
            return table_from_ntriples(answer.body)
        return self._answers().ask(asked, timeout=seconds, max_rows=self.settings.max_rows)

    def _filled(self, name: str, params: Mapping[str, Any]) -> str:
        values = {key: str(value) for key, value in params.items()}
        question, look = find_question(name), partial(self._answers().ask, timeout=self.settings.timeout)
        found = question.terms(values, look)
        for slip in misfits(question, values, found, look):
            warnings.warn(slip, stacklevel=3)
        return question.with_terms(found)

    def export(
        self,
        out: str | Path | BinaryIO,
        *,
        format: ExportFormat | str | None = None,  # noqa: A002  (the word that users know)
        entity: str | None = None,
        query: str | None = None,
        vocabulary: Vocabulary | str | None = None,
        with_ontology: bool = False,
    ) -> None:
        """Write the graph to a file, a folder or an open stream: Turtle unless `format` or the ending says else.

        The forms are those of `kg.graph.formats.ExportFormat`; `neo4j`, `csv` and `parquet` are folders. With
        `entity` or `query` only the part of some papers is written, and of what they speak: those that mention
        the entity, or that a SELECT answers with. `vocabulary` puts the whole in the terms of others:
        "web-annotation" or "linked-papers-with-code". With `with_ontology` Turtle and N-Triples also declare the
        classes and properties, for OWL tools. Raises UnknownNameError for a form or an entity that is none.
        """
        papers = papers_of(self.query, entity, query)
        terms = None if vocabulary is None else Vocabulary(vocabulary)
        with self._files() as version:
            export_graph(version, out, format, Part(self.base, papers, terms, with_ontology))

    def evidence(self, target: str, *, min_confidence: float = 0.0) -> tuple[Quote, ...]:
        """Return the quotes that a paper, an entity or a result rests on, each with its sentence.

        for quote in graph.evidence("2410.21465"):
            print(quote.sentence, quote.says)
        """
        return quotes(find_target(target, self.query, base=self.base), self.query, least=min_confidence)

    def verify(
        self,
        sources: str | Path | Sequence[str | Path],
        *,
        select: Selection = EVERYTHING,
        on_problem: OnProblem | None = None,
    ) -> Verification:
        """Read the sources again and hold every text and quote of the graph against them.

        `select` says what of arXiv's metadata counts. Rows that can't be read are handed to `on_problem`; without it
        the first one is raised.
        """
        paths = [sources] if isinstance(sources, str | Path) else list(sources)
        read = read_sources(paths, report=on_problem or raise_problem, select=select)
        papers = [paper for source in read for paper in source.papers]
        with self._files() as version:
            return verify(version.nquads, papers, base=self.base)

    def _ask_whole(self, query: str) -> Table:
        return self._answers().ask(query, timeout=WHOLE)

    def validate(self, *, on_progress: Callable[[int, int], None] | None = None) -> Report:
        """Check the graph against its SHACL shapes."""
        with self._files() as version:
            return validate(version.nquads, on_progress=on_progress)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        counts = self.counts
        return f"{type(self).__name__}({self._name!r}: {counts['papers']:,} papers, {counts['entities']:,} entities)"

    def _repr_html_(self) -> str:
        rows = [(Literal(key), Literal(f"{count:,}")) for key, count in self.counts.items()]
        return Table((self._name, "count"), rows)._repr_html_()
