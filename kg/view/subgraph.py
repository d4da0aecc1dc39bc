"""Subgraph: the part of the graph that one picture shows, as plain frozen values.

A view makes it, a renderer draws it; neither knows the other. Everything here is ready to be shown: labels
are words, evidence is a sentence. Texts may hold anything; renderers have to escape them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kg.table import Table

__all__ = ["MOST_NODES", "Ask", "Edge", "Evidence", "Node", "Subgraph"]

MOST_NODES = 300
"""As many nodes as a picture by pyvis shows: more are slow, and nobody can read them."""

Ask = Callable[[str], Table]
"""Answers a SPARQL query; the default graph has to be the union of all graphs."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that a node or an edge rests on: a sentence, or the title of a paper.

    `text[start:end]` is the part to be marked (nothing when both are 0); `source` names where the words
    stand, and `link` leads there.

    >>> Evidence("ShadowKV is fast.", 0, 8).marked
    'ShadowKV'
    """

    text: str
    start: int = 0
    end: int = 0
    source: str = ""
    link: str | None = None

    @property
    def marked(self) -> str:
        """The part that is marked."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Node:
    """One thing in the picture.

    `type` is a key of `kg.view.style.NODE_STYLES`; `weight` says how large it is drawn (a count of papers);
    `facts` are pairs of a heading and its words. `date` is the day that a reader filters by (ISO 8601, or
    nothing), and `group` a place in `Subgraph.groups`.
    """

    id: str
    label: str
    type: str
    weight: int = 1
    link: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    date: str = ""
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation between two nodes.

    `role` is a key of `kg.view.style.EDGE_STYLES`, or any other word, which is then shown as it is;
    `weight` says how thick it is drawn; `label` stands beside it when it says more than the role.
    """

    source: str
    target: str
    role: str
    weight: int = 1
    label: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Subgraph:
    """What one picture shows, and out of how much.

    `title` is its heading and `question` what it answers. `total` counts the nodes that there were to choose
    from, `rule` says how the shown ones were chosen, `note` is anything else that a reader should know, and
    `focus` is the id of the node that the picture is about. `groups` are the names of what belongs together, and
    `in_time` places nodes by their dates.
    """

    title: str
    question: str
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    total: int = 0
    rule: str = ""
    note: str = ""
    focus: str | None = None
    groups: tuple[str, ...] = ()
    in_time: bool = False

    @property
    def shown(self) -> int:
        """How many nodes the picture shows."""
        return len(self.nodes)

    @property
    def count(self) -> str:
        """How many nodes are shown, out of how many, and by which rule.

        >>> Subgraph("T", "Q?", (Node("a", "A", "Task"),), total=1204, rule="the most mentioned").count
        '1 of 1,204 nodes shown: the most mentioned'
        """
        if self.total <= self.shown:
            return f"{self.shown:,} node{'' if self.shown == 1 else 's'}"
        return f"{self.shown:,} of {self.total:,} nodes shown" + (f": {self.rule}" if self.rule else "")

    def limited(self, most: int = MOST_NODES) -> Subgraph:
        """Keep at most so many nodes: the focus, then hub after hub with its neighbours; and their edges.

        >>> nodes = tuple(Node(name, name, "Task") for name in "abc")
        >>> star = Subgraph("T", "Q?", nodes, (Edge("a", "b", "uses"), Edge("c", "b", "uses")), total=3)
        >>> [node.id for node in star.limited(2).nodes]
        ['a', 'b']
        """
        if self.shown <= most:
            return self
        near: dict[str, set[str]] = {node.id: set() for node in self.nodes}
        for edge in self.edges:
            near[edge.source].add(edge.target)
            near[edge.target].add(edge.source)
        hubs = sorted(near, key=lambda key: (key != self.focus, -len(near[key]), key))
        rank = {key: place for place, key in enumerate(hubs)}
        order = dict.fromkeys(key for hub in hubs for key in (hub, *sorted(near[hub], key=rank.__getitem__)))
        kept = set(list(order)[:most])
        return replace(
            self,
            nodes=tuple(node for node in self.nodes if node.id in kept),
            edges=tuple(edge for edge in self.edges if edge.source in kept and edge.target in kept),
            total=max(self.total, self.shown),
            rule="those with the most links, and their neighbours" + (f"; {self.rule}" if self.rule else ""),
        )
