"""What a page knows about its nodes and edges, as JSON's types: words, looks and evidence."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.plain import plain
from kg.view.evidence import link_or_none
from kg.view.style import EDGE_STYLES, NODE_STYLES, edge_style, node_style
from kg.view.subgraph import Edge, Evidence, Node, Subgraph

__all__ = ["page_data"]


def page_data(subgraph: Subgraph) -> dict[str, Any]:
    """Return nodes and edges (ends are places in the list of nodes), and the looks that they use."""
    place = {node.id: number for number, node in enumerate(subgraph.nodes)}
    return {
        "focus": place.get(subgraph.focus or ""),
        "nodes": [_node(node) for node in subgraph.nodes],
        "edges": [_edge(edge, place) for edge in subgraph.edges],
        "types": _types(subgraph),
        "roles": _roles(subgraph),
    }


def _node(node: Node) -> dict[str, Any]:
    return {
        "label": plain(node.label) or "(no name)",
        "type": node.type if node.type in NODE_STYLES else "Thing",
        "weight": node.weight,
        "link": link_or_none(node.link),
        "facts": [[plain(heading), plain(words)] for heading, words in node.facts],
        "evidence": [_evidence(evidence) for evidence in node.evidence],
    }


def _edge(edge: Edge, place: dict[str, int]) -> dict[str, Any]:
    return {
        "from": place[edge.source],
        "to": place[edge.target],
        "role": edge.role,
        "weight": edge.weight,
        "label": plain(edge.label),
        "evidence": [_evidence(evidence) for evidence in edge.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    before, after = evidence.text[: evidence.start], evidence.text[evidence.end :]
    return {
        "words": [plain(before), plain(evidence.marked), plain(after)],
        "source": plain(evidence.source),
        "link": link_or_none(evidence.link),
    }


def _types(subgraph: Subgraph) -> list[dict[str, Any]]:
    count = Counter(node.type if node.type in NODE_STYLES else "Thing" for node in subgraph.nodes)
    return [
        {"key": key, "words": look.heading, "shape": look.shape, "count": count[key],
         "light": look.light, "dark": look.dark}
        for key in NODE_STYLES if key in count
        for look in [node_style(key)]
    ]  # fmt: skip


def _roles(subgraph: Subgraph) -> list[dict[str, Any]]:
    count = Counter(edge.role for edge in subgraph.edges)
    order = list(EDGE_STYLES)
    ranked = sorted(count, key=lambda role: (order.index(role) if role in order else len(order), role))
    return [
        {"key": role, "words": plain(look.words), "count": count[role], "dashes": list(look.dashes),
         "light": look.light, "dark": look.dark, "directed": look.directed}
        for role in ranked
        for look in [edge_style(role)]
    ]  # fmt: skip
