"""SPARQL results as tables: the border between the SPARQL 1.1 Query Results JSON Format and our terms."""

from __future__ import annotations

import gc
import json
from typing import Any

import pyoxigraph

from kg.rdf import XSD, Iri, Literal, RdfTerm
from kg.table import Row, Table

__all__ = ["table_from_json", "table_from_ntriples", "term_from_json"]

_STRING = Iri(XSD + "string")
_LANGUAGE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_BOOLEAN = Iri(XSD + "boolean")


def term_from_json(term: dict[str, Any]) -> RdfTerm:
    """Turn a term of the JSON form (section 3.2.2) into ours; a blank node becomes an Iri that begins `_:`.

    >>> term_from_json({"type": "literal", "value": "LoRA"})
    Literal(value='LoRA', datatype=Iri('http://www.w3.org/2001/XMLSchema#string'), language=None)
    """
    kind, value = term["type"], term["value"]
    if kind == "uri":
        return Iri(value)
    if kind == "literal" or kind == "typed-literal":
        if "xml:lang" in term:
            return Literal(value, _LANGUAGE, term["xml:lang"])
        return Literal(value, Iri(term["datatype"])) if "datatype" in term else Literal(value, _STRING)
    if kind == "bnode":
        return Iri("_:" + value)
    raise ValueError(f"Unexpected RDF term: {term!r}")


def table_from_json(body: bytes) -> Table:
    """Turn the JSON form of an answer into a table; that of ASK has one row and the column `answer`.

    >>> table_from_json(b'{"head": {}, "boolean": true}').column("answer")
    [True]
    """
    collecting = gc.isenabled()
    gc.disable()  # nothing here is garbage, and looking for it takes three times as long as the work (measured)
    try:
        return _table(json.loads(body))
    finally:
        if collecting:
            gc.enable()


def _table(answer: dict[str, Any]) -> Table:
    if "boolean" in answer:
        return Table(("answer",), ((Literal("true" if answer["boolean"] else "false", _BOOLEAN),),))
    columns = tuple(answer["head"]["vars"])
    return Table(columns, [_row(columns, binding) for binding in answer["results"]["bindings"]])


def _row(columns: tuple[str, ...], binding: dict[str, dict[str, Any]]) -> Row:
    return tuple(term_from_json(binding[name]) if name in binding else None for name in columns)


def table_from_ntriples(body: bytes) -> Table:
    """Turn the triples that CONSTRUCT or DESCRIBE answers with into a table of three columns.

    >>> table_from_ntriples(b'<urn:a> <urn:b> "c" .').column("object")
    ['c']
    """
    triples = pyoxigraph.parse(input=body, format=pyoxigraph.RdfFormat.N_TRIPLES)
    rows = [tuple(map(_from_oxigraph, (t.subject, t.predicate, t.object))) for t in triples]
    return Table(("subject", "predicate", "object"), rows)


def _from_oxigraph(term: object) -> RdfTerm:
    if isinstance(term, pyoxigraph.NamedNode):
        return Iri(term.value)
    if isinstance(term, pyoxigraph.Literal):
        return Literal(term.value, Iri(term.datatype.value), term.language)
    if isinstance(term, pyoxigraph.BlankNode):
        return Iri("_:" + term.value)
    raise ValueError(f"Unexpected RDF term: {term!r}")
