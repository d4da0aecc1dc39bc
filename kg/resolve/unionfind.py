"""Groups of names from edges between them, the same for any order of the edges."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from kg.resolution import Reason

__all__ = ["SCORES", "Edge", "UnionFind"]

SCORES = {
    Reason.NAME: 1.0,
    Reason.LEXICON: 1.0,
    Reason.OVERRIDE: 1.0,
    Reason.SPLIT: 1.0,
    Reason.KEY: 0.98,
    Reason.ACRONYM: 0.95,
    Reason.WORDS: 0.93,
    Reason.TAIL: 0.9,
    Reason.MISPRINT: 0.9,
    Reason.NEAR: 0.85,
    Reason.PAPER: 0.7,
}
"""How sure each reason is."""


class Edge(NamedTuple):
    """Two nodes that are one thing, and why."""

    a: str
    b: str
    reason: Reason


class UnionFind:
    """Disjoint groups of strings; the least member stands for its group.

    >>> groups = UnionFind()
    >>> groups.join([Edge("b", "c", Reason.KEY), Edge("a", "b", Reason.KEY)])
    >>> groups.find("c"), groups.find("d")
    ('a', 'd')

    `sole` picks the nodes of which a group may hold only one; an edge that would join two is left out. Edges
    are taken in the order of their scores, then of their nodes, so that their own order does not matter.
    """

    def __init__(self, sole: Callable[[str], bool] = lambda _: False) -> None:
        self._parent: dict[str, str] = {}
        self._sole: dict[str, str] = {}
        self._is_sole = sole

    def find(self, node: str) -> str:
        """Return the least node of the group that a node is in."""
        parents = self._parent
        parent = parents.get(node)
        if parent is None:
            return node
        root = parent
        while (parent := parents.get(root)) is not None:
            root = parent
        while (parent := parents.get(node)) is not None and parent != root:  # the next look-up is one step
            parents[node] = root
            node = parent
        return root

    def sole_of(self, node: str) -> str | None:
        """Return the one sole node of the group that a node is in, if it has one."""
        root = self.find(node)
        return self._sole.get(root, root if self._is_sole(root) else None)

    def join(self, edges: Iterable[Edge]) -> None:
        """Join the groups of the two ends of each edge."""
        for edge in sorted(set(edges), key=lambda edge: (-SCORES[edge.reason], edge)):
            self._union(edge.a, edge.b)

    def force(self, node: str, into: str) -> None:
        """Join two groups whatever they hold; the sole node of the second one counts, else that of the first."""
        first, second = sorted((self.find(node), self.find(into)))
        sole = self.sole_of(into) or self.sole_of(node)
        if first == second:
            return
        self._parent[second] = first
        if sole:
            self._sole[first] = sole

    def _union(self, a: str, b: str) -> None:
        first, second = sorted((self.find(a), self.find(b)))
        soles = [sole for sole in (self.sole_of(first), self.sole_of(second)) if sole]
        if first == second or len(soles) == 2:
            return
        self._parent[second] = first
        if soles:
            self._sole[first] = soles[0]
