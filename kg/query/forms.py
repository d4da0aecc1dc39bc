"""Answers that another program gave, in the forms in which kg answers itself."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pyoxigraph

from kg.errors import QueryTooBigError, UnknownNameError
from kg.query.run import GRAPH_FORMATS, TABLE_FORMATS, Answer
from kg.query.worker import TooBigError, write_graph, write_table

__all__ = ["graph_answer", "table_answer"]


def table_answer(query: str, results: bytes, form: str | None, *, max_rows: int | None, most: int) -> Answer:
    """Write results, given in the JSON form of SPARQL 1.1, in one of TABLE_FORMATS; JSON if it is left out.

    Raises QueryTooBigError beyond `max_rows` rows, UnknownNameError for a form that is none, and ValueError for results
    that are none.

    >>> table_answer("ASK {}", b'{"head": {}, "boolean": true}', "csv", max_rows=None, most=100).body
    b'true'
    """
    if form is not None and form not in TABLE_FORMATS:
        raise UnknownNameError("format for SELECT and ASK", form, TABLE_FORMATS)
    out = BytesIO()
    try:
        parsed = pyoxigraph.parse_query_results(results, format=pyoxigraph.QueryResultsFormat.JSON)
        header = write_table(parsed, {"format": form, "max_rows": max_rows, "max_bytes": most}, out)
    except TooBigError as error:
        raise QueryTooBigError(query, str(error)) from None
    except SyntaxError as error:
        raise ValueError(str(error)) from None
    return Answer(out.getvalue(), TABLE_FORMATS[header["format"]], header["kind"])


def graph_answer(
    query: str, triples: bytes, form: str | None, *, prefixes: Mapping[str, str], max_rows: int | None, most: int
) -> Answer:
    """Write triples, given as N-Triples, in one of GRAPH_FORMATS, sorted; Turtle if it is left out.

    Raises what `table_answer` does.

    >>> graph_answer("", b"<urn:a> <urn:b> <urn:c> .", "ntriples", prefixes={}, max_rows=9, most=99).kind
    'graph'
    """
    if form is not None and form not in GRAPH_FORMATS:
        raise UnknownNameError("format for CONSTRUCT and DESCRIBE", form, GRAPH_FORMATS)
    out = BytesIO()
    request = {"format": form, "max_rows": max_rows, "max_bytes": most, "shown": dict(prefixes)}
    try:
        parsed = pyoxigraph.parse(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
        plain = pyoxigraph.serialize(parsed, format=pyoxigraph.RdfFormat.N_TRIPLES)
        header = write_graph(plain or b"", request, out)
    except TooBigError as error:
        raise QueryTooBigError(query, str(error)) from None
    except SyntaxError as error:
        raise ValueError(str(error)) from None
    return Answer(out.getvalue(), GRAPH_FORMATS[header["format"]], header["kind"])
