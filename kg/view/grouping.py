"""Groups of a picture's nodes: what is tied more to each other than to the rest, named by what comes up most in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import networkx as nx

from kg.view.clusters import communities
from kg.view.subgraph import Subgraph

__all__ = ["grouped"]

_NAMED_BY = 3


def grouped(subgraph: Subgraph, *, resolution: float = 1.0) -> Subgraph:
    """Return the same picture with its nodes in groups; a group of papers alone has theirs."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.id for node in subgraph.nodes)
    graph.add_weighted_edges_from((edge.source, edge.target, edge.weight) for edge in subgraph.edges)
    groups = communities(graph, resolution=resolution)
    place = {name: number for number, group in enumerate(groups) for name in group}
    inside: Counter[str] = Counter()
    for edge in subgraph.edges:
        if place[edge.source] == place[edge.target]:
            inside.update({edge.source: edge.weight, edge.target: edge.weight})
    ranked = sorted(subgraph.nodes, key=lambda node: (node.type == "Paper", -inside[node.id], -node.weight, node.id))
    names: dict[int, list[str]] = {}
    told = {place[node.id] for node in subgraph.nodes if node.type != "Paper"}
    for node in ranked:
        if node.type == "Paper" and place[node.id] in told:
            continue
        if len(names.setdefault(place[node.id], [])) < _NAMED_BY:
            names[place[node.id]].append(node.label)
    return replace(
        subgraph,
        nodes=tuple(replace(node, group=place[node.id]) for node in subgraph.nodes),
        groups=tuple(", ".join(names[number]) for number in range(len(groups))),
    )
