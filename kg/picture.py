"""View: one picture of a graph, as a page to save, to open or to show in a notebook."""

from __future__ import annotations

from functools import cached_property
from html import escape
from pathlib import Path

from kg.view.pyvis_page import pyvis_page
from kg.view.subgraph import Subgraph

__all__ = ["View"]


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
