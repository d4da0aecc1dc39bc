"""The overview: of few papers, each with what it is about; of many, the names that they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from math import sqrt

from kg.rdf import Iri
from kg.view.evidence import link_or_none
from kg.view.parts import count_of_papers, entity_nodes, paper_nodes, role_edges
from kg.view.questions import filled, local_name
from kg.view.subgraph import Ask, Edge, Evidence, Subgraph

__all__ = ["overview"]

FEW_PAPERS = 20
QUOTAS = {"Task": 18, "Method": 22, "Model": 18, "Dataset": 18}
_LINKS_A_NODE = 3
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
    edges = _backbone(ask, chosen)
    tied = {end for edge in edges for end in (edge.source, edge.target)}
    nodes = tuple(node for node in nodes if node.id in tied)
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


def _backbone(ask: Ask, entities: list[Iri]) -> tuple[Edge, ...]:
    """Keep each entity's few strongest ties: shared papers over the root of both counts (cosine)."""
    if not entities:
        return ()
    named = defaultdict(list)
    for row in ask(filled("papers_by_entity", entities=entities)):
        named[row["paper"]].append(row["entity"])
    count = Counter(entity for names in named.values() for entity in names)
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for paper in sorted(named):
        for pair in combinations(sorted(named[paper]), 2):
            shared[pair].append(paper)
    strength = {
        pair: len(papers) / sqrt(count[pair[0]] * count[pair[1]]) for pair, papers in shared.items() if len(papers) > 1
    }
    kept = _strongest(strength)
    titles = _titles(ask, {paper for pair in kept for paper in shared[pair][-4:]})
    return tuple(
        Edge(
            *pair,
            role="together",
            weight=len(shared[pair]),
            label=f"named together in {count_of_papers(len(shared[pair]))}",
            evidence=tuple(titles[paper] for paper in reversed(shared[pair][-4:])),
        )
        for pair in kept
    )


def _strongest(strength: dict[tuple[str, str], float]) -> list[tuple[str, str]]:
    ties: Counter[str] = Counter()
    kept = []
    for pair in sorted(strength, key=lambda pair: (-strength[pair], pair)):
        if min(ties[end] for end in pair) < _LINKS_A_NODE:
            kept.append(pair)
            ties.update(pair)
    return sorted(kept)


def _titles(ask: Ask, papers: set[str]) -> dict[str, Evidence]:
    rows = ask(filled("papers", papers=[Iri(paper) for paper in sorted(papers)])) if papers else ()
    return {row["paper"]: Evidence(row["title"], source=row["id"], link=link_or_none(row["page"])) for row in rows}
