"""Graphs as JSON: node-link for networkx and d3, and the form of Cytoscape; written element by element."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.graph.elements import Elements, Value
from kg.notice import NOTICE

__all__ = ["cytoscape", "node_link"]

_NOTICE = json.dumps({"notice": NOTICE})


def node_link(elements: Elements) -> Iterator[str]:
    """Yield the pieces of what `networkx.node_link_graph(data, edges="edges")` reads; an edge's key is its role.

    >>> print("".join(node_link(Elements([("urn:a", {})], []))))
    {"directed": true, "multigraph": true, "graph": {"notice": "From ... mistakes."}, "nodes": [
    {"id": "urn:a"}
    ], "edges": [
    ]}
    <BLANKLINE>
    """
    yield f'{{"directed": true, "multigraph": true, "graph": {_NOTICE}, "nodes": [\n'
    yield from _listed({"id": iri, **attributes} for iri, attributes in elements.nodes)
    yield '], "edges": [\n'
    yield from _listed(
        {"source": source, "target": target, "key": attributes.get("role", ""), **attributes}
        for source, target, attributes in elements.edges
    )
    yield "]}\n"


def cytoscape(elements: Elements) -> Iterator[str]:
    """Yield the pieces of Cytoscape's JSON: Cytoscape opens it, cytoscape.js takes `elements` of it.

    `networkx.cytoscape_graph` reads it, too. Edges have the identifiers e0, e1 and so on.
    """
    yield f'{{"data": {_NOTICE}, "directed": true, "multigraph": true, "elements": {{"nodes": [\n'
    yield from _listed({"data": _cytoscape_node(iri, attributes)} for iri, attributes in elements.nodes)
    yield '], "edges": [\n'
    yield from _listed(
        {
            "data": {
                "id": f"e{number}",
                "source": source,
                "target": target,
                "key": attributes.get("role", ""),
                "interaction": attributes.get("role", ""),
                **attributes,
            }
        }
        for number, (source, target, attributes) in enumerate(elements.edges)
    )
    yield "]}}\n"


def _cytoscape_node(iri: str, attributes: Mapping[str, Value]) -> dict[str, Value]:
    """Return a node's data: Cytoscape shows `name`, and networkx takes `value` for the node itself."""
    return {"id": iri, "value": iri, "name": attributes.get("label", iri), **attributes}


def _listed(items: Iterable[Any]) -> Iterator[str]:
    """Yield items as lines with commas between them."""
    between = ""
    for item in items:
        yield between + json.dumps(item, ensure_ascii=False)
        between = ",\n"
    if between:
        yield "\n"
