"""The timeline of a family: when each of its members first came up, and what was derived from what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.rdf import Iri
from kg.view.evidence import Supports
from kg.view.find import find_entity
from kg.view.parts import entity_nodes
from kg.view.questions import filled, local_name
from kg.view.subgraph import Ask, Edge, Node, Subgraph
from kg.vocab import KG

__all__ = ["family_map"]

MOST_MEMBERS = 90
MOST_BUILT = 30


def family_map(ask: Ask, name: str) -> Subgraph:
    """Return a family by day: variants and kinds of an entity over any number of steps, and what builds on them.

    What builds on a member is what a paper that uses the member proposes, if it is of the family's type; of many, the
    newest. A day is that of the first digest that names a thing: it may be older than these digests.

    Raises UnknownNameError when the graph has no entity of that name.
    """
    entity = find_entity(ask, name)
    (centre,) = entity_nodes(ask, [entity])
    rows = {row["member"]: row for row in ask(filled("family_members", entity=[entity]))}
    dated = [one for one, row in rows.items() if row["date"]]
    ranked = sorted(dated, key=lambda one: (one != entity, -rows[one]["papers"], one))
    chosen = sorted({entity, *map(Iri, ranked[:MOST_MEMBERS])})
    built, days, candidates = _built_on(ask, chosen, centre.type, set(rows))
    days |= {one: row["date"] or "" for one, row in rows.items()}
    nodes = entity_nodes(ask, [*chosen, *(Iri(edge.source) for edge in built)])
    drawn = {node.id for node in nodes}
    edges = (*_ties(ask, sorted(map(Iri, rows)), set(chosen)), *built)
    return Subgraph(
        title=f"{centre.label} and its family over time",
        question=f"When did the variants of {centre.label} first come up, and what was derived from what?",
        nodes=tuple(_dated(node, days.get(node.id, "")) for node in nodes),
        edges=tuple(edge for edge in edges if {edge.source, edge.target} <= drawn),
        total=len(dated) + candidates,
        rule="the members that the most papers name, and the newest that build on them",
        note=_note(centre.label, len(chosen)),
        focus=entity,
        in_time=True,
    )


def _note(label: str, members: int) -> str:
    if members == 1:
        return f"No variant of {label} is known."
    return "A day is that of the first digest that names a thing, which may be older than these digests."


def _ties(ask: Ask, members: Iterable[Iri], drawn: set[Iri]) -> list[Edge]:
    """Tie each member that is drawn to the nearest it comes from that is drawn, too: some are named by no paper."""
    above: dict[str, list[tuple[str, str]]] = {}
    for row in ask(filled("family_ties", members=members)):
        above.setdefault(row["source"], []).append((local_name(row["role"]), row["target"]))
    found: dict[tuple[str, str], Edge] = {}
    for one in sorted(drawn):
        waiting, seen = list(above.get(one, ())), {str(one)}
        while waiting:
            role, other = waiting.pop(0)
            if other in drawn:
                found.setdefault((one, other), Edge(one, other, role))
            elif other not in seen:
                waiting.extend((role, further) for _, further in above.get(other, ()))
            seen.add(other)
    return list(found.values())


def _built_on(ask: Ask, members: list[Iri], kind: str, family: set[str]) -> tuple[list[Edge], dict[str, str], int]:
    """Return edges from the newest that build on a member, the days of these, and how many there are in all."""
    found = ask(filled("built_on", members=members, type=[KG[kind]]))
    rows = [row for row in found if row["new"] not in family]
    newest = list(dict.fromkeys(row["new"] for row in rows))
    wanted = set(newest[:MOST_BUILT])
    kept = [row for row in rows if row["new"] in wanted]
    supports = Supports(ask, sorted({Iri(row["paper"]) for row in kept}), members) if kept else None
    edges = {
        (row["new"], row["base"]): Edge(
            row["new"],
            row["base"],
            "buildsOn",
            label=f"a paper of {row['date']} uses one and proposes the other",
            evidence=supports.of(row["paper"], row["base"]) if supports else (),
        )
        for row in kept
    }
    return list(edges.values()), {row["new"]: row["date"] for row in reversed(kept)}, len(newest)


def _dated(node: Node, day: str) -> Node:
    return replace(node, date=day, facts=(*node.facts, ("First named on", day))) if day else node
