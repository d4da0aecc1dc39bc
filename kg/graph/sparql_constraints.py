"""The constraints of the shapes that are written in SPARQL (SHACL, section 5), asked once for a whole slice.

A validator binds $this to one node after another; here the query runs once, in Oxigraph, and finds all nodes that
break it, which is the same as long as it names $this in its patterns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store
from rdflib import SH, Graph
from rdflib.term import Node

__all__ = ["SparqlConstraint", "constraints", "store_of"]

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """One `sh:sparql` of a shape: which classes it is about, what it says when broken, and its query."""

    shape: str
    targets: tuple[str, ...]
    message: str
    query: str

    def broken(self, data: Store) -> Iterator[tuple[str, str]]:
        """Yield each node of the targets that breaks the constraint, and the value at fault or nothing."""
        solutions = data.query(self.query)
        assert isinstance(solutions, QuerySolutions)
        for row in solutions:
            node, value = row["this"], row["value"]
            if any(next(data.quads_for_pattern(node, _TYPE, NamedNode(kind)), None) for kind in self.targets):
                assert isinstance(node, NamedNode)
                yield node.value, value.value if isinstance(value, NamedNode | Literal) else ""


def store_of(triples: Iterable[tuple[str, str, str]]) -> Store:
    """Load triples, each term in its N-Triples form, into a store in memory."""
    store = Store()
    store.bulk_load("".join(f"{s} {p} {o} .\n" for s, p, o in triples), format=RdfFormat.N_TRIPLES)
    return store


def constraints(shapes: Graph) -> tuple[SparqlConstraint, ...]:
    """Read the SPARQL constraints of all shapes, sorted by shape.

    Raises ValueError for a query that does not name $this, since all depends on it.
    """
    return tuple(_constraint(shapes, shape, node) for shape, node in sorted(shapes.subject_objects(SH.sparql)))


def _constraint(shapes: Graph, shape: Node, node: Node) -> SparqlConstraint:
    text = str(shapes.value(node, SH.select))
    if "$this" not in text.partition("WHERE")[2]:
        raise ValueError(f"expected a query with $this in its patterns for {shape}, got {text!r}")
    prefixes = sorted(
        f"PREFIX {shapes.value(declared, SH.prefix)}: <{shapes.value(declared, SH.namespace)}>\n"
        for ontology in shapes.objects(node, SH.prefixes)
        for declared in shapes.objects(ontology, SH.declare)
    )
    return SparqlConstraint(
        shape=str(shape),
        targets=tuple(sorted(map(str, shapes.objects(shape, SH.targetClass)))),
        message=str(shapes.value(node, SH.message)),
        query="".join(prefixes) + text,
    )
