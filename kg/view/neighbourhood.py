"""A neighbourhood over several steps, held to types, roles or days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.rdf import Iri
from kg.view.choices import ROLES, Reach
from kg.view.evidence import Supports
from kg.view.find import find_entity, find_paper
from kg.view.parts import entity_nodes, paper_nodes
from kg.view.questions import filled, local_name
from kg.view.subgraph import Ask, Edge, Node, Subgraph
from kg.vocab import KG, PREFIXES

__all__ = ["neighbourhood_map"]

MOST_NODES = 1500
_PROPERTIES = {role: Iri(PREFIXES["skos"] + role) if role == "broader" else KG[role] for role in ROLES}
_Tie = tuple[str, str, str]


def neighbourhood_map(ask: Ask, reach: Reach, *, entity: str | None = None, paper: str | None = None) -> Subgraph:
    """Return what can be reached from an entity or a paper in some steps; one step is from a paper to what it names.

    Of what is too much, the things with the most ties to what is there already are kept, step by step. Raises
    UnknownNameError when the graph has no such entity or paper.
    """
    start = find_entity(ask, entity) if entity is not None else find_paper(ask, paper or "")
    ties, seen = _walk(ask, start, reach)
    nodes = _nodes(ask, {start, *(end for one, _, other in ties for end in (one, other))})
    drawn = {node.id for node in nodes}
    (label,) = [node.label for node in nodes if node.id == start]
    steps = "one step" if reach.depth == 1 else f"{reach.depth} steps"
    held = f" ({reach.in_words})" if reach.in_words else ""
    return Subgraph(
        title=f"{label}, and what lies around it",
        question=f"What lies within {steps} of {label}{held}?",
        nodes=nodes,
        edges=_edges(ask, [tie for tie in ties if tie[0] in drawn and tie[2] in drawn]),
        total=max(seen, len(nodes)),
        rule="those with the most ties to what was found before",
        note="" if ties else f"Nothing lies within {steps} of {label}{held}.",
        focus=start,
    )


def _walk(ask: Ask, start: Iri, reach: Reach) -> tuple[list[_Tie], int]:
    """Go step by step; return the ties between what is kept, and how many things were met in all."""
    roles = [_PROPERTIES[role] for role in reach.roles or _default_roles(reach)]
    kept: dict[str, None] = {start: None}
    met: set[str] = {start}
    ties: dict[_Tie, None] = {}
    ring: list[Iri] = [start]
    for _ in range(reach.depth):
        rows = ask(filled("ring", here=ring, roles=roles)) if ring else ()
        found = sorted({(str(row["source"]), local_name(row["role"]), str(row["target"])) for row in rows})
        counts = Counter(end for one, _, other in found for end in (one, other) if end not in kept)
        held = _held(ask, counts, reach)
        met |= held
        ranked = sorted(held, key=lambda one: (-counts[one], one))[: MOST_NODES - len(kept)]
        kept.update(dict.fromkeys(ranked))
        ties.update(dict.fromkeys(tie for tie in found if tie[0] in kept and tie[2] in kept))
        ring = [Iri(one) for one in ranked]
    return list(ties), len(met)


def _default_roles(reach: Reach) -> tuple[str, ...]:
    """People are reached only if they are asked for: they tie papers that have little else in common."""
    return ROLES if "Person" in reach.types else tuple(role for role in ROLES if role != "listsPerson")


def _held(ask: Ask, found: Iterable[str], reach: Reach) -> set[str]:
    """Keep what is of the types and days that are wanted; papers are kept as the way to what they name."""
    things = set(found)
    papers = {one for one in things if _is(one, "paper")}
    others = things - papers
    if reach.since or reach.until:
        days = {row["paper"]: row["date"] for row in ask(filled("first_days", papers=map(Iri, sorted(papers))))}
        papers = {one for one in papers if reach.holds(days.get(one, ""))}
    if reach.types:
        types = {node.id: node.type for node in _nodes(ask, others)}
        others = {one for one in others if types.get(one) in reach.types}
    return papers | others


def _is(iri: str, folder: str) -> bool:
    return iri.rsplit("/", 2)[-2:-1] == [folder]


def _nodes(ask: Ask, things: Iterable[str]) -> tuple[Node, ...]:
    wanted = sorted(map(Iri, set(things)))
    people = [one for one in wanted if _is(one, "person")]
    rows = ask(filled("person_nodes", people=people)) if people else ()
    persons = [Node(row["person"], row["name"], "Person", row["papers"]) for row in rows]
    papers = [one for one in wanted if _is(one, "paper")]
    return (*paper_nodes(ask, papers), *entity_nodes(ask, set(wanted) - set(people) - set(papers)), *persons)


def _edges(ask: Ask, ties: list[_Tie]) -> tuple[Edge, ...]:
    stated = [tie for tie in ties if _is(tie[0], "paper") and not _is(tie[2], "person")]
    papers = sorted({Iri(paper) for paper, _, _ in stated})
    supports = Supports(ask, papers, (Iri(entity) for _, _, entity in stated)) if papers else None
    words = {tie: supports.of(tie[0], tie[2], most=1) for tie in stated} if supports else {}
    return tuple(Edge(one, other, role, evidence=words.get((one, role, other), ())) for one, role, other in ties)
