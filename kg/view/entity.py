"""An entity's neighbourhood: the papers by what they do with it, and what is named beside it."""

from __future__ import annotations

from collections import Counter
from math import sqrt

from kg.rdf import Iri
from kg.view.evidence import Supports
from kg.view.find import find_entity
from kg.view.parts import count_of_papers, entity_nodes, paper_nodes
from kg.view.questions import filled, local_name
from kg.view.subgraph import Ask, Edge, Node, Subgraph

__all__ = ["entity_map"]

MOST_PAPERS = 36
MOST_RELATED = 18
_MOST_RELATIVES = 24
_MANY_PAPERS = 15
_ROLES = (
    "proposes", "evaluatesOn", "evaluates", "comparesWith", "addresses", "uses", "reportsMetric",
    "mentionsInPassing",
)  # fmt: skip


def entity_map(ask: Ask, name: str, *, most_papers: int = MOST_PAPERS, most_related: int = MOST_RELATED) -> Subgraph:
    """Return the neighbourhood of one entity, found by any of its names.

    Raises UnknownNameError when the graph has no entity of that name.
    """
    entity = find_entity(ask, name)
    (centre,) = entity_nodes(ask, [entity])
    roles = [(row["paper"], local_name(row["role"])) for row in ask(filled("roles_of_entity", entity=[entity]))]
    papers = _chosen_papers(roles, most_papers)
    family = _family(ask, entity)
    related, candidates = _related(ask, centre, most_related)
    relatives = {Iri(end) for edge in family for end in (edge.source, edge.target)} - {entity}
    known = sorted(entity_nodes(ask, relatives), key=lambda node: (-node.weight, node.id))[:_MOST_RELATIVES]
    others = {Iri(edge.target) for edge in related} - {node.id for node in known}
    nodes = [centre, *paper_nodes(ask, papers), *known, *entity_nodes(ask, others)]
    drawn = {node.id for node in nodes}
    edges = (*_role_edges(ask, entity, roles, papers), *family, *related)
    total = 1 + len({paper for paper, _ in roles}) + len(candidates | relatives)
    return Subgraph(
        title=f"{centre.label} and what surrounds it",
        question=f"Which papers do what with {centre.label}, and what is named beside it?",
        nodes=tuple(nodes),
        edges=tuple(edge for edge in edges if {edge.source, edge.target} <= drawn),
        total=total,
        rule="the newest papers of each role, and the names most tied to it",
        focus=entity,
    )


def _chosen_papers(roles: list[tuple[str, str]], most: int) -> list[Iri]:
    """Take the newest papers, turn by turn from each role, so that no role crowds out the others."""
    queues = [[paper for paper, role in roles if role == wanted] for wanted in _ROLES]
    chosen: dict[Iri, None] = {}
    for turn in range(max(map(len, queues), default=0)):
        for queue in queues:
            if turn < len(queue) and len(chosen) < most:
                chosen.setdefault(Iri(queue[turn]))
    return list(chosen)


def _role_edges(ask: Ask, entity: Iri, roles: list[tuple[str, str]], papers: list[Iri]) -> list[Edge]:
    if not papers:
        return []
    supports, wanted = Supports(ask, papers, [entity]), set(papers)
    return [Edge(paper, entity, role, evidence=supports.of(paper, entity)) for paper, role in roles if paper in wanted]


def _family(ask: Ask, entity: Iri) -> list[Edge]:
    return [
        Edge(row["source"], row["target"], local_name(row["role"])) for row in ask(filled("family", entity=[entity]))
    ]


def _related(ask: Ask, centre: Node, most: int) -> tuple[list[Edge], set[str]]:
    """Return edges to what is named beside an entity more often than by chance, and all candidates.

    The measure is the count of shared papers over the root of how often the other is mentioned at all.
    """
    shared = Counter({row["other"]: row["papers"] for row in ask(filled("related", entity=[Iri(centre.id)]))})
    others = entity_nodes(ask, (Iri(other) for other in shared))
    # One of many papers may name anything beside it.
    enough = 2 if centre.weight >= _MANY_PAPERS else 1
    often = [node for node in others if shared[node.id] >= enough]
    ranked = sorted(often, key=lambda node: (-shared[node.id] / sqrt(node.weight), node.id))
    edges = [
        Edge(
            centre.id,
            node.id,
            "together",
            shared[node.id],
            f"named together in {count_of_papers(shared[node.id])}",
        )
        for node in ranked[:most]
    ]
    return edges, set(shared)
