"""Results as nodes: a number with its unit, drawn to what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.rdf import Iri
from kg.view.evidence import Words
from kg.view.questions import filled, local_name
from kg.view.subgraph import Ask, Edge, Node

__all__ = ["result_parts", "result_words"]

_BOUNDS = {"at-least": "≥ ", "at-most": "≤ ", "approximately": "≈ "}
_SIGNS = {"up": "+", "down": "−"}


def result_words(row: Mapping[str, Any]) -> str:
    """Write a result as a reader expects it, from its value, unit, kind, bound and change.

    >>> result_words({"value": "3.04", "unit": "x", "kind": "kgc:ratio", "bound": None, "change": None})
    '3.04×'
    """
    unit = {"x": "×", None: "", "": ""}.get(row["unit"], f" {row['unit']}")
    kind = local_name((row["kind"] or "").replace(":", "/"))
    sign = _SIGNS.get(local_name(row["change"] or ""), "by ") if kind == "difference" else ""
    return _BOUNDS.get(local_name(row["bound"] or ""), "") + f"{sign}{row['value']}{unit}"


def result_parts(ask: Ask, papers: Sequence[Iri]) -> tuple[list[Node], list[Edge]]:
    """Return the results of papers as nodes, and edges from the paper, to what each is about.

    A result that two digests state in the same words comes once.
    """
    parts: dict[str, list[tuple[str, str]]] = {}
    for row in ask(filled("result_parts", papers=papers)):
        parts.setdefault(row["result"], []).append((local_name(row["role"]), row["part"]))
    words = Words(ask, papers)
    nodes: list[Node] = []
    edges: list[Edge] = []
    seen: set[tuple[object, ...]] = set()
    for row in ask(filled("results", papers=papers)):
        about = parts.get(row["result"], [])
        label = result_words(row)
        same = (row["paper"], label, *(part for part in about if part[0] != "previousScore"))
        if same in seen:
            continue
        seen.add(same)
        evidence = (words.at(row["text"], row["start"], row["end"]),)
        kind = local_name(row["kind"] or "").capitalize()
        nodes.append(Node(row["result"], label, "Result", facts=(("Kind", kind),), evidence=evidence))
        edges.append(Edge(row["paper"], row["result"], "reportsResult", evidence=evidence))
        edges.extend(Edge(row["result"], part, role, evidence=evidence) for role, part in about)
    drawn = {node.id for node in nodes}
    return nodes, [edge for edge in edges if edge.role != "previousScore" or edge.target in drawn]
