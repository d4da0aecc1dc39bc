"""The border to pyvis: a subgraph becomes a pyvis Network, and that a page of our own.

pyvis keeps the nodes and edges and brings vis-network, which draws them. Its own template is not used: it
fetches from other hosts and can run scripts that stand in a title.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Any

from pyvis.network import Network

from kg.plain import plain
from kg.view.layout import Box, places
from kg.view.page import page, resource
from kg.view.style import edge_style, node_style
from kg.view.subgraph import MOST_NODES, Node, Subgraph

__all__ = ["as_network", "pyvis_page"]

_MANY_NODES = 120
_INSIDE = {"box", "ellipse"}
_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "hover": True,
        "hideEdgesOnDrag": False,
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
    drawing = {"nodes": nodes, "edges": edges, "options": json.loads(options)}
    return page(subgraph, scripts=(_vis_network(), resource("vis.js")), drawing=drawing)


def as_network(subgraph: Subgraph) -> Network:
    """Return a subgraph as a pyvis Network; ids are places in the lists of its nodes and edges."""
    network = Network(directed=True)
    network.options = _OPTIONS
    number = {node.id: place for place, node in enumerate(subgraph.nodes)}
    many = subgraph.shown > _MANY_NODES
    looks = {node.id: _look(node, node.id == subgraph.focus, many) for node in subgraph.nodes}
    spots = places(subgraph, {key: _box(look) for key, look in looks.items()})
    for node in subgraph.nodes:
        look, (x, y) = looks[node.id], spots[node.id]
        if look["shape"] not in _INSIDE:
            y -= round(_text(look).height / 2)
        network.add_node(number[node.id], x=x, y=y, **look)
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
    return re.sub(r"(?m)^//# sourceMappingURL=.*$", "", code)


def _look(node: Node, focus: bool, many: bool) -> dict[str, Any]:
    """Return how a node is drawn; its colours are left to the page, which knows the theme.

    In a picture of many nodes, those of great weight are written large, to be read from afar.
    """
    root = sqrt(max(0, node.weight - 1))
    return {
        "label": wrapped(plain(node.label) or "(no name)", 22, 2 if node.type == "Paper" else 3),
        "shape": node_style(node.type).shape,
        "group": node.type,
        "size": round((13 if focus else 9) + min(20.0, 1.7 * root)),
        "font": {"size": 17 if focus else 14 + (min(20, round(2.5 * root)) if many else 0)},
    }


def wrapped(label: str, width: int, lines: int) -> str:
    r"""Break a label into a few lines, the last with an ellipsis when something is left out.

    >>> wrapped("Preference tuning of large models", 12, 2)
    'Preference\ntuning of…'
    """
    long = any(len(word) > width for word in label.split())
    found = textwrap.wrap(label, width, max_lines=lines, placeholder="…", break_on_hyphens=long)
    return "\n".join(found) or label[:width]


def _text(look: dict[str, Any]) -> Box:
    """Return the room of a label: about 0.56 of the font's size for a letter, 1.2 for a line."""
    lines, size = str(look["label"]).split("\n"), look["font"]["size"]
    return Box(0.56 * size * max(map(len, lines)), 1.2 * size * len(lines))


def _box(look: dict[str, Any]) -> Box:
    """Return the room of a node; vis-network writes the label below the shape, or inside of it."""
    text = _text(look)
    if look["shape"] == "ellipse":
        return Box(1.4 * text.width + 16, 1.6 * text.height + 12)
    if look["shape"] in _INSIDE:
        return Box(text.width + 16, text.height + 14)
    return Box(max(text.width, 2 * look["size"]), 2 * look["size"] + text.height)


def _bend(before: int) -> dict[str, Any] | bool:
    """Return a straight line for the first edge between two nodes, and bent ones for the others."""
    if not before:
        return False
    side = "curvedCW" if before % 2 else "curvedCCW"
    return {"enabled": True, "type": side, "roundness": 0.15 * ((before + 1) // 2)}
