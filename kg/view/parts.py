"""What several views draw: papers and entities as nodes, what papers do with entities as edges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.rdf import Iri
from kg.view.evidence import Supports, link_or_none
from kg.view.questions import filled, local_name
from kg.view.subgraph import Ask, Edge, Node

__all__ = ["count_of_papers", "dated", "entity_nodes", "paper_nodes", "role_edges"]


def count_of_papers(number: int) -> str:
    """Say how many papers.

    >>> count_of_papers(1), count_of_papers(1204)
    ('1 paper', '1,204 papers')
    """
    return f"{number:,} paper{'' if number == 1 else 's'}"


def paper_nodes(ask: Ask, papers: Sequence[Iri], weights: Mapping[str, int] | None = None) -> list[Node]:
    """Return a node for each paper: its title, link, day, and the names listed beside it."""
    if not papers:
        return []
    names: dict[str, list[str]] = {}
    for row in ask(filled("listed", papers=papers)):
        if row["name"] not in names.setdefault(row["paper"], []):
            names[row["paper"]].append(row["name"])
    nodes = []
    for row in ask(filled("papers", papers=papers)):
        facts = [("arXiv", row["id"]), ("Listed on", row["date"] or "")]
        if row["paper"] in names:
            facts.append(("People listed (may be partial)", ", ".join(names[row["paper"]])))
        nodes.append(
            Node(
                id=row["paper"],
                label=row["title"],
                type="Paper",
                weight=(weights or {}).get(row["paper"], 1),
                link=link_or_none(row["page"]),
                facts=tuple(fact for fact in facts if fact[1]),
                date=row["date"] or "",
            )
        )
    return nodes


def entity_nodes(ask: Ask, entities: Iterable[Iri]) -> list[Node]:
    """Return a node for each entity, sized by how many papers mention it."""
    wanted = sorted(set(entities))
    if not wanted:
        return []
    return [
        Node(
            id=row["entity"],
            label=row["label"],
            type=local_name(row["type"]),
            weight=row["papers"],
            facts=(("Mentioned in", count_of_papers(row["papers"])),),
        )
        for row in ask(filled("entities", entities=wanted))
    ]


def dated(ask: Ask, nodes: Iterable[Node]) -> list[Node]:
    """Return entities with the day on which a digest first lists a paper that mentions each.

    For pictures without papers, whose days would otherwise say what to show.
    """
    given = list(nodes)
    rows = ask(filled("entity_days", entities=[Iri(node.id) for node in given])) if given else ()
    days = {row["entity"]: row["date"] for row in rows}
    return [
        replace(node, date=days[node.id], facts=(*node.facts, ("First named on", days[node.id])))
        if node.id in days
        else node
        for node in given
    ]


def role_edges(ask: Ask, papers: Sequence[Iri]) -> list[Edge]:
    """Return what each paper does with each entity, with the sentences that say so."""
    if not papers:
        return []
    rows = [(row["paper"], row["role"], row["entity"]) for row in ask(filled("roles_in_papers", papers=papers))]
    supports = Supports(ask, papers, [Iri(entity) for _, _, entity in rows])
    return [Edge(paper, entity, local_name(role), evidence=supports.of(paper, entity)) for paper, role, entity in rows]
