"""What stands behind nodes and edges: a disc with a name for each group, and the months of a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot
from typing import Any

from kg.plain import plain
from kg.view.subgraph import Subgraph
from kg.view.timeline import ticks

__all__ = ["scenery"]

_MARGIN = 14.0


def scenery(subgraph: Subgraph, spots: Mapping[str, tuple[int, int]], *, margin: float = _MARGIN) -> dict[str, Any]:
    """Return `discs` (x, y, r, group, words) and `ticks` (x, words), in the pixels of the nodes' places."""
    return {"discs": _discs(subgraph, spots, margin), "ticks": ticks(subgraph, spots)}


def _discs(subgraph: Subgraph, spots: Mapping[str, tuple[int, int]], margin: float) -> list[dict[str, Any]]:
    members: dict[int, list[tuple[int, int]]] = {}
    for node in subgraph.nodes:
        if node.group is not None:
            members.setdefault(node.group, []).append(spots[node.id])
    found = []
    for group, points in sorted(members.items()):
        x, y = ((min(p[axis] for p in points) + max(p[axis] for p in points)) / 2 for axis in (0, 1))
        reach = max(hypot(px - x, py - y) for px, py in points) + margin
        words = plain(subgraph.groups[group])
        found.append({"x": round(x), "y": round(y), "r": round(reach), "group": group, "words": words})
    return found
