"""View: one picture of a graph, as a page to save, to open or to show in a notebook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UnknownNameError
from kg.view.choices import Reach, Renderer
from kg.view.construct import answer_map, question_of
from kg.view.entity import entity_map
from kg.view.family import family_map
from kg.view.landscape import landscape_map
from kg.view.neighbourhood import neighbourhood_map
from kg.view.overview import overview
from kg.view.paper import paper_map
from kg.view.people import people_map
from kg.view.render import cut, render, renderer_for
from kg.view.still import still
from kg.view.still_files import FORMS, picture
from kg.view.subgraph import Ask, Subgraph
from kg.view.together import together_map
from kg.view.whole import whole_map

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["View", "Wanted", "draw"]


class View:
    """A picture of a part of the graph: `html` is the whole page, `subgraph` what it shows, `picture()` a still one."""

    def __init__(self, subgraph: Subgraph, renderer: Renderer | str | None = None) -> None:
        self.renderer = renderer_for(subgraph) if renderer is None else Renderer(renderer)
        self.subgraph = cut(subgraph, self.renderer)

    @cached_property
    def html(self) -> str:
        """The page: one file that asks no other host for anything."""
        return render(self.subgraph, self.renderer)

    @property
    def summary(self) -> str:
        """The title of the picture and how much it shows, in one line."""
        return f"{self.subgraph.title}; {self.subgraph.count}"

    @cached_property
    def figure(self) -> Figure:
        """The view as a still matplotlib figure, to be changed before it is saved; needs no browser."""
        return still(self.subgraph)

    def picture(self, form: str = "png", *, dpi: int = 144) -> bytes:
        """Return the view as a still picture, PNG (of so many dots an inch) or SVG.

        Raises UnknownNameError for another form.
        """
        if form not in FORMS:
            raise UnknownNameError("form of a still picture", form, FORMS)
        return picture(self.figure, form, dpi=dpi)

    def save(self, path: str | Path) -> None:
        """Write the view to a file: as a page, or as a still picture where the ending is .png or .svg."""
        target = Path(path)
        form = target.suffix.lower().removeprefix(".")
        if form in FORMS:
            target.write_bytes(self.picture(form))
        else:
            target.write_text(self.html, encoding="utf-8", newline="\n")

    def __repr__(self) -> str:
        return f"View({self.summary!r})"

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame that can't reach the notebook."""
        page = escape(self.html, quote=True)
        style = "width:100%;height:640px;border:1px solid #ccc"
        return f'<iframe sandbox="allow-scripts allow-popups" style="{style}" srcdoc="{page}"></iframe>'


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be drawn: one of these, or an overview of the whole graph; of several the first counts.

    `reach` goes with a paper or an entity, and draws all that lies within it.
    """

    paper: str | None = None
    entity: str | None = None
    landscape: str | None = None
    person: str | None = None
    together: str | None = None
    family: str | None = None
    query: str | None = None
    whole: bool = False
    reach: Reach | None = None


_MAPS: tuple[tuple[str, Callable[[Ask, str], Subgraph]], ...] = (
    ("paper", paper_map),
    ("entity", entity_map),
    ("landscape", landscape_map),
    ("person", people_map),
    ("together", together_map),
    ("family", family_map),
)


def draw(ask: Ask, wanted: Wanted, *, ask_user: Ask | None = None, renderer: Renderer | str | None = None) -> View:
    """Draw what is wanted; `ask_user` answers the query of a user, within its limits."""
    if wanted.reach is not None:
        if (wanted.paper is None) == (wanted.entity is None):
            raise TypeError("depth, types, roles and days go with either a paper or an entity")
        return View(neighbourhood_map(ask, wanted.reach, entity=wanted.entity, paper=wanted.paper), renderer)
    for name, make in _MAPS:
        if (value := getattr(wanted, name)) is not None:
            return View(make(ask, value), renderer)
    if wanted.query is not None:
        question = question_of(wanted.query)
        return View(answer_map((ask_user or ask)(wanted.query), ask=ask, question=question), renderer)
    return View(whole_map(ask) if wanted.whole else overview(ask), renderer)
