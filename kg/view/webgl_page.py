"""Pages for many nodes, drawn by WebGL: sigma.js and graphology, which `kg serve` brings along, in one file."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from kg.view.dots import DOT_GAP, dots_and_spots
from kg.view.page import page, resource
from kg.view.scenery import scenery
from kg.view.subgraph import Subgraph

__all__ = ["MOST_DRAWN", "webgl_page"]

_VENDOR = files("kg") / "serve" / "static" / "vendor"
_BUNDLED = ("events", "graphology", "graphology-layout-forceatlas2", "graphology-utils", "sigma")

MOST_DRAWN = 20_000
"""As many nodes as a page by WebGL shows: more open slowly, and no layout keeps them apart."""


def webgl_page(subgraph: Subgraph, *, most: int = MOST_DRAWN) -> str:
    """Return a subgraph as an interactive page: HTML in one piece that asks nothing of any other host.

    Where a browser has no WebGL, the picture stands still. The same subgraph gives the same text.
    """
    subgraph = subgraph.limited(most)
    radii, spots = dots_and_spots(subgraph)
    drawing: dict[str, Any] = {
        "spots": [[*spots[node.id], radii[node.id]] for node in subgraph.nodes],
        **scenery(subgraph, spots, margin=2 * DOT_GAP),
    }
    return page(subgraph, scripts=(_sigma(), resource("webgl.js")), drawing=drawing)


@cache
def _sigma() -> str:
    """Return the bundle of sigma.js as a script that puts its names in `window.kgSigma`.

    The bundle is a module, and modules run late and are barred from some frames: its last line, which exports the
    names, is made one that assigns them.
    """
    code = (_VENDOR / "sigma.js").read_text(encoding="utf-8")
    found = re.search(r"export\{([^}]*)\};", code)
    if found is None:
        raise ValueError("expected the bundle of sigma.js to end in its exports")
    names = (part.split(" as ") for part in found[1].split(","))
    assigned = ",".join(f"{name.strip()}:{local.strip()}" for local, name in names)
    before, after = code[: found.start()], code[found.end() :]
    return f"/*!\n{_licences()}*/\n(()=>{{{before}window.kgSigma={{{assigned}}};{after}\n}})();"


def _licences() -> str:
    """Return the licences of what the bundle holds: each copy has to carry them, and a page is one."""
    sections = re.split(r"(?m)^(?===== )", (_VENDOR / "licences.txt").read_text(encoding="utf-8"))
    return "".join(section for section in sections if section.startswith(tuple(f"==== {name} " for name in _BUNDLED)))
