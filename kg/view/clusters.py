"""What belongs together: communities of a graph, and a layout that gives each one a disc of its own.

A large graph laid out by springs as a whole is a hairball. Here, each group is laid out by itself and spread over a
disc; discs stand beside those they have the most edges to, and never overlap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import cos, hypot, pi, sin, sqrt

import networkx as nx

from kg.view.boxes import Box, Point, apart

__all__ = ["clustered", "communities"]

_SEED = 7
# Springs cost the square of the nodes, and from 500 on networkx lays out by another method.
_MOST_SPRUNG = 450
_MANY, _FEW = 60, 6
_BETWEEN = 30.0
_ANGLES = 60
_ROUNDS = 12
_LOOSER = 1.3
_Disc = tuple[float, float, float]


def communities(graph: nx.Graph[str], *, resolution: float = 1.0) -> list[list[str]]:
    """Return groups of nodes that are tied more to each other than to the rest (Louvain), the largest first.

    Edges may have a `weight`. Where there are very many groups, the smallest come last, as one.
    The same graph gives the same groups, whatever the order of its nodes.

    >>> two = nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("x", "y"), ("y", "z"), ("x", "z"), ("c", "x")])
    >>> communities(two)
    [['a', 'b', 'c'], ['x', 'y', 'z']]
    """
    names = sorted(graph)
    number = {name: place for place, name in enumerate(names)}
    # networkx walks through sets of nodes: only of numbers is their order the same in every process.
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(names)))
    for one, other in sorted(tuple(sorted((number[one], number[other]))) for one, other in graph.edges):
        plain.add_edge(one, other, weight=graph.edges[names[one], names[other]].get("weight", 1))
    found = [sorted(part) for part in nx.community.louvain_communities(plain, seed=_SEED, resolution=resolution)]
    few = sorted(place for part in found if len(part) < _FEW for place in part) if len(found) > _MANY else []
    groups = [[names[place] for place in part] for part in found if not few or len(part) >= _FEW]
    ranked = sorted(groups, key=lambda group: (-len(group), group))
    return [*ranked, [names[place] for place in few]] if few else ranked


def clustered(graph: nx.Graph[str], groups: Sequence[Sequence[str]], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Return the places of all nodes: a disc a group, the largest in the middle, each beside what it is tied to."""
    parts = [_disc(graph.subgraph(group), boxes) for group in groups]
    radii = [_radius(part, boxes) for part in parts]
    centres = _beside(radii, _ties(graph, groups))
    return {
        name: (x + centre_x, y + centre_y)
        for part, (centre_x, centre_y, _) in zip(parts, centres, strict=True)
        for name, (x, y) in part.items()
    }


def _disc(graph: nx.Graph[str], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Lay out one group by springs, in several discs if it is very large, and spread it evenly."""
    names = sorted(graph)
    if not graph.size():
        return _spread({name: _sunflower(place) for place, name in enumerate(names)}, boxes)
    if len(names) > _MOST_SPRUNG:
        inner = communities(graph, resolution=1.5)
        if len(inner) > 1:
            return _spread(clustered(graph, inner, boxes), boxes)
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(names)
    ordered.add_edges_from(sorted((min(edge), max(edge)) for edge in graph.edges))
    found = nx.spring_layout(ordered, seed=_SEED, iterations=60)
    return _spread({name: (float(x), float(y)) for name, (x, y) in found.items()}, boxes)


def _sunflower(place: int) -> Point:
    """Return the place of a seed in a sunflower: each a golden angle on from the one before (Vogel 1979)."""
    angle = place * pi * (3 - sqrt(5))
    return (sqrt(place) * cos(angle), sqrt(place) * sin(angle))


def _spread(points: Mapping[str, Point], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Move nodes outward or inward until their boxes fill a disc evenly, and then off each other."""
    middle_x, middle_y = (sum(point[axis] for point in points.values()) / len(points) for axis in (0, 1))
    ranked = sorted(points, key=lambda name: (hypot(points[name][0] - middle_x, points[name][1] - middle_y), name))
    filled = 0.0
    spread: dict[str, Point] = {}
    for name in ranked:
        room = _LOOSER * boxes[name].width * boxes[name].height
        x, y = points[name][0] - middle_x, points[name][1] - middle_y
        far, reach = hypot(x, y) or 1.0, sqrt((filled + room / 2) / pi)
        filled += room
        spread[name] = (x / far * reach, y / far * reach)
    return apart(spread, boxes, rounds=_ROUNDS)


def _radius(part: Mapping[str, Point], boxes: Mapping[str, Box]) -> float:
    return max(hypot(x, y) + max(boxes[name].width, boxes[name].height) / 2 for name, (x, y) in part.items())


def _ties(graph: nx.Graph[str], groups: Sequence[Sequence[str]]) -> Counter[tuple[int, int]]:
    """Count the edges between each two groups, in both directions."""
    group = {name: place for place, names in enumerate(groups) for name in names}
    ends = ((group[one], group[other]) for one, other in graph.edges)
    found: Counter[tuple[int, int]] = Counter()
    for one, other in ends:
        if one != other:
            found[one, other] += 1
            found[other, one] += 1
    return found


def _beside(radii: Sequence[float], ties: Mapping[tuple[int, int], int]) -> list[_Disc]:
    """Set discs one by one, the first in the middle, each where it touches another and is near those it is tied to."""
    placed: list[_Disc] = []
    for number, radius in enumerate(radii):
        if not placed:
            placed.append((0.0, 0.0, radius))
            continue
        pulls = [(ties.get((number, other), 0) / sqrt(radii[other]), *placed[other][:2]) for other in range(number)]
        free = [spot for spot in _touching(placed, radius) if not _overlaps(placed, spot, radius)]
        placed.append((*min(free, key=lambda spot: (_strain(spot, pulls), spot)), radius))
    return placed


def _touching(placed: Sequence[_Disc], radius: float) -> list[Point]:
    return [
        (x + (other + radius + _BETWEEN) * cos(angle), y + (other + radius + _BETWEEN) * sin(angle))
        for x, y, other in placed
        for angle in (2 * pi * step / _ANGLES for step in range(_ANGLES))
    ]


def _overlaps(placed: Sequence[_Disc], spot: Point, radius: float) -> bool:
    # Discs that touch are just so far apart, but for rounding.
    return any(hypot(spot[0] - x, spot[1] - y) < radius + other + _BETWEEN - 1 for x, y, other in placed)


def _strain(spot: Point, pulls: Sequence[tuple[float, float, float]]) -> float:
    """Say how far a disc would be from what it is tied to, and from the middle; pictures are wider than high."""
    total = sum(pull for pull, _, _ in pulls) or 1.0
    away = sum(pull * hypot(spot[0] - x, spot[1] - y) for pull, x, y in pulls) / total
    # Rounded, so that the last bits of a sum choose no spot.
    return round(away + 2.0 * hypot(spot[0] / 2.0, spot[1]), 3)
