"""CSV files for `neo4j-admin database import full` of Neo4j 5, and the command that reads them.

Headers as in the operations manual, "neo4j-admin database import", section "CSV header format": `:ID`,
`:START_ID`, `:END_ID`, `:TYPE`, `:LABEL`, and the type of a property behind its name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.graph.elements import Edge, Elements, Node, Value
from kg.notice import NOTICE

__all__ = ["write_neo4j"]

_NODE_FILES: Mapping[str, tuple[str, ...]] = {
    "paper": ("label", "arxiv_id", "date", "url"),
    "entity": ("label",),
    "person": ("label", "is_handle"),
}
_TYPES = {"date": "date", "is_handle": "boolean", "mentions": "long", "confidence": "double"}
_EDGE_COLUMNS = ("mentions", "confidence")
_LABELS = {"entity": "Entity;"}
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SCRIPT = """#!/bin/sh
# {notice}
# Makes the database "neo4j" of these files; Neo4j 5 has to be stopped, and $NEO4J_HOME/bin on the PATH.
# The database must not exist yet: add --overwrite-destination to replace it.
cd "$(dirname "$0")" || exit
neo4j-admin database import full neo4j \\
  --nodes=papers.csv --nodes=entities.csv --nodes=persons.csv \\
  --relationships=relationships.csv "$@"
"""


def write_neo4j(elements: Elements, folder: Path) -> None:
    """Write papers.csv, entities.csv, persons.csv, relationships.csv and import.sh into a folder.

    Nodes have the labels Paper, Person, or Entity and their type; relationships the type USES, EVALUATES_ON and so
    on. Line breaks in values become spaces, so that no row has several lines.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = {"paper": "papers.csv", "entity": "entities.csv", "person": "persons.csv"}
    for kind, columns in _NODE_FILES.items():
        nodes = (node for node in elements.nodes if node[1]["kind"] == kind)
        _write_nodes(folder / names[kind], nodes, kind, columns)
    _write_edges(folder / "relationships.csv", elements.edges)
    script = folder / "import.sh"
    script.write_text(_SCRIPT.replace("{notice}", NOTICE), encoding="utf-8", newline="\n")
    script.chmod(0o755)


def _write_nodes(path: Path, nodes: Iterable[Node], kind: str, columns: Sequence[str]) -> None:
    head = ["iri:ID", *map(_typed, columns), ":LABEL"]
    rows = (
        [iri, *_cells(attributes, columns), f"{_LABELS.get(kind, '')}{attributes['type']}"] for iri, attributes in nodes
    )
    _write(path, head, rows)


def _write_edges(path: Path, edges: Iterable[Edge]) -> None:
    head = [":START_ID", ":END_ID", *map(_typed, _EDGE_COLUMNS), ":TYPE"]
    rows = (
        [source, target, *_cells(attributes, _EDGE_COLUMNS), _relationship_type(str(attributes["role"]))]
        for source, target, attributes in edges
    )
    _write(path, head, rows)


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def _typed(column: str) -> str:
    return f"{column}:{_TYPES[column]}" if column in _TYPES else column


def _cells(attributes: Mapping[str, Value], columns: Iterable[str]) -> list[str]:
    return [_cell(attributes[column]) if column in attributes else "" for column in columns]


def _cell(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else " ".join(str(value).replace("\0", "").split())


def _relationship_type(role: str) -> str:
    """Write a role as Neo4j's style guide writes types.

    >>> _relationship_type("evaluatesOn")
    'EVALUATES_ON'
    """
    return _WORD.sub("_", role).upper()
