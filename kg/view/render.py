"""One way to a page, whatever draws it: pyvis for pictures that can be read as a whole, WebGL for large ones."""

from __future__ import annotations

from collections.abc import Callable

from kg.view.choices import Renderer
from kg.view.pyvis_page import pyvis_page
from kg.view.subgraph import MOST_NODES, Subgraph
from kg.view.webgl_page import MOST_DRAWN, webgl_page

__all__ = ["cut", "render", "renderer_for"]


_PAGES: dict[Renderer, tuple[Callable[[Subgraph], str], int]] = {
    Renderer.PYVIS: (pyvis_page, MOST_NODES),
    Renderer.WEBGL: (webgl_page, MOST_DRAWN),
}


_MOST_IN_GROUPS = 100


def renderer_for(subgraph: Subgraph) -> Renderer:
    """Return what suits a picture's size.

    >>> str(renderer_for(Subgraph("T", "Q?")))
    'pyvis'
    """
    # pyvis shrinks the names with the picture, and discs take much room; WebGL writes as many as can be read.
    most = _MOST_IN_GROUPS if subgraph.groups else MOST_NODES
    return Renderer.PYVIS if subgraph.shown <= most else Renderer.WEBGL


def cut(subgraph: Subgraph, renderer: Renderer | None = None) -> Subgraph:
    """Return as much of a subgraph as its renderer draws; the rest is counted, and the rule says which were kept."""
    return subgraph.limited(_PAGES[renderer or renderer_for(subgraph)][1])


def render(subgraph: Subgraph, renderer: Renderer | None = None) -> str:
    """Return the page of a subgraph, drawn by what is named, or by what suits its size."""
    make, _ = _PAGES[renderer or renderer_for(subgraph)]
    return make(subgraph)
