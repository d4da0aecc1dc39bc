"""People who are listed together: a person's papers, and who else the digests list beside them."""

from __future__ import annotations

from collections import Counter

from kg.errors import UnknownNameError
from kg.rdf import Iri, Literal
from kg.view.parts import count_of_papers, paper_nodes
from kg.view.questions import filled
from kg.view.subgraph import Ask, Edge, Node, Subgraph

__all__ = ["people_map"]

MOST_PAPERS = 30
MOST_PEOPLE = 60


def people_map(ask: Ask, name: str) -> Subgraph:
    """Return the papers that list a person, found by the name as listed, and the people listed beside them.

    Of several people of that name, it is the one on the most papers. Raises UnknownNameError, with names that are
    near, when there is none.
    """
    person, label, others = _find(ask, name)
    papers = [Iri(row["paper"]) for row in ask(filled("papers_of_person", person=[person]))]
    shown = papers[:MOST_PAPERS]
    rows = list(ask(filled("people_of_papers", papers=shown))) if shown else []
    names = {row["person"]: row["name"] for row in reversed(rows)}
    counts = Counter(row["person"] for row in rows)
    beside = sorted(counts.keys() - {str(person)}, key=lambda one: (-counts[one], one))
    drawn = {str(person), *beside[:MOST_PEOPLE]}
    people = [_node(one, names.get(one, label), counts[one]) for one in sorted(drawn)]
    edges = {Edge(row["paper"], row["person"], "listsPerson") for row in rows if row["person"] in drawn}
    return Subgraph(
        title=f"{label} and who is listed beside",
        question=f"On which papers do the digests list {label}, and whom beside?",
        nodes=(*people, *paper_nodes(ask, shown)),
        edges=tuple(sorted(edges, key=lambda edge: (edge.source, edge.target))),
        total=1 + len(papers) + len(beside),
        rule="the newest papers, and who is listed on most of them",
        note=_note(label, others),
        focus=str(person),
    )


def _find(ask: Ask, name: str) -> tuple[Iri, str, int]:
    """Return the person of a name, the name, and how many others have it; case does not matter."""
    rows = list(ask(filled("person_named", names=[Literal(name.strip())])))
    if not rows:
        known = ask(filled("person_names")).column("name")
        alike = sorted({one for one in known if one.casefold() == name.strip().casefold()})
        if not alike:
            raise UnknownNameError("listed person", name, known)
        rows = list(ask(filled("person_named", names=map(Literal, alike))))
    return Iri(rows[0]["person"]), rows[0]["label"], len(rows) - 1


def _node(person: str, name: str, papers: int) -> Node:
    return Node(person, name, "Person", papers, facts=(("Listed here on", count_of_papers(papers)),))


def _note(label: str, others: int) -> str:
    partial = "Digests list some of a paper's people, in an order of their own."
    if not others:
        return partial
    return f"{partial} {others} more listed as {label} may be others, and are not shown."
