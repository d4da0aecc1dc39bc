"""How things look: a colour and a shape for each type, a colour and a dash for each role.

Colours are those of Okabe and Ito, told apart by people with any colour vision, darkened where they would
be faint on white. No two types share a shape, so that colour is never needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["EDGE_STYLES", "GROUP_COLOURS", "NODE_STYLES", "EdgeStyle", "NodeStyle", "edge_style", "node_style"]


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """A type's look: its heading in a legend, its shape (a word of vis-network), its colours by theme."""

    heading: str
    shape: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class EdgeStyle:
    """A role's look: its words, its colours by theme, its dashes in pixels (none: a full line)."""

    words: str
    light: str
    dark: str
    dashes: tuple[int, ...] = ()
    directed: bool = True


NODE_STYLES: dict[str, NodeStyle] = {
    "Paper": NodeStyle("Paper", "square", "#3d4752", "#c9d1d9"),
    "Method": NodeStyle("Method", "dot", "#0072b2", "#56b4e9"),
    "Model": NodeStyle("Model", "diamond", "#c8500a", "#ff8a4c"),
    "Dataset": NodeStyle("Dataset", "hexagon", "#00805e", "#2ec79b"),
    "Metric": NodeStyle("Metric", "triangleDown", "#b0568a", "#e29cc4"),
    "Task": NodeStyle("Task", "triangle", "#a87900", "#f0c33c"),
    "Result": NodeStyle("Result", "box", "#e8e0f4", "#3b3052"),
    "Person": NodeStyle("Person", "star", "#6a51a3", "#b5a3e6"),
    "Thing": NodeStyle("Other", "ellipse", "#dfe3e8", "#353c45"),
}

GROUP_COLOURS: tuple[tuple[str, str], ...] = (
    ("#0072b2", "#56b4e9"), ("#c8500a", "#ff8a4c"), ("#00805e", "#2ec79b"), ("#b0568a", "#e29cc4"),
    ("#a87900", "#f0c33c"), ("#6a51a3", "#b5a3e6"), ("#8c3a2b", "#e08a7a"), ("#2f7d8c", "#6fc7d6"),
    ("#5f7a1f", "#a9c75a"), ("#a3195b", "#f06ba8"), ("#3d4752", "#c9d1d9"), ("#7a5c2e", "#cfae78"),
)  # fmt: skip
"""Colours of groups, light and dark; groups carry their names, too, so that colours may come again."""

_CAPITAL = re.compile(r"(?<=[a-z])[A-Z](?=[a-z])")
_GREY, _GREY_DARK = "#8a939c", "#77818b"

EDGE_STYLES: dict[str, EdgeStyle] = {
    "proposes": EdgeStyle("proposes", "#c8500a", "#ff8a4c"),
    "uses": EdgeStyle("uses", "#0072b2", "#56b4e9"),
    "evaluates": EdgeStyle("evaluates", "#00805e", "#2ec79b", (8, 4)),
    "evaluatesOn": EdgeStyle("evaluates on", "#00805e", "#2ec79b"),
    "comparesWith": EdgeStyle("compares with", "#b0568a", "#e29cc4", (8, 4)),
    "addresses": EdgeStyle("addresses", "#a87900", "#f0c33c"),
    "reportsMetric": EdgeStyle("reports the metric", "#b0568a", "#e29cc4", (2, 4)),
    "reportsResult": EdgeStyle("reports the result", "#6a51a3", "#b5a3e6"),
    "mentionsInPassing": EdgeStyle("mentions in passing", _GREY, _GREY_DARK, (2, 4)),
    "mentions": EdgeStyle("mentions", _GREY, _GREY_DARK),
    "together": EdgeStyle("named in the same papers", _GREY, _GREY_DARK, (), False),
    "variantOf": EdgeStyle("variant of", "#3d4752", "#c9d1d9", (2, 4)),
    "broader": EdgeStyle("kind of", "#3d4752", "#c9d1d9", (8, 4)),
    "subject": EdgeStyle("result of", "#6a51a3", "#b5a3e6", (8, 4)),
    "resultsOn": EdgeStyle("has results on", "#6a51a3", "#b5a3e6"),
    "metric": EdgeStyle("measured as", "#6a51a3", "#b5a3e6", (2, 4)),
    "dataset": EdgeStyle("measured on", "#6a51a3", "#b5a3e6", (2, 4)),
    "baseline": EdgeStyle("against", "#6a51a3", "#b5a3e6", (12, 3, 2, 3)),
    "baseModel": EdgeStyle("with the model", "#6a51a3", "#b5a3e6", (12, 3, 2, 3)),
    "buildsOn": EdgeStyle("builds on", "#c8500a", "#ff8a4c"),
    "previousScore": EdgeStyle("changed from", "#6a51a3", "#b5a3e6"),
    "listsPerson": EdgeStyle("lists", _GREY, _GREY_DARK, (8, 4)),
}


def node_style(type_: str) -> NodeStyle:
    """Return the look of a type; types without one look like "Thing".

    >>> node_style("Task").shape, node_style("Digest").shape
    ('triangle', 'ellipse')
    """
    return NODE_STYLES.get(type_, NODE_STYLES["Thing"])


def edge_style(role: str) -> EdgeStyle:
    """Return the look of a role; a role without one is grey and shown in its own words.

    A `?` before a role keeps the name of a query's variable apart from a role of the same name.

    >>> edge_style("evaluatesOn").words, edge_style("testedOn").words
    ('evaluates on', 'tested on')
    """
    return EDGE_STYLES.get(role) or EdgeStyle(_CAPITAL.sub(_spaced, role.removeprefix("?")), _GREY, _GREY_DARK)


def _spaced(match: re.Match[str]) -> str:
    return f" {match.group().lower()}"
