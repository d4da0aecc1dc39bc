"""The border to pyvis: a subgraph becomes a pyvis Network, and that a page of our own.

pyvis keeps the nodes and edges and brings vis-network, which draws them. Its own template is not used: it
fetches from other hosts and can run scripts that stand in a title.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

from pyvis.network import Network

from kg.view.looks import looks_and_spots
from kg.view.page import page, resource
from kg.view.scenery import scenery
from kg.view.style import edge_style
from kg.view.subgraph import MOST_NODES, Subgraph

__all__ = ["as_network", "pyvis_page"]

_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    # Places are computed here: its physics still moves 1,000 nodes after 80 s.
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "hover": True,
        "hideEdgesOnDrag": False,
        # Bound to the window, keys would move the picture while somebody writes in the search field.
        "keyboard": {"enabled": True, "bindToWindow": False},
        "selectConnectedEdges": False,
    },
}


def pyvis_page(subgraph: Subgraph, *, most: int = MOST_NODES) -> str:
    """Return a subgraph as an interactive page: HTML in one piece that asks nothing of any other host.

    More than `most` nodes are cut to those with the most edges, and the page says so. The same subgraph
    gives the same text.
    """
    subgraph = subgraph.limited(most)
    nodes, edges, *_, options = as_network(subgraph).get_network_data()
    spots = {node.id: (drawn["x"], drawn["y"]) for node, drawn in zip(subgraph.nodes, nodes, strict=True)}
    drawing = {"nodes": nodes, "edges": edges, "options": json.loads(options), **scenery(subgraph, spots)}
    return page(subgraph, scripts=(_vis_network(), resource("vis.js")), drawing=drawing)


def as_network(subgraph: Subgraph) -> Network:
    """Return a subgraph as a pyvis Network; ids are places in the lists of its nodes and edges."""
    network = Network(directed=True)
    network.options = _OPTIONS
    number = {node.id: place for place, node in enumerate(subgraph.nodes)}
    looks, spots = looks_and_spots(subgraph)
    for node in subgraph.nodes:
        look, (x, y) = looks[node.id], spots[node.id]
        network.add_node(
            number[node.id],
            x=x,
            y=y,
            label=look.label,
            shape=look.shape,
            group=node.type,
            size=look.size,
            font={"size": look.font},
        )
    parallel: Counter[frozenset[str]] = Counter()
    heaviest = max((edge.weight for edge in subgraph.edges), default=1)
    for place, edge in enumerate(subgraph.edges):
        ends = frozenset((edge.source, edge.target))
        network.add_edge(
            number[edge.source],
            number[edge.target],
            id=place,
            width=round(1.2 + 5 * (edge.weight - 1) / max(heaviest, 5), 1),
            arrows="to" if edge_style(edge.role).directed else "",
            dashes=list(edge_style(edge.role).dashes) or False,
            smooth=_bend(parallel[ends]),
        )
        parallel[ends] += 1
    return network


@cache
def _vis_network() -> str:
    """Return the vis-network that pyvis brings along, without its pointer to a source map."""
    library = files("pyvis") / "lib"
    newest = max(folder.name for folder in library.iterdir() if folder.name.startswith("vis-"))
    code = (library / newest / "vis-network.min.js").read_text(encoding="utf-8")
    # The map is not in the page, and a browser's tools would ask for it.
    return re.sub(r"(?m)^//# sourceMappingURL=.*$", "", code)


def _bend(before: int) -> dict[str, Any] | bool:
    """Return a straight line for the first edge between two nodes, and bent ones for the others."""
    if not before:
        return False
    side = "curvedCW" if before % 2 else "curvedCCW"
    return {"enabled": True, "type": side, "roundness": 0.15 * ((before + 1) // 2)}
