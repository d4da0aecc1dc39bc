"""What a still picture shows, drawn on axes of matplotlib: groups and months, lines, shapes and names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from typing import Any

from kg.view.looks import INSIDE, NodeLook
from kg.view.style import GROUP_COLOURS, edge_style, node_style
from kg.view.subgraph import Node, Subgraph

__all__ = ["MARKERS", "Scene"]

MARKERS = {
    "square": "s", "dot": "o", "diamond": "D", "hexagon": "h", "triangle": "^", "triangleDown": "v", "star": "*",
}  # fmt: skip
"""What matplotlib calls the shapes that stand for types."""

_INK, _SOFT = "#1d242c", "#59636e"
_NAMED = 40


@dataclass(frozen=True)
class Scene:
    """What is drawn, and where; a pixel is so many `points` of a printer, and of `few` nodes each name is written."""

    axes: Any
    subgraph: Subgraph
    looks: Mapping[str, NodeLook]
    spots: Mapping[str, tuple[int, int]]
    seen: Mapping[str, Any]
    points: float
    few: bool

    def draw(self) -> None:
        """Draw from back to front."""
        self.groups_and_months()
        self.lines()
        self.heads()
        self.shapes()
        self.names()

    def groups_and_months(self) -> None:
        """Draw the discs of groups and the months of a timeline."""
        # Not above, since matplotlib is an extra.
        from matplotlib.patches import Circle

        for disc in self.seen["discs"]:
            colour = group_colour(disc["group"])
            self.axes.add_patch(Circle((disc["x"], disc["y"]), disc["r"], facecolor=colour, alpha=0.08, zorder=0))
            if disc["r"] * self.points < 22:
                continue
            words = "\n".join(disc["words"].split(", ")[: 2 if self.few else 3])
            y = disc["y"] - disc["r"] - 4 / self.points if self.few else disc["y"]
            size = max(7.0, min(12.0, disc["r"] * self.points / 8))
            _write(self.axes, disc["x"], y, words, size, zorder=6, va="bottom" if self.few else "center", weight="bold")
        top = self.axes.get_ylim()[1]
        for tick in self.seen["ticks"]:
            self.axes.axvline(tick["x"], color="#d9dee4", linewidth=0.6, zorder=0)
            self.axes.text(tick["x"] + 3, top, tick["words"], fontsize=7, color=_SOFT, va="top", zorder=0)

    def lines(self) -> None:
        """Draw the lines of each role at once."""
        from matplotlib.collections import LineCollection

        lines: dict[str, list[Any]] = defaultdict(list)
        widths: dict[str, list[float]] = defaultdict(list)
        heaviest = max((edge.weight for edge in self.subgraph.edges), default=1)
        for edge in self.subgraph.edges:
            lines[edge.role].append((self.spots[edge.source], self.spots[edge.target]))
            widths[edge.role].append((0.9 if self.few else 0.3) + 3 * (edge.weight - 1) / max(heaviest, 5))
        for role, drawn in sorted(lines.items()):
            look = edge_style(role)
            dashes = (0, [dash * 0.6 for dash in look.dashes]) if look.dashes and self.few else "solid"
            alpha = 0.6 if self.few else 0.15
            lined = LineCollection(
                drawn, colors=look.light, linewidths=widths[role], linestyles=[dashes], alpha=alpha, zorder=1
            )
            self.axes.add_collection(lined)

    def heads(self) -> None:
        """Draw a head for each line that leads from one to the other."""
        from matplotlib.collections import PolyCollection

        heads = [
            (head, edge_style(edge.role).light)
            for edge in self.subgraph.edges
            if self.few and edge_style(edge.role).directed
            for head in [_head(self.spots[edge.source], self.spots[edge.target], self.looks[edge.target].size)]
            if head
        ]
        if heads:
            shapes, colours = zip(*heads, strict=True)
            self.axes.add_collection(PolyCollection(shapes, facecolors=colours, edgecolors="none", zorder=1))

    def shapes(self) -> None:
        """Draw the shapes, all of one sort at once."""
        from matplotlib.patches import Ellipse, FancyBboxPatch

        sorts: dict[tuple[str, str], list[str]] = defaultdict(list)
        for node in self.subgraph.nodes:
            look, (x, y) = self.looks[node.id], self.spots[node.id]
            if look.shape in INSIDE:
                box, colour = look.box, _colour(node)
                corner = (x - box.width / 2 + 4, y - box.height / 2 + 4)
                frame: Any = (
                    Ellipse((x, y), box.width, box.height, facecolor=colour, edgecolor="#7d8791", linewidth=0.6)
                    if look.shape == "ellipse"
                    else FancyBboxPatch(
                        corner,
                        box.width - 8,
                        box.height - 8,
                        "round,pad=4",
                        facecolor=colour,
                        edgecolor="#7d8791",
                        linewidth=0.6,
                    )
                )
                self.axes.add_patch(frame)
                frame.set_zorder(2)
            else:
                sorts[look.shape, _colour(node)].append(node.id)
        for (shape, colour), names in sorted(sorts.items()):
            across, down = zip(*(self.spots[name] for name in names), strict=True)
            sizes = [(2 * self.looks[name].size * self.points) ** 2 for name in names]
            self.axes.scatter(across, down, s=sizes, marker=MARKERS[shape], color=colour, linewidths=0, zorder=2)

    def names(self) -> None:
        """Write the names: all of self.few, none of many that have groups, else those of the heaviest."""
        ranked = sorted(self.subgraph.nodes, key=lambda node: (-node.weight, node.id))
        for node in ranked if self.few else [] if self.subgraph.groups else ranked[:_NAMED]:
            look, (x, y) = self.looks[node.id], self.spots[node.id]
            inside = look.shape in INSIDE
            below = y if inside else y + look.size + 2
            _write(
                self.axes,
                x,
                below,
                look.label,
                look.font * self.points,
                zorder=4,
                va="center" if inside else "top",
                halo=not inside,
            )


def _head(start: tuple[int, int], end: tuple[int, int], reach: float) -> list[tuple[float, float]] | None:
    """Return the corners of an arrow's head that ends at the rim of what it points to."""
    far = hypot(end[0] - start[0], end[1] - start[1])
    if far < reach + 12:
        return None
    along = ((end[0] - start[0]) / far, (end[1] - start[1]) / far)
    tip = (end[0] - along[0] * (reach + 2), end[1] - along[1] * (reach + 2))
    back = (tip[0] - along[0] * 9, tip[1] - along[1] * 9)
    return [
        tip,
        (back[0] - along[1] * 3.5, back[1] + along[0] * 3.5),
        (back[0] + along[1] * 3.5, back[1] - along[0] * 3.5),
    ]


def _write(axes: Any, x: float, y: float, words: str, size: float, *, halo: bool = True, **more: Any) -> None:
    from matplotlib.patheffects import Stroke

    if halo:
        # An effect turns letters into outlines: only the halo, so that the words stay words in an SVG.
        effects = [Stroke(linewidth=max(1.2, size / 5), foreground="white")]
        axes.text(x, y, words, fontsize=size, ha="center", path_effects=effects, linespacing=1.1, **more)
    axes.text(x, y, words, fontsize=size, color=_INK, ha="center", linespacing=1.1, **more)


def _colour(node: Node) -> str:
    return node_style(node.type).light if node.group is None else group_colour(node.group)


def group_colour(group: int) -> str:
    return GROUP_COLOURS[group % len(GROUP_COLOURS)][0]
