"""Nodes and edges as tools for property graphs take them: an identifier, and attributes of known types.

What the attributes mean is said in `kg.view.networkx_bridge`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

__all__ = ["EDGE_ATTRIBUTES", "NODE_ATTRIBUTES", "Edge", "Elements", "Node", "Value", "named_type", "printable"]

Value = str | int | float | bool
Node = tuple[str, Mapping[str, Value]]
"""A node's IRI and its attributes."""

Edge = tuple[str, str, Mapping[str, Value]]
"""The IRIs of both ends and the attributes; the attribute `role` says what the edge states."""

NODE_ATTRIBUTES: Mapping[str, type] = {
    "kind": str,
    "type": str,
    "label": str,
    "arxiv_id": str,
    "date": str,
    "url": str,
    "is_handle": bool,
}
"""Every attribute that a node may have, with its type."""

EDGE_ATTRIBUTES: Mapping[str, type] = {"role": str, "mentions": int, "confidence": float}
"""Every attribute that an edge may have, with its type."""

# What XML 1.0 may not hold (section 2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMES = {str: "string", bool: "boolean", int: "long", float: "double"}


@dataclass(frozen=True)
class Elements:
    """The nodes and the edges of a graph, which can be walked through again and again."""

    nodes: Iterable[Node]
    edges: Iterable[Edge]

    def first_days(self) -> dict[str, str]:
        """Return for each node the first day (ISO 8601) of a paper that is it, or that has an edge to it."""
        days = {iri: str(attributes["date"]) for iri, attributes in self.nodes if attributes.get("date")}
        papers = dict(days)
        for source, target, _ in self.edges:
            if source in papers:
                days[target] = min(papers[source], days.get(target, papers[source]))
        return days

    def days_of_edges(self) -> Iterator[tuple[Edge, str | None]]:
        """Yield each edge with the first day of the paper that states it; None where no paper does."""
        papers = {iri: str(attributes["date"]) for iri, attributes in self.nodes if attributes.get("date")}
        for edge in self.edges:
            yield edge, papers.get(edge[0])


def named_type(kind: type) -> str:
    """Return what GraphML and GEXF call a type.

    >>> named_type(int)
    'long'
    """
    return _NAMES[kind]


def printable(value: Value) -> str:
    r"""Write a value as GraphML and GEXF do: booleans as true and false, without what no XML may hold.

    >>> printable(True), printable(0.9), printable("a\x00b")
    ('true', '0.9', 'ab')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("", str(value))
