"""All statements of a graph on a server, as sorted N-Quads: complete, or an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import QueryError, QueryTimeoutError, QueryTooBigError, RemoteError
from kg.graph.nquads import write_nquads
from kg.rdf import Iri, Quad
from kg.remote.asker import RemoteAsker

__all__ = ["download"]

_DIGITS = "0123456789abcdef"
_DEEPEST = 4
_GRAPHS = "SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } } ORDER BY ?graph"


def download(asker: RemoteAsker, out: BinaryIO, *, seconds: float) -> int:
    """Write all statements of the graph that a server holds, and return how many there are.

    Each request may take so many seconds. Takes about 600 bytes of memory a statement. Raises RemoteError when the
    server does not give as many triples of a graph as it counts.
    """
    try:
        graphs = _graphs(asker, seconds)
        return write_nquads((quad for graph in graphs for quad in _whole(asker, graph, seconds)), out)
    except QueryTimeoutError as error:
        raise RemoteError(asker.endpoint.shown, f"took longer than {error.seconds:g} s for one graph") from None
    except QueryError as error:
        raise RemoteError(asker.endpoint.shown, f"can't give all its statements: {error}") from None


def _graphs(asker: RemoteAsker, seconds: float) -> list[Iri]:
    """Return the named graphs; without a ledger, those whose IRI begins as the graph's own do."""
    if asker.holdings.named:
        return list(asker.holdings.named)
    found = asker.ask(_GRAPHS, timeout=seconds).column("graph")
    return [Iri(graph) for graph in found if graph.startswith(f"{asker.base}graph/")]


def _whole(asker: RemoteAsker, graph: Iri, seconds: float) -> Iterator[Quad]:
    count = f"SELECT (COUNT(*) AS ?triples) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    counted = asker.ask(count, timeout=seconds).column("triples")[0]
    got = 0
    for quad in _part(asker, graph, "", seconds):
        got += 1
        yield quad
    if got != counted:
        message = f"{graph}: the server counts {counted:,} triples, and gave {got:,}"
        raise RemoteError(asker.endpoint.shown, message)


def _part(asker: RemoteAsker, graph: Iri, digits: str, seconds: float) -> Iterator[Quad]:
    """Yield the triples whose subject's hash begins with some digits.

    Servers cap their answers (Virtuoso at 10,000 rows as Debian sets it up). Parts by hash need no order, which a
    capped server could not make either, and no triple is in two of them.
    """
    condition = f' FILTER(STRSTARTS(MD5(STR(?s)), "{digits}"))' if digits else ""
    query = f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }}{condition} }}"
    try:
        rows = asker.ask(query, timeout=seconds).rows
    except QueryTooBigError:
        if len(digits) == _DEEPEST:
            raise
        for digit in _DIGITS:
            yield from _part(asker, graph, digits + digit, seconds)
        return
    for subject, predicate, term in rows:
        if not isinstance(subject, Iri) or not isinstance(predicate, Iri) or term is None:
            raise RemoteError(asker.endpoint.shown, f"{graph}: has a triple that kg did not make")
        yield Quad(subject, predicate, term, graph)
