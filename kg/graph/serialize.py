"""The graph as a file that other tools read, the same bytes each time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from kg.graph.formats import ExportFormat
from kg.graph.jsonld import jsonld
from kg.graph.nquads import Statement, read_in_order, read_union, united
from kg.graph.rdfxml import write_rdfxml
from kg.graph.turtle import Names, head, trig, turtle
from kg.vocab import BASE

__all__ = ["ExportFormat", "export"]

# What a reader of Turtle wants to see first: what this is, then papers and what they are about, then the evidence.
_READING_ORDER = (
    *("dataset>", "digest/", "paper/", "entity/", "person/", "text/", "result/", "mention/"),
    *("dataset#", "build/", "software/", "lexicon/", "overrides/", "source/", "alias/"),
)


def export(nquads: Path, out: BinaryIO, *, format: ExportFormat, base: str = BASE) -> None:  # noqa: A002
    """Write a graph from its sorted N-Quads file.

    `base` is what the graph's own IRIs begin with; Turtle, TriG and JSON-LD shorten them by it. All but TriG
    take memory for no more than the distinct IRIs. Turtle and TriG go through a temporary file, since their head
    lists the prefixes that are used and no others.
    Raises ValueError for a form that is no RDF.
    """
    if format is ExportFormat.NQUADS:
        with nquads.open("rb") as lines:
            shutil.copyfileobj(lines, out)
        return
    if format is ExportFormat.RDFXML:
        write_rdfxml(read_union(nquads), out, base)
        return
    names = Names(base)
    pieces = (piece.encode() for piece in _pieces(nquads, format, names))
    if format not in (ExportFormat.TURTLE, ExportFormat.TRIG):
        out.writelines(pieces)
        return
    with TemporaryFile() as body:
        body.writelines(pieces)
        body.seek(0)
        out.writelines(line.encode() for line in head(names))
        shutil.copyfileobj(body, out)


def _pieces(nquads: Path, format: ExportFormat, names: Names) -> Iterator[str]:  # noqa: A002
    match format:
        case ExportFormat.TURTLE:
            yield from turtle(united(_for_readers(nquads, names.base)), names)
        case ExportFormat.TRIG:
            yield from trig(_graphs(nquads, names.base), names)
        case ExportFormat.NTRIPLES:
            for triple in read_union(nquads):
                yield " ".join(triple) + " .\n"
        case ExportFormat.JSONLD:
            yield from jsonld(read_union(nquads), names.base)
        case _:
            raise ValueError(f"Unexpected format: {format!r}")


def _for_readers(nquads: Path, base: str) -> Iterator[Statement]:
    return read_in_order(nquads, [f"<{base}{kind}" for kind in _READING_ORDER])


def _graphs(nquads: Path, base: str) -> Iterator[tuple[str, Iterator[tuple[str, str, str]]]]:
    """Yield each graph with its triples; holds all statements in memory."""
    by_graph = attrgetter("graph")
    statements: list[Statement] = sorted(_for_readers(nquads, base), key=by_graph)
    for graph, group in groupby(statements, key=by_graph):
        yield graph, (statement[:3] for statement in group)
