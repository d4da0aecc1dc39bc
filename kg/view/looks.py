"""How large each node is drawn, and how its label is broken into lines: what every renderer has to agree on."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from math import sqrt

from kg.plain import plain
from kg.tex import legible
from kg.view.boxes import Box
from kg.view.layout import places
from kg.view.style import node_style
from kg.view.subgraph import Node, Subgraph

__all__ = ["INSIDE", "NodeLook", "looks_and_spots", "wrapped"]

INSIDE = frozenset({"box", "ellipse"})
"""Shapes whose label stands inside of them; that of all others stands below."""

_MANY_NODES = 120


@dataclass(frozen=True, slots=True)
class NodeLook:
    """A node's label with its line breaks, its shape, and the sizes of shape (half its width) and font, in pixels."""

    label: str
    shape: str
    size: int
    font: int

    @property
    def text(self) -> Box:
        """The room of the label: about 0.56 of the font's size for a letter, 1.2 for a line."""
        lines = self.label.split("\n")
        return Box(0.56 * self.font * max(map(len, lines)), 1.2 * self.font * len(lines))

    @property
    def box(self) -> Box:
        """The room of the node with its label."""
        text = self.text
        if self.shape == "ellipse":
            return Box(1.4 * text.width + 16, 1.6 * text.height + 12)
        if self.shape == "box":
            return Box(text.width + 16, text.height + 14)
        return Box(max(text.width, 2 * self.size), 2 * self.size + text.height)


def looks_and_spots(subgraph: Subgraph) -> tuple[dict[str, NodeLook], dict[str, tuple[int, int]]]:
    """Return the look of each node, and the middle of its shape; y grows downwards."""
    # Groups have names to be read from afar; large labels would only drive them apart.
    larger = 4 if subgraph.groups else 20 if subgraph.shown > _MANY_NODES else 0
    looks = {node.id: _look(node, node.id == subgraph.focus, larger) for node in subgraph.nodes}
    spots = places(subgraph, {key: look.box for key, look in looks.items()})
    for key, look in looks.items():
        if look.shape not in INSIDE:
            x, y = spots[key]
            spots[key] = (x, y - round(look.text.height / 2))
    return looks, spots


def _look(node: Node, focus: bool, larger: int) -> NodeLook:
    """In a picture of many nodes, those of great weight are written larger, to be read from afar."""
    root = sqrt(max(0, node.weight - 1))
    return NodeLook(
        label=wrapped(plain(legible(node.label)) or "(no name)", 22, 2 if node.type == "Paper" else 3),
        shape=node_style(node.type).shape,
        size=round((13 if focus else 9) + min(20.0, 1.7 * root)),
        font=17 if focus else 14 + min(larger, round(2.5 * root)),
    )


def wrapped(label: str, width: int, lines: int) -> str:
    r"""Break a label into a few lines, the last with an ellipsis when something is left out.

    >>> wrapped("Preference tuning of large models", 12, 2)
    'Preference\ntuning of…'
    """
    long = any(len(word) > width for word in label.split())
    found = textwrap.wrap(label, width, max_lines=lines, placeholder="…", break_on_hyphens=long)
    return "\n".join(found) or label[:width]
