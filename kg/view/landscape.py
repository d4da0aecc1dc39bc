"""A landscape: what is measured on a dataset and by what, or what the papers on a task work with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kg.rdf import Iri
from kg.view.evidence import Words
from kg.view.find import find_entity
from kg.view.parts import count_of_papers, dated, entity_nodes
from kg.view.questions import filled, local_name
from kg.view.results import result_words
from kg.view.subgraph import Ask, Edge, Evidence, Node, Subgraph

__all__ = ["landscape_map"]

MOST_NAMES = 60
_MOST_SHOWN_RESULTS = 4


def landscape_map(ask: Ask, name: str) -> Subgraph:
    """Return who is measured on a dataset, with the values, or what the papers on a task propose, use and test on.

    Raises UnknownNameError when the graph has no entity of that name.
    """
    entity = find_entity(ask, name)
    (centre,) = entity_nodes(ask, [entity])
    return _of_dataset(ask, entity, centre) if centre.type != "Task" else _of_task(ask, entity, centre)


def _of_dataset(ask: Ask, dataset: Iri, centre: Node) -> Subgraph:
    """Tie each measured system to the dataset: the line says the values, and is as thick as papers are many."""
    rows = [row for row in ask(filled("landscape", dataset=[dataset])) if row["subject"] != dataset]
    papers: dict[str, set[str]] = defaultdict(set)
    results: dict[str, dict[str, Evidence]] = defaultdict(dict)
    values: dict[str, dict[str, str]] = defaultdict(dict)
    words = Words(ask, sorted({Iri(row["paper"]) for row in rows})) if rows else None
    for row in rows:
        papers[row["subject"]].add(row["paper"])
        # Without the space no line of a label begins with the sign.
        values[row["subject"]].setdefault(row["result"], result_words(row).replace(" %", "%"))
        if words is not None:
            results[row["subject"]].setdefault(row["result"], words.at(row["text"], row["start"], row["end"]))
    chosen = sorted(papers, key=lambda one: (-len(papers[one]), one))[:MOST_NAMES]
    edges = tuple(
        Edge(
            one,
            dataset,
            "resultsOn",
            len(papers[one]),
            _listed(list(values[one].values())),
            tuple(results[one].values())[:_MOST_SHOWN_RESULTS],
        )
        for one in chosen
    )
    return Subgraph(
        title=f"What is measured on {centre.label}",
        question=f"Which systems have results on {centre.label}, in how many papers?",
        nodes=(centre, *(_with_values(node, values) for node in dated(ask, entity_nodes(ask, map(Iri, chosen))))),
        edges=edges,
        total=1 + len(papers),
        rule="those with results in the most papers",
        note="" if rows else f"No result names both a system and {centre.label}.",
        focus=dataset,
    )


def _of_task(ask: Ask, task: Iri, centre: Node) -> Subgraph:
    """Tie the names that the task's papers work with to the task, by the role they have in most of its papers."""
    roles: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in ask(filled("papers_of_task", task=[task])):
        roles[row["entity"]][local_name(row["role"])].add(row["paper"])
    ranked = sorted(roles, key=lambda one: (-max(map(len, roles[one].values())), one))[:MOST_NAMES]
    edges = []
    for one in ranked:
        role, papers = max(roles[one].items(), key=lambda item: (len(item[1]), item[0]))
        edges.append(Edge(task, one, role, len(papers), f"in {count_of_papers(len(papers))} on {centre.label}"))
    return Subgraph(
        title=f"What papers on {centre.label} work with",
        question=f"What do papers on {centre.label} propose, use, compare with and evaluate on?",
        nodes=(centre, *dated(ask, entity_nodes(ask, map(Iri, ranked)))),
        edges=tuple(edges),
        total=1 + len(roles),
        rule="those in the most of its papers",
        note="" if roles else f"No paper is said to address {centre.label}.",
        focus=task,
    )


def _with_values(node: Node, values: dict[str, dict[str, str]]) -> Node:
    """Write a system's value beside its name, or how many results it has."""
    own = list(values.get(node.id, {}).values())
    if not own:
        return node
    beside = own[0] if len(set(own)) == 1 else f"{len(own)} results"
    return replace(node, label=f"{node.label} · {beside}", facts=(*node.facts, ("Results", _listed(own))))


def _listed(values: list[str]) -> str:
    shown = ", ".join(values[:_MOST_SHOWN_RESULTS])
    return f"{shown} and {len(values) - _MOST_SHOWN_RESULTS} more" if len(values) > _MOST_SHOWN_RESULTS else shown
