"""View: one picture of a graph, as a page to save, to open or to show in a notebook."""

from __future__ import annotations

from functools import cached_property
from html import escape
from pathlib import Path

from kg.view.construct import answer_map
from kg.view.entity import entity_map
from kg.view.landscape import landscape_map
from kg.view.overview import overview
from kg.view.paper import paper_map
from kg.view.people import people_map
from kg.view.pyvis_page import pyvis_page
from kg.view.subgraph import Ask, Subgraph

__all__ = ["View", "draw"]


class View:
    """A picture of a part of the graph: `html` is the whole page, `subgraph` what it shows."""

    def __init__(self, subgraph: Subgraph) -> None:
        self.subgraph = subgraph.limited()

    @cached_property
    def html(self) -> str:
        """The page: one file that asks no other host for anything."""
        return pyvis_page(self.subgraph)

    @property
    def summary(self) -> str:
        """The title of the picture and how much it shows, in one line."""
        return f"{self.subgraph.title}; {self.subgraph.count}"

    def save(self, path: str | Path) -> None:
        """Write the page to a file."""
        Path(path).write_text(self.html, encoding="utf-8", newline="\n")

    def __repr__(self) -> str:
        return f"View({self.summary!r})"

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame that can't reach the notebook."""
        page = escape(self.html, quote=True)
        style = "width:100%;height:640px;border:1px solid #ccc"
        return f'<iframe sandbox="allow-scripts allow-popups" style="{style}" srcdoc="{page}"></iframe>'


def draw(
    ask: Ask,
    *,
    paper: str | None = None,
    entity: str | None = None,
    landscape: str | None = None,
    person: str | None = None,
    query: str | None = None,
) -> View:
    """Draw what is named, or an overview of the whole graph; of several names the first counts."""
    for make, name in ((paper_map, paper), (entity_map, entity), (landscape_map, landscape), (people_map, person)):
        if name is not None:
            return View(make(ask, name))
    return View(overview(ask) if query is None else answer_map(ask(query), ask=ask))
