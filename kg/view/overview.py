"""The overview: of few papers, each with what it is about; of many, the names that they share."""

from __future__ import annotations

from collections import Counter

from kg.rdf import Iri
from kg.view.parts import count_of_papers, dated, entity_nodes, paper_nodes, role_edges
from kg.view.questions import filled, local_name
from kg.view.subgraph import Ask, Subgraph
from kg.view.ties import tied

__all__ = ["overview"]

FEW_PAPERS = 20
QUOTAS = {"Task": 18, "Method": 22, "Model": 18, "Dataset": 18}
_IN_PASSING = {"mentionsInPassing", "reportsMetric"}


def overview(ask: Ask) -> Subgraph:
    """Return an overview of the whole graph."""
    papers = [Iri(paper) for paper in ask(filled("all_papers")).column("paper")]
    return _of_few(ask, papers) if len(papers) <= FEW_PAPERS else _of_many(ask)


def _of_few(ask: Ask, papers: list[Iri]) -> Subgraph:
    """Draw each paper with what it does, without metrics and what it names in passing."""
    every = role_edges(ask, papers)
    edges = tuple(edge for edge in every if edge.role not in _IN_PASSING)
    entities = entity_nodes(ask, (Iri(edge.target) for edge in edges))
    degree = Counter(edge.source for edge in edges)
    nodes = (*paper_nodes(ask, papers, degree), *entities)
    return Subgraph(
        title=f"{count_of_papers(len(papers)).capitalize()} at a glance",
        question="What do these papers propose, use, evaluate on and compare with?",
        nodes=nodes,
        edges=edges,
        total=len(papers) + len({edge.target for edge in every}),
        rule="all but metrics and what is only named in passing",
        note="" if papers else "The graph holds no papers yet.",
    )


def _of_many(ask: Ask) -> Subgraph:
    """Draw the most mentioned names of each type, each tied to those that it shares papers with."""
    (papers,) = ask(filled("count_papers")).column("papers")
    chosen, candidates = _most_mentioned(ask)
    nodes = tuple(entity_nodes(ask, chosen))
    edges = tied(ask, chosen)
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    nodes = tuple(dated(ask, (node for node in nodes if node.id in ends)))
    return Subgraph(
        title=f"{count_of_papers(papers)} at a glance",
        question="Which tasks, methods, models and datasets come up the most, and which go together?",
        nodes=nodes,
        edges=edges,
        total=candidates,
        rule="those that the most papers mention, of each type",
        note="A line joins names that share more papers than their fame alone would explain.",
    )


def _most_mentioned(ask: Ask) -> tuple[list[Iri], int]:
    """Return the entities that the most papers mention, a quota of each type, and how many there are."""
    rows = sorted(ask(filled("most_mentioned")), key=lambda row: (-row["papers"], row["entity"], row["type"]))
    left = dict(QUOTAS)
    chosen: dict[Iri, None] = {}
    for row in rows:
        type_ = local_name(row["type"])
        if left[type_] and row["entity"] not in chosen:
            left[type_] -= 1
            chosen[Iri(row["entity"])] = None
    return list(chosen), len({row["entity"] for row in rows})
