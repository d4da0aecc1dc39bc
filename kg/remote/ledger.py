"""The ledger: a small graph on the server that says what was published as which graph, and with which content.

A publishing run first strikes out what it is about to change, and writes an entry back when the server has counted
what it got. A run that dies leaves no entry that is not true, and the next one does what is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.graph.iris import dataset_iri, graph_iri
from kg.graph.literals import integer, string
from kg.graph.terms import DCTERMS, VOID
from kg.query.results import table_from_json
from kg.rdf import Iri, as_ntriples_term
from kg.remote.endpoint import Endpoint
from kg.remote.holdings import LEDGER, UNION, Entry

__all__ = ["Counter", "ledger_lines"]

_MOST = 1 << 20


def ledger_lines(entries: Mapping[Iri, Entry]) -> bytes:
    """Write entries as sorted N-Triples.

    >>> ledger_lines({Iri("urn:g"): Entry(3, "sha256:ab")}).decode().splitlines()[0]
    '<urn:g> <http://purl.org/dc/terms/identifier> "sha256:ab" .'
    """
    lines = []
    for graph, entry in entries.items():
        for predicate, term in ((DCTERMS.identifier, string(entry.content)), (VOID.triples, integer(entry.triples))):
            lines.append(f"<{graph}> <{predicate}> {as_ntriples_term(term)} .\n")
    return "".join(sorted(lines)).encode()


class Counter:
    """Counts what a server has of a graph; the union stands under the IRI of the data set, or as a graph."""

    def __init__(self, endpoint: Endpoint, *, base: str, seconds: float) -> None:
        self._endpoint, self._seconds = endpoint, seconds
        self.dataset = dataset_iri(base=base)
        self.union = graph_iri(UNION, base=base)
        self.ledger = graph_iri(LEDGER, base=base)

    def count(self, graph: Iri) -> int:
        """Count the triples of one graph."""
        pattern = "?s ?p ?o" if graph == self.dataset else f"GRAPH {as_ntriples_term(graph)} {{ ?s ?p ?o }}"
        return int(self._counted(f"SELECT (COUNT(*) AS ?triples) {{ {pattern} }}")[0]["triples"])

    def count_all(self, graphs: Mapping[Iri, Entry]) -> dict[Iri, int]:
        """Count the triples of several graphs; one that is not there has none."""
        rows = self._counted("SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph")
        found = {row["graph"]: row["triples"] for row in rows}
        counts = {graph: int(found.get(graph, 0)) for graph in graphs}
        if self.dataset in counts:
            counts[self.dataset] = self.count(self.dataset)
        return counts

    def default_is_empty(self) -> bool:
        """Say whether the default graph holds nothing."""
        return not self._counted("ASK { ?s ?p ?o }")[0]["answer"]

    def _counted(self, query: str) -> list[dict[str, Any]]:
        body = self._endpoint.results(query, seconds=self._seconds, most=_MOST)
        return list(table_from_json(body))
