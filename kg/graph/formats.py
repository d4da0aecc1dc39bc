"""The forms that a graph is exported in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from kg.errors import UnknownNameError

__all__ = ["WITH_ONTOLOGY", "ExportFormat", "find_format"]


class ExportFormat(StrEnum):
    """How a graph is written: as RDF, as nodes and edges, as tables, or its papers as references.

    Of the RDF forms, N-Quads and TriG hold each graph apart, the others all statements together. `NEO4J`, `CSV` and
    `PARQUET` are folders of files.
    """

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    NQUADS = "nquads"
    TRIG = "trig"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CYTOSCAPE = "cytoscape"
    NODE_LINK = "node-link"
    NEO4J = "neo4j"
    CSV = "csv"
    PARQUET = "parquet"
    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"

    @property
    def is_rdf(self) -> bool:
        """Say whether the form holds statements."""
        return self in _RDF

    @property
    def is_folder(self) -> bool:
        """Say whether the form is a folder of files.

        >>> ExportFormat.CSV.is_folder, ExportFormat.GEXF.is_folder
        (True, False)
        """
        return self in (ExportFormat.NEO4J, ExportFormat.CSV, ExportFormat.PARQUET)

    @classmethod
    def from_path(cls, path: Path) -> ExportFormat:
        """Choose the form by the ending of a file's name.

        Raises UnknownNameError for an ending of no form.

        >>> ExportFormat.from_path(Path("graph.ttl")).value
        'turtle'
        """
        try:
            return _ENDINGS[path.suffix.lower()]
        except KeyError:
            raise UnknownNameError("export format for the ending", path.suffix or path.name, _ENDINGS) from None


WITH_ONTOLOGY = (ExportFormat.TURTLE, ExportFormat.NTRIPLES)
"""The forms in which a graph and the ontology are one file."""


def find_format(name: str) -> ExportFormat:
    """Return the form of a name; raises UnknownNameError, with those that there are, for another.

    >>> find_format("gexf") is ExportFormat.GEXF
    True
    """
    try:
        return ExportFormat(name)
    except ValueError:
        raise UnknownNameError("export format", name, ExportFormat) from None


_ENDINGS = {
    ".ttl": ExportFormat.TURTLE,
    ".nt": ExportFormat.NTRIPLES,
    ".jsonld": ExportFormat.JSONLD,
    ".json": ExportFormat.JSONLD,
    ".nq": ExportFormat.NQUADS,
    ".trig": ExportFormat.TRIG,
    ".rdf": ExportFormat.RDFXML,
    ".graphml": ExportFormat.GRAPHML,
    ".gexf": ExportFormat.GEXF,
    ".cyjs": ExportFormat.CYTOSCAPE,
    ".bib": ExportFormat.BIBTEX,
}
_RDF = frozenset(
    {
        ExportFormat.TURTLE,
        ExportFormat.NTRIPLES,
        ExportFormat.JSONLD,
        ExportFormat.RDFXML,
        ExportFormat.NQUADS,
        ExportFormat.TRIG,
    }
)
