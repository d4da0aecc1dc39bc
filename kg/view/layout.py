"""Where nodes stand: computed here, seeded, so that one graph has one picture and no physics runs.

A timeline goes by dates. A picture with groups is a disc a group, and so is any large one. A picture with a focus is
a ring around it, one sector a role. Any other is laid out by springs, each connected part by itself, and the parts are
packed into rows. At last, labels are pushed off each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import atan2, cos, pi, sin, sqrt

import networkx as nx

from kg.view.boxes import GAP, Box, Point, apart, packed
from kg.view.clusters import clustered, communities
from kg.view.style import EDGE_STYLES
from kg.view.subgraph import Subgraph
from kg.view.timeline import in_time

__all__ = ["places"]

_SEED = 7
_WIDER = 1.45
_MANY = 400
_ROLE_ORDER = {role: place for place, role in enumerate(EDGE_STYLES)}


def places(subgraph: Subgraph, boxes: Mapping[str, Box]) -> dict[str, tuple[int, int]]:
    """Return the centre of each node's box, in whole pixels around (0, 0); y grows downwards.

    >>> from kg.view.subgraph import Node
    >>> places(Subgraph("T", "Q?", (Node("a", "A", "Task"),)), {"a": Box(10, 10)})
    {'a': (0, 0)}
    """
    graph = _graph(subgraph)
    if not graph:
        return {}
    if subgraph.in_time:
        return in_time(subgraph, boxes)
    # A ring says who is tied to the middle: where most are not, it would only be a tangle.
    around = subgraph.focus in graph and 2 * graph.degree(str(subgraph.focus)) >= len(graph) - 1
    if subgraph.groups or (len(graph) > _MANY and not around):
        groups = _grouped(subgraph) if subgraph.groups else communities(graph)
        return _centred(clustered(graph, groups, boxes))
    if around:
        points = _around(subgraph, boxes)
    else:
        parts = [_sprung(graph.subgraph(part), boxes) for part in _components(graph)]
        points = packed(parts, boxes)
    return _centred(apart(points, boxes, subgraph.focus))


def _grouped(subgraph: Subgraph) -> list[list[str]]:
    """Return the ids of each group's nodes; those of none come last."""
    found: dict[int, list[str]] = {}
    for node in subgraph.nodes:
        found.setdefault(len(subgraph.groups) if node.group is None else node.group, []).append(node.id)
    return [found[place] for place in sorted(found)]


def _graph(subgraph: Subgraph) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(node.id for node in subgraph.nodes))
    for edge in sorted(subgraph.edges, key=lambda edge: (edge.source, edge.target, edge.role)):
        if edge.source != edge.target:
            graph.add_edge(edge.source, edge.target)
    return graph


def _components(graph: nx.Graph[str]) -> list[list[str]]:
    return sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))


def _around(subgraph: Subgraph, boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Put the focus in the middle and all else around it, role by role, in as many rings as needed."""
    focus = str(subgraph.focus)
    order = {node.id: (len(_ROLE_ORDER), node.type, node.label, node.id) for node in subgraph.nodes}
    for edge in subgraph.edges:
        for end, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if other == focus:
                order[end] = min(order[end], (_ROLE_ORDER.get(edge.role, 99), *order[end][1:]))
    ring = sorted(set(order) - {focus}, key=order.__getitem__)
    radius, between = 150.0, 95.0
    room = sum(boxes[name].width * 0.8 + GAP for name in ring)
    rings = 1
    while room > sum(2 * pi * (radius + between * step) for step in range(rings)):
        rings += 1
    points = {focus: (0.0, 0.0)}
    for place, name in enumerate(ring):
        angle = 2 * pi * place / len(ring) - pi / 2
        reach = radius + between * (place % rings)
        points[name] = (_WIDER * reach * cos(angle), reach * sin(angle))
    return points


def _sprung(graph: nx.Graph[str], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Lay out one connected part by springs, in an area that its boxes fill loosely."""
    names = sorted(graph)
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(names)
    ordered.add_edges_from(sorted((min(edge), max(edge)) for edge in graph.edges))
    area = sum((boxes[name].width + 2 * GAP) * (boxes[name].height + 2 * GAP) for name in names)
    scale = sqrt(area) * 0.75
    found = nx.spring_layout(ordered, seed=_SEED, iterations=300, k=1.6 / sqrt(len(names)), scale=1)
    level = _levelled({name: (float(x), float(y)) for name, (x, y) in found.items()})
    wider = {name: (x * scale * 1.3, y * scale / 1.3) for name, (x, y) in level.items()}
    return apart(wider, boxes, None)


def _levelled(points: dict[str, Point]) -> dict[str, Point]:
    """Turn points around their centre so that they spread the most from left to right."""
    middle_x, middle_y = (sum(point[axis] for point in points.values()) / len(points) for axis in (0, 1))
    centred = {name: (x - middle_x, y - middle_y) for name, (x, y) in points.items()}
    spread = sum(x * x - y * y for x, y in centred.values())
    angle = atan2(2 * sum(x * y for x, y in centred.values()), spread) / 2
    return {
        name: (x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle)) for name, (x, y) in centred.items()
    }


def _centred(points: Mapping[str, Point]) -> dict[str, tuple[int, int]]:
    middle_x = sum(x for x, _ in points.values()) / len(points)
    middle_y = sum(y for _, y in points.values()) / len(points)
    return {name: (round(x - middle_x), round(y - middle_y)) for name, (x, y) in sorted(points.items())}
