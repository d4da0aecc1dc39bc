"""Nodes as small dots, for pictures of so many that not each can have its label."""

from __future__ import annotations

from math import sqrt

from kg.view.boxes import Box
from kg.view.layout import places
from kg.view.subgraph import MOST_NODES, Node, Subgraph

__all__ = ["DOT_GAP", "LONGEST_NAME", "dots_and_spots"]

DOT_GAP = 5
"""Pixels between two dots."""

LONGEST_NAME = 44
"""As many letters of a name as are written beside a dot."""

_WIDE = 7.0
_WIDE_GAP = 34


def dots_and_spots(subgraph: Subgraph) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """Return the radius of each node's dot and the place of its middle, in pixels; y grows downwards."""
    radii = {node.id: _radius(node, node.id == subgraph.focus) for node in subgraph.nodes}
    gap = DOT_GAP if subgraph.shown > MOST_NODES else _WIDE_GAP
    rooms = {node.id: _room(node, 2 * radii[node.id] + gap, subgraph.in_time) for node in subgraph.nodes}
    return radii, places(subgraph, rooms)


def _radius(node: Node, focus: bool) -> int:
    return round((9 if focus else 4) + min(16.0, 1.3 * sqrt(max(0, node.weight - 1))))


def _room(node: Node, wide: int, labelled: bool) -> Box:
    """Return the room of a dot; in a timeline, where names are to be read, that of its label, too."""
    # Twice, since a name stands on the right of its dot, or at the edge of the picture on the left.
    return Box(wide + 2 * _WIDE * min(LONGEST_NAME, len(node.label)), max(wide, 20)) if labelled else Box(wide, wide)
