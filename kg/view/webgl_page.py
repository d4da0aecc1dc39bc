"""Pages for many nodes, drawn by WebGL: sigma.js and graphology, which `kg serve` brings along, in one file."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Any

from kg.view.boxes import Box
from kg.view.layout import places
from kg.view.page import page, resource
from kg.view.scenery import scenery
from kg.view.subgraph import Node, Subgraph

__all__ = ["MOST_DRAWN", "webgl_page"]

MOST_DRAWN = 20_000
"""As many nodes as a page by WebGL shows: more open slowly, and no layout keeps them apart."""

_GAP = 5
_WIDE = 7.0


def webgl_page(subgraph: Subgraph, *, most: int = MOST_DRAWN) -> str:
    """Return a subgraph as an interactive page: HTML in one piece that asks nothing of any other host.

    Where a browser has no WebGL, the picture stands still. The same subgraph gives the same text.
    """
    subgraph = subgraph.limited(most)
    radii = {node.id: _radius(node, node.id == subgraph.focus) for node in subgraph.nodes}
    spots = places(subgraph, {node.id: _room(node, radii[node.id], subgraph.in_time) for node in subgraph.nodes})
    drawing: dict[str, Any] = {
        "spots": [[*spots[node.id], radii[node.id]] for node in subgraph.nodes],
        **scenery(subgraph, spots, margin=2 * _GAP),
    }
    return page(subgraph, scripts=(_sigma(), resource("webgl.js")), drawing=drawing)


def _radius(node: Node, focus: bool) -> int:
    return round((9 if focus else 4) + min(16.0, 1.3 * sqrt(max(0, node.weight - 1))))


def _room(node: Node, radius: int, labelled: bool) -> Box:
    """Return the room of a disc; in a timeline, where names are to be read, that of its label, too."""
    wide = 2 * radius + _GAP
    return Box(wide + 2 * _WIDE * min(44, len(node.label)), max(wide, 20)) if labelled else Box(wide, wide)


@cache
def _sigma() -> str:
    """Return the bundle of sigma.js as a script that puts its names in `window.kgSigma`.

    The bundle is a module, and modules run late and are barred from some frames: its last line, which exports the
    names, is made one that assigns them.
    """
    code = (files("kg") / "serve" / "static" / "vendor" / "sigma.js").read_text(encoding="utf-8")
    found = re.search(r"export\{([^}]*)\};", code)
    if found is None:
        raise ValueError("expected the bundle of sigma.js to end in its exports")
    names = (part.split(" as ") for part in found[1].split(","))
    assigned = ",".join(f"{name.strip()}:{local.strip()}" for local, name in names)
    return f"(()=>{{{code[: found.start()]}window.kgSigma={{{assigned}}};{code[found.end() :]}\n}})();"
