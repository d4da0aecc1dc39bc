"""A view as a still picture, for papers and terminals: drawn by matplotlib, without a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.notice import NOTICE
from kg.view.dots import DOT_GAP, dots_and_spots
from kg.view.looks import NodeLook, looks_and_spots, wrapped
from kg.view.scenery import scenery
from kg.view.still_files import SETTINGS, clean, matplotlib_or_fail
from kg.view.still_scene import MARKERS, Scene
from kg.view.style import node_style
from kg.view.subgraph import MOST_NODES, Subgraph

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["still"]

_PIXELS_AN_INCH = 96.0
_WIDEST, _HIGHEST = 16.0, 11.0
_NARROWEST = 6.5
_MARGIN = 30.0
_INK, _SOFT = "#1d242c", "#59636e"


def still(subgraph: Subgraph) -> Figure:
    """Draw a view as a matplotlib figure, in the same places and looks as on its page.

    Raises KgError without matplotlib.
    """
    library = matplotlib_or_fail()
    few = subgraph.shown <= MOST_NODES
    looks, spots = looks_and_spots(subgraph) if few else _dots(subgraph)
    seen = scenery(subgraph, spots, margin=28 if few else 2 * DOT_GAP)
    left, top, right, bottom = _extent(looks, spots, seen["discs"], few)
    wide, high = right - left, bottom - top
    scale = min(1.0, _WIDEST * _PIXELS_AN_INCH / wide, _HIGHEST * _PIXELS_AN_INCH / high)
    with library.rc_context(SETTINGS):
        size = max(_NARROWEST, wide * scale / _PIXELS_AN_INCH), max(1.0, high * scale / _PIXELS_AN_INCH)
        figure: Figure = library.figure.Figure(figsize=size)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        spare = size[0] * _PIXELS_AN_INCH / scale - wide
        axes.set_xlim(left - spare / 2, right + spare / 2)
        axes.set_ylim(bottom, top)
        Scene(axes, subgraph, looks, spots, seen, scale * 72 / _PIXELS_AN_INCH, few).draw()
        _words(figure, subgraph, size[0])
    return figure


def _dots(subgraph: Subgraph) -> tuple[dict[str, NodeLook], dict[str, tuple[int, int]]]:
    radii, spots = dots_and_spots(subgraph)
    looks = {
        node.id: NodeLook(wrapped(clean(node.label) or "(no name)", 22, 2), "dot", radii[node.id], 12)
        for node in subgraph.nodes
    }
    return looks, spots


def _extent(
    looks: Mapping[str, NodeLook], spots: Mapping[str, tuple[int, int]], discs: Sequence[Mapping[str, Any]], few: bool
) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of all boxes and discs, with a margin; some room where there is nothing."""
    if not spots:
        return -200.0, -60.0, 200.0, 60.0
    sides = []
    for key, (x, y) in spots.items():
        box = looks[key].box
        half = max(box.width / 2, looks[key].size) if few else looks[key].size
        sides.append((x - half, y - looks[key].size - 8, x + half, y + box.height))
    for disc in discs:
        x, y, reach = disc["x"], disc["y"], disc["r"]
        sides.append((x - reach, y - reach - (44 if few else 0), x + reach, y + reach))
    left, top = (min(side[place] for side in sides) - _MARGIN for place in (0, 1))
    right, bottom = (max(side[place] for side in sides) + _MARGIN for place in (2, 3))
    return left, top, right, bottom


def _words(figure: Any, subgraph: Subgraph, inches: float) -> None:
    """Write question, title and count above, and what shapes mean below."""
    across = max(40, int(inches * 11))
    question = wrapped(clean(subgraph.question or subgraph.title), across, 3)
    title = wrapped(clean(subgraph.title), int(across * 1.25), 2)
    height = figure.get_figheight()
    rest = [title, clean(subgraph.count), *([clean(subgraph.note)] if subgraph.note else [])]
    figure.text(0.01, 1.0 + 0.08 / height, "\n".join(rest), fontsize=8, color=_SOFT, va="bottom")
    lines = sum(part.count("\n") + 1 for part in rest)
    figure.text(
        0.01, 1.0 + (0.14 * lines + 0.18) / height, question, fontsize=13, weight="bold", color=_INK, va="bottom"
    )
    figure.text(0.01, -0.32 / height, NOTICE, fontsize=6, color=_SOFT, va="top")
    # Not above, since matplotlib is an extra.
    from matplotlib.lines import Line2D

    types = sorted({node.type for node in subgraph.nodes})
    if types and not (subgraph.groups and subgraph.shown > MOST_NODES):
        marks = [_legend_mark(Line2D, type_, bool(subgraph.groups)) for type_ in types]
        figure.legend(
            handles=marks, loc="upper left", bbox_to_anchor=(0, 0), ncols=len(marks), frameon=False, fontsize=8
        )


def _legend_mark(line: Any, type_: str, grey: bool) -> Any:
    look = node_style(type_)
    marker = MARKERS.get(look.shape, "s")
    colour = _SOFT if grey else look.light
    return line([], [], marker=marker, color=colour, linestyle="none", markersize=6, label=look.heading)
