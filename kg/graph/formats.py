"""The forms that a graph is exported in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from kg.errors import UnknownNameError

__all__ = ["ExportFormat"]


class ExportFormat(StrEnum):
    """How a graph is written: the first three hold all statements together, the others each graph apart."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    NQUADS = "nquads"
    TRIG = "trig"

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


_ENDINGS = {
    ".ttl": ExportFormat.TURTLE,
    ".nt": ExportFormat.NTRIPLES,
    ".jsonld": ExportFormat.JSONLD,
    ".json": ExportFormat.JSONLD,
    ".nq": ExportFormat.NQUADS,
    ".trig": ExportFormat.TRIG,
}
