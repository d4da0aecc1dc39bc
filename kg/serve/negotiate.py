"""The forms of an answer by media type, for tables and for graphs (SPARQL 1.1 Protocol, section 2.1.5)."""

from __future__ import annotations

from collections.abc import Mapping

from kg.query.lexer import GRAPH_FORMS
from kg.serve.accept import preferred
from kg.serve.protocol import BadRequestError

__all__ = ["GRAPH_TYPES", "TABLE_TYPES", "negotiated"]

TABLE_TYPES: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}
"""Media types for SELECT and ASK, the best first, with the names of the forms."""

GRAPH_TYPES: Mapping[str, str] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
}
"""Media types for CONSTRUCT and DESCRIBE."""


def negotiated(accept: str | None, form: str) -> str:
    """Return the form of answer that a client likes best; raises BadRequestError (406) when there is none.

    >>> negotiated("text/turtle, text/csv;q=0.1", "SELECT")
    'csv'
    """
    types = GRAPH_TYPES if form in GRAPH_FORMS else TABLE_TYPES
    chosen = preferred(accept, types)
    if chosen is None:
        raise BadRequestError(f"none of what you accept can be had; there are: {', '.join(types)}", 406)
    return types[chosen]
