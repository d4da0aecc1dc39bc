"""The graph in the terms of others: CONSTRUCT queries, each a file in constructs/, and their answer as Turtle."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import QueryTriples

from kg.graph.formats import ExportFormat
from kg.graph.jsonld import jsonld
from kg.graph.store import needs_union, open_store
from kg.graph.turtle import Names, head, turtle
from kg.vocab import BASE, prefixes

__all__ = ["ONE_GRAPH", "Vocabulary", "construct_query", "export_as"]

ONE_GRAPH = (ExportFormat.TURTLE, ExportFormat.NTRIPLES, ExportFormat.JSONLD)
"""The forms that triples of no named graph are written in."""

_FOLDER = Path(__file__).with_name("constructs")
_NAMES = {"lpwc": "https://linkedpaperswithcode.com/property/", "lpwcc": "https://linkedpaperswithcode.com/class/"}


class Vocabulary(StrEnum):
    """A vocabulary of others that the graph can be put in."""

    WEB_ANNOTATION = "web-annotation"
    LINKED_PAPERS_WITH_CODE = "linked-papers-with-code"
    VOID = "void"


def construct_query(vocabulary: Vocabulary, *, base: str = BASE) -> str:
    """Return the CONSTRUCT query for a vocabulary, ready to be run anywhere.

    >>> "oa:TextPositionSelector" in construct_query(Vocabulary.WEB_ANNOTATION)
    True
    """
    text = (_FOLDER / f"{vocabulary.value}.rq").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#+")]
    declared = [f"PREFIX {name}: <{space}>\n" for name, space in prefixes(base).items()]
    return "".join(declared + lines)


def export_as(
    vocabulary: Vocabulary,
    store: Path,
    out: BinaryIO,
    *,
    format: ExportFormat = ExportFormat.TURTLE,  # noqa: A002
    base: str = BASE,
) -> int:
    """Write the graph of a store in the terms of a vocabulary, sorted, and return the number of triples.

    Takes memory for all the triples that it writes. Raises ValueError for a form that keeps graphs apart.
    """
    opened = open_store(store)
    query = construct_query(vocabulary, base=base)
    answer = opened.query(query, use_default_graph_as_union=needs_union(opened))
    assert isinstance(answer, QueryTriples)
    triples = sorted({(str(triple.subject), str(triple.predicate), str(triple.object)) for triple in answer})
    out.writelines(piece.encode() for piece in _pieces(triples, format, base))
    return len(triples)


def _pieces(triples: list[tuple[str, str, str]], format: ExportFormat, base: str) -> Iterator[str]:  # noqa: A002
    match format:
        case ExportFormat.TURTLE:
            names = Names(base, _NAMES)
            blocks = list(turtle(triples, names))
            yield from head(names)
            yield from blocks
        case ExportFormat.NTRIPLES:
            yield from (" ".join(triple) + " .\n" for triple in triples)
        case ExportFormat.JSONLD:
            yield from jsonld(triples, base)
        case _:
            raise ValueError(f"expected one of {', '.join(ONE_GRAPH)}; got {format.value}")
