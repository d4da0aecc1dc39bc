"""What a page knows about its nodes and edges, as JSON's types: words, looks and evidence.

Nodes and edges are rows, and each sentence stands there once: a large picture stays a small file. What the columns
are is said in NODE_COLUMNS and EDGE_COLUMNS; templates/data.js turns rows into objects again.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.plain import plain
from kg.tex import legible
from kg.view.evidence import link_or_none
from kg.view.style import EDGE_STYLES, GROUP_COLOURS, NODE_STYLES, edge_style, node_style
from kg.view.subgraph import Edge, Evidence, Node, Subgraph

__all__ = ["EDGE_COLUMNS", "NODE_COLUMNS", "page_data"]

NODE_COLUMNS = ("label", "type", "weight", "link", "facts", "quotes", "date", "group")
EDGE_COLUMNS = ("from", "to", "role", "weight", "label", "quotes")


class _Quotes:
    """Evidence by number: each sentence and each source is kept once."""

    def __init__(self) -> None:
        self.quotes: dict[tuple[int, int, int, int], int] = {}
        self.sentences: dict[str, int] = {}
        self.sources: dict[tuple[str, str | None], int] = {}

    def of(self, evidence: Evidence) -> int:
        before, marked = plain(evidence.text[: evidence.start]), plain(evidence.marked)
        sentence = before + marked + plain(evidence.text[evidence.end :])
        source = plain(evidence.source), link_or_none(evidence.link)
        key = (
            self.sentences.setdefault(sentence, len(self.sentences)),
            _units(before),
            _units(marked),
            self.sources.setdefault(source, len(self.sources)),
        )
        return self.quotes.setdefault(key, len(self.quotes))


def page_data(subgraph: Subgraph) -> dict[str, Any]:
    """Return nodes and edges (ends are places in the list of nodes), and the looks that they use."""
    place = {node.id: number for number, node in enumerate(subgraph.nodes)}
    types, roles, quotes = _types(subgraph), _roles(subgraph), _Quotes()
    type_place = {look["key"]: number for number, look in enumerate(types)}
    role_place = {look["key"]: number for number, look in enumerate(roles)}
    nodes = [_node(node, type_place, quotes) for node in subgraph.nodes]
    edges = [_edge(edge, place, role_place, quotes) for edge in subgraph.edges]
    return {
        "columns": {"nodes": NODE_COLUMNS, "edges": EDGE_COLUMNS},
        "focus": place.get(subgraph.focus or ""),
        "nodes": nodes,
        "edges": edges,
        "types": types,
        "roles": roles,
        "groups": _groups(subgraph),
        "quotes": list(quotes.quotes),
        "sentences": list(quotes.sentences),
        "sources": list(quotes.sources),
    }


def _node(node: Node, types: dict[str, int], quotes: _Quotes) -> list[Any]:
    return [
        plain(legible(node.label)) or "(no name)",
        types[_known(node.type)],
        node.weight,
        link_or_none(node.link),
        [[plain(heading), plain(words)] for heading, words in node.facts],
        [quotes.of(evidence) for evidence in node.evidence],
        node.date,
        node.group,
    ]


def _edge(edge: Edge, place: dict[str, int], roles: dict[str, int], quotes: _Quotes) -> list[Any]:
    return [
        place[edge.source],
        place[edge.target],
        roles[edge.role],
        edge.weight,
        plain(legible(edge.label)),
        [quotes.of(evidence) for evidence in edge.evidence],
    ]


def _units(text: str) -> int:
    """Count a text's UTF-16 code units, in which JavaScript counts."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _known(type_: str) -> str:
    return type_ if type_ in NODE_STYLES else "Thing"


def _types(subgraph: Subgraph) -> list[dict[str, Any]]:
    count = Counter(_known(node.type) for node in subgraph.nodes)
    return [
        {"key": key, "words": look.heading, "shape": look.shape, "count": count[key],
         "light": look.light, "dark": look.dark}
        for key in NODE_STYLES if key in count
        for look in [node_style(key)]
    ]  # fmt: skip


def _roles(subgraph: Subgraph) -> list[dict[str, Any]]:
    count = Counter(edge.role for edge in subgraph.edges)
    order = list(EDGE_STYLES)
    ranked = sorted(count, key=lambda role: (order.index(role) if role in order else len(order), role))
    return [
        {"key": role, "words": plain(look.words), "count": count[role], "dashes": list(look.dashes),
         "light": look.light, "dark": look.dark, "directed": look.directed}
        for role in ranked
        for look in [edge_style(role)]
    ]  # fmt: skip


def _groups(subgraph: Subgraph) -> list[dict[str, Any]]:
    count = Counter(node.group for node in subgraph.nodes)
    return [
        {"key": place, "words": plain(legible(words)), "count": count[place], "light": light, "dark": dark}
        for place, words in enumerate(subgraph.groups)
        for light, dark in [GROUP_COLOURS[place % len(GROUP_COLOURS)]]
    ]
