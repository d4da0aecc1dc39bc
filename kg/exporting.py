"""Export: a graph, or a part of it, in any of its forms, to a file, a stream or a folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.graph.bibtex import bibtex
from kg.graph.constructs import ONE_GRAPH, Vocabulary, export_as
from kg.graph.csl import csl_json
from kg.graph.elements import Elements
from kg.graph.folder import Version
from kg.graph.formats import WITH_ONTOLOGY, ExportFormat, find_format
from kg.graph.gexf import gexf
from kg.graph.graphml import graphml
from kg.graph.json_graphs import cytoscape, node_link
from kg.graph.neo4j import write_neo4j
from kg.graph.part import write_part
from kg.graph.references import read_references
from kg.graph.serialize import export
from kg.graph.streamed import streamed_elements
from kg.graph.table_files import write_csv, write_parquet
from kg.graph.vocabulary_files import declarations
from kg.rdf import Iri
from kg.view.find import find_entity
from kg.view.subgraph import Ask

__all__ = ["Part", "export_graph", "papers_of"]

_PIECES: dict[ExportFormat, Callable[[Elements], Iterator[str]]] = {
    ExportFormat.GRAPHML: graphml,
    ExportFormat.GEXF: gexf,
    ExportFormat.CYTOSCAPE: cytoscape,
    ExportFormat.NODE_LINK: node_link,
}


@dataclass(frozen=True)
class Part:
    """What of a graph is written.

    `base` is what its own IRIs begin with; `papers` are the IRIs of the papers whose part is wanted (see
    `kg.graph.part`), None for all; `vocabulary` is that of others. `with_ontology` adds what the ontology declares.
    """

    base: str
    papers: Collection[str] | None = None
    vocabulary: Vocabulary | None = None
    with_ontology: bool = False


def export_graph(version: Version, out: str | Path | BinaryIO, form: ExportFormat | str | None, part: Part) -> None:
    """Write a part of a version to a file, a folder or an open stream.

    Raises UnknownNameError for a form that is none, and ValueError for a folder's form on a stream, or for a form that
    can't hold the vocabulary; then no file is touched. A folder is made if it is not there; other files in it stay.
    """
    if isinstance(out, str | Path):
        path = Path(out)
        chosen = find_format(form) if form else ExportFormat.from_path(path)
    else:
        chosen = find_format(form or ExportFormat.TURTLE)
    if part.with_ontology and (chosen not in WITH_ONTOLOGY or part.vocabulary is not None):
        raise ValueError(
            f"expected one of {', '.join(WITH_ONTOLOGY)} with the ontology, in its own terms; got {chosen}"
        )
    if part.vocabulary is not None and chosen not in ONE_GRAPH:
        raise ValueError(f"expected one of {', '.join(ONE_GRAPH)} with a vocabulary of others; got {chosen}")
    if not isinstance(out, str | Path):
        _to_stream(version, out, chosen, part)
        return
    if chosen.is_folder:
        _to_folder(version, path, chosen, part)
        return
    with path.open("wb") as stream:
        _to_stream(version, stream, chosen, part)


def _to_stream(version: Version, out: BinaryIO, form: ExportFormat, part: Part) -> None:
    if part.vocabulary is not None:
        export_as(part.vocabulary, version.store, out, format=form, base=part.base)
    elif form.is_rdf:
        with _statements(version.nquads, part) as nquads:
            export(nquads, out, format=form, base=part.base)
        if part.with_ontology:
            out.write(declarations(form))
    elif form in (ExportFormat.CSL_JSON, ExportFormat.BIBTEX):
        with _statements(version.nquads, part) as nquads:
            references = read_references(nquads, base=part.base)
        pieces = csl_json(references) if form is ExportFormat.CSL_JSON else [bibtex(references)]
        out.writelines(piece.encode() for piece in pieces)
    elif form in _PIECES:
        with _statements(version.nquads, part) as nquads:
            elements = streamed_elements(nquads, base=part.base)
            out.writelines(piece.encode() for piece in _PIECES[form](elements))
    else:
        raise ValueError(f"{form} is a folder of files: give the path of one")


def _to_folder(version: Version, folder: Path, form: ExportFormat, part: Part) -> None:
    with _statements(version.nquads, part) as nquads:
        match form:
            case ExportFormat.NEO4J:
                write_neo4j(streamed_elements(nquads, base=part.base), folder)
            case ExportFormat.CSV:
                write_csv(nquads, folder)
            case ExportFormat.PARQUET:
                write_parquet(nquads, folder)
            case _:
                raise ValueError(f"Unexpected form of a folder: {form!r}")


@contextmanager
def _statements(nquads: Path, part: Part) -> Iterator[Path]:
    """Yield the sorted N-Quads of a part: the file itself, or one that is gone afterwards."""
    if part.papers is None:
        yield nquads
        return
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "part.nq"
        write_part(nquads, written, part.papers, base=part.base)
        yield written


def papers_of(ask: Ask, entity: str | None, query: str | None) -> list[str] | None:
    """Return the papers of a part, sorted: those that mention an entity, else those in a query's answer, else None.

    Raises UnknownNameError for an entity that is none, and what asking raises.
    """
    if entity is not None:
        query = f"SELECT ?paper {{ ?paper kg:mentions <{find_entity(ask, entity)}> }}"
    if query is None:
        return None
    return sorted({str(term) for row in ask(query).rows for term in row if isinstance(term, Iri)})
