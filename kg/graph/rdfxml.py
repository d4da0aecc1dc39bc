"""RDF/XML, for tools that read no other form; what XML can't hold is left out of literals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyoxigraph

from kg.graph.elements import printable
from kg.vocab import prefixes

__all__ = ["write_rdfxml"]

Triple = tuple[str, str, str]
_PREFIXES = ("dcat", "dcterms", "foaf", "kg", "owl", "prov", "skos", "void")


def write_rdfxml(triples: Iterable[Triple], out: BinaryIO, base: str) -> None:
    """Write triples in their N-Triples form as RDF/XML 1.1, in their order, one in memory at a time."""
    known = prefixes(base)
    used = {name: known[name] for name in _PREFIXES}
    pyoxigraph.serialize(_parsed(triples), out, format=pyoxigraph.RdfFormat.RDF_XML, prefixes=used)


def _parsed(triples: Iterable[Triple]) -> Iterator[pyoxigraph.Triple]:
    for triple in triples:
        line = f"{' '.join(triple)} .\n"
        (quad,) = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES)
        yield pyoxigraph.Triple(quad.subject, quad.predicate, _writable(quad.object))


def _writable(term: pyoxigraph.Literal | pyoxigraph.NamedNode) -> pyoxigraph.Literal | pyoxigraph.NamedNode:
    """Return a term without the control characters that XML 1.0 has no form for."""
    if not isinstance(term, pyoxigraph.Literal):
        return term
    words = printable(term.value)
    if words == term.value:
        return term
    if term.language:
        return pyoxigraph.Literal(words, language=term.language)
    return pyoxigraph.Literal(words, datatype=term.datatype)
