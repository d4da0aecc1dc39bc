"""Projections: things of one type, tied where they share things of another, such as methods that share papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations

import networkx as nx

from kg.errors import UnknownNameError

__all__ = ["TYPES", "project"]

TYPES = ("Paper", "Method", "Model", "Dataset", "Metric", "Task", "Person")
"""What nodes a projection can hold, and what they can share."""


def project(
    graph: nx.MultiDiGraph[str], nodes: str, shared: str, *, roles: Collection[str] | None = None, least: int = 1
) -> nx.Graph[str]:
    """Return an undirected graph of the nodes of one type, tied by how many neighbours of another type they share.

    `nodes` and `shared` are of `TYPES`; either is the papers, since all else is tied through them. `roles`, such as
    "uses", says which edges count; without it all do. A node keeps its attributes and has `shares` (int: of how many
    it is a neighbour), an edge has `weight` (int: how many both share); edges below `least` are left out, and nodes
    that share nothing stay. Raises UnknownNameError for a type that is none, ValueError if neither is the papers.

    >>> papers = nx.MultiDiGraph()
    >>> for name, kind in (("p", "Paper"), ("q", "Paper"), ("a", "Method"), ("b", "Method")):
    ...     papers.add_node(name, type=kind)
    >>> for paper, method in ("pa", "pb", "qa", "qb"):
    ...     key = papers.add_edge(paper, method, key="uses", role="uses")
    >>> project(papers, "Method", "Paper").edges["a", "b"]["weight"]
    2
    """
    for name in (nodes, shared):
        if name not in TYPES:
            raise UnknownNameError("type of node", name, TYPES)
    if "Paper" not in (nodes, shared) or nodes == shared:
        raise ValueError(f"expected Paper and another type, got {nodes} and {shared}: things are tied through papers")
    types: dict[str, str] = {name: attributes["type"] for name, attributes in graph.nodes.items()}
    members: dict[str, set[str]] = {}
    for one, other in _ties(graph, types, nodes, shared, roles):
        members.setdefault(other, set()).add(one)
    weights = Counter(pair for group in members.values() for pair in combinations(sorted(group), 2))
    sizes = Counter(one for group in members.values() for one in group)
    projected: nx.Graph[str] = nx.Graph()
    for node in sorted(name for name, kind in types.items() if kind == nodes):
        projected.add_node(node, **graph.nodes[node], shares=sizes[node])
    for (one, other), weight in sorted(weights.items()):
        if weight >= least:
            projected.add_edge(one, other, weight=weight)
    return projected


def _ties(
    graph: nx.MultiDiGraph[str],
    types: dict[str, str],
    nodes: str,
    shared: str,
    roles: Collection[str] | None,
) -> Iterator[tuple[str, str]]:
    """Yield each node with each thing that it is tied to, in whichever direction the edge goes."""
    for source, target, attributes in graph.edges(data=True):
        if roles is not None and attributes["role"] not in roles:
            continue
        if (types[source], types[target]) == (nodes, shared):
            yield source, target
        elif (types[target], types[source]) == (nodes, shared):
            yield target, source
