"""A paper's map: what it proposes, uses, evaluates on, compares with and addresses, and its results."""

from __future__ import annotations

from dataclasses import replace

from kg.rdf import Iri
from kg.view.find import find_paper
from kg.view.parts import entity_nodes, paper_nodes, role_edges
from kg.view.results import result_parts
from kg.view.style import edge_style
from kg.view.subgraph import Ask, Edge, Node, Subgraph

__all__ = ["paper_map"]


def paper_map(ask: Ask, name: str) -> Subgraph:
    """Return the map of one paper, found by its arXiv id.

    Raises UnknownNameError when the graph has no such paper.
    """
    paper = find_paper(ask, name)
    (centre,) = paper_nodes(ask, [paper])
    results, result_edges = result_parts(ask, [paper])
    roles = role_edges(ask, [paper])
    named = {edge.target for edge in (*roles, *result_edges)} - {node.id for node in results}
    entities = entity_nodes(ask, (Iri(entity) for entity in named))
    labels = {node.id: node.label for node in (*entities, *results)}
    results = [_in_words(node, result_edges, labels) for node in results]
    nodes = (replace(centre, weight=max(1, len(named))), *map(_alike, entities), *results)
    drawn = {node.id for node in nodes}
    edges = tuple(edge for edge in (*roles, *result_edges) if {edge.source, edge.target} <= drawn)
    return Subgraph(
        title=centre.label,
        question="What does this paper propose, use, measure and compare with?",
        nodes=nodes,
        edges=_fewer(edges),
        total=len(nodes),
        note="" if roles else "Nothing was found in the words of this paper.",
        focus=paper,
    )


def _alike(node: Node) -> Node:
    """In one paper's map, how often others mention an entity does not matter."""
    return replace(node, weight=1)


def _in_words(result: Node, edges: list[Edge], labels: dict[str, str]) -> Node:
    """Add to a result's facts what it is about."""
    about = tuple(
        (edge_style(edge.role).words.capitalize(), labels[edge.target])
        for edge in edges
        if edge.source == result.id and edge.target in labels
    )
    return replace(result, facts=(*result.facts, *about))


def _fewer(edges: tuple[Edge, ...]) -> tuple[Edge, ...]:
    """Leave out lines that say nothing new.

    These are: that a result is of what the paper proposes, and that the paper reports a metric to which one
    of its results is drawn.
    """
    proposed = {edge.target for edge in edges if edge.role == "proposes"}
    measured = {edge.target for edge in edges if edge.role == "metric"}
    said = {("subject", target) for target in proposed} | {("reportsMetric", target) for target in measured}
    return tuple(edge for edge in edges if (edge.role, edge.target) not in said)
