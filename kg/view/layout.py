"""Where nodes stand: computed here, seeded, so that one graph has one picture and no physics runs.

A picture with a focus is a ring around it, one sector a role. Any other is laid out by springs, each
connected part by itself, and the parts are packed into rows. At last, labels are pushed off each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, pi, sin, sqrt

import networkx as nx

from kg.view.style import EDGE_STYLES
from kg.view.subgraph import Subgraph

__all__ = ["Box", "places"]

_SEED = 7
_WIDER = 1.45
_GAP = 8.0
_APART = 34.0
_ROUNDS = 200
_ROLE_ORDER = {role: place for place, role in enumerate(EDGE_STYLES)}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a node takes, its label included, in pixels."""

    width: float
    height: float


def places(subgraph: Subgraph, boxes: Mapping[str, Box]) -> dict[str, tuple[int, int]]:
    """Return the centre of each node's box, in whole pixels around (0, 0); y grows downwards.

    >>> from kg.view.subgraph import Node
    >>> places(Subgraph("T", "Q?", (Node("a", "A", "Task"),)), {"a": Box(10, 10)})
    {'a': (0, 0)}
    """
    graph = _graph(subgraph)
    if not graph:
        return {}
    if subgraph.focus in graph:
        points = _around(subgraph, boxes)
    else:
        parts = [_sprung(graph.subgraph(part), boxes) for part in _components(graph)]
        points = _packed(parts, boxes)
    return _centred(_apart(points, boxes, subgraph.focus))


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
    room = sum(boxes[name].width * 0.8 + _GAP for name in ring)
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
    area = sum((boxes[name].width + 2 * _GAP) * (boxes[name].height + 2 * _GAP) for name in names)
    scale = sqrt(area) * 0.75
    found = nx.spring_layout(ordered, seed=_SEED, iterations=300, k=1.6 / sqrt(len(names)), scale=1)
    level = _levelled({name: (float(x), float(y)) for name, (x, y) in found.items()})
    wider = {name: (x * scale * 1.3, y * scale / 1.3) for name, (x, y) in level.items()}
    return _apart(wider, boxes, None)


def _levelled(points: dict[str, Point]) -> dict[str, Point]:
    """Turn points around their centre so that they spread the most from left to right."""
    middle_x, middle_y = (sum(point[axis] for point in points.values()) / len(points) for axis in (0, 1))
    centred = {name: (x - middle_x, y - middle_y) for name, (x, y) in points.items()}
    spread = sum(x * x - y * y for x, y in centred.values())
    angle = atan2(2 * sum(x * y for x, y in centred.values()), spread) / 2
    return {
        name: (x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle)) for name, (x, y) in centred.items()
    }


def _packed(parts: Sequence[dict[str, Point]], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Set parts beside each other in rows, the largest first, in the width that suits a screen best."""
    if len(parts) == 1:
        return parts[0]
    sized = [(part, _bounds(part, boxes)) for part in parts]
    widths = [bounds[2] - bounds[0] + _APART for _, bounds in sized]
    narrowest, widest = max(widths), sum(widths)
    limits = [narrowest + (widest - narrowest) * step / 60 for step in range(61)]
    tried = [_rows(sized, limit) for limit in limits]
    return min(tried, key=lambda rows: max(rows[1] / _WIDER, rows[2]))[0]


def _rows(
    sized: Sequence[tuple[dict[str, Point], tuple[float, float, float, float]]], limit: float
) -> tuple[dict[str, Point], float, float]:
    """Return the places of all parts in rows of at most that width, and how wide and high these are."""
    rows: list[list[tuple[dict[str, Point], float, float, float, float]]] = []
    room = 0.0
    for part, (left, top, right, bottom) in sized:
        width = right - left + _APART
        if not rows or room + width > limit:
            rows.append([])
            room = 0.0
        rows[-1].append((part, room - left, top, bottom, room + width))
        room += width
    widest = max(row[-1][4] for row in rows)
    points: dict[str, Point] = {}
    y = 0.0
    for row in rows:
        indent, height = (widest - row[-1][4]) / 2, max(bottom - top for _, _, top, bottom, _ in row)
        for part, shift, top, bottom, _ in row:
            down = y - top + (height - bottom + top) / 2
            points.update({name: (px + shift + indent, py + down) for name, (px, py) in part.items()})
        y += height + _APART
    return points, widest, y


def _bounds(points: Mapping[str, Point], boxes: Mapping[str, Box]) -> tuple[float, float, float, float]:
    return (
        min(x - boxes[name].width / 2 for name, (x, _) in points.items()),
        min(y - boxes[name].height / 2 for name, (_, y) in points.items()),
        max(x + boxes[name].width / 2 for name, (x, _) in points.items()),
        max(y + boxes[name].height / 2 for name, (_, y) in points.items()),
    )


def _apart(points: dict[str, Point], boxes: Mapping[str, Box], focus: str | None) -> dict[str, Point]:
    """Push boxes that overlap away from each other, each time along the shorter way; the focus stays."""
    centres = {name: list(point) for name, point in sorted(points.items())}
    for _ in range(_ROUNDS):
        names = sorted(centres, key=lambda name: (centres[name][0] - boxes[name].width / 2, name))
        moved = False
        for place, one in enumerate(names):
            edge = centres[one][0] + boxes[one].width / 2 + _GAP
            for two in names[place + 1 :]:
                if centres[two][0] - boxes[two].width / 2 > edge:
                    break
                moved |= _push(centres, boxes, one, two, focus)
        if not moved:
            break
    return {name: (x, y) for name, (x, y) in centres.items()}


def _push(centres: dict[str, list[float]], boxes: Mapping[str, Box], one: str, two: str, focus: str | None) -> bool:
    dx, dy = (centres[two][axis] - centres[one][axis] for axis in (0, 1))
    over_x = (boxes[one].width + boxes[two].width) / 2 + _GAP - abs(dx)
    over_y = (boxes[one].height + boxes[two].height) / 2 + _GAP - abs(dy)
    if over_x <= 0.5 or over_y <= 0.5:
        return False
    axis, over, way = (0, over_x, dx) if over_x < over_y else (1, over_y, dy)
    step = over / 2 if way >= 0 else -over / 2
    centres[one][axis] -= 0 if one == focus else step
    centres[two][axis] += 0 if two == focus else step
    return True


def _centred(points: Mapping[str, Point]) -> dict[str, tuple[int, int]]:
    middle_x = sum(x for x, _ in points.values()) / len(points)
    middle_y = sum(y for _, y in points.values()) / len(points)
    return {name: (round(x - middle_x), round(y - middle_y)) for name, (x, y) in sorted(points.items())}
